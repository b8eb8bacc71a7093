"""What became of each arrival, as far as anyone may be told: never a file's name."""

from collections.abc import Iterable
from typing import Any

import polars as pl

from iro_pipeline.disclosure.rounding import nearest
from iro_pipeline.disclosure.thresholds import FIVE, Thresholds
from iro_pipeline.record.waiting import RULE as FEW_RECORDS

RECEIPT: dict[str, type[pl.DataType]] = {
    "arrival": pl.Int64,
    "source": pl.String,
    "table": pl.String,
    "period": pl.Int64,
    "authority": pl.String,
    "contract": pl.String,
    "state": pl.String,
    "state_reason": pl.String,
    "rows_in": pl.Int64,
    "accepted": pl.Int64,
    "rejected": pl.Int64,
    "faults": pl.Int64,
    "unchecked": pl.Int64,
    "new": pl.Int64,
    "changed": pl.Int64,
    "withdrawn": pl.Int64,
    "invented": pl.Boolean,
}


# Rows against the arrival that was superseded: with the accepted, each tells of the others.
MOVED = ("new", "changed", "withdrawn")


def listed(receipts: Iterable[Any]) -> pl.DataFrame:
    """One row per receipt of the ledger, in the order of arrival; its faults as their number."""
    rows = [
        {
            **{name: getattr(each, name, None) for name in RECEIPT},
            # Reasons quote headers, and a header may hold anything: only the rule is told.
            "state_reason": ", ".join(each.holds) or each.reason.partition(":")[0] or None,
            "faults": sum(each.faults.values()),
            "unchecked": len(each.unchecked),
        }
        for each in receipts
    ]
    return pl.DataFrame(rows, schema=RECEIPT).sort("arrival", "table")


def screen(receipts: pl.DataFrame, limits: Thresholds) -> pl.DataFrame:
    """
    Counts of 1 to 5 rows are withheld, with the counts that would give them away; the others are
    rounded where every count is.

    So are all counts of a correction that was never used: less those of what stands, they would
    tell of the few records for which it waits. Of a forgotten file, which may have waited, none is
    told either.
    """
    unused = pl.col("state_reason").str.contains(FEW_RECORDS).fill_null(False)
    waits = (unused & (pl.col("state") != "loaded")) | (pl.col("state") == "forgotten")
    rows_in = waits | limits.small(pl.col("rows_in"))
    faults = waits | limits.small(pl.col("faults"))
    parted = rows_in | limits.small(pl.col("accepted")) | limits.small(pl.col("rejected"))
    moved = [limits.small(pl.col(name)).fill_null(False) for name in MOVED]
    hidden = {
        **{"rows_in": rows_in, "accepted": parted, "rejected": parted, "faults": parted | faults},
        **dict.fromkeys(MOVED, parted | pl.any_horizontal(moved)),
    }
    base = FIVE if limits.of_counts_told else 1
    any_hidden = pl.any_horizontal(hidden.values())
    return receipts.with_columns(
        *(
            pl.when(~hide).then(nearest(pl.col(name), base)).alias(name)
            for name, hide in hidden.items()
        ),
        status=pl.when(any_hidden).then(pl.lit("c")).otherwise(pl.lit("")),
        status_reason=pl.when(any_hidden).then(limits.small_rows()),
    )
