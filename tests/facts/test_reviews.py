"""Children worked by hand; how a return is laid out year by year: `yearly`."""

import polars as pl
from polars.testing import assert_frame_equal

from iro_pipeline.facts.reviews import Records, review, review_due, reviewed_child
from tests.inspections import rested
from tests.tables import table

EPISODES = "| child | started_on | episode_reason | legal_status | ended_on |"
REVIEWS = "| child | held_on |"
DUE = "| child | period | kind | due_on | held_on | reason |"
THREE_YEARS = range(2022, 2025)
NUMBERS = {"period": pl.Int64}


def drawn(header: str, rows: str) -> pl.LazyFrame:
    return table(f"{header}\n|-|\n{rows.strip()}", **(NUMBERS if "period" in header else {}))


def returns(years, code="E08000012"):
    return pl.LazyFrame({"period": list(years)}, {"period": pl.Int64}).select(
        "period", authority=pl.lit(code), la_code=pl.lit("341")
    )


def located(rows: pl.LazyFrame, first: int) -> pl.LazyFrame:
    named = rows.with_columns(authority=pl.lit("E08000012"), arrival=pl.col("period"))
    return named.with_row_index("line", first).with_columns(pl.col("line").cast(pl.Int64))


def yearly(episodes: str, years) -> pl.LazyFrame:
    """Each year's return: the episodes open in it, with an end only if by 31 March."""
    opens, closes = pl.date(pl.col("period") - 1, 4, 1), pl.date(pl.col("period"), 3, 31)
    begun = pl.col("started_on") <= closes
    ended = pl.col("ended_on")
    return located(
        drawn(EPISODES, episodes)
        .join(pl.LazyFrame({"period": list(years)}, {"period": pl.Int64}), how="cross")
        .filter(begun, ended.is_null() | (ended >= opens))
        .with_columns(ended_on=pl.when(ended <= closes).then(ended)),
        first=2,
    )


def held(reviews: str) -> pl.LazyFrame:
    year = pl.col("held_on").dt.year() + (pl.col("held_on").dt.month() > 3)
    drawing = drawn(REVIEWS, reviews).with_columns(period=year.cast(pl.Int64))
    return located(drawing.with_columns(participation=pl.lit("PN1")), first=1000)


def lost(rows: str) -> pl.LazyFrame:
    """Rejected rows: child, the return's year, and the day as far as it could be read."""
    rejected = drawn("| child | period | held_on |", rows)
    return located(rejected.with_columns(started_on="held_on"), first=5000)


def due(episodes: str, reviews: str = "", years=THREE_YEARS, lost_reviews="", lost_episodes=""):
    accepted = Records(yearly(episodes, years), held(reviews))
    rejected = Records(lost(lost_episodes), lost(lost_reviews))
    return review_due(accepted, rejected, returns(years))


def assert_due(found: pl.LazyFrame, rows: str) -> None:
    expected = drawn(DUE, rows)
    determinable = pl.col("due_on").is_not_null() & pl.col("reason").is_null()
    assert found.filter(pl.col("determinable") != determinable).collect().is_empty()
    assert_frame_equal(found.select(expected.collect_schema().names()), expected, **ANY_ORDER)


ANY_ORDER = {"check_row_order": False}


def test_the_first_review_is_due_20_working_days_after_care_began():
    """Regulation 33(1): over the state funeral of 19 September 2022; on the last day is on time."""
    found = due("| a | 2022-09-01 | S | C2 | 2022-12-29 |", "| a | 2022-09-30 |")
    assert_due(found, "| a | 2023 | first | 2022-09-30 | 2022-09-30 | |")


def test_a_review_held_after_its_due_date_closes_the_interval_late():
    """Regulation 33(1)."""
    found = due("| a | 2022-07-04 | S | C2 | 2022-10-01 |", "| a | 2022-08-02 |")
    assert_due(found, "| a | 2023 | first | 2022-08-01 | 2022-08-02 | |")


def test_the_second_review_is_due_three_months_after_the_first_or_at_the_end_of_a_short_month():
    """Regulation 33(2): three months from 30 November is the last of February."""
    reviews = "| a | 2021-11-30 |\n| a | 2022-02-28 |"
    found = due("| a | 2021-11-02 | S | C2 | 2022-08-27 |", reviews)
    rows = """
        | a | 2022 | first  | 2021-11-30 | 2021-11-30 | |
        | a | 2022 | second | 2022-02-28 | 2022-02-28 | |
        """
    assert_due(found, rows)


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


