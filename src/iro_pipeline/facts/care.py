"""Children in care, from the episodes of yearly SSDA903 returns."""

import polars as pl

SHORT_BREAKS = ["V3", "V4"]
CHILD = pl.col("child").to_physical()  # what to sort by: the number of a `numbered` child


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
    it ended, or the last 31 March at which a return shows it open. Sorted by CHILD, view and day.
    """
    is_start = pl.col("episode_reason") == "S"
    after_short = pl.col("goes_on") & pl.col("short").shift()
    changes = pl.col("short") != pl.col("short").shift()
    ends = pl.col("begins").shift(-1).fill_null(True)
    care = (
        _joined_up(episodes, in_view)
        .with_columns(goes_on=_goes_on(), seen_to=_seen_to())
        .with_columns(
            begins=~pl.col("goes_on") | is_start | changes,
            start_seen=is_start | after_short.fill_null(False),
        )
        # Sorted, the episodes of one period of care lie together: its last tells how it ended.
        .with_columns(seen_to=pl.when(ends).then("seen_to").backward_fill())
        .filter("begins")
        .with_row_index("spell")
        .rename({"started_on": "began_on"})
    )
    return care.select(
        "child", "view", "spell", "began_on", "start_seen", "short", "seen_to",
        "opens_on", "closes_on", "after_gap", "arrival", "line",
    )  # fmt: skip


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
        .with_columns(short=pl.col("legal_status").is_in(SHORT_BREAKS))
        .sort(CHILD, "view", "started_on", "period")
        .filter(~told_again)
    )


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
