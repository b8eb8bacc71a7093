import polars as pl
import pytest

from iro_pipeline.indicators.allocation import INDICATORS
from tests.tables import table

BY_NAME = {each.name: each for each in INDICATORS}


def measured(name: str, fact: pl.LazyFrame) -> list[tuple]:
    found = BY_NAME[name].measure(fact).select("numerator", "denominator", "untold")
    return found.collect().rows()


APPOINTMENT = table(
    """
    | began_on   | due_on     | first_review_on | appointed_on | determinable |
    |------------|------------|-----------------|--------------|--------------|
    | 2023-06-05 | 2023-06-12 | 2023-07-03      | 2023-06-12   | yes          |
    | 2023-06-05 | 2023-06-12 | 2023-07-03      | 2023-07-03   | yes          |
    | 2023-06-05 | 2023-06-12 | 2023-07-03      |              | yes          |
    | 2023-06-05 |            |                 | 2023-06-05   | yes          |
    | 2023-06-05 | 2023-06-12 |                 | 2023-06-06   | no           |
    """,
    determinable=pl.Boolean,
).with_columns(authority=pl.lit("E08000012"), period=pl.lit(2024, pl.Int64))


@pytest.mark.parametrize(
    ("name", "told"),
    [("iro_appointed_in_time", (1, 3, 1)), ("iro_before_first_review", (2, 3, 0))],
)
def test_an_iro_appointed_late_or_never_counts_against_and_care_that_was_over_in_neither(
    name, told
):
    assert measured(name, APPOINTMENT) == [told]


IRO_DAYS = table(
    """
    | days | days_with_iro | iros | all_year | determinable |
    |------|---------------|------|----------|--------------|
    | 366  | 366           | 1    | yes      | yes          |
    | 366  | 300           | 2    | yes      | yes          |
    | 366  | 0             | 0    | yes      | yes          |
    | 40   | 30            | 1    | no       | yes          |
    | 366  | 366           | 1    | yes      | no           |
    """,
    days=pl.Int64,
    days_with_iro=pl.Int64,
    iros=pl.Int64,
    all_year=pl.Boolean,
    determinable=pl.Boolean,
).with_columns(authority=pl.lit("E08000012"), period=pl.lit(2024, pl.Int64))


def test_days_without_an_iro_are_a_share_of_the_days_of_care():
    assert measured("days_without_an_iro", IRO_DAYS) == [(66 + 366 + 10, 3 * 366 + 40, 1)]


def test_the_same_iro_all_year_is_asked_of_children_in_care_all_year_who_had_one():
    assert measured("same_iro_all_year", IRO_DAYS) == [(1, 2, 1)]