def test_a_due_review_that_never_happened_is_a_row():
    found = due("| a | 2022-07-04 | S | C2 | 2022-12-01 |")
    assert_due(found, "| a | 2023 | first | 2022-08-01 | | |")


def test_an_interval_is_one_row_however_long_it_lasts():
    found = due("| a | 2022-07-04 | S | C2 | 2023-06-30 |", "| a | 2023-05-10 |")
    assert_due(found, "| a | 2023 | first | 2022-08-01 | 2023-05-10 | |")


def test_care_that_ends_before_the_due_date_leaves_nothing_due():
    assert_due(due("| a | 2022-07-04 | S | C2 | 2022-07-31 |"), "")


def test_care_that_ends_on_the_due_date_leaves_the_review_due():
    found = due("| a | 2022-07-04 | S | C2 | 2022-08-01 |")
    assert_due(found, "| a | 2023 | first | 2022-08-01 | | |")


def test_a_review_held_counts_though_care_ended_before_it_was_due():
    found = due("| a | 2022-07-04 | S | C2 | 2022-07-31 |", "| a | 2022-07-11 |")
    assert_due(found, "| a | 2023 | first | 2022-08-01 | 2022-07-11 | |")


def test_a_review_held_early_counts_in_the_year_it_was_held():
    """Due on 12 April 2023, over Easter."""
    found = due("| a | 2023-03-13 | S | C2 | 2023-06-15 |", "| a | 2023-03-31 |")
    assert_due(found, "| a | 2023 | first | 2023-04-12 | 2023-03-31 | |")


def test_a_review_missed_counts_in_the_year_it_fell_due():
    found = due("| a | 2023-02-20 | S | C2 | 2023-06-01 |", "| a | 2023-04-05 |")
    assert_due(found, "| a | 2023 | first | 2023-03-20 | 2023-04-05 | |")


def test_a_due_date_after_the_last_return_has_not_come_yet():
    assert_due(due("| a | 2024-03-11 | S | C2 | |"), "")


def test_a_change_of_placement_leaves_the_clock_running():
    episodes = "| a | 2022-07-04 | S | C2 | 2022-07-20 |\n| a | 2022-07-20 | P | C2 | 2022-12-01 |"
    rows = """
        | a | 2023 | first  | 2022-08-01 | 2022-08-01 | |
        | a | 2023 | second | 2022-11-01 |            | |
        """
    assert_due(due(episodes, "| a | 2022-08-01 |"), rows)


def test_coming_into_care_again_starts_the_clock_again():
    """Also on the very day that the former period of care ended."""
    episodes = "| a | 2022-07-04 | S | C2 | 2022-07-18 |\n| a | 2022-07-18 | S | C2 | 2022-09-01 |"
    found = due(episodes, "| a | 2022-08-15 |")
    assert_due(found, "| a | 2023 | first | 2022-08-15 | 2022-08-15 | |")


def test_a_gap_in_the_episodes_leaves_the_start_unknown_until_two_reviews_are_seen():
    episodes = "| a | 2022-07-04 | S | C2 | 2022-07-10 |\n| a | 2022-07-20 | P | C2 | 2023-10-01 |"
    rows = """
        | a | 2023 | unknown |            | 2022-08-10 | start_not_seen  |
        | a | 2023 | unknown |            | 2022-11-20 | ordinal_unknown |
        | a | 2024 | later   | 2023-05-20 | 2023-05-01 |                 |
        """
    found = due(episodes, "| a | 2022-08-10 |\n| a | 2022-11-20 |\n| a | 2023-05-01 |")
    assert_due(found, rows)


def test_of_a_child_in_care_before_the_first_return_the_first_interval_cannot_be_told():
    """Nor the second, when the review that began it may have been the child's first."""
    reviews = "| a | 2021-06-01 |\n| a | 2021-09-10 |\n| a | 2022-02-01 |"
    rows = """
        | a | 2022 | unknown |            | 2021-06-01 | before_view     |
        | a | 2022 | unknown |            | 2021-09-10 | ordinal_unknown |
        | a | 2022 | later   | 2022-03-10 | 2022-02-01 |                 |
        """
    assert_due(due("| a | 2020-12-01 | S | C2 | 2022-07-31 |", reviews), rows)


