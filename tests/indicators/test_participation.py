import polars as pl
import pytest

from iro_pipeline.indicators.participation import INDICATORS
from tests.tables import table

BY_NAME = {each.name: each for each in INDICATORS}

REVIEW = table(
    """
    | authority | period | participation |
    |-----------|--------|---------------|
    | E08000012 | 2024   | PN0           |
    | E08000012 | 2024   | PN1           |
    | E08000012 | 2024   | PN2           |
    | E08000012 | 2024   | PN3           |
    | E08000012 | 2024   | PN4           |
    | E08000012 | 2024   | PN5           |
    | E08000012 | 2024   | PN6           |
    | E08000012 | 2024   | PN7           |
    | E08000012 | 2024   | PN7           |
    | E08000012 | 2024   |               |
    """,
    period=pl.Int64,
).with_columns(held_on=pl.date(2023, 6, 1))


def test_under_fours_and_blanks_are_in_neither_part_and_attending_alone_is_no_contribution():
    row = BY_NAME["participation"].measure(REVIEW).collect().row(0, named=True)
    assert (row["numerator"], row["denominator"], row["n"]) == (5, 8, 8)


def test_no_view_is_conveyed_by_an_absent_child_for_whom_nobody_speaks():
    row = BY_NAME["no_view_conveyed"].measure(REVIEW).collect().row(0, named=True)
    assert (row["numerator"], row["denominator"]) == (2, 8)


@pytest.mark.parametrize(
    ("name", "part", "whole"),
    [
        ("attendance", 4, 8),
        ("attended_without_contributing", 1, 4),
        ("views_by_advocate", 2, 8),
        ("participation_pn0", 1, 9),
        ("participation_pn7", 2, 9),
        ("participation_not_recorded", 1, 10),
    ],
)
def test_attending_and_an_advocates_word_are_shares_of_reviews_at_four_or_over(name, part, whole):
    row = BY_NAME[name].measure(REVIEW).collect().row(0, named=True)
    assert (row["numerator"], row["denominator"]) == (part, whole)


def test_the_codes_add_up_to_every_review_that_has_one():
    shares = [each for each in INDICATORS if each.question == "participation"]
    parts = pl.concat(each.measure(REVIEW) for each in shares).collect()
    assert (parts["numerator"].sum(), set(parts["denominator"]), len(shares)) == (9, {9}, 8)


CHILDREN = table(
    """
    | child | reviews | contributed | uncoded |
    |-------|---------|-------------|---------|
    | a     | 3       | 3           | 0       |
    | b     | 3       | 2           | 0       |
    | c     | 2       | 2           | 1       |
    | d     | 2       | 1           | 1       |
    | e     | 0       | 0           | 1       |
    """,
    **dict.fromkeys(["reviews", "contributed", "uncoded"], pl.Int64),
).with_columns(authority=pl.lit("E08000012"), period=pl.lit(2024, pl.Int64))


def test_a_child_contributes_to_every_review_or_not_and_one_without_a_code_leaves_it_open():
    row = BY_NAME["participation_every_review"].measure(CHILDREN).collect().row(0, named=True)
    assert (row["numerator"], row["denominator"], row["untold"]) == (1, 3, 2)


REPORTED = table(
    "| reported_reviews | reviews_with_parents_view | consultation_sent | consultation_returned |\n"
    "|-|\n| 1200 | 800 | 900 | 400 |",
    **dict.fromkeys(
        [
            *("reported_reviews", "reviews_with_parents_view"),
            *("consultation_sent", "consultation_returned"),
        ],
        pl.Int64,
    ),
).with_columns(authority=pl.lit("E08000012"), period=pl.lit(2024, pl.Int64))


@pytest.mark.parametrize(
    ("name", "told"), [("parents_view_heard", (800, 1200)), ("consultation_returned", (400, 900))]
)
def test_what_a_service_reports_of_parents_and_forms(name, told):
    row = BY_NAME[name].measure(REPORTED).collect().row(0, named=True)
    assert (row["numerator"], row["denominator"]) == told
