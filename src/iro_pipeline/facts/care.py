"""Children in care, from the episodes of yearly SSDA903 returns."""

import polars as pl

SHORT_BREAKS = ["V3", "V4"]


def looked_after(episodes: pl.LazyFrame) -> pl.LazyFrame:
    """One row per child with an open episode on 31 March of the return's year."""
    new_years_eve = pl.date(pl.col("period"), 3, 31)
    open_then = pl.col("ended_on").is_null() | (pl.col("ended_on") > new_years_eve)
    return (
        episodes.filter(pl.col("started_on") <= new_years_eve, open_then)
        .sort("period", "child", "started_on")
        .unique(["period", "child"], keep="last", maintain_order=True)
        .select(
            "authority",
            "period",
            "child",
            short_breaks=pl.col("legal_status").is_in(SHORT_BREAKS),
            arrival="arrival",
            line="line",
        )
    )


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
    One row per period of care in a view, apart for time on short breaks (`short`).

    `began_on`: its first episode seen; `start_seen`: that is the start itself. `seen_to`: the day
    it ended, or the last 31 March at which a return shows it open.
    """
    history = _joined_up(episodes, in_view)
    same_child = (pl.col("child") == pl.col("child").shift()) & (
        pl.col("view") == pl.col("view").shift()
    )
    # An open episode with another after it was never closed in the returns: the next goes on.
    until = pl.col("ended_on").shift()
    goes_on = (same_child & (until.is_null() | (until >= pl.col("started_on")))).fill_null(False)
    after_short = goes_on & pl.col("short").shift().fill_null(False)
    is_start = pl.col("episode_reason") == "S"
    begins = ~goes_on | is_start | (pl.col("short") != pl.col("short").shift())
    marked = history.with_columns(
        begins=begins,
        start_seen=is_start | after_short,
        next_began=pl.when(same_child.shift(-1)).then(pl.col("started_on").shift(-1)),
    ).with_columns(
        spell=pl.col("begins").cum_sum(), ends=pl.col("begins").shift(-1).fill_null(True)
    )
    last_known = pl.coalesce("ended_on", pl.date(pl.col("period"), 3, 31))
    ends = marked.filter("ends").select(
        "spell", seen_to=pl.min_horizontal(last_known, "next_began", "closes_on")
    )
    begun = marked.filter("begins").rename({"started_on": "began_on"})
    return begun.join(ends, on="spell").select(
        "child", "view", "spell", "began_on", "start_seen", "short", "seen_to",
        "opens_on", "closes_on", "after_gap", "arrival", "line",
    )  # fmt: skip


def _joined_up(episodes: pl.LazyFrame, in_view: pl.LazyFrame) -> pl.LazyFrame:
    """Each episode of a view once, as the latest return that has it tells it."""
    return (
        episodes.join(in_view, on=["authority", "period"])
        .filter(pl.col("started_on") <= pl.col("closes_on"))
        .with_columns(short=pl.col("legal_status").is_in(SHORT_BREAKS))
        .sort("child", "view", "started_on", "period")
        .unique(["child", "view", "started_on"], keep="last", maintain_order=True)
    )
