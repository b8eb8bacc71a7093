import json
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from iro_pipeline import checking
from iro_pipeline.checking import FINDING, Checked
from iro_pipeline.record.receipts import Receipt
from tests.cli.terminal import iro, receipt


def checks(monkeypatch: pytest.MonkeyPatch, of: Receipt, *faults: tuple[Any, ...]) -> None:
    found = pl.DataFrame(faults, schema=FINDING, orient="row")
    monkeypatch.setattr(checking, "check", lambda *_, **__: [Checked([of], found)])


def test_check_says_row_column_what_was_found_what_was_expected_and_what_to_do(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    fault = ("reviews", "REVIEW", "date", "text", "dd/mm/yyyy", "Correct it.", "reject")
    checks(
        monkeypatch,
        receipt(accepted=8, rejected=2, faults={"date": 2}),
        (4, *fault),
        (9, *fault),
    )
    file = tmp_path / "reviews.csv"
    file.touch()
    ended = iro("check", file)
    assert ended.exit_code == 0
    assert ended.stdout.splitlines() == [
        f"{file} (ssda903/reviews, 2024, Liverpool (E08000012)): 10 rows: 8 usable, 2 not.",
        "  Rejected: rows 4, 9, column REVIEW: found text; expected dd/mm/yyyy. Correct it.",
    ]


def test_check_ends_with_3_when_a_file_would_be_refused(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    whole = (
        None,
        "",
        "",
        "missing_column",
        "no column 'CHILD'",
        "CHILD, DOB",
        "Put it back.",
        "reject",
    )
    checks(monkeypatch, receipt(state="quarantined", rows_in=0, accepted=0), whole)
    (tmp_path / "reviews.csv").touch()
    ended = iro("check", "--json", tmp_path / "reviews.csv")
    assert ended.exit_code == 3
    assert json.loads(ended.stdout)["files"][0]["found"][0]["rule"] == "missing_column"
