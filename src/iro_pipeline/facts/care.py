"""Children in care on 31 March, from the episodes of yearly SSDA903 returns."""

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
