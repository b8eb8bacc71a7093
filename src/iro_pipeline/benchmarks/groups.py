"""A group of authorities as one: an area's figure, or that of an authority's peers."""

import polars as pl

from iro_pipeline.benchmarks.limits import limits
from iro_pipeline.benchmarks.values import counted_interval, ratio, shown
from iro_pipeline.indicators import total
from iro_pipeline.statistics.intervals import hypergeometric, student

SUMS, VOTES = "ratio of sums", "mean of authorities"
SAID = pl.col("speaker") != "records"
OF_INDICATOR = ["scale", "decimals", "chance", "unit"]


def summed() -> list[pl.Expr]:
    """What is added up of a group's members that have a figure."""
    a_ratio = pl.col("denominator").count() > 0
    votes = pl.col("part").filter(pl.col("value").is_not_null())
    return [
        total("numerator"),
        pl.when(a_ratio).then(total("denominator")).alias("denominator"),
        pl.sum("n"),
        pl.col("value").count().cast(pl.Int64).alias("authorities"),
        total("part"),
        total("weight"),
        votes.sort().std().alias("deviation"),
        *(pl.first(name) for name in OF_INDICATOR),
    ]


def value() -> list[pl.Expr]:
    """The group's figure: the sum of its parts, or in what is said one vote an authority."""
    votes = pl.when(pl.col("weight") > 0).then(pl.col("scale") * pl.col("part") / pl.col("weight"))
    return [
        pl.when(SAID).then(votes).otherwise(shown(ratio())).alias("value"),
        pl.when(SAID).then(pl.lit(VOTES)).otherwise(pl.lit(SUMS)).alias("method"),
    ]


def interval(groups: pl.DataFrame) -> pl.DataFrame:
    """
    `lower` and `upper` of each group's figure.

    Of records: the interval of what was counted. Of services' statements, yes or no: of all
    authorities there are (`of`), those that did not answer being like those that did. Of other
    answers: from the spread between authorities, less the more of them answered.
    """
    lower, upper = counted_interval()
    stated = (pl.col("chance") == "none") & (pl.col("unit") == "percent")
    of_all = hypergeometric(*_statements(groups, stated), limits().confidence)
    low, high = _between()
    return groups.with_columns(
        all_lower=pl.Series(100 * of_all[0]).fill_nan(None),
        all_upper=pl.Series(100 * of_all[1]).fill_nan(None),
    ).with_columns(
        lower=pl.when(~SAID).then(lower).when(stated).then("all_lower").otherwise(low),
        upper=pl.when(~SAID).then(upper).when(stated).then("all_upper").otherwise(high),
    )


def _statements(groups: pl.DataFrame, stated: pl.Expr) -> list[pl.Series]:
    yes = pl.when(SAID & stated).then("numerator")
    chosen = groups.select(yes.alias("yes"), "denominator", "of").cast(pl.Float64)
    return [chosen[name].fill_null(float("nan")) for name in chosen.columns]


def _between() -> tuple[pl.Expr, pl.Expr]:
    """Student's, with the finite population of authorities: none left to answer, nothing unsure."""
    answered = pl.col("authorities")
    left = (1 - answered / pl.col("of")).clip(lower_bound=0).sqrt()
    enough = pl.when(answered > limits().fewest_peers).then(answered)
    spread = pl.col("scale") * pl.col("deviation").round(12) * left
    low, high = student(pl.col("value"), spread, enough, limits().confidence)
    return low, high
