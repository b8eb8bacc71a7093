"""A group of authorities as one: an area's figure, or that of an authority's peers."""

import polars as pl

from iro_pipeline.benchmarks.values import counted_interval, ratio, shown
from iro_pipeline.indicators import total

SUMS, VOTES = "ratio of sums", "mean of authorities"
SAID = pl.col("speaker") != "records"
OF_INDICATOR = ["scale", "decimals", "chance", "unit"]


def summed() -> list[pl.Expr]:
    """What is added up of a group's members that have a figure."""
    a_ratio = pl.col("denominator").count() > 0
    return [
        total("numerator"),
        pl.when(a_ratio).then(total("denominator")).alias("denominator"),
        pl.sum("n"),
        pl.col("value").count().cast(pl.Int64).alias("authorities"),
        total("part"),
        total("weight"),
        *(pl.first(name) for name in OF_INDICATOR),
    ]


def value() -> list[pl.Expr]:
    """The group's figure: the sum of its parts, or in what is said one vote an authority."""
    votes = pl.when(pl.col("weight") > 0).then(pl.col("scale") * pl.col("part") / pl.col("weight"))
    return [
        pl.when(SAID).then(votes).otherwise(shown(ratio())).alias("value"),
        pl.when(SAID).then(pl.lit(VOTES)).otherwise(pl.lit(SUMS)).alias("method"),
    ]


def interval() -> list[pl.Expr]:
    """
    The ends of what a group's records counted.

    How far a mean of authorities may be off is a matter of who answered: `survey_estimates`.
    """
    return [
        pl.when(~SAID).then(end).alias(name)
        for name, end in zip(("lower", "upper"), counted_interval(), strict=True)
    ]
