"""What was written of reviews, sent out and checked, and by when it should have been."""

import polars as pl

from iro_pipeline.reference import year_end
from iro_pipeline.statute import working_days_after

OWNER = ["authority", "period"]
# What is done after a review: the last day for it, and the standard that says so.
CLOCKS = {
    "decisions_sent_on": ("decisions_by", "handbook_decisions_recorded"),
    "completed_on": ("completed_by", "handbook_record_completed"),
    "distributed_on": ("distributed_by", "handbook_record_distributed"),
}


def record(records: pl.LazyFrame) -> pl.LazyFrame:
    """
    One row per child per review held.

    A list tells what was done up to its year's end, or to the last day in it. Of what was due later
    nobody knows, done or not; and a column without a day says that no such days are kept.
    """
    return (
        records.with_columns(seen_to=_seen_to())
        .with_columns(**dict(_last_days()))
        .select(
            *(*OWNER, "child", "held_on"),
            *(name for done, (by, _) in CLOCKS.items() for name in (done, by)),
            *("spoken_to", "midway_check", "decisions_due", "decisions_on_time"),
            *("arrival", "line"),
        )
        .sort("arrival", "line")
    )


def _seen_to() -> pl.Expr:
    lasts = [pl.max(done).over(OWNER) for done in CLOCKS]
    return pl.max_horizontal(year_end(pl.col("period")), *lasts)


def _last_days() -> list[tuple[str, pl.Expr]]:
    return [
        (by, pl.when(_kept(done), _over(asked)).then(working_days_after(pl.col("held_on"), asked)))
        for done, (by, asked) in CLOCKS.items()
    ]


def _kept(done: str) -> pl.Expr:
    return pl.col(done).is_not_null().any().over(OWNER)


def _over(asked: str) -> pl.Expr:
    return working_days_after(pl.col("held_on"), asked) <= pl.col("seen_to")
