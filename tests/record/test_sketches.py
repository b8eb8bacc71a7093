"""Samples of files, by which rows are found that stand in another file too."""

import polars as pl

from iro_pipeline.contracts import Contract
from iro_pipeline.inspection.pseudonyms import Pseudonyms
from iro_pipeline.record.sketches import likenesses, sketch

REVIEWS = Contract.load("raw/ssda903/reviews/2012")
KEY = Pseudonyms(b"k" * 32)


def rows(
    arrival: int, children: range, date: str = "05/06/2023", number: str = "{}"
) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "arrival": arrival,
            "child": [number.format(child) for child in children],
            "born": "01/02/2012",
            "held_on": date,
        }
    )


def shares(*files: pl.DataFrame, kind: str = "ssda903/reviews") -> dict[tuple[int, int], float]:
    sketches = pl.concat([sketch(REVIEWS, file, KEY) for file in files])
    found = likenesses(sketches, sketches["arrival"].unique())
    return {(each.arrival, each.other): each.share for each in found if each.kind == kind}


def test_the_same_rows_are_found_whatever_the_size_of_the_files():
    found = shares(rows(1, range(5_000)), rows(2, range(4_000, 4_500)))
    assert found[2, 1] == 1
    assert 0.02 < found[1, 2] < 0.25  # one in ten, of a sample


def test_noughts_before_numbers_and_dates_make_no_other_row():
    found = shares(rows(1, range(40)), rows(2, range(40), "5/6/2023", number="000{}"))
    assert found[2, 1] == 1


def test_children_are_found_in_reviews_of_other_days():
    alike = (rows(1, range(40)), rows(2, range(40), "01/01/2024"))
    assert shares(*alike) == {}
    assert shares(*alike, kind="ssda903")[1, 2] == 1


def test_a_child_in_several_tables_of_a_file_is_one_child():
    tables = (rows(1, range(40)), rows(1, range(20), "01/01/2024"))
    found = shares(*tables, rows(2, range(80)), kind="ssda903")
    assert found == {(1, 2): 1, (2, 1): 0.5}


def test_without_the_key_nobody_finds_a_child_by_trying():
    mine, other = (sketch(REVIEWS, rows(1, range(40)), key) for key in (KEY, Pseudonyms(b"o" * 32)))
    assert not set(mine["tag"]) & set(other["tag"])
