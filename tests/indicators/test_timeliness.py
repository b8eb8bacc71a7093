import polars as pl
import pytest

from iro_pipeline.indicators.timeliness import INDICATORS
from tests.tables import table

BY_NAME = {each.name: each for each in INDICATORS}

REVIEW_DUE = table(
    """
    | authority | period | child | kind    | due_on     | held_on    | determinable |
    |-----------|--------|-------|---------|------------|------------|--------------|
    | E08000012 | 2024   | a     | first   | 2023-06-01 | 2023-06-01 | yes          |
    | E08000012 | 2024   | b     | first   | 2023-06-01 | 2023-06-02 | yes          |
    | E08000012 | 2024   | c     | first   | 2023-06-01 |            | yes          |
    | E08000012 | 2024   | a     | second  | 2023-09-01 | 2023-08-20 | yes          |
    | E08000012 | 2024   | a     | later   | 2024-02-20 | 2024-02-21 | yes          |
    | E08000012 | 2024   | d     | unknown |            | 2023-07-01 | no           |
    """,
    period=pl.Int64,
    determinable=pl.Boolean,
).with_columns(
    clock=pl.lit("care"),
    opening_year=pl.lit(False),
    counted_on=pl.min_horizontal("held_on", "due_on"),
    reason=pl.when(~pl.col("determinable")).then(pl.lit("ordinal_unknown")),
)


@pytest.mark.parametrize(
    ("name", "in_time", "due"),
    [
        ("first_review_on_time", 1, 3),
        ("second_review_on_time", 1, 1),
        ("later_reviews_on_time", 0, 1),
        ("reviews_on_time", 2, 5),
    ],
)
def test_a_review_due_and_never_held_is_late_and_one_that_cannot_be_told_is_in_neither_part(
    name, in_time, due
):
    row = BY_NAME[name].measure(REVIEW_DUE).collect().row(0, named=True)
    assert (row["numerator"], row["denominator"], row["n"]) == (in_time, due, due)


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("first_review_on_time", True),
        ("second_review_on_time", True),
        ("later_reviews_on_time", False),
        ("reviews_on_time", False),
        ("reviews_not_determinable", True),
    ],
)
def test_in_the_first_year_of_returns_only_what_began_in_it_is_measured(name, told):
    opening = REVIEW_DUE.with_columns(opening_year=pl.lit(True))
    assert BY_NAME[name].measure(opening).collect().is_empty() != told


def test_what_cannot_be_told_is_a_share_of_every_review():
    row = BY_NAME["reviews_not_determinable"].measure(REVIEW_DUE).collect().row(0, named=True)
    assert (row["numerator"], row["denominator"]) == (1, 6)


@pytest.mark.parametrize(
    ("name", "untold"),
    [("first_review_on_time", 0), ("second_review_on_time", 1), ("reviews_on_time", 1)],
)
def test_a_review_of_unknown_kind_is_untold_of_every_kind_that_it_may_be(name, untold):
    assert BY_NAME[name].measure(REVIEW_DUE).collect()["untold"].to_list() == [untold]


def test_by_quarter_a_review_counts_when_it_was_held_or_fell_due_whichever_came_first():
    found = BY_NAME["reviews_on_time"].measure(REVIEW_DUE, by="quarter").sort("quarter")
    told = found.select("period", "quarter", "numerator", "denominator", "untold").collect()
    assert told.rows() == [(2024, 1, 1, 3, 0), (2024, 2, 1, 1, 1), (2024, 4, 0, 1, 0)]


def test_short_breaks_are_in_no_share_of_reviews():
    breaks = REVIEW_DUE.with_columns(
        clock=pl.lit("short_breaks"), determinable=pl.lit(False), held_on=pl.lit(None, pl.Date)
    )
    of_reviews = [each for each in INDICATORS if each.fact == "review_due"]
    assert of_reviews
    assert all(each.measure(breaks).collect().is_empty() for each in of_reviews)


def test_a_child_is_reviewed_on_time_when_every_review_was_and_every_one_can_be_told():
    children = table(
        """
        | authority | period | child | reviews_due | reviews_on_time | determinable |
        |-----------|--------|-------|-------------|-----------------|--------------|
        | E08000012 | 2024   | a     | 3           | 2               | yes          |
        | E08000012 | 2024   | b     | 2           | 2               | yes          |
        | E08000012 | 2024   | c     | 2           | 1               | no           |
        """,
        period=pl.Int64,
        reviews_due=pl.Int64,
        reviews_on_time=pl.Int64,
        determinable=pl.Boolean,
    )
    children = children.with_columns(opening_year=pl.lit(False))
    row = BY_NAME["children_reviewed_on_time"].measure(children).collect().row(0, named=True)
    assert (row["numerator"], row["denominator"]) == (1, 2)


def test_the_titles_hold_the_law_s_own_limits():
    assert BY_NAME["first_review_on_time"].title == "First reviews held within 20 working days"
    assert "3 months" in BY_NAME["second_review_on_time"].title
    assert "6 months" in BY_NAME["later_reviews_on_time"].title
