"""
Regulation 33(2): the second review not more than three months after the first, and the others at
intervals of not more than six.

Months are months of the calendar; where the month is too short, the last day of it.
"""

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from tests.facts.drawn import ANY_ORDER, assert_due, due
from tests.tables import table

EVERY_YEAR = range(2011, 2026)
SECOND = """
    | child | began_on   | held_on    | due_on     | why                                |
    |-------|------------|------------|------------|------------------------------------|
    | a     | 2022-12-19 | 2023-01-16 | 2023-04-16 | the same day, a Sunday             |
    | b     | 2022-11-02 | 2022-11-30 | 2023-02-28 | no 30 February                     |
    | c     | 2023-11-06 | 2023-11-30 | 2024-02-29 | a leap year's                      |
    | d     | 2023-01-09 | 2023-01-31 | 2023-04-30 | no 31 April                        |
    | e     | 2023-02-06 | 2023-02-28 | 2023-05-28 | from a month's end, not to one     |
    | f     | 2024-02-05 | 2024-02-29 | 2024-05-29 | from a 29 February                 |
    | g     | 2023-09-04 | 2023-09-25 | 2023-12-25 | Christmas Day: no working day asked |
    | h     | 2022-12-05 | 2022-12-31 | 2023-03-31 | the last day of the year           |
    | i     | 2022-12-05 | 2023-01-01 | 2023-04-01 | the first of the next              |
    """
LATER = """
    | child | began_on   | held_on    | second_on  | due_on     | why                    |
    |-------|------------|------------|------------|------------|------------------------|
    | a     | 2022-07-04 | 2022-08-01 | 2022-10-31 | 2023-04-30 | no 31 April            |
    | b     | 2022-06-06 | 2022-07-01 | 2022-08-31 | 2023-02-28 | no 31 February         |
    | c     | 2023-05-01 | 2023-05-31 | 2023-08-31 | 2024-02-29 | a leap year's          |
    | d     | 2023-11-06 | 2023-12-04 | 2024-02-29 | 2024-08-29 | from a 29 February     |
    | e     | 2022-10-03 | 2022-10-31 | 2023-01-16 | 2023-07-16 | the same day, a Sunday |
    """


@pytest.mark.parametrize(("drawing", "kind"), [(SECOND, "second"), (LATER, "later")])
def test_the_next_review_is_due_so_many_months_after_the_one_before(drawing, kind):
    """Regulation 33(2). Care ended on the due date, so one was due; a day sooner, none was."""
    children = table(drawing)
    expected = children.select("child", "due_on")
    assert_frame_equal(missed(children, kind, "0d"), expected, **ANY_ORDER)
    assert missed(children, kind, "-1d").collect().is_empty()


def missed(children: pl.LazyFrame, kind: str, after: str) -> pl.LazyFrame:
    """Reviews due and never held where care ended so many days `after` they were due."""
    ended = pl.col("due_on").dt.offset_by(after)
    episodes = children.select("child", "began_on", ended).collect().rows()
    days = [name for name in children.collect_schema() if name in {"held_on", "second_on"}]
    reviews = children.unpivot(days, index="child").select("child", "value").collect().rows()
    found = due(
        "\n".join(f"| {child} | {began} | S | C2 | {on} |" for child, began, on in episodes),
        "\n".join(f"| {child} | {day} |" for child, day in reviews),
        years=EVERY_YEAR,
    )
    return found.filter(pl.col("held_on").is_null(), kind=kind).select("child", "due_on")


def test_an_early_review_brings_the_next_due_date_forward():
    """Regulation 33(2): intervals run from the review before as held, not as due."""
    reviews = "| a | 2022-07-11 |\n| a | 2022-10-11 |\n| a | 2023-02-01 |"
    found = due("| a | 2022-07-04 | S | C2 | 2023-08-01 |", reviews)
    rows = """
        | a | 2023 | first  | 2022-08-01 | 2022-07-11 | |
        | a | 2023 | second | 2022-10-11 | 2022-10-11 | |
        | a | 2023 | later  | 2023-04-11 | 2023-02-01 | |
        | a | 2024 | later  | 2023-08-01 |            | |
        """
    assert_due(found, rows)


def test_a_late_review_puts_the_next_due_date_back():
    """Regulation 33(2)."""
    reviews = "| a | 2022-08-15 |\n| a | 2022-11-15 |"
    found = due("| a | 2022-07-04 | S | C2 | 2023-05-14 |", reviews)
    rows = """
        | a | 2023 | first  | 2022-08-01 | 2022-08-15 | |
        | a | 2023 | second | 2022-11-15 | 2022-11-15 | |
        """
    assert_due(found, rows)


def test_a_review_a_day_late_is_late_and_a_day_early_is_in_time():
    """Regulation 33(2): three months from 1 August 2022, then six from the review as held."""
    reviews = "| a | 2022-08-01 |\n| a | 2022-11-02 |\n| a | 2023-05-01 |"
    rows = """
        | a | 2023 | first  | 2022-08-01 | 2022-08-01 | |
        | a | 2023 | second | 2022-11-01 | 2022-11-02 | |
        | a | 2024 | later  | 2023-05-02 | 2023-05-01 | |
        """
    assert_due(due("| a | 2022-07-04 | S | C2 | 2023-10-31 |", reviews), rows)


def test_reviews_on_two_days_running_are_two_reviews():
    """Regulation 33(3) asks for more reviews at need; each sets the clock anew."""
    reviews = "| a | 2022-08-01 |\n| a | 2022-08-02 |\n| a | 2023-02-02 |"
    rows = """
        | a | 2023 | first  | 2022-08-01 | 2022-08-01 | |
        | a | 2023 | second | 2022-11-01 | 2022-08-02 | |
        | a | 2023 | later  | 2023-02-02 | 2023-02-02 | |
        """
    assert_due(due("| a | 2022-07-04 | S | C2 | 2023-08-01 |", reviews), rows)


def test_a_second_review_held_before_the_first_was_due_is_the_second():
    """Regulation 33(2): three months from the first as held."""
    reviews = "| a | 2022-07-06 |\n| a | 2022-07-20 |"
    rows = """
        | a | 2023 | first  | 2022-08-01 | 2022-07-06 | |
        | a | 2023 | second | 2022-10-06 | 2022-07-20 | |
        | a | 2023 | later  | 2023-01-20 |            | |
        """
    assert_due(due("| a | 2022-07-04 | S | C2 | 2023-01-20 |", reviews), rows)


def test_in_the_months_of_the_coronavirus_amendments_the_clock_goes_on():
    """SI 2020/445, regulation 8(14): no number of days in law, six months here."""
    reviews = "| a | 2020-01-28 |\n| a | 2020-04-28 |\n| a | 2020-11-12 |"
    rows = """
        | a | 2020 | first  | 2020-01-28 | 2020-01-28 | |
        | a | 2021 | second | 2020-04-28 | 2020-04-28 | |
        | a | 2021 | later  | 2020-10-28 | 2020-11-12 | |
        """
    found = due("| a | 2019-12-30 | S | C2 | 2021-05-01 |", reviews, years=[2020, 2021])
    assert_due(found, rows)
