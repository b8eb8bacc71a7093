"""From days of care and reviews to the intervals of regulation 33, as docs/clocks.md tells them."""

import polars as pl

from iro_pipeline.facts.care import CHILD
from iro_pipeline.statute import first_review_due, review_due_after, year_ending_march

ORIGIN = ["arrival", "line"]


def _next_doubt(frame: pl.LazyFrame, doubts: pl.LazyFrame, day: str) -> pl.LazyFrame:
    """The child's first doubtful year not over by `day`; `frame` sorted by child, view and day."""
    return frame.join_asof(
        doubts,
        left_on=day,
        right_on="doubt_to",
        by=["child", "view"],
        strategy="forward",
        check_sortedness=False,
    ).drop("doubt_to", strict=False)


def with_start_known(care: pl.LazyFrame, doubts: pl.LazyFrame) -> pl.LazyFrame:
    """
    Periods of care, sorted, with what is known of their reviews before the view.

    `from_start`: every review can have been seen. `settled`: three reviews had fallen due before
    the view opened, so the first one seen is taken not to be the child's first.
    """
    began = pl.col("began_on")
    second = review_due_after(pl.lit(2), pl.col("first_due"))
    return (
        _next_doubt(care, doubts, "began_on")
        .rename({"doubt_from": "first_doubt"})
        .with_columns(first_due=first_review_due(began))
        .with_columns(
            from_start=pl.col("start_seen") & (began >= pl.col("opens_on")),
            settled=(review_due_after(pl.lit(3), second) < pl.col("opens_on")).fill_null(False),
        )
    )


def timeline(care: pl.LazyFrame, held: pl.LazyFrame) -> pl.LazyFrame:
    """Starts of care and reviews, each with the latest period of care begun by its day."""
    who = ["child", "view"]
    starts = care.select(*who, "spell", *ORIGIN, day="began_on", held=pl.lit(False))
    reviews = held.select(*who, *ORIGIN, day="held_on", held=pl.lit(True))
    of_this_child = pl.all_horizontal(pl.col(name) == _at_start(name) for name in who)
    return (
        pl.concat([starts, reviews], how="diagonal")
        .sort(CHILD, "view", "day", "held")
        .with_columns(spell=pl.when(of_this_child).then(_at_start("spell")))
        .join(care.drop(*who, *ORIGIN), on="spell", how="left", maintain_order="left")
    )


def outside_care(days: pl.LazyFrame) -> pl.LazyFrame:
    """Reviews in no period of care seen; those of children on short breaks run by another clock."""
    astray = pl.col("short").is_null() | (~pl.col("short") & (pl.col("day") > pl.col("seen_to")))
    return days.filter("held", astray).select(
        "child",
        "view",
        *ORIGIN,
        period=year_ending_march(pl.col("day")),
        kind=pl.lit("unknown"),
        due_on=pl.lit(None, pl.Date),
        held_on="day",
        determinable=pl.lit(False),
        reason=pl.lit("outside_care"),
    )


def intervals(days: pl.LazyFrame, doubts: pl.LazyFrame) -> pl.LazyFrame:
    """From each start or review to the next review; `seen`: reviews since the start of care."""
    closed = pl.col("spell").shift(-1) == pl.col("spell")
    ordered = (
        days.filter(~pl.col("short"), pl.col("day") <= pl.col("seen_to"))
        .with_columns(row=pl.int_range(pl.len()))
        .with_columns(
            seen=pl.col("row") - _at_start("row"),
            held_on=pl.when(closed).then(pl.col("day").shift(-1)),
            # A missed review has no row of its own: its origin is the episode that began the care.
            **{
                name: pl.when(closed).then(pl.col(name).shift(-1)).otherwise(_at_start(name))
                for name in ORIGIN
            },
        )
    )
    return _next_doubt(ordered, doubts, "day")


def _at_start(name: str) -> pl.Expr:
    """A column as it was at the start of care before, in rows of starts and reviews by day."""
    return pl.when(~pl.col("held")).then(name).forward_fill()


def told(found: pl.LazyFrame) -> pl.LazyFrame:
    """The due date, or why it cannot be told; `due_by` is the latest day it can have been."""
    fell_due = pl.col("held_on").is_not_null() | (pl.col("due_by") <= pl.col("seen_to"))
    due = (
        found.with_columns(due_by=_due_by())
        .filter(fell_due)
        .with_columns(event=pl.min_horizontal("held_on", "due_by"))
        .with_columns(reason=_reason())
    )
    determinable = pl.col("reason").is_null()
    return due.select(
        "child",
        "view",
        *ORIGIN,
        period=year_ending_march(pl.col("event")),
        kind=pl.when(~determinable).then(pl.lit("unknown")).otherwise(_kind()),
        due_on=pl.when(determinable).then("due_by"),
        held_on="held_on",
        determinable=determinable,
        reason="reason",
    )


def _is_second() -> pl.Expr:
    hidden_before = (pl.col("first_doubt") <= pl.col("day")).fill_null(False)
    return (pl.col("seen") == 1) & pl.col("from_start") & ~hidden_before


def _due_by() -> pl.Expr:
    last_unseen = pl.max_horizontal("began_on", pl.col("opens_on").dt.offset_by("-1d"))
    none_seen = pl.col("seen") == 0
    since = pl.when(none_seen).then(last_unseen).otherwise("day")
    return (
        pl.when(none_seen & pl.col("from_start"))
        .then("first_due")
        .otherwise(review_due_after(pl.when(_is_second()).then(2).otherwise(3), since))
    )


def _reason() -> pl.Expr:
    unsure = (pl.col("seen") == 0) & ~pl.col("from_start")
    in_care_before = unsure & (pl.col("began_on") < pl.col("opens_on"))
    second_or_later = (pl.col("seen") == 1) & ~_is_second() & ~pl.col("settled")
    return (
        pl.when(pl.col("event") >= pl.col("doubt_from"))
        .then(pl.lit("rejected_row"))
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
