import polars as pl
import pytest

from iro_pipeline.indicators import lateness, timeliness
from iro_pipeline.indicators.lateness import REASONS
from tests.tables import table

BY_NAME = {each.name: each for each in (*timeliness.INDICATORS, *lateness.INDICATORS)}

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
    of_reviews = [each for each in BY_NAME.values() if each.fact == "review_due"]
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


def told(name: str, fact: pl.LazyFrame) -> tuple:
    row = BY_NAME[name].measure(fact).collect().row(0, named=True)
    return row["numerator"], row["denominator"], row["untold"]


def test_days_late_are_a_mean_over_the_reviews_held_late_and_squares_go_with_it():
    row = BY_NAME["days_late"].measure(REVIEW_DUE).collect().row(0, named=True)
    assert (row["numerator"], row["denominator"], row["squares"]) == (2, 2, 2)


@pytest.mark.parametrize(("name", "counted"), [("days_late", 2), ("reviews_held_early", 2)])
def test_a_review_held_after_the_year_is_in_neither_part_whether_or_not_it_is_known(name, counted):
    """Only the next return tells of it: the year would look worse as soon as that comes."""
    after = REVIEW_DUE.filter(child="a", kind="later").with_columns(
        held_on=pl.date(2024, 5, 2), counted_on=pl.col("due_on")
    )
    not_yet = after.with_columns(held_on=pl.lit(None, pl.Date))
    for known in (after, not_yet):
        assert told(name, pl.concat([REVIEW_DUE, known]))[1] == counted
    on_the_last_day = after.with_columns(held_on=pl.date(2024, 3, 31))
    assert told(name, pl.concat([REVIEW_DUE, on_the_last_day]))[1] == counted + 1


def test_a_later_review_four_weeks_before_its_day_is_early_and_a_first_one_never_is():
    early = REVIEW_DUE.with_columns(due_on=pl.col("due_on") + pl.duration(days=28))
    assert told("reviews_held_early", early) == (1, 2, 1)
    assert told("reviews_held_early", REVIEW_DUE) == (0, 2, 1)


def test_an_overdue_review_is_a_share_of_the_children_of_whom_it_can_be_told():
    children = table(
        "| overdue |\n|-|\n| yes |\n| no |\n| no |\n|  |", overdue=pl.Boolean
    ).with_columns(authority=pl.lit("E08000012"), period=pl.lit(2024, pl.Int64))
    assert told("reviews_overdue", children) == (1, 3, 1)


MOVE = table(
    """
    | moved_on   | reviewed_on | seen_from  | determinable |
    |------------|-------------|------------|--------------|
    | 2023-06-29 | 2023-06-01  | 2022-04-01 | yes          |
    | 2023-06-29 | 2023-05-31  | 2022-04-01 | yes          |
    | 2023-06-29 |             | 2022-04-01 | yes          |
    | 2023-06-29 | 2023-06-01  | 2022-04-01 | no           |
    | 2022-04-20 |             | 2022-04-01 | yes          |
    """,
    determinable=pl.Boolean,
).with_columns(
    pl.col("seen_from").str.to_date(), authority=pl.lit("E08000012"), period=pl.lit(2024, pl.Int64)
)


def test_a_move_is_reviewed_when_a_review_was_held_in_the_28_days_before_it():
    assert told("moves_without_a_review", MOVE) == (2, 3, 2)


def test_reviews_per_child_are_of_the_children_of_the_year():
    rows = "| reviews | children_mean |\n|-|\n| 1250 | 500 |"
    year = table(rows, reviews=pl.Int64, children_mean=pl.Float64).with_columns(
        authority=pl.lit("E08000012"), period=pl.lit(2024, pl.Int64)
    )
    assert told("reviews_per_child", year) == (1250, 500, 0)


REPORTED = table(
    """
    | reviews_adjourned | late_child | late_papers | late_iro | late_told | late_other |
    |-------------------|------------|-------------|----------|-----------|------------|
    | 12                | 30         | 10          | 5        | 10        | 5          |
    """,
    **dict.fromkeys(["reviews_adjourned", *REASONS], pl.Int64),
).with_columns(
    authority=pl.lit("E08000012"),
    period=pl.lit(2024, pl.Int64),
    reported_reviews=pl.lit(1500),
    reported_reviews_on_time=pl.lit(1440),
)


def test_reasons_are_shares_of_all_late_reviews_where_every_one_is_stated():
    assert told("late_child", REPORTED) == (30, 60, 0)
    assert told("late_other", REPORTED) == (5, 60, 0)
    blank = REPORTED.with_columns(late_told=pl.lit(None, pl.Int64))
    assert BY_NAME["late_child"].measure(blank).collect().is_empty()


def test_a_service_s_own_report_is_no_sample_of_anything():
    assert told("reviews_adjourned", REPORTED) == (12, 1500, 0)
    assert told("reviews_on_time_as_reported", REPORTED) == (1440, 1500, 0)
    assert BY_NAME["reviews_on_time_as_reported"].chance == "none"
