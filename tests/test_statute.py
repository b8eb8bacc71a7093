from dataclasses import replace
from datetime import date

import polars as pl
import pytest

from iro_pipeline.statute import (
    bank_holidays,
    first_review_due,
    review_due_after,
    standard,
    standards,
    year_ending_march,
)
from tests.facts import slow_calendar


def told(clock: pl.Expr, day: str) -> str:
    return str(pl.select(day=pl.lit(day).str.to_date()).select(clock).item())


@pytest.mark.parametrize(
    ("started", "due", "why"),
    [
        ("2023-07-03", "2023-07-31", "four weeks of weekdays"),
        ("2023-07-07", "2023-08-04", "a Friday: day one is Monday"),
        ("2023-07-08", "2023-08-04", "a Saturday: day one is Monday"),
        ("2023-07-09", "2023-08-04", "a Sunday: day one is Monday"),
        ("2023-08-25", "2023-09-25", "a Friday before a bank holiday: day one is Tuesday"),
        ("2023-08-28", "2023-09-25", "a bank holiday: day one is the day after"),
        ("2024-03-22", "2024-04-23", "over Good Friday and Easter Monday"),
        ("2023-12-15", "2024-01-17", "over Christmas, Boxing Day and New Year's Day"),
        ("2021-12-24", "2022-01-26", "over three substitute days"),
        ("2011-04-18", "2011-05-20", "over Easter, the royal wedding and early May"),
        ("2012-05-21", "2012-06-20", "over the moved spring holiday and the Diamond Jubilee"),
        ("2020-04-27", "2020-05-27", "over 8 May, to which early May was moved, and spring"),
        ("2022-05-16", "2022-06-15", "over the moved spring holiday and the Platinum Jubilee"),
        ("2022-09-09", "2022-10-10", "over the state funeral"),
        ("2023-04-24", "2023-05-24", "over early May and the Coronation"),
    ],
)
def test_the_first_review_is_due_20_working_days_after_the_day_of_the_start(started, due, why):
    assert told(first_review_due(pl.col("day")), started) == due, why


@pytest.mark.parametrize(
    ("started", "due"),
    [("2023-07-03", "2023-07-28"), ("2023-07-07", "2023-08-03"), ("2023-07-08", "2023-08-04")],
)
def test_the_start_may_be_made_day_one_when_it_is_a_working_day(started, due):
    assert told(first_review_due(pl.col("day"), start_is_day_one=True), started) == due


@pytest.mark.parametrize(
    ("nth", "previous", "due"),
    [
        (2, "2023-01-16", "2023-04-16"),
        (2, "2022-11-30", "2023-02-28"),
        (2, "2023-11-30", "2024-02-29"),
        (2, "2023-01-31", "2023-04-30"),
        (3, "2023-01-16", "2023-07-16"),
        (3, "2023-08-31", "2024-02-29"),
        (9, "2022-08-31", "2023-02-28"),
        (4, "2024-02-29", "2024-08-29"),
    ],
)
def test_months_are_calendar_months_and_end_with_a_month_that_is_too_short(nth, previous, due):
    assert told(review_due_after(pl.lit(nth), pl.col("day")), previous) == due


@pytest.mark.parametrize(
    ("day", "year"), [("2024-03-31", 2024), ("2024-04-01", 2025), ("2023-12-31", 2024)]
)
def test_a_year_ends_on_31_march(day, year):
    assert told(year_ending_march(pl.col("day")), day) == str(year)


def test_beyond_the_list_of_bank_holidays_no_due_date_is_told():
    assert told(first_review_due(pl.col("day")), "2028-11-01") == "2028-11-29"
    assert told(first_review_due(pl.col("day")), "2028-12-15") == "None"


@pytest.mark.parametrize("year", range(2009, 2029))
def test_the_bank_holidays_of_a_year_are_those_that_the_rules_give(year):
    assert {day for day in bank_holidays() if day.year == year} == slow_calendar.holidays(year)


def test_bank_holidays_are_weekdays_in_order_and_none_is_twice():
    days = bank_holidays()
    assert list(days) == sorted(set(days))
    assert all(day.weekday() < 5 for day in days)


def test_every_standard_is_cited_and_holds_one_value_at_a_time():
    for row in standards():
        assert row.citation
        assert row.valid_to is None or row.valid_from <= row.valid_to
        assert standard(row.id, on=row.valid_from) == row


def test_a_standard_is_asked_for_by_the_day_it_holds():
    assert standard("regulation_33_first", on=date(2024, 1, 1)).value == 20
    assert standard("handbook_caseload", on=date(2024, 1, 1)).low == 50
    with pytest.raises(LookupError, match=r"standards\.toml"):
        standard("regulation_33_first", on=date(2011, 3, 31))


def test_a_changed_limit_holds_for_clocks_that_start_from_its_first_day(monkeypatch):
    old = standard("regulation_33_second", on=date(2024, 1, 1))
    new = replace(old, value=2, valid_from=date(2024, 1, 1))
    rows = (*standards(), new)
    monkeypatch.setattr("iro_pipeline.statute.standards", lambda: rows)
    due = review_due_after(pl.lit(2), pl.col("day"))
    assert told(due, "2023-12-31") == "2024-03-31"
    assert told(due, "2024-01-01") == "2024-03-01"
