"""
Reviews held, reviews due and the children they are due for.

A review is due 20 working days after care began, then 3 months after the first as held, then every
6 months. One row an interval, in the year of its review or of its due date, whichever came first.
A review held closes its interval, on time or late; a due date that passed without one is a row
too, if the child was still in care that day. Where the start of the clock is out of view or in
doubt, the row says so and has no due date. Short breaks and placements for adoption have clocks of
their own, of which too little is returned. Each rule, its source and our choices: docs/clocks.md.
"""

from typing import NamedTuple

import polars as pl

from iro_pipeline.facts.due import outside_care, told
from iro_pipeline.facts.intervals import ORIGIN, intervals, timeline, with_start_known
from iro_pipeline.facts.periods import numbered, periods_of_care, views
from iro_pipeline.statute import year_ending_march

COLUMNS = [
    *("authority", "period", "child", "clock", "kind", "restarted", "due_on", "held_on"),
    *("counted_on", "determinable", "reason", "opening_year"),
]


class Records(NamedTuple):
    """Two modules of SSDA903 returns, all years together: accepted rows, or rejected ones."""

    episodes: pl.LazyFrame
    reviews: pl.LazyFrame


def review(reviews: pl.LazyFrame, returns: pl.LazyFrame) -> pl.LazyFrame:
    """
    One row per child and day, in the year it was held, as the latest return that has it tells it.

    `returns`: authority, la_code, period. A day in a year without a return is left out.
    """
    lasting = returns.select("authority", "la_code", "period").unique()
    return (
        reviews.join(lasting, on=["authority", "period"])
        .sort("period", *ORIGIN)
        .unique(["child", "held_on"], keep="last", maintain_order=True)
        .drop("authority")
        .with_columns(period=year_ending_march(pl.col("held_on")))
        .join(lasting, on=["la_code", "period"])
        .select("authority", "period", "child", "held_on", "participation", *ORIGIN)
    )


def review_due(accepted: Records, rejected: Records, returns: pl.LazyFrame) -> pl.LazyFrame:
    """
    One row per interval that ended in a review, or in a due date that passed without one.

    `returns` (authority, la_code, period): the years for which both modules have arrived.
    """
    in_view = views(returns).cache()
    doubts = numbered(_doubtful_years(accepted, rejected, in_view)).cache()
    seen = periods_of_care(numbered(accepted.episodes), in_view)
    care = with_start_known(seen, doubts).cache()
    opens = pl.date(pl.col("period") - 1, 4, 1) == pl.col("opens_on")
    of_view = in_view.select("authority", "period", "view", opening_year=opens)
    held = review(numbered(accepted.reviews), returns)
    days = timeline(care, held.join(of_view, on=["authority", "period"])).cache()
    found = pl.concat([told(intervals(days, doubts)), outside_care(days)])
    return (
        found.join(of_view, on=["view", "period"])
        .select(*COLUMNS, *ORIGIN)
        .sort(*ORIGIN)
        .with_columns(pl.col("child").cast(pl.String))
    )


def reviewed_child(review_due: pl.LazyFrame) -> pl.LazyFrame:
    """
    One row per child with a review due in the period, short breaks apart.

    One review known to be late decides: National Indicator 66 asked for every one on time.
    """
    returned = review_due.filter(pl.col("clock") != "short_breaks")
    on_time = (pl.col("held_on") <= pl.col("due_on")).fill_null(False)
    known_late = pl.col("determinable") & ~on_time
    return returned.group_by("authority", "period", "child", maintain_order=True).agg(
        reviews_due=pl.len().cast(pl.Int64),
        reviews_on_time=on_time.sum().cast(pl.Int64),
        determinable=pl.col("determinable").all() | known_late.any(),
        opening_year=pl.col("opening_year").any(),
    )


def _doubtful_years(accepted: Records, rejected: Records, in_view: pl.LazyFrame) -> pl.LazyFrame:
    """Years of a child's view in which a rejected row may hide a review or an episode."""
    keys = ["authority", "period", "child"]
    # A row rejected for repeating a key hides nothing: the first row with that key was accepted.
    reviews = rejected.reviews.join(accepted.reviews, on=["child", "held_on"], how="anti")
    episodes = rejected.episodes.join(
        accepted.episodes, on=["child", "started_on", "period"], how="anti"
    )
    return (
        pl.concat([reviews.select(keys), episodes.select(keys)])
        .unique()
        .join(in_view, on=["authority", "period"])
        .select(
            "child",
            "view",
            doubt_from=pl.date(pl.col("period") - 1, 4, 1),
            doubt_to=pl.date(pl.col("period"), 3, 31),
        )
        .sort("child", "view", "doubt_to")
    )
