"""What is withheld beside a small cell in worked tables, and counts perturbed by a key."""

import numpy as np
import polars as pl
import pytest

from benchmarks.attacks.exactly import ends, fewest
from benchmarks.worked.disclosure import hidden_beside, perturbed

COUNTS = {"A": (21, 3), "B": (15, 16), "C": (9, 30)}
AREAS = [*COUNTS, "Total"]
SEXES = ["men", "women", "Total"]


def drawn(pattern: list[str]) -> dict[str, pl.DataFrame]:
    """Three areas by sex, of which the women of A are withheld; `pattern` are the choices told."""
    inner = np.array([*COUNTS.values()])
    whole = np.vstack([inner, inner.sum(axis=0)])
    value = np.column_stack([whole, whole.sum(axis=1)]).ravel()
    labels = [f"{area}|{sex}" for area in AREAS for sex in SEXES]
    place = np.arange(12).reshape(4, 3)
    sums = [*place, *place.T]
    cells = pl.DataFrame({"cell": range(12), "label": labels, "value": value}).with_columns(
        status=pl.when(pl.col("label") == "A|women").then(pl.lit("u")).otherwise(pl.lit("s"))
    )
    terms = [
        (eq, cell, -1 if cell == row[-1] else 1)
        for eq, row in enumerate(sums)
        for cell in row.tolist()
    ]
    equations = pl.DataFrame(terms, ["eq", "cell", "coef"], orient="row")
    told = pl.DataFrame({"pattern": pattern}).with_columns(min_secondary=3)
    return {"cells": cells, "equations": equations, "expected": told}


def test_where_totals_are_shown_a_cell_is_hidden_by_three_others_of_a_rectangle():
    """As in the tables of sdcTable's tests: any other area will do."""
    corners = ["A|men ; B|men ; B|women", "A|men ; C|men ; C|women"]
    ours, theirs = hidden_beside(False, False, 0, drawn(corners).__getitem__)
    assert ours == theirs


def test_one_choice_too_few_does_not_agree():
    ours, theirs = hidden_beside(False, False, 0, drawn(["A|men ; B|men ; B|women"]).__getitem__)
    assert len(np.array(ours)) != len(np.array(theirs))


@pytest.mark.parametrize(("least", "highest"), [(0, 5), (1, 4)])
def test_a_reader_who_knows_that_none_withheld_is_nought_reads_closer(least: int, highest: int):
    sums, value = np.array([[1.0, 1.0, -1.0]]), np.array([2.0, 3.0, 5.0])
    withheld = np.array([True, False, False])
    low, high = ends(sums, value, withheld, {1}, least)
    assert (low[0], high[0]) == (least, highest)


def test_what_may_not_be_withheld_is_left_alone():
    sums, value = np.array([[1.0, 1.0, -1.0]]), np.array([2.0, 30.0, 32.0])
    withheld = np.array([True, False, False])
    for may, found in (([0, 1, 1], [(1,), (2,)]), ([0, 1, 0], [(1,)]), ([0, 0, 0], [])):
        chosen = fewest(sums, value, withheld, np.less, may=np.array(may, bool))
        assert chosen == found


def test_a_key_chooses_what_is_added_to_a_count():
    """ONS's rule of ten and five: counts under ten go, others are told to the nearest five."""
    people = pl.DataFrame(
        {"region": ["A"] * 12 + ["B"] * 3, "cat": "c", "record_key": [*range(250, 262), 1, 2, 3]}
    )
    rule = pl.DataFrame({"pcv": [12, 3], "pvalue": [-2, -3]})
    told = pl.DataFrame(
        {"region": ["A", "B"], "cat": ["c", "c"], "pre_sdc_count": [12, 3], "pvalue": [-2, -3],
         "ckey": [3066 % 256, 6], "count": [10, None]}
    )  # fmt: skip
    parts = {"input": people, "ptable_condensed": rule, "expected": told}
    ours, theirs = perturbed(parts.__getitem__)
    np.testing.assert_array_equal(ours, theirs)
