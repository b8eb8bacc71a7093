"""Which IRO holds which child."""

import polars as pl


def iro(allocations: pl.LazyFrame) -> pl.LazyFrame:
    """
    One row per IRO holding a child on 31 March.

    A child has one IRO (Children Act 1989, section 25A): of two allocations left open the later
    one holds. Rows that disagree about an IRO's WTE leave it unknown.
    """
    day = pl.date("period", 3, 31)
    lasting = pl.col("ended_on").is_null() | (pl.col("ended_on") > day)
    stated = pl.col("wte").drop_nulls()
    return (
        allocations.filter(pl.col("started_on") <= day, lasting)
        .sort("authority", "period", "child", "started_on", "arrival", "line")
        .unique(["authority", "period", "child"], keep="last", maintain_order=True)
        .sort("arrival", "line")
        .group_by("authority", "period", "iro")
        .agg(
            wte=pl.when(stated.n_unique() == 1).then(stated.first()),
            children=pl.len().cast(pl.Int64),
            arrival=pl.first("arrival"),
            line=pl.first("line"),
        )
        .sort("authority", "period", "iro")
    )
