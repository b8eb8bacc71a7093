"""The peers of an authority, as rows: England, its region, neighbours and partnerships."""

import polars as pl

from iro_pipeline.reference import register, standing, year_end

COLUMNS = ("authority", "period", "peer_group", "peer_name", "peer", "peer_of")

SIZE = pl.len().cast(pl.Int64)


def peers(
    authorities: pl.LazyFrame, neighbours: pl.LazyFrame, partnerships: pl.LazyFrame
) -> pl.LazyFrame:
    """
    One row per authority, period, peer group and peer, for every (authority, period) given.

    `peer_name` is the group's name as shown. `peer_of` is how many the group has by its definition:
    more than its rows when a neighbour did not exist in the period. England, a region and a
    partnership include the authority itself: each is the ratio of sums over all its members.
    """
    asked = authorities.select("authority", "period").unique()
    members = members_in(asked.select("period").unique())
    asked = asked.join(members, on=["authority", "period"])
    groups = [
        england(asked, members),
        region(asked, members),
        statistical(asked, members, neighbours),
        partnership(asked, members, partnerships),
    ]
    return pl.concat([group.select(COLUMNS) for group in groups]).sort(COLUMNS)


def members_in(periods: pl.LazyFrame) -> pl.LazyFrame:
    """One row per period and authority that existed on 31 March."""
    return (
        periods.join(register().lazy(), how="cross")
        .filter(standing(year_end(pl.col("period"))))
        .select("period", "la_code", "region", authority="gss_code")
    )


def england(asked: pl.LazyFrame, members: pl.LazyFrame) -> pl.LazyFrame:
    every = members.select("period", peer="authority")
    every = every.with_columns(peer_of=SIZE.over("period"))
    return asked.join(every, on="period").with_columns(
        peer_group=pl.lit("england"), peer_name=pl.lit("England")
    )


def region(asked: pl.LazyFrame, members: pl.LazyFrame) -> pl.LazyFrame:
    beside = members.select("period", "region", peer="authority")
    beside = beside.with_columns(peer_of=SIZE.over("period", "region"))
    return asked.join(beside, on=["period", "region"]).with_columns(
        peer_group=pl.lit("region"), peer_name="region"
    )


def statistical(
    asked: pl.LazyFrame, members: pl.LazyFrame, neighbours: pl.LazyFrame
) -> pl.LazyFrame:
    """The neighbours of the model in force; one that did not exist in the period has no row."""
    chosen = (
        asked.join(in_force(asked, neighbours, "model"), on="period")
        .join(neighbours, on=["model", "la_code"])
        .with_columns(peer_of=SIZE.over("authority", "period"))
    )
    existing = members.select("period", neighbour_la_code="la_code", peer="authority")
    return chosen.join(existing, on=["period", "neighbour_la_code"]).with_columns(
        peer_group=pl.lit("statistical_neighbours"), peer_name=pl.lit("Statistical neighbours")
    )


def partnership(
    asked: pl.LazyFrame, members: pl.LazyFrame, partnerships: pl.LazyFrame
) -> pl.LazyFrame:
    """The members of each partnership that the authority is in, by the list in force."""
    chosen = (
        partnerships.join(in_force(asked, partnerships, "list"), on="list")
        .with_columns(peer_of=SIZE.over("period", "partnership"))
        .join(members, on=["period", "la_code"])
        .select("period", "partnership", "peer_of", peer="authority")
    )
    mine = chosen.select("period", "partnership", authority="peer")
    return (
        asked.select("authority", "period")
        .join(mine, on=["authority", "period"])
        .join(chosen, on=["period", "partnership"])
        .with_columns(peer_group=pl.lit("partnership"), peer_name="partnership")
    )


def in_force(asked: pl.LazyFrame, dated: pl.LazyFrame, year: str) -> pl.LazyFrame:
    """The newest `year` of `dated` not later than each period; before the first, the first."""
    years = dated.select(year).unique()
    in_time = (pl.col(year) <= pl.col("period")) | (pl.col(year) == pl.col(year).min())
    periods = asked.select("period").unique()
    return periods.join(years, how="cross").filter(in_time).group_by("period").agg(pl.max(year))
