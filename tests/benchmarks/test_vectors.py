"""Worked cases are held to their tolerance, and none passes unseen."""

import json
from pathlib import Path

import numpy as np
import pytest

from benchmarks.vectors import Tolerance, judged

PLACES = {"family": "lait", "case": "rank", "tolerance": "exact"}


def drawn(folder: Path, places: list[int]) -> Path:
    (folder / "lait").mkdir()
    rows = ["case,i,polarity,value", "drawn,1,High,10", "drawn,2,High,30", "drawn,3,High,20"]
    (folder / "lait/rank__input.csv").write_text("\n".join(rows))
    told = ["case,i,rank", *(f"drawn,{i},{place}" for i, place in enumerate(places, start=1))]
    (folder / "lait/rank__expected.csv").write_text("\n".join(told))
    (folder / "MANIFEST.jsonl").write_text(json.dumps(PLACES))
    return folder


@pytest.mark.parametrize(("places", "agrees"), [([3, 1, 2], True), ([1, 3, 2], False)])
def test_a_case_agrees_where_its_figures_do(tmp_path, places, agrees):
    assert judged(drawn(tmp_path, places), PLACES)["agrees"] == agrees


def test_a_case_that_nobody_can_run_does_not_agree(tmp_path):
    assert not judged(tmp_path, PLACES | {"case": "another"})["agrees"]


@pytest.mark.parametrize(
    ("words", "tolerance"),
    [
        ("exact", Tolerance(False, 0, 0)),
        ("abs 5e-5", Tolerance(False, 5e-5, 5e-5)),
        ("rel 1e-4 on upper3 at 1 event, else 1e-6", Tolerance(True, 1e-4, 1e-6)),
    ],
)
def test_tolerances_are_read_from_words(words, tolerance):
    assert Tolerance.told(words) == tolerance


def test_differences_are_relative_where_the_case_says_so():
    assert Tolerance(True, 0, 0).differences([110, 2], [100, 4]) == pytest.approx((0.1, 0.5))


def test_a_figure_that_only_one_has_is_infinitely_far_off():
    assert Tolerance(False, 0, 0).differences([1, np.nan], [1, 2]) == (0, np.inf)