def test_of_a_child_long_in_care_before_the_first_return_the_second_interval_is_six_months():
    """Three reviews had fallen due by 31 March 2021: on 30 June, 30 September and 30 March."""
    episodes = "| a | 2020-06-02 | S | C2 | 2022-05-31 |\n| b | 2020-06-03 | S | C2 | 2022-05-31 |"
    reviews = "| a | 2021-06-01 |\n| a | 2021-12-02 |\n| b | 2021-06-01 |\n| b | 2021-12-01 |"
    rows = """
        | a | 2022 | unknown |            | 2021-06-01 | before_view     |
        | a | 2022 | later   | 2021-12-01 | 2021-12-02 |                 |
        | b | 2022 | unknown |            | 2021-06-01 | before_view     |
        | b | 2022 | unknown |            | 2021-12-01 | ordinal_unknown |
        """
    assert_due(due(episodes, reviews), rows)


def test_without_a_review_six_months_into_the_first_return_one_fell_due_that_cannot_be_told():
    episodes = "| a | 2019-05-01 | S | C2 | 2021-09-30 |\n| b | 2019-05-01 | S | C2 | 2021-09-29 |"
    assert_due(due(episodes), "| a | 2022 | unknown | | | before_view |")


def test_after_a_missing_year_the_first_interval_cannot_be_told():
    """And what fell due in the missing year is nobody's to tell."""
    reviews = """
        | a | 2020-06-29 |
        | a | 2020-09-29 |
        | a | 2021-03-29 |
        | a | 2022-06-01 |
        | a | 2022-11-30 |
        """
    rows = """
        | a | 2021 | first   | 2020-06-29 | 2020-06-29 |                |
        | a | 2021 | second  | 2020-09-29 | 2020-09-29 |                |
        | a | 2021 | later   | 2021-03-29 | 2021-03-29 |                |
        | a | 2023 | unknown |            | 2022-06-01 | gap_in_returns |
        | a | 2023 | later   | 2022-12-01 | 2022-11-30 |                |
        """
    assert_due(due("| a | 2020-06-01 | S | C2 | |", reviews, years=[2021, 2023]), rows)


REGULAR = """
    | a | 2022-08-01 |
    | a | 2022-10-20 |
    | a | 2023-04-20 |
    | a | 2023-10-20 |
    | a | 2024-04-15 |
    | a | 2024-10-10 |
    """
KNOWN = """
    | a | 2023 | first  | 2022-08-01 | 2022-08-01 | |
    | a | 2023 | second | 2022-11-01 | 2022-10-20 | |
    | a | 2024 | later  | 2023-04-20 | 2023-04-20 | |
    | a | 2024 | later  | 2023-10-20 | 2023-10-20 | |
    | a | 2025 | later  | 2024-04-20 | 2024-04-15 | |
    | a | 2025 | later  | 2024-10-15 | 2024-10-10 | |
    """
DOUBTED = """
    | a | 2023 | first   | 2022-08-01 | 2022-08-01 |              |
    | a | 2023 | second  | 2022-11-01 | 2022-10-20 |              |
    | a | 2024 | unknown |            | 2023-04-20 | rejected_row |
    | a | 2024 | unknown |            | 2023-10-20 | rejected_row |
    | a | 2025 | unknown |            | 2024-04-15 | rejected_row |
    | a | 2025 | later   | 2024-10-15 | 2024-10-10 |              |
    """
IN_CARE = "| a | 2022-07-04 | S | C2 | |"
FOUR_YEARS = range(2022, 2026)


def test_a_rejected_review_leaves_its_year_in_doubt_until_a_review_is_seen_after_it():
    found = due(IN_CARE, REGULAR, FOUR_YEARS, lost_reviews="| a | 2024 | |")
    assert_due(found, DOUBTED)


def test_a_rejected_episode_leaves_its_year_in_doubt_likewise():
    found = due(IN_CARE, REGULAR, FOUR_YEARS, lost_episodes="| a | 2024 | |")
    assert_due(found, DOUBTED)


def test_a_rejected_row_that_repeats_an_accepted_one_hides_nothing():
    found = due(
        IN_CARE,
        REGULAR,
        FOUR_YEARS,
        lost_reviews="| a | 2024 | 2023-04-20 |",
        lost_episodes="| a | 2024 | 2022-07-04 |",
    )
    assert_due(found, KNOWN)


