import polars as pl
import pytest

from iro_pipeline.indicators.records import INDICATORS
from tests.tables import table

BY_NAME = {each.name: each for each in INDICATORS}
RECORD = table(
    """
    | decisions_sent_on | sent_by_on | spoken_to     | midway_check | decisions_due | done |
    |-------------------|------------|---------------|--------------|---------------|------|
    | 2023-07-10        | 2023-07-10 | yes           | yes          | 4             | 3    |
    | 2023-07-11        | 2023-07-10 | no            | no           | 2             |      |
    |                   | 2023-07-10 | refused       |              | 0             | 0    |
    | 2024-03-29        |            | inappropriate |              |               |      |
    |                   |            |               |              | 5             | 5    |
    """,
    midway_check=pl.Boolean,
    decisions_due=pl.Int64,
    done=pl.Int64,
).with_columns(
    authority=pl.lit("E08000012"),
    period=pl.lit(2024, pl.Int64),
    decisions_by="sent_by_on",
    decisions_on_time="done",
    completed_on="decisions_sent_on",
    completed_by="sent_by_on",
    distributed_on="decisions_sent_on",
    distributed_by="sent_by_on",
)


def measured(name: str) -> tuple:
    found = BY_NAME[name].measure(RECORD).select("numerator", "denominator", "n")
    return found.collect().row(0)


@pytest.mark.parametrize(
    "name",
    [
        "review_decisions_sent_in_time",
        "review_records_completed_in_time",
        "review_records_distributed_in_time",
    ],
)
def test_what_was_not_done_by_its_day_is_late_and_what_was_not_due_yet_is_not_counted(name):
    assert measured(name) == (1, 3, 3)


def test_a_child_who_refused_or_for_whom_it_was_not_appropriate_is_in_neither_part():
    assert measured("children_spoken_to_in_private") == (1, 2, 2)


def test_decisions_are_counted_where_both_numbers_are_stated():
    assert measured("review_decisions_done_on_time") == (8, 9, 2)


def test_a_midway_check_counts_where_one_was_due():
    assert measured("midway_checks") == (1, 2, 2)


REPORTED = table(
    """
    | reviews_plan_current | reviews_report_shared | changes_made | changes_told |
    |----------------------|-----------------------|--------------|--------------|
    | 1395                 | 1600                  | 310          | 255          |
    """,
    **dict.fromkeys(
        ["reviews_plan_current", "reviews_report_shared", "changes_made", "changes_told"], pl.Int64
    ),
).with_columns(
    authority=pl.lit("E08000012"), period=pl.lit(2024, pl.Int64), reported_reviews=pl.lit(1500)
)


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("care_plan_current", [(1395, 1500)]),
        ("report_shared_in_time", []),
        ("changes_told_to_iro", [(255, 310)]),
    ],
)
def test_more_than_there_were_is_no_number(name, told):
    found = BY_NAME[name].measure(REPORTED).select("numerator", "denominator")
    assert found.collect().rows() == told
