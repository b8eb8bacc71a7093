"""
Regulation 33(1): within 20 working days of the date on which the child becomes looked after.

Each child is worked by hand against the calendar on the wall. Of `missed`, care ended on the due
date, so the review was due and missed; one day sooner, and nothing would have been.
"""

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from tests.facts.drawn import ANY_ORDER, assert_due, due
from tests.tables import table

EVERY_YEAR = range(2011, 2026)
ORDINARY = """
    | child | began_on   | due_on     | why                                       |
    |-------|------------|------------|-------------------------------------------|
    | a     | 2023-07-03 | 2023-07-31 | a Monday: four weeks of weekdays          |
    | b     | 2023-07-07 | 2023-08-04 | a Friday: day one is Monday               |
    | c     | 2023-07-08 | 2023-08-04 | a Saturday: day one is Monday             |
    | d     | 2023-07-09 | 2023-08-04 | a Sunday: day one is Monday               |
    | e     | 2024-02-05 | 2024-03-04 | a leap year: 29 February is a working day |
    | f     | 2023-02-06 | 2023-03-06 | the same Monday in another year           |
    | g     | 2024-02-29 | 2024-03-28 | from a 29 February                        |
    | h     | 2018-02-28 | 2018-03-28 | from the end of a short February          |
    """
YEARLY_HOLIDAYS = """
    | child | began_on   | due_on     | over                                               |
    |-------|------------|------------|----------------------------------------------------|
    | a     | 2022-08-05 | 2022-09-05 | the summer bank holiday                            |
    | b     | 2023-08-28 | 2023-09-25 | none: the start was the holiday                    |
    | c     | 2012-03-14 | 2012-04-13 | Good Friday and Easter Monday, both in April       |
    | d     | 2024-03-22 | 2024-04-23 | Good Friday in March, Easter Monday in April       |
    | e     | 2019-04-08 | 2019-05-09 | a late Easter and early May                        |
    | f     | 2014-04-30 | 2014-05-30 | early May and spring                               |
    | g     | 2023-12-15 | 2024-01-17 | Christmas, Boxing Day and New Year's Day           |
    | h     | 2024-12-25 | 2025-01-24 | Boxing Day and New Year's Day, from a Christmas    |
    | i     | 2015-12-04 | 2016-01-06 | Christmas on a Friday, Boxing Day on the Monday    |
    | j     | 2016-12-12 | 2017-01-12 | Boxing Day, a substitute Tuesday, a substitute 2/1 |
    | k     | 2020-12-24 | 2021-01-26 | a substitute for Boxing Day on Monday 28 December  |
    | l     | 2021-12-24 | 2022-01-26 | three substitutes: 27 and 28 December, 3 January   |
    | m     | 2022-12-28 | 2023-01-26 | a substitute for New Year's Day on 2 January       |
    """
ONE_OFF_HOLIDAYS = """
    | child | began_on   | due_on     | over                                                |
    |-------|------------|------------|-----------------------------------------------------|
    | a     | 2011-04-18 | 2011-05-20 | Easter, the royal wedding of 29 April, early May    |
    | b     | 2012-05-21 | 2012-06-20 | spring moved to 4 June, the jubilee of 5 June       |
    | c     | 2020-04-27 | 2020-05-27 | early May moved to VE Day, Friday 8 May, and spring |
    | d     | 2022-05-16 | 2022-06-15 | spring moved to 2 June, the jubilee of 3 June       |
    | e     | 2022-09-09 | 2022-10-10 | the state funeral of 19 September                   |
    | f     | 2023-04-24 | 2023-05-24 | early May and the coronation of 8 May               |
    """


@pytest.mark.parametrize("drawing", [ORDINARY, YEARLY_HOLIDAYS, ONE_OFF_HOLIDAYS])
def test_the_first_review_is_due_20_working_days_after_care_began(drawing):
    """Regulation 33(1), with the working days of regulation 2(1)."""
    children = table(drawing).select("child", "began_on", "due_on")
    assert_frame_equal(missed(children, "0d"), children, **ANY_ORDER)
    assert missed(children, "-1d").collect().is_empty()


def missed(children: pl.LazyFrame, after: str) -> pl.LazyFrame:
    """First reviews due and never held where care ended so many days `after` they were due."""
    ended = children.with_columns(pl.col("due_on").dt.offset_by(after)).collect()
    rows = "\n".join(f"| {c} | {began} | S | C2 | {on} |" for c, began, on in ended.rows())
    began = children.select("child", "began_on")
    found = due(rows, years=EVERY_YEAR).filter(pl.col("held_on").is_null(), kind="first")
    return found.join(began, on="child").select("child", "began_on", "due_on")


def test_a_review_on_the_due_date_is_in_time():
    """Regulation 33(1): over the state funeral of 19 September 2022."""
    found = due("| a | 2022-09-01 | S | C2 | 2022-12-29 |", "| a | 2022-09-30 |")
    assert_due(found, "| a | 2023 | first | 2022-09-30 | 2022-09-30 | |")


def test_a_review_a_day_after_the_due_date_closes_the_interval_late():
    """Regulation 33(1)."""
    found = due("| a | 2022-07-04 | S | C2 | 2022-10-01 |", "| a | 2022-08-02 |")
    assert_due(found, "| a | 2023 | first | 2022-08-01 | 2022-08-02 | |")


def test_a_review_on_the_day_care_began_is_the_first():
    """Regulation 33(1) sets no earliest day."""
    found = due("| a | 2022-07-04 | S | C2 | 2022-10-03 |", "| a | 2022-07-04 |")
    assert_due(found, "| a | 2023 | first | 2022-08-01 | 2022-07-04 | |")


def test_a_review_held_on_a_holiday_or_weekend_was_held():
    """Regulation 33(1) counts working days to the limit, not the days a review may be on."""
    found = due("| a | 2022-08-01 | S | C2 | 2022-11-20 |", "| a | 2022-08-29 |")
    assert_due(found, "| a | 2023 | first | 2022-08-30 | 2022-08-29 | |")


def test_a_due_review_that_never_happened_is_a_row():
    """Returns have reviews held; what was missed is in none of them."""
    found = due("| a | 2022-07-04 | S | C2 | 2022-12-01 |")
    assert_due(found, "| a | 2023 | first | 2022-08-01 | | |")


def test_an_interval_is_one_row_however_long_it_lasts():
    found = due("| a | 2022-07-04 | S | C2 | 2023-06-30 |", "| a | 2023-05-10 |")
    assert_due(found, "| a | 2023 | first | 2022-08-01 | 2023-05-10 | |")


def test_beyond_the_list_of_bank_holidays_a_first_review_cannot_be_told():
    found = due("| a | 2028-12-15 | S | C2 | |", "| a | 2029-01-10 |", years=[2029])
    assert_due(found, "| a | 2029 | unknown | | 2029-01-10 | beyond_calendar |")