def test_a_review_hidden_before_the_first_seen_leaves_three_or_six_months_open():
    """A year in doubt before the period of care began is nothing to it."""
    episodes = "| a | 2023-03-13 | S | C2 | 2024-03-31 |\n| b | 2023-04-03 | S | C2 | 2024-03-31 |"
    reviews = "| a | 2023-04-05 |\n| a | 2023-07-05 |\n| b | 2023-05-02 |"
    rows = """
        | a | 2024 | unknown |            | 2023-04-05 | rejected_row    |
        | a | 2024 | unknown |            | 2023-07-05 | ordinal_unknown |
        | a | 2024 | later   | 2024-01-05 |            |                 |
        | b | 2024 | first   | 2023-05-04 | 2023-05-02 |                 |
        | b | 2024 | second  | 2023-08-02 |            |                 |
        """
    found = due(episodes, reviews, lost_reviews="| a | 2023 | |\n| b | 2023 | |")
    assert_due(found, rows)


def test_short_breaks_run_by_a_clock_of_their_own_and_have_no_rows():
    """Regulation 48; rule 399 of the return keeps their reviews out of it."""
    episodes = "| a | 2022-07-04 | S | V4 | 2023-12-01 |\n| b | 2022-07-04 | S | V3 | 2022-07-06 |"
    assert_due(due(episodes, "| a | 2022-09-01 |\n| b | 2022-09-01 |"), "")


def test_the_clock_starts_when_short_breaks_turn_into_care_and_stops_when_care_turns_into_them():
    episodes = """
        | a | 2022-05-02 | S | V4 | 2022-07-04 |
        | a | 2022-07-04 | L | V2 | 2022-12-05 |
        | a | 2022-12-05 | L | V4 | 2023-12-05 |
        """
    rows = """
        | a | 2023 | first  | 2022-08-01 | 2022-07-29 | |
        | a | 2023 | second | 2022-10-29 |            | |
        """
    assert_due(due(episodes, "| a | 2022-07-29 |"), rows)


def test_a_review_on_the_day_care_began_is_the_first():
    found = due("| a | 2022-07-04 | S | C2 | 2022-10-03 |", "| a | 2022-07-04 |")
    assert_due(found, "| a | 2023 | first | 2022-08-01 | 2022-07-04 | |")


def test_a_review_outside_every_period_of_care_is_told_apart():
    """Before care, after it, and of a child without an episode."""
    reviews = "| a | 2022-07-01 |\n| a | 2022-08-20 |\n| b | 2022-09-01 |"
    rows = """
        | a | 2023 | unknown |            | 2022-07-01 | outside_care |
        | a | 2023 | first   | 2022-08-01 |            |              |
        | a | 2023 | unknown |            | 2022-08-20 | outside_care |
        | b | 2023 | unknown |            | 2022-09-01 | outside_care |
        """
    assert_due(due("| a | 2022-07-04 | S | C2 | 2022-08-10 |", reviews), rows)


def test_care_that_the_next_return_no_longer_shows_is_followed_to_the_last_31_march_seen():
    """First due on 19 January 2023; whether the child was in care on 19 April is not known."""
    episodes = yearly("| a | 2022-12-19 | S | C2 | |", [2023])
    accepted = Records(episodes, held("| a | 2023-01-19 |"))
    found = review_due(accepted, Records(lost(""), lost("")), returns(THREE_YEARS))
    assert_due(found, "| a | 2023 | first | 2023-01-19 | 2023-01-19 | |")


def test_of_an_episode_in_two_returns_the_later_one_tells_the_end():
    found = due("| a | 2023-03-06 | S | C2 | 2023-04-02 |")
    assert_due(found, "")
    found = due("| a | 2023-03-06 | S | C2 | 2023-04-02 |", years=[2022, 2023])
    assert_due(found, "")
    assert yearly("| a | 2023-03-06 | S | C2 | 2023-04-02 |", THREE_YEARS).collect().height == 2


def test_beyond_the_list_of_bank_holidays_a_first_review_cannot_be_told():
    found = due("| a | 2028-12-15 | S | C2 | |", "| a | 2029-01-10 |", years=[2029])
    assert_due(found, "| a | 2029 | unknown | | 2029-01-10 | beyond_calendar |")


