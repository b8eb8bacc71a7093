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


def children_mean(episodes: pl.LazyFrame) -> pl.LazyFrame:
    """
    One row per authority and year: the mean of the children looked after on its two 31 Marches.

    A year's return has the children of both: those in care when it opened, too. Short breaks apart.
    """
    opening = looked_after(episodes.with_columns(pl.col("period") - 1)).with_columns(
        pl.col("period") + 1
    )
    ends = pl.concat([looked_after(episodes), opening])
    return ends.group_by("authority", "period").agg(
        children_mean=(~pl.col("short_breaks")).sum() / 2
    )


def care_year(review: pl.LazyFrame, episodes: pl.LazyFrame, returns: pl.LazyFrame) -> pl.LazyFrame:
    """One row per authority and year in `returns`: the reviews held in it, beside the children."""
    owner = ["authority", "period"]
    years = returns.select(owner).unique()
    held = review.group_by(owner).agg(reviews=pl.len().cast(pl.Int64))
    return (
        years.join(held, on=owner, how="left")
        .join(children_mean(episodes.join(years, on=owner, how="semi")), on=owner, how="left")
        .with_columns(pl.col("reviews").fill_null(0))
        .sort(owner)
    )
