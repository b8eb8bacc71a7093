"""In which year a row counts, and what one year's return can know of the next."""

import polars as pl
from polars.testing import assert_frame_equal

from iro_pipeline.facts.reviews import Records, review, review_due
from tests.facts.drawn import (
    ANY_ORDER,
    COUNTED,
    NOTHING,
    THREE_YEARS,
    assert_due,
    due,
    held,
    returns,
    yearly,
)
from tests.tables import table


def test_a_review_held_early_counts_in_the_year_it_was_held():
    """Due on 12 April 2023, over Easter."""
    found = due("| a | 2023-03-13 | S | C2 | 2023-06-15 |", "| a | 2023-03-31 |")
    rows = "| a | 2023 | first | 2023-04-12 | 2023-03-31 | 2023-03-31 |"
    assert_due(found, rows, header=COUNTED)


def test_a_review_missed_counts_in_the_year_it_fell_due():
    found = due("| a | 2023-02-20 | S | C2 | 2023-06-01 |", "| a | 2023-04-05 |")
    rows = "| a | 2023 | first | 2023-03-20 | 2023-04-05 | 2023-03-20 |"
    assert_due(found, rows, header=COUNTED)


def test_a_review_due_on_31_march_and_held_on_1_april_counts_late_in_the_year_it_fell_due():
    """Regulation 33(1): from Friday 3 March 2023; regulation 33(2): from the review as held."""
    found = due("| a | 2023-03-03 | S | C2 | 2023-07-01 |", "| a | 2023-04-01 |")
    rows = """
        | a | 2023 | first  | 2023-03-31 | 2023-04-01 | 2023-03-31 |
        | a | 2024 | second | 2023-07-01 |            | 2023-07-01 |
        """
    assert_due(found, rows, header=COUNTED)


def test_a_review_due_on_1_april_and_held_on_31_march_counts_in_the_year_it_was_held():
    """Regulation 33(2): three months from 1 January 2023."""
    reviews = "| a | 2023-01-01 |\n| a | 2023-03-31 |"
    rows = """
        | a | 2023 | first  | 2023-01-05 | 2023-01-01 | 2023-01-01 |
        | a | 2023 | second | 2023-04-01 | 2023-03-31 | 2023-03-31 |
        """
    assert_due(due("| a | 2022-12-05 | S | C2 | 2023-05-01 |", reviews), rows, header=COUNTED)


def test_care_that_begins_on_31_march_has_its_first_review_in_the_next_year():
    """Regulation 33(1): over Good Friday, Easter Monday and early May."""
    found = due("| a | 2023-03-31 | S | C2 | 2023-06-01 |", "| a | 2023-05-03 |")
    rows = "| a | 2024 | first | 2023-05-03 | 2023-05-03 | 2023-05-03 |"
    assert_due(found, rows, header=COUNTED)


def test_a_review_outside_care_counts_on_the_day_it_was_held():
    found = due("| a | 2022-07-04 | S | C2 | 2022-07-20 |", "| a | 2022-08-20 |")
    assert_due(found, "| a | 2023 | unknown | | 2022-08-20 | 2022-08-20 |", header=COUNTED)


def test_what_cannot_be_told_counts_on_the_day_held_or_the_last_on_which_it_can_have_been_due():
    """Six months after 31 March 2021; a review before then may have been on that day."""
    found = due(
        "| a | 2019-05-01 | S | C2 | 2021-12-01 |\n| b | 2019-05-01 | S | C2 | 2021-06-30 |",
        "| b | 2021-06-01 |",
    )
    rows = """
        | a | 2022 | unknown | |            | 2021-09-30 |
        | b | 2022 | unknown | | 2021-06-01 | 2021-06-01 |
        """
    assert_due(found, rows, header=COUNTED)


def test_an_interval_runs_on_over_two_years_ends():
    """A review missed in 2022 is one row, of 2022, whenever the next was held."""
    found = due("| a | 2022-01-31 | S | C2 | |", "| a | 2023-06-01 |")
    rows = """
        | a | 2022 | first  | 2022-02-28 | 2023-06-01 | 2022-02-28 |
        | a | 2024 | second | 2023-09-01 |            | 2023-09-01 |
        """
    assert_due(found, rows, header=COUNTED)


def test_a_due_date_after_the_last_return_has_not_come_yet():
    assert_due(due("| a | 2024-03-11 | S | C2 | |"), "")


def test_a_due_date_on_the_last_day_of_the_last_return_has_come():
    """Regulation 33(2): three months from 31 December 2023."""
    found = due("| a | 2023-12-04 | S | C2 | |", "| a | 2023-12-31 |")
    rows = """
        | a | 2024 | first  | 2024-01-04 | 2023-12-31 | |
        | a | 2024 | second | 2024-03-31 |            | |
        """
    assert_due(found, rows)


