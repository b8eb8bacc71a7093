"""How much of practitioners' mean scores is told: a word of few, and no more decimals than fit."""

import polars as pl

from iro_pipeline.disclosure.thresholds import Thresholds
from iro_pipeline.disclosure.unanimity import ends
from iro_pipeline.indicators.answers import scale_ends

ONE, TWO = 1, 2  # decimals
OWN = ["value", "lower", "upper", "estimate", "estimate_lower", "estimate_upper", "previous_value"]
# To more decimals, each of these would give the mean back.
EXACT = ["numerator", "distance", "distance_by_chance"]
PEERS = ["peer_value", "peer_change"]
ANSWERS = pl.col("speaker") == "practitioner"


def word_of_few(limits: Thresholds) -> pl.Expr:
    """
    Whether an authority's word may be said though no number of its practitioners is shown.

    Of a mean score only: of a share of five to nine, higher would mostly mean all of them. Its
    estimate must say so too (`estimate_agrees`), and the sum must be a whole scale away from both
    ends, so that any one of them may have given any answer. Reads speaker, n, numerator,
    denominator and estimate_agrees.
    """
    low, high = ends()
    part, whole = pl.col("numerator"), pl.col("denominator")
    room = pl.min_horizontal(part - low * whole, high * whole - part) >= high - low
    enough = pl.col("n") >= limits.fewest_for_a_word
    return (ANSWERS & enough & room & pl.col("estimate_agrees")).fill_null(False)


def of_authorities(names: list[str]) -> list[pl.Expr]:
    """
    Of an authority's practitioners a mean to one decimal, and nothing that tells it to more.

    Reads indicator, speaker, level, and of `names` those that there are.
    """
    score = _score() & (pl.col("level") == "authority")
    told = [_rounded(score, name, ONE) for name in OWN if name in names]
    told += [pl.when(~score).then(pl.col(name)).alias(name) for name in EXACT if name in names]
    if "previous_value" in names:
        between = pl.col("value").round(ONE) - pl.col("previous_value").round(ONE)
        change = pl.when(pl.col("change").is_not_null()).then(between.round(ONE))
        told.append(pl.when(score).then(change).otherwise("change").alias("change"))
        # Downwards, so that a quarter that is not sure enough does not look as if it were.
        sure = (pl.col("quartile_probability") * 10).floor() / 10
        told.append(
            pl.when(score)
            .then(sure)
            .otherwise("quartile_probability")
            .alias("quartile_probability")
        )
    return told


def of_areas(names: list[str]) -> list[pl.Expr]:
    """
    A mean of authorities' practitioners to two decimals, a share to one.

    In full, a mean of a few fractions is known to be of just those. Reads indicator, speaker and
    level.
    """
    above = ANSWERS & (pl.col("level") != "authority")
    return [
        pl.when(above & _score())
        .then(pl.col(name).round(TWO))
        .when(above)
        .then(pl.col(name).round(ONE))
        .otherwise(name)
        .alias(name)
        for name in names
    ]


def of_gaps() -> list[pl.Expr]:
    """The same where the practitioners stand beside their service (`practitioner_source`)."""
    own = (pl.col("level") == "authority") & (pl.col("practitioner_source") == "own")
    return [
        pl.when(own).then(pl.col(name).round(ONE)).otherwise(pl.col(name).round(TWO)).alias(name)
        for name in ("practitioner_value", "gap", "lower", "upper", "spread")
    ]


def _score() -> pl.Expr:
    return ANSWERS & pl.col("indicator").is_in(list(scale_ends()))


def _rounded(where: pl.Expr, name: str, decimals: int) -> pl.Expr:
    return pl.when(where).then(pl.col(name).round(decimals)).otherwise(name).alias(name)