def test_children_do_not_meet():
    episodes = "| a | 2022-07-04 | S | C2 | 2022-08-10 |\n| b | 2022-08-01 | S | C2 | 2022-08-20 |"
    found = due(episodes, "| b | 2022-08-09 |")
    rows = """
        | a | 2023 | first | 2022-08-01 |            | |
        | b | 2023 | first | 2022-08-30 | 2022-08-09 | |
        """
    assert_due(found, rows)


def test_a_row_carries_its_authoritys_code_as_it_stood_in_the_rows_year():
    years = pl.concat([returns([2013], "E08000020"), returns([2014], "E08000037")])
    code = pl.when(pl.col("period") < 2014).then(pl.lit("E08000020")).otherwise(pl.lit("E08000037"))
    episodes = yearly("| a | 2013-02-18 | S | C2 | |", [2013, 2014]).with_columns(authority=code)
    reviews = held("| a | 2013-04-10 |\n| a | 2013-07-10 |").with_columns(authority=code)
    nothing = Records(lost(""), lost(""))
    found = review_due(Records(episodes, reviews), nothing, years).select("authority", "held_on")
    expected = """
        | authority | held_on    |
        |-----------|------------|
        | E08000020 | 2013-04-10 |
        | E08000037 | 2013-07-10 |
        | E08000037 |            |
        """
    assert_frame_equal(found, table(expected), **ANY_ORDER)


def test_the_origin_is_the_review_held_else_the_episode_that_began_the_care():
    episodes = "| a | 2022-07-04 | S | C2 | 2022-07-20 |\n| a | 2022-07-20 | P | C2 | 2022-12-01 |"
    found = due(episodes, "| a | 2022-08-01 |").select("kind", "arrival", "line").collect()
    assert set(found.rows()) == {("first", 2023, 1000), ("second", 2023, 2)}


def test_the_next_years_return_changes_no_row_of_a_closed_year_but_what_came_of_it():
    told = ["child", "period", "kind", "due_on", "reason"]
    closed = pl.col("period") <= 2024
    then = due(IN_CARE, REGULAR, THREE_YEARS).select(told)
    now = due(IN_CARE, REGULAR, FOUR_YEARS).filter(closed).select(told)
    assert_frame_equal(then, now, **ANY_ORDER)


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
    assert_frame_equal(found.select(columns), table(expected, **NUMBERS), **ANY_ORDER)


def test_a_review_dated_in_a_year_without_a_return_is_left_out():
    astray = held("| a | 2033-06-30 |").with_columns(period=pl.lit(2023, pl.Int64))
    assert review(astray, returns(THREE_YEARS)).collect().is_empty()


def test_of_a_child_it_can_be_told_when_every_review_can_or_one_is_known_to_be_late():
    due_in_year = """
        | child | held_on    | due_on     | determinable |
        |-------|------------|------------|--------------|
        | a     | 2022-08-01 | 2022-08-01 | yes          |
        | a     | 2022-11-02 | 2022-11-01 | yes          |
        | b     | 2022-08-01 |            | no           |
        | b     |            | 2022-11-01 | yes          |
        | c     | 2022-08-01 |            | no           |
        | c     | 2022-11-01 | 2022-11-01 | yes          |
        """
    here = {
        "authority": pl.lit("E08000012"),
        "period": pl.lit(2023, pl.Int64),
        "opening_year": pl.lit(False),
    }
    found = reviewed_child(table(due_in_year, determinable=pl.Boolean).with_columns(**here))
    expected = """
        | child | reviews_due | reviews_on_time | determinable |
        |-------|-------------|-----------------|--------------|
        | a     | 2           | 1               | yes          |
        | b     | 2           | 0               | yes          |
        | c     | 2           | 1               | no           |
        """
    counts = {"reviews_due": pl.Int64, "reviews_on_time": pl.Int64, "determinable": pl.Boolean}
    assert_frame_equal(
        found.drop("authority", "period", "opening_year"), table(expected, **counts), **ANY_ORDER
    )


def test_the_facts_come_to_rest_by_their_contracts():
    hashed = pl.lit("0123456789ab").alias("child")
    found = due(IN_CARE, REGULAR, FOUR_YEARS, lost_reviews="| a | 2024 | |").with_columns(hashed)
    assert rested("review_due", found).height == 6
    assert rested("reviewed_child", reviewed_child(found)).height == 3
    reviews = held(REGULAR).with_columns(hashed)
    assert rested("review", review(reviews, returns(FOUR_YEARS))).height == 6
