"""When the review of an interval fell due, or why that cannot be told: docs/clocks.md."""

import polars as pl

from iro_pipeline.facts.intervals import ORIGIN, SHORT
from iro_pipeline.statute import review_due_after, short_breaks_review_due, year_ending_march


def told(found: pl.LazyFrame) -> pl.LazyFrame:
    """The due date, or why it cannot be told; `due_by` is the latest day it can have been."""
    fell_due = pl.col("held_on").is_not_null() | (pl.col("due_by") <= pl.col("seen_to"))
    due = (
        found.with_columns(due_by=_due_by())
        .filter(fell_due)
        .with_columns(counted_on=_counted_on())
        .with_columns(reason=_reason())
    )
    determinable = pl.col("reason").is_null()
    # When the first review of a series fell due is known, though not whether it was held.
    dated = determinable | (_first_known() & (pl.col("reason") == "short_breaks_not_returned"))
    return due.select(
        "child",
        "view",
        *ORIGIN,
        period=year_ending_march(pl.col("counted_on")),
        clock="clock",
        kind=pl.when(dated).then(_kind()).otherwise(pl.lit("unknown")),
        restarted=pl.col("restarted") & (pl.col("seen") == 0),
        due_on=pl.when(dated).then("due_by"),
        held_on="held_on",
        counted_on="counted_on",
        determinable=determinable,
        reason="reason",
    )


def _counted_on() -> pl.Expr:
    """The day held or the last day lawful, whichever came first, if that still lay in the care."""
    first = pl.min_horizontal("held_on", "due_by")
    return pl.when(pl.col("due_by") <= pl.col("seen_to")).then(first).otherwise("held_on")


def outside_care(days: pl.LazyFrame) -> pl.LazyFrame:
    """Reviews in no period of care seen."""
    astray = pl.col("clock").is_null() | (pl.col("day") > pl.col("reach"))
    return days.filter("held", astray).select(
        "child",
        "view",
        *ORIGIN,
        period=year_ending_march(pl.col("day")),
        clock=pl.lit("care"),
        kind=pl.lit("unknown"),
        restarted=pl.lit(False),
        due_on=pl.lit(None, pl.Date),
        held_on="day",
        counted_on="day",
        determinable=pl.lit(False),
        reason=pl.lit("outside_care"),
    )


def _first_known() -> pl.Expr:
    return (pl.col("seen") == 0) & pl.col("from_start")


def _is_second() -> pl.Expr:
    hidden_before = (pl.col("first_doubt") <= pl.col("day")).fill_null(False)
    return (pl.col("seen") == 1) & pl.col("from_start") & ~hidden_before


def _due_by() -> pl.Expr:
    last_unseen = pl.max_horizontal("began_on", pl.col("opens_on").dt.offset_by("-1d"))
    since = pl.when(pl.col("seen") == 0).then(last_unseen).otherwise("day")
    return (
        pl.when(_first_known())
        .then("first_due")
        .when(SHORT)
        .then(short_breaks_review_due(pl.lit(2), since))
        .otherwise(review_due_after(pl.when(_is_second()).then(2).otherwise(3), since))
    )


def _reason() -> pl.Expr:
    unsure = (pl.col("seen") == 0) & ~pl.col("from_start")
    in_care_before = unsure & (pl.col("began_on") < pl.col("opens_on"))
    second_or_later = (pl.col("seen") == 1) & ~_is_second() & ~pl.col("settled")
    return (
        pl.when(pl.col("counted_on") >= pl.col("doubt_from"))
        .then(pl.lit("rejected_row"))
        .when((pl.col("clock") == "adoption") | (unsure & pl.col("after_adoption")))
        .then(pl.lit("placed_for_adoption"))
        .when(SHORT)
        .then(pl.lit("short_breaks_not_returned"))
        .when(in_care_before & pl.col("after_gap"))
        .then(pl.lit("gap_in_returns"))
        .when(in_care_before)
        .then(pl.lit("before_view"))
        .when(unsure)
        .then(pl.lit("start_not_seen"))
        .when(second_or_later)
        .then(pl.lit("ordinal_unknown"))
        .when(pl.col("due_by").is_null())
        .then(pl.lit("beyond_calendar"))
    )


def _kind() -> pl.Expr:
    return (
        pl.when(pl.col("seen") == 0)
        .then(pl.lit("first"))
        .when(_is_second())
        .then(pl.lit("second"))
        .otherwise(pl.lit("later"))
    )