def test_a_thirteenth_month_of_reviews_waits_for_its_own_years_return():
    """
    Of a return of 2023 that runs on to the end of April: the review of 20 April closes the interval
    that fell due on 20 March only once the return of 2024 is there, and is told once.
    """
    thirteen = held("| a | 2022-12-20 |\n| a | 2023-04-20 |").with_columns(
        period=pl.lit(2023, pl.Int64)
    )
    care = "| a | 2022-11-28 | S | C2 | 2023-06-30 |"
    alone = review_due(Records(yearly(care, [2023]), thirteen), NOTHING, returns([2023]))
    rows = """
        | a | 2023 | first  | 2022-12-28 | 2022-12-20 | |
        | a | 2023 | second | 2023-03-20 |            | |
        """
    assert_due(alone, rows)
    again = held("| a | 2023-04-20 |")
    both = Records(yearly(care, [2023, 2024]), pl.concat([thirteen, again]))
    rows = """
        | a | 2023 | first  | 2022-12-28 | 2022-12-20 | |
        | a | 2023 | second | 2023-03-20 | 2023-04-20 | |
        """
    assert_due(review_due(both, NOTHING, returns([2023, 2024])), rows)


def test_a_period_from_july_to_july_is_told_by_the_years_it_lies_in():
    """Thirteen months from 1 July 2022 to 31 July 2023 are of two returns, and count in both."""
    reviews = "| a | 2022-08-01 |\n| a | 2022-11-01 |\n| a | 2023-04-28 |\n| a | 2023-07-31 |"
    rows = """
        | a | 2023 | first  | 2022-08-01 | 2022-08-01 | 2022-08-01 |
        | a | 2023 | second | 2022-11-01 | 2022-11-01 | 2022-11-01 |
        | a | 2024 | later  | 2023-05-01 | 2023-04-28 | 2023-04-28 |
        | a | 2024 | later  | 2023-10-28 | 2023-07-31 | 2023-07-31 |
        """
    assert_due(due("| a | 2022-07-04 | S | C2 | 2023-09-01 |", reviews), rows, header=COUNTED)


def test_care_that_the_next_return_no_longer_shows_is_followed_to_the_last_31_march_seen():
    """First due on 19 January 2023; whether the child was in care on 19 April is not known."""
    episodes = yearly("| a | 2022-12-19 | S | C2 | |", [2023])
    accepted = Records(episodes, held("| a | 2023-01-19 |"))
    found = review_due(accepted, NOTHING, returns(THREE_YEARS))
    assert_due(found, "| a | 2023 | first | 2023-01-19 | 2023-01-19 | |")


def test_a_row_carries_its_authoritys_code_as_it_stood_in_the_rows_year():
    years = pl.concat([returns([2013], "E08000020"), returns([2014], "E08000037")])
    code = pl.when(pl.col("period") < 2014).then(pl.lit("E08000020")).otherwise(pl.lit("E08000037"))
    episodes = yearly("| a | 2013-02-18 | S | C2 | |", [2013, 2014]).with_columns(authority=code)
    reviews = held("| a | 2013-04-10 |\n| a | 2013-07-10 |").with_columns(authority=code)
    found = review_due(Records(episodes, reviews), NOTHING, years).select("authority", "held_on")
    expected = """
        | authority | held_on    |
        |-----------|------------|
        | E08000020 | 2013-04-10 |
        | E08000037 | 2013-07-10 |
        | E08000037 |            |
        """
    assert_frame_equal(found, table(expected), **ANY_ORDER)


def test_a_review_in_two_returns_counts_once_and_in_the_year_it_was_held():
    twice = held("| a | 2023-03-30 |\n| a | 2023-06-30 |")
    late = twice.filter(pl.col("period") == 2023).with_columns(
        period=pl.lit(2024, pl.Int64), arrival=pl.lit(2024, pl.Int64), participation=pl.lit("PN7")
    )
    found = review(pl.concat([twice, late]), returns(THREE_YEARS))
    expected = """
        | child | period | held_on    | participation |
        |-------|--------|------------|---------------|
        | a     | 2023   | 2023-03-30 | PN7           |
        | a     | 2024   | 2023-06-30 | PN1           |
        """
    columns = ["child", "period", "held_on", "participation"]
    assert_frame_equal(found.select(columns), table(expected, period=pl.Int64), **ANY_ORDER)


def test_a_review_dated_in_a_year_without_a_return_is_left_out():
    astray = held("| a | 2033-06-30 |").with_columns(period=pl.lit(2023, pl.Int64))
    assert review(astray, returns(THREE_YEARS)).collect().is_empty()
