"""Reviews that are overdue on 31 March, and moves of which no review was held beforehand."""

import polars as pl

from iro_pipeline.facts.care import SHORT_BREAKS
from iro_pipeline.facts.periods import views
from iro_pipeline.reference import year_end
from iro_pipeline.statute import year_ending_march

OWNER = ["authority", "period"]
NEW_CARER = ["P", "B"]


def overdue(
    looked_after: pl.LazyFrame,
    review_due: pl.LazyFrame,
    episodes: pl.LazyFrame,
    returns: pl.LazyFrame,
) -> pl.LazyFrame:
    """
    One row per child looked after on 31 March of a year in `returns`, short breaks apart.

    `overdue`: a review had fallen due by that day and none was held by then; null where it cannot
    be told. What fell due in an earlier period of care is over.
    """
    snapshot = year_end(pl.col("period"))
    began = (
        episodes.filter(pl.col("episode_reason") == "S", pl.col("started_on") <= snapshot)
        .group_by("period", "child")
        .agg(began_on=pl.max("started_on"))
    )
    children = (
        looked_after.filter(~pl.col("short_breaks"))
        .join(returns, on=OWNER, how="semi")
        .select(*OWNER, "child", "arrival", "line")
        .join(began, on=["period", "child"], how="left")
    )
    open_then = pl.col("held_on").is_null() | (pl.col("held_on") > snapshot)
    since = pl.col("began_on").is_null() | (pl.col("due_on") >= pl.col("began_on"))
    review_due = review_due.filter(pl.col("clock") != "short_breaks")
    late = review_due.filter(pl.col("held_on").is_null() | (pl.col("held_on") > pl.col("due_on")))
    untold = review_due.filter(~pl.col("determinable")).select(
        "child", "held_on", untold_in="period"
    )
    known = _of(children, late.select("child", "due_on", "held_on")).filter(
        pl.col("due_on") <= snapshot, open_then, since
    )
    unknown = _of(children, untold).filter(
        open_then, pl.col("untold_in").is_between(pl.col("period"), pl.col("period") + 1)
    )
    key = ["period", "child"]
    return (
        children.join(known.select(*key, known=pl.lit(True)).unique(), on=key, how="left")
        .join(unknown.select(*key, unknown=pl.lit(True)).unique(), on=key, how="left")
        .with_columns(
            overdue=pl.when("known").then(True).when(pl.col("unknown").is_null()).then(False)
        )
        .select(*OWNER, "child", "overdue", "arrival", "line")
        .sort(*OWNER, "child")
    )


def move(
    episodes: pl.LazyFrame, review: pl.LazyFrame, rejected: pl.LazyFrame, returns: pl.LazyFrame
) -> pl.LazyFrame:
    """
    One row per change of a child's carer in a year in `returns`, short breaks apart.

    `reviewed_on`: the last review held up to that day; `seen_from`: the first day of which the
    unbroken returns tell. `rejected` reviews leave their child's moves open.
    """
    doubted = rejected.select("child").drop_nulls().unique().with_columns(doubted=pl.lit(True))
    moved = (
        episodes.filter(
            pl.col("episode_reason").is_in(NEW_CARER),
            ~pl.col("legal_status").is_in(SHORT_BREAKS),
            year_ending_march(pl.col("started_on")) == pl.col("period"),
        )
        .join(views(returns).select(*OWNER, seen_from="opens_on"), on=OWNER)
        .rename({"started_on": "moved_on"})
        .sort("moved_on")
    )
    days = review.select("child", reviewed_on="held_on").sort("reviewed_on")
    return (
        moved.join_asof(
            days,
            left_on="moved_on",
            right_on="reviewed_on",
            by="child",
            strategy="backward",
            check_sortedness=False,
        )
        .join(doubted, on="child", how="left")
        .select(
            *(*OWNER, "child", "moved_on", "reviewed_on", "seen_from"),
            pl.col("doubted").is_null().alias("determinable"),
            *("arrival", "line"),
        )
        .sort("arrival", "line")
    )


def _of(children: pl.LazyFrame, intervals: pl.LazyFrame) -> pl.LazyFrame:
    return children.join(intervals, on="child")
