"""
What IROs challenged, and how soon it was resolved.

A log tells a year: the disputes raised in it, and those of before still open on its first day. A
dispute is counted in the year it was opened, as that year's log tells it; how it ended is taken
from the latest log that has it. What a log cannot have seen yet is not held against anyone.
"""

import polars as pl

from iro_pipeline.facts.care import children_mean
from iro_pipeline.reference import year_end
from iro_pipeline.statute import working_days_after, year_ending_march

OWNER = ["authority", "period"]
ORIGIN = ["arrival", "line"]
OPENED_ON = pl.coalesce("formal_on", "raised_on")
ENDING = ["stage", "resolved_on", "dispute_outcome"]
COLUMNS = [
    *("authority", "period", "dispute", "child", "iro", "dispute_kind", "opened_on", "theme"),
    *(*ENDING, "due_on", *ORIGIN),
]


def dispute(log: pl.LazyFrame) -> pl.LazyFrame:
    """
    One row per dispute and year in which it was opened.

    An informal challenge that becomes formal in a later year is a row in each of the two years.
    """
    latest = (
        log.with_columns(seen_to=_seen_to())
        .sort("period", *ORIGIN)
        .unique("dispute", keep="last", maintain_order=True)
        .select("dispute", *ENDING, "seen_to")
    )
    return (
        _opened(log)
        .drop(ENDING)
        .join(latest, on="dispute")
        .with_columns(due_on=_due_on())
        .select(COLUMNS)
        .sort(*ORIGIN)
    )


def challenges(
    accepted: pl.LazyFrame, rejected: pl.LazyFrame, episodes: pl.LazyFrame, logs: pl.LazyFrame
) -> pl.LazyFrame:
    """
    One row per authority and year in `logs`, those of which a log has been loaded.

    A dispute that was rejected for some other fault was raised all the same; one of which nobody
    knows how or when leaves the counts of its year unknown.
    """
    again = rejected.join(accepted, on=[*OWNER, "dispute"], how="anti")
    raised = pl.concat([accepted, again], how="vertical")
    unsure = raised.filter(OPENED_ON.is_null() | pl.col("dispute_kind").is_null())
    counted = _opened(raised).group_by(OWNER).agg(_of_kind("informal"), _of_kind("formal"))
    kinds = ["informal", "formal"]
    return (
        logs.join(counted, on=OWNER, how="left")
        .join(unsure.select(*OWNER, unsure=pl.lit(True)).unique(), on=OWNER, how="left")
        .with_columns(pl.when(pl.col("unsure").is_null()).then(pl.col(kinds).fill_null(0)))
        .join(children_mean(episodes.join(logs, on=OWNER, how="semi")), on=OWNER, how="left")
        .select(*OWNER, *kinds, "children_mean")
        .sort(OWNER)
    )


def _opened(log: pl.LazyFrame) -> pl.LazyFrame:
    """The rows that say that a dispute was opened in the year of their own log."""
    return log.with_columns(opened_on=OPENED_ON).filter(
        year_ending_march(pl.col("opened_on")) == pl.col("period")
    )


def _of_kind(kind: str) -> pl.Expr:
    return (pl.col("dispute_kind") == kind).sum().cast(pl.Int64).alias(kind)


def _seen_to() -> pl.Expr:
    """The last day that a log tells of: its year's end, or the last dispute resolved after it."""
    return pl.max_horizontal(year_end(pl.col("period")), pl.max("resolved_on").over(OWNER))


def _due_on() -> pl.Expr:
    """Of disputes too young for the log nobody knows, and those resolved by then are the quick."""
    due = working_days_after(pl.col("opened_on"), "handbook_dispute_resolution")
    ended_some_day = pl.col("dispute_outcome").is_not_null() & pl.col("resolved_on").is_null()
    told = (pl.col("dispute_kind") == "formal") & (due <= pl.col("seen_to")) & ~ended_some_day
    return pl.when(told).then(due)
