"""Whether an authority's figure differs from its peers', beyond chance and beyond the ordinary."""

import polars as pl

from iro_pipeline.benchmarks.limits import limits
from iro_pipeline.benchmarks.values import CHANCE, one_vote, stabilised

HIGHER, LOWER = "higher", "lower"
ALIKE, UNSURE = "about the same", "not enough information"
BETTER, WORSE = "better", "worse"

STATED = "stated, or a mark of the data's quality: not compared"
A_COUNT = "a count and no rate: larger authorities have more"
FEW_PEERS = "fewer than {fewest_peers} others of the group have a figure"
FEW_AUTHORITIES = (
    "fewer than {smallest_group_for_spread} authorities have a figure: how much authorities "
    "ordinarily differ is not known"
)
TOO_SMALL = "too few were counted to tell a difference of ordinary size from chance"


def rest() -> list[pl.Expr]:
    """The peers' sums without the authority's own: `rest_y`, its variance and how many they are."""
    own = pl.col("among_peers") & pl.col("weight").is_not_null()

    def without(name: str, mine: pl.Expr) -> pl.Expr:
        return pl.col(f"peer_{name}") - pl.when(own).then(mine).otherwise(0)

    weight = without("weight", pl.col("weight"))
    spread = pl.col("weight") ** 2 * (pl.col("variance") + pl.col("tau2"))
    part = without("part", pl.col("part")).clip(lower_bound=0)
    return [
        stabilised(part, weight, of_votes=one_vote()).alias("rest_y"),
        pl.when(weight > 0)
        .then(without("spread", spread).clip(lower_bound=0) / weight**2)
        .alias("rest_variance"),
        without("authorities", pl.lit(1)).alias("others"),
    ]


def compared() -> list[pl.Expr]:
    """
    `distance`: standard errors between the authority and the others of the group;
    `distance_by_chance`: from the group, had authorities no differences and were it exact.

    The first allows for how much authorities ordinarily differ (`tau2`), in it and in the group.
    Spiegelhalter, Quality and Safety in Health Care 2005;14:347.
    """
    ordinary = pl.col("variance") + pl.col("tau2") + pl.col("rest_variance")
    return [
        ((pl.col("y") - pl.col("rest_y")) / ordinary.sqrt()).round(9).alias("distance"),
        ((pl.col("y") - pl.col("peer_y")) / pl.col("variance").sqrt())
        .round(9)
        .alias("distance_by_chance"),
    ]


def verdict() -> list[pl.Expr]:
    """One of four words for each row, why where it is unsure, and whether it is for the better."""
    distance, reason = pl.col("distance"), _unsure()
    sure = reason.is_null()
    word = (
        pl.when(~sure)
        .then(pl.lit(UNSURE))
        .when(distance > limits().z)
        .then(pl.lit(HIGHER))
        .when(distance < -limits().z)
        .then(pl.lit(LOWER))
        .otherwise(pl.lit(ALIKE))
    )
    return [word.alias("verdict"), reason.alias("verdict_reason"), reads_as(word).alias("reads_as")]


def agrees() -> pl.Expr:
    """
    Whether the authority's estimate, drawn towards England's, says of the others what the verdict
    says of its figure; false where there is not enough information.

    The estimate keeps the less of a figure the less stands behind it: of few answers a word that
    both say is no accident of who answered. Beyond z of its own error and the others', as
    `distance` is.
    """
    error = (pl.col("drawn_variance") + pl.col("rest_variance")).sqrt()
    apart = (pl.col("drawn_y") - pl.col("rest_y")) / error
    return (
        pl.when(pl.col("verdict") == HIGHER)
        .then(apart > limits().z)
        .when(pl.col("verdict") == LOWER)
        .then(apart < -limits().z)
        .otherwise((pl.col("verdict") == ALIKE) & (apart.abs() <= limits().z))
        .fill_null(False)
    )


def reads_as(word: pl.Expr) -> pl.Expr:
    """Better or worse, only where all agree which way is better."""
    agreed = pl.col("better").is_in([HIGHER, LOWER])
    differs = word.is_in([HIGHER, LOWER])
    good = pl.when(word == pl.col("better")).then(pl.lit(BETTER)).otherwise(pl.lit(WORSE))
    return pl.when(agreed & differs).then(good)


def _unsure() -> pl.Expr:
    words = vars(limits())
    outlying = pl.col("distance").abs() > limits().z
    return (
        pl.when(pl.col("value").is_null())
        .then(pl.lit(None, pl.String))
        .when(pl.col("denominator").is_null())
        .then(pl.lit(A_COUNT))
        .when(pl.col("y").is_null() | pl.col("variance").is_null())
        .then(pl.lit(STATED))
        .when(pl.col("others") < limits().fewest_peers)
        .then(pl.lit(FEW_PEERS.format_map(words)))
        .when(pl.col("tau2").is_null())
        .then(pl.lit(FEW_AUTHORITIES.format_map(words)))
        .when(~outlying & ~_reliable() & ~_precise())
        .then(pl.lit(TOO_SMALL))
    )


def _reliable() -> pl.Expr:
    """Whether the figure's variance is more between authorities than chance."""
    return pl.col("tau2") / (pl.col("tau2") + pl.col("variance")) >= limits().reliable


def _precise() -> pl.Expr:
    """Whether chance moves the figure by less than a difference that matters."""
    reach = (pl.col("upper") - pl.col("lower")) / 2
    # The ends of a mean stop where its scale does: that makes it no surer.
    of_mean = limits().z * pl.col("variance").sqrt()
    return (
        pl.when(CHANCE == "proportion")
        .then(reach < limits().precise_percent)
        .when(CHANCE == "rate")
        .then(reach < limits().precise_share * pl.col("value"))
        .otherwise(of_mean < limits().precise_score)
        .fill_null(False)
    )
