"""
An authority's figure: its value, its interval, and what is compared of it.

Chance enters as the indicator says (`chance`): a proportion of things counted, a rate of things
counted, a mean of answers, or not at all, where something is stated and not counted.
"""

import math

import polars as pl

from iro_pipeline.benchmarks.limits import limits
from iro_pipeline.indicators.answers import scale_ends
from iro_pipeline.indicators.catalogue import terms
from iro_pipeline.statistics.intervals import poisson, pooled, wilson

NEEDED = [
    *("indicator", "unit", "scale", "decimals", "chance", "better"),
    *("asks_at_least", "asks_at_most"),
]
CHANCE = pl.col("chance")
CONFIDENCE = limits().confidence
EIGHTHS = 3 / 8


def valued(indicators: pl.LazyFrame) -> pl.LazyFrame:
    """
    `indicators` with `value`, `lower` and `upper` in the indicator's unit, and beside them

    `part` and `weight`: a group's figure is the sum of its parts over the sum of its weights;
    `y` and `variance`: the figure on a scale on which chance spreads alike wherever it lies.
    """
    return (
        indicators.join(terms().select(NEEDED), on="indicator", how="left")
        .join(pooled_spread(indicators), on=["indicator", "period"], how="left")
        .with_columns(value=shown(ratio()), **_weighed())
        .with_columns(_interval())
        .with_columns(y=stabilised(pl.col("numerator"), pl.col("denominator")), variance=variance())
    )


def pooled_spread(indicators: pl.LazyFrame) -> pl.LazyFrame:
    """
    One row per score and period: `within`, the variance of answers within authorities, pooled.

    The mean square within of a one-way analysis of variance; null under ten degrees of freedom.
    An authority's own spread is not used: of two to eight answers it says next to nothing.
    """
    within = pl.col("squares") - pl.col("numerator") ** 2 / pl.col("denominator")
    left = pl.col("denominator").sum() - pl.len()
    return (
        indicators.filter(pl.col("squares").is_not_null(), pl.col("denominator") > 0)
        .group_by("indicator", "period")
        .agg(within=pl.when(left >= limits().smallest_group_for_spread).then(within.sum() / left))
        .with_columns(pl.col("within").round(9))  # adds up alike in any order
    )


def ratio(whose: str = "") -> pl.Expr:
    """The value in its unit; multiplied first, so that one division rounds once."""
    part, whole = pl.col(f"{whose}numerator"), pl.col(f"{whose}denominator")
    value = part * pl.col("scale") / whole.fill_null(1)
    return pl.when(whole.is_null() | (whole > 0)).then(value)


def shown(value: pl.Expr) -> pl.Expr:
    """As its source publishes it, halves rounded up; unrounded where the figure is ours."""
    places = pl.lit(10.0).pow(pl.col("decimals"))
    return pl.coalesce(((value * places).round(9) + 0.5).floor() / places, value)


def one_vote() -> pl.Expr:
    """Whether each authority counts alike in a group: in what is asked, and in counts."""
    return (pl.col("speaker") != "records") | pl.col("denominator").is_null()


def _weighed() -> dict[str, pl.Expr]:
    """In ratios of sums the denominator; one vote each in what people and services say."""
    whole = pl.col("denominator")
    has_value = whole.is_null() | (whole > 0)
    own = pl.col("numerator") / whole.fill_null(1)
    return {
        "part": pl.when(has_value).then(pl.when(one_vote()).then(own).otherwise("numerator")),
        "weight": pl.when(has_value).then(pl.when(one_vote()).then(1.0).otherwise(whole)),
    }


def stabilised(part: pl.Expr, whole: pl.Expr, *, of_votes: pl.Expr | None = None) -> pl.Expr:
    """
    Arcsine of the root of a proportion, root of a rate, a mean as it is.

    On these scales the variance depends on the size alone: 1/(4n + 2), 1/(4 exposure), within/n.
    The three eighths keep none and all of few from looking like more than they are; shares that
    count as votes (`of_votes`) are no counts, and need none. Anscombe, Biometrika 1948;35:246.
    """
    some = pl.when(whole > 0)
    near = pl.lit(EIGHTHS) if of_votes is None else pl.when(~of_votes).then(EIGHTHS).otherwise(0.0)
    return (
        pl.when(CHANCE == "proportion")
        .then(some.then(((part + near) / (whole + 2 * near)).sqrt().arcsin()))
        .when(CHANCE == "rate")
        .then(some.then(((part + near) / whole).sqrt()))
        .when(CHANCE == "mean")
        .then(some.then(part / whole))
    )


def unstabilised(y: pl.Expr | pl.Series) -> pl.Expr:
    """A fraction, rate or mean again; what lies beyond none or all is none or all."""
    angle = y.clip(0, math.pi / 2)
    return (
        pl.when(CHANCE == "proportion")
        .then(angle.sin() ** 2)
        .when(CHANCE == "rate")
        .then(y.clip(lower_bound=0) ** 2)
        .when(CHANCE == "mean")
        .then(y)
    )


def variance() -> pl.Expr:
    """The variance by chance of a figure on the stabilised scale."""
    whole = pl.col("denominator")
    some = pl.when(whole > 0)
    return (
        pl.when(CHANCE == "proportion")
        .then(some.then(1 / (4 * whole + 2)))
        .when(CHANCE == "rate")
        .then(some.then(1 / (4 * whole)))
        .when(CHANCE == "mean")
        .then(some.then(pl.col("within") / whole))
    )


def _interval() -> list[pl.Expr]:
    """Wilson of a proportion, Byar or exact of a rate, the pooled spread of a mean."""
    ends = pooled(pl.col("value"), pl.col("within").sqrt(), pl.col("denominator"), CONFIDENCE)
    mean = [on_scale(end) for end in ends]
    a_mean = CHANCE == "mean"
    return [
        pl.when(a_mean).then(of_mean).otherwise(of_count).alias(name)
        for name, of_mean, of_count in zip(
            ("lower", "upper"), mean, counted_interval(), strict=True
        )
    ]


def on_scale(value: pl.Expr) -> pl.Expr:
    """A mean no further than its scale reaches: an answer's ends; days late are never below 0."""
    ends = scale_ends()
    low, high = ({name: each[at] for name, each in ends.items()} for at in (0, 1))
    of = pl.col("indicator")
    lowest = of.replace_strict(low, default=None, return_dtype=pl.Float64)
    highest = of.replace_strict(high, default=None, return_dtype=pl.Float64)
    in_days = pl.when(pl.col("unit") == "days").then(0.0)
    return value.clip(pl.coalesce(lowest, in_days), highest)


def counted_interval() -> list[pl.Expr]:
    """The ends of a proportion or a rate in the indicator's unit; null of anything else."""
    scale, part, whole = pl.col("scale"), pl.col("numerator"), pl.col("denominator")
    exposure = pl.when(whole.is_null()).then(1.0).when(whole > 0).then(whole)
    proportion, rate = wilson(part, whole, CONFIDENCE), poisson(part, CONFIDENCE)
    return [
        pl.when(CHANCE == "proportion")
        .then(scale * of_proportion)
        .when(CHANCE == "rate")
        .then(scale * of_events / exposure)
        for of_proportion, of_events in zip(proportion, rate, strict=True)
    ]
