import polars as pl
import pytest

from iro_pipeline.returns import whole_years
from tests.tables import table

RETURNS = table(
    """
    | authority | la_code | period |
    |-----------|---------|--------|
    | E08000012 | 341     | 2024   |
    """,
    period=pl.Int64,
)


def reviews(number: int, last: str) -> pl.LazyFrame:
    """So many reviews on days before `last`, the last of them on it."""
    days = pl.lit(last).str.to_date() - pl.duration(days=pl.int_range(number).reverse() % 150)
    return pl.LazyFrame({"row": range(number)}).select(
        authority=pl.lit("E08000012"), period=pl.lit(2024, pl.Int64), held_on=days
    )


@pytest.mark.parametrize(
    ("number", "last", "whole"),
    [
        (300, "2024-03-28", True),
        (300, "2024-03-01", True),
        (300, "2024-02-20", False),
        (300, "2023-09-30", False),
        (12, "2023-12-20", True),
        (12, "2023-10-01", False),
        (1, "2023-05-01", True),
    ],
)
def test_a_return_is_measured_when_its_reviews_reach_the_end_of_its_year(number, last, whole):
    found = whole_years(RETURNS, reviews(number, last)).collect()
    assert (found.height == 1) == whole


def test_a_return_without_a_review_is_not_measured():
    assert whole_years(RETURNS, reviews(1, "2023-05-01").clear()).collect().is_empty()


def test_reviews_of_another_year_do_not_make_a_return_whole():
    astray = reviews(300, "2024-06-28")
    assert (
        whole_years(RETURNS, astray.filter(pl.col("held_on").dt.month() > 3)).collect().is_empty()
    )
