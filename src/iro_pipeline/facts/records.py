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
        records.join(_lists(records), on=OWNER)
        .join(_last_days(records), on="held_on")
        .with_columns(
            pl.when(f"keeps {done}", pl.col(by) <= pl.col("seen_to")).then(by).alias(by)
            for done, (by, _) in CLOCKS.items()
        )
        .select(
            *(*OWNER, "child", "held_on"),
            *(name for done, (by, _) in CLOCKS.items() for name in (done, by)),
            *("spoken_to", "midway_check", "decisions_due", "decisions_on_time"),
            *("arrival", "line"),
        )
        .sort("arrival", "line")
    )


def _lists(records: pl.LazyFrame) -> pl.LazyFrame:
    """The last day that each list tells of, and which days it keeps."""
    keeps = {f"keeps {done}": pl.col(done).is_not_null().any() for done in CLOCKS}
    return (
        records.group_by(OWNER)
        .agg(pl.max_horizontal(*(pl.max(done) for done in CLOCKS)).alias("last"), **keeps)
        .with_columns(seen_to=pl.max_horizontal(year_end(pl.col("period")), "last"))
        .drop("last")
    )


def _last_days(records: pl.LazyFrame) -> pl.LazyFrame:
    """By when all is to be done for the reviews of each day: working days are slow to count."""
    held_on = pl.col("held_on")
    return (
        records.select(held_on)
        .unique()
        .with_columns(working_days_after(held_on, asked).alias(by) for by, asked in CLOCKS.values())
    )
