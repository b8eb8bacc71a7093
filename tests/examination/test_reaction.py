"""What figures make of a review that another table contradicts."""

import polars as pl
import pytest

from iro_pipeline.examination import examine, parted
from iro_pipeline.facts import Records, review, review_due
from tests.examination.drawn import AUTHORITY, PERIOD, receipts, tables

RETURNS = pl.LazyFrame(
    {"authority": [AUTHORITY], "la_code": ["341"], "period": [PERIOD]},
    schema_overrides={"period": pl.Int64},
)
CARE = """
    | a | 2023-04-03 | 2024-02-01 | S | C1 |
    | b | 2023-04-03 |            | S | C1 |
    """
HELD = """
    | a | | 2023-04-28 | PN1 |
    | a | | {}         | PN1 |
    | b | | 2023-04-28 | PN1 |
    """


def told(second: str, *, looked: bool) -> list[tuple]:
    """What is known of the reviews of child a, with and without a look at the other tables."""
    drawn = tables({"episodes": CARE, "reviews": HELD.format(second)})
    found = examine(drawn, receipts("episodes", "reviews")).rows
    episodes, reviews = (
        parted(drawn[name], found.filter(table=name)) if looked else drawn[name]
        for name in ("episodes", "reviews")
    )
    cared_for = episodes.accepted.with_columns(placement=pl.lit(None, pl.String))
    accepted = Records(cared_for, reviews.accepted)
    due = review_due(accepted, Records(episodes.rejected, reviews.rejected), RETURNS)
    shown = due.filter(child="a").select("kind", pl.col("held_on").cast(pl.String), "reason")
    return shown.collect().rows()


def test_a_review_within_care_is_what_it_says():
    whole = {("first", "2023-04-28", None), ("second", "2023-07-20", None)}
    assert whole <= {*told("2023-07-20", looked=True)}


@pytest.mark.parametrize("second", ["2024-02-07", "2023-03-31"])
def test_a_day_outside_care_or_the_year_leaves_no_review_of_care(second):
    assert ("second", second, None) not in told(second, looked=True)


def test_a_review_after_care_may_be_one_that_was_held_in_time_under_another_day():
    # The seventh of February for the seventh of July: without a look the second review is missed.
    assert ("second", None, None) in told("2024-02-07", looked=False)
    reasons = {reason for _, _, reason in told("2024-02-07", looked=True)}
    assert reasons == {"rejected_row"}


def test_a_review_that_is_doubted_counts_in_no_participation():
    drawn = tables({"episodes": CARE, "reviews": HELD.format("2024-02-07")})
    found = examine(drawn, receipts("episodes", "reviews")).rows
    kept = parted(drawn["reviews"], found.filter(table="reviews"))
    assert review(kept.accepted, RETURNS).collect().height == 2
