"""Periods of care, from the episodes of yearly SSDA903 returns, as docs/clocks.md tells them."""

import polars as pl

from iro_pipeline.facts.care import SHORT_BREAKS

EACH_STAY = "V3"
# SSDA903 PLACE: by consent or under a placement order, with the foster carer of before or not.
FOR_ADOPTION = ["A3", "A4", "A5", "A6"]
# Regulation 48(2)(c) counts the days of a series of short breaks in any period of 12 months.
SERIES = "12mo"
CHILD = pl.col("child").to_physical()  # what to sort by: the number of a `numbered` child


def views(returns: pl.LazyFrame) -> pl.LazyFrame:
    """
    `returns` (authority, la_code, period) with the view each belongs to: an unbroken run of years.

    What happened in a missing year is not known, so the year after it opens another view.
    """
    newly_opened = (pl.col("la_code") != pl.col("la_code").shift()) | (
        pl.col("period") - pl.col("period").shift() > 1
    )
    return (
        returns.select("authority", "la_code", "period")
        .unique(["la_code", "period"])
        .sort("la_code", "period")
        .with_columns(view=newly_opened.fill_null(True).cum_sum())
        .with_columns(
            opens_on=pl.date(pl.col("period").min().over("view") - 1, 4, 1),
            closes_on=pl.date(pl.col("period").max().over("view"), 3, 31),
            after_gap=pl.col("view") > pl.col("view").min().over("la_code"),
        )
    )


def periods_of_care(episodes: pl.LazyFrame, in_view: pl.LazyFrame) -> pl.LazyFrame:
    """
    One row per period of care in a view, parted where one `clock` of reviews gives way to another.

    `began_on`: its first episode seen; `start_seen`: that is the start itself; `restarted`: the
    child had begun another by that clock in view; `after_adoption`: the child came back to it from
    a placement for adoption. `seen_to`: the day it ended, or the last 31 March at which a return
    shows it open. Sorted by CHILD, view and day.
    """
    ends = pl.col("begins").shift(-1).fill_null(True)
    known_before = ~pl.struct("child", "view", "clock").is_first_distinct()
    return (
        _joined_up(episodes, in_view)
        .with_columns(goes_on=_goes_on(), in_series=_in_series(), seen_to=_seen_to())
        .with_columns(begins=_begins(), start_seen=_start_seen(), after_adoption=_comes_back())
        # Sorted, the episodes of one period of care lie together: its last tells how it ended.
        .with_columns(seen_to=pl.when(ends).then("seen_to").backward_fill())
        .filter("begins")
        .with_row_index("spell")
        .rename({"started_on": "began_on"})
        .with_columns(restarted=pl.col("start_seen") & known_before)
        .select(
            *("child", "view", "spell", "clock", "began_on", "start_seen", "restarted"),
            *("after_adoption", "seen_to", "opens_on", "closes_on", "after_gap", "arrival", "line"),
        )
    )


def numbered(rows: pl.LazyFrame) -> pl.LazyFrame:
    """Children by the numbers that polars gives to texts: they sort and join at half the cost."""
    return rows.with_columns(pl.col("child").cast(pl.Categorical))


def _joined_up(episodes: pl.LazyFrame, in_view: pl.LazyFrame) -> pl.LazyFrame:
    """Each episode of a view once, as the latest return that has it tells it."""
    key = ["child", "view", "started_on"]
    told_again = pl.all_horizontal(pl.col(name).eq_missing(pl.col(name).shift(-1)) for name in key)
    return (
        episodes.join(in_view, on=["authority", "period"])
        .filter(pl.col("started_on") <= pl.col("closes_on"))
        .with_columns(clock=_clock())
        .sort(CHILD, "view", "started_on", "period")
        .filter(~told_again)
    )


def _clock() -> pl.Expr:
    """By which clock reviews fall due during an episode."""
    return (
        pl.when(pl.col("legal_status").is_in(SHORT_BREAKS))
        .then(pl.lit("short_breaks"))
        .when(pl.col("placement").is_in(FOR_ADOPTION))
        .then(pl.lit("adoption"))
        .otherwise(pl.lit("care"))
    )


def _begins() -> pl.Expr:
    """Whether an episode begins a period of care; every stay of a series has an S."""
    changes = pl.col("clock") != pl.col("clock").shift()
    anew = ~pl.col("goes_on") | (pl.col("episode_reason") == "S") | changes
    return anew & ~pl.col("in_series")


def _start_seen() -> pl.Expr:
    """Whether the clock is known to start with the episode, if it begins a period of care."""
    is_start = pl.col("episode_reason") == "S"
    # Returns show no stay of before the view, to which the first of those seen may belong.
    first_stay = is_start & (pl.col("started_on") >= pl.col("opens_on").dt.offset_by(SERIES))
    of_breaks = pl.when(pl.col("legal_status") == EACH_STAY).then(first_stay).otherwise(is_start)
    return (
        pl.when(pl.col("clock") == "short_breaks")
        .then(of_breaks | _after("care", "adoption"))
        .otherwise((pl.col("clock") == "care") & (is_start | _after("short_breaks")))
    )


def _comes_back() -> pl.Expr:
    """Whether care goes on after a placement for adoption that fell through."""
    in_care = pl.col("clock") == "care"
    return in_care & _after("adoption") & (pl.col("episode_reason") != "S")


def _after(*clocks: str) -> pl.Expr:
    """Whether an episode goes on from one that ran by one of `clocks`."""
    return (pl.col("goes_on") & pl.col("clock").shift().is_in(clocks)).fill_null(False)


def _in_series() -> pl.Expr:
    """Whether a stay on short breaks follows others so soon that they are one series."""
    both = (pl.col("legal_status") == EACH_STAY) & (pl.col("clock").shift() == "short_breaks")
    until = pl.col("ended_on").shift().dt.offset_by(SERIES)
    soon = until.is_null() | (pl.col("started_on") <= until)
    return (_same("child") & _same("view") & both & soon).fill_null(False)


def _goes_on() -> pl.Expr:
    """Whether an episode continues the one before; one left open, with another after it, does."""
    until = pl.col("ended_on").shift()
    met = until.is_null() | (until >= pl.col("started_on"))
    return (_same("child") & _same("view") & met).fill_null(False)


def _seen_to() -> pl.Expr:
    """The last day of an episode in view, and before the next."""
    goes_before = (_same("child") & _same("view")).shift(-1)
    next_began = pl.when(goes_before).then(pl.col("started_on").shift(-1))
    last_known = pl.coalesce("ended_on", pl.date(pl.col("period"), 3, 31))
    return pl.min_horizontal(last_known, next_began, "closes_on")


def _same(name: str) -> pl.Expr:
    return pl.col(name) == pl.col(name).shift()
