"""The benchmark row: an authority beside one group of its peers."""

import polars as pl

from iro_pipeline.benchmarks.areas import OWNER
from iro_pipeline.benchmarks.changes import change, of_groups
from iro_pipeline.benchmarks.figures import MEASURE
from iro_pipeline.benchmarks.groups import SAID, VOTES
from iro_pipeline.benchmarks.groups import SUMS as RATIO
from iro_pipeline.benchmarks.spread import estimates, places, spread
from iro_pipeline.benchmarks.standards import standard_met
from iro_pipeline.benchmarks.values import one_vote, ratio, shown, stabilised
from iro_pipeline.benchmarks.verdicts import agrees, compared, rest, verdict
from iro_pipeline.indicators import total

MEDIAN = "median of published values, half rounded up"
MEASURED = ["indicator", "period"]
SUMMED = [
    *("numerator", "denominator", "value", "part", "weight", "variance", "tau2", "scale"),
    *("previous_value", "previous_part", "previous_weight"),
]
CLUB = [*MEASURED, "club"]
GROUP = ["peer_group", "peer_name", "peer_of"]


def benchmarks(own: pl.DataFrame, peers: pl.LazyFrame, authorities: pl.DataFrame) -> pl.DataFrame:
    """
    One row per indicator, authority, period and peer group.

    `peers` holds a row per peer. England, the region, statistical neighbours and partnerships
    differ only in those rows, so one join serves them all.
    """
    groups, clubs = _clubs(peers)
    spreads = spread(own)
    members = own.join(
        spreads.select(*MEASURED, "tau2"), on=MEASURED, how="left", maintain_order="left"
    )
    # In order as it is joined: to sort so many rows would cost as much as all the rest.
    return (
        _themselves(members, authorities)
        .join(groups, on=OWNER, maintain_order="left_right")
        .join(_together(members, clubs), on=CLUB, how="left", maintain_order="left")
        .join(
            _places(own, clubs, spreads),
            on=[*CLUB, "authority"],
            how="left",
            maintain_order="left",
        )
        .with_columns(pl.col("peer_authorities").fill_null(0), *_peer_value())
        .with_columns(rest())
        .with_columns(compared())
        .with_columns(verdict())
        .with_columns(estimate_agrees=agrees())
        .select(*_shown())
    )


def _themselves(members: pl.DataFrame, authorities: pl.DataFrame) -> pl.DataFrame:
    """What is said of an authority whoever it is set beside."""
    named = authorities.select(*OWNER, "region", authority_name="name")
    reliability = pl.col("tau2") / (pl.col("tau2") + pl.col("variance"))
    return (
        members.join(named, on=OWNER, how="left", maintain_order="left")
        .join(
            estimates(members).drop("authorities"),
            on=[*MEASURED, "authority"],
            how="left",
            maintain_order="left",
        )
        .with_columns(**change(), standard_met=standard_met(), reliability=reliability)
    )


def _clubs(peers: pl.LazyFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """
    Each authority's groups, and each club's members: England is one club to all its authorities.

    A club in which its own authorities are members is one in which they can have a place.
    """
    groups = (
        peers.group_by(*OWNER, *GROUP)
        .agg(pl.col("peer").sort())
        .with_columns(
            club=pl.col("peer").list.join(" ").rank("dense"),
            among_peers=pl.col("peer").list.contains(pl.col("authority")),
        )
        .sort(*OWNER, "peer_group", "peer_name")
        .collect(engine="in-memory")
    )
    clubs = groups.unique(["period", "club"], maintain_order=True)
    members = clubs.select("period", "club", "among_peers", authority="peer").explode("authority")
    return groups.drop("peer"), members


def _together(own: pl.DataFrame, clubs: pl.DataFrame) -> pl.DataFrame:
    """Each club's sums, and its change on the same members."""
    told = own.filter(pl.col("value").is_not_null()).select(*MEASURED, "authority", *SUMMED)
    members = told.join(clubs, on=OWNER)
    spread = pl.col("weight") ** 2 * (pl.col("variance") + pl.col("tau2"))
    a_ratio = pl.col("denominator").count() > 0
    sums = members.group_by(CLUB).agg(
        total("numerator").alias("peer_numerator"),
        pl.when(a_ratio).then(total("denominator")).alias("peer_denominator"),
        total("part").alias("peer_part"),
        total("weight").alias("peer_weight"),
        spread.round(12).sum().alias("peer_spread"),
        pl.median("value").alias("peer_median"),
        pl.len().cast(pl.Int64).alias("peer_authorities"),
    )
    changed = of_groups(members, CLUB).select(
        *CLUB, peer_change="change", peer_change_authorities="same"
    )
    return sums.join(changed, on=CLUB, how="left")


def _places(own: pl.DataFrame, clubs: pl.DataFrame, spreads: pl.DataFrame) -> pl.DataFrame:
    in_which = clubs.filter("among_peers").select(*OWNER, group="club")
    return places(own, in_which, spreads).rename({"group": "club"})


def _peer_value() -> list[pl.Expr]:
    published = pl.col("decimals").is_not_null()
    median = pl.when(published & (pl.col("peer_group") == "statistical_neighbours"))
    of_votes = pl.col("scale") * pl.col("peer_part") / pl.col("peer_weight")
    votes = pl.when(SAID | pl.col("denominator").is_null())
    return [
        median.then(shown(pl.col("peer_median")))
        .otherwise(votes.then(of_votes).otherwise(shown(ratio("peer_"))))
        .alias("peer_value"),
        median.then(pl.lit(MEDIAN))
        .otherwise(votes.then(pl.lit(VOTES)).otherwise(pl.lit(RATIO)))
        .alias("peer_method"),
        stabilised(pl.col("peer_part"), pl.col("peer_weight"), of_votes=one_vote()).alias("peer_y"),
    ]


def _shown() -> list[pl.Expr | str]:
    return [
        *("indicator", "period", "authority", "authority_name", "region", "speaker"),
        *MEASURE,
        *("estimate", "estimate_lower", "estimate_upper"),
        "reliability",
        *("previous_period", "previous_authority", "previous_value"),
        *("change", "change_verdict", "standard_met"),
        *("quartile", "quartile_probability"),
        *("peer_group", pl.col("peer_name").alias("peer"), "peer_value", "peer_numerator"),
        *("peer_denominator", "peer_authorities", "peer_of", "peer_method"),
        *("peer_change", "peer_change_authorities"),
        *("verdict", "verdict_reason", "reads_as", "estimate_agrees"),
        *("distance", "distance_by_chance"),
        *("rank_low", "rank_high", "rank_of"),
    ]
