"""An authority is one vote: the mean of authorities' own figures, and how sure it is."""

import polars as pl

from iro_pipeline.benchmarks import AREA, OWNER
from iro_pipeline.indicators import total
from iro_pipeline.indicators.catalogue import terms
from iro_pipeline.statistics import clusters
from iro_pipeline.survey.spoken import MEASURE, readings

VOTES = ["value", "variance", "answers", "authorities", "largest", "second", "numerator"]


def votes(own: pl.DataFrame, within: pl.DataFrame, areas: pl.DataFrame) -> pl.DataFrame:
    """
    Of authorities' own figures (and any column `role_group`) the mean in each area above them.

    With its variance, the `answers`, the most of one authority (`largest`) and the next most
    (`second`), those that count in a percentage (`numerator`), and how many authorities there are.
    """
    key = [*MEASURE, "role_group", *AREA, "of"]
    left = pl.col("value") - (total("value") / pl.len()).over(key)
    return (
        own.join(areas.filter(pl.col("level") != "authority"), on=OWNER, maintain_order="left")
        .join(within, on=MEASURE, how="left", maintain_order="left")
        .with_columns(
            left=left**2,
            shared=1 / pl.col("answers"),
            numerator=pl.col("value") * pl.col("answers") / 100,
        )
        .group_by(key, maintain_order=True)
        .agg(
            total("value"),
            total("left"),
            total("shared"),
            total("numerator"),
            pl.sum("answers"),
            largest=pl.max("answers"),
            second=pl.col("answers").sort(descending=True).slice(1, 1).sum(),
            authorities=pl.len().cast(pl.Int64),
            within=pl.first("within"),
        )
        .with_columns(value=pl.col("value") / pl.col("authorities"))
        .pipe(_with_variance)
        .select(*key, *VOTES)
    )


def within(spoken: pl.DataFrame) -> pl.DataFrame:
    """
    One row per measure: the variance of answers within an authority; of its own word it is 0.

    Null where no authority has two answers.
    """
    group = [*MEASURE, "authority"]
    left = (pl.col("value") - (total("value") / pl.len()).over(group)) ** 2
    freedom = pl.col("n") - pl.col("authorities")
    itself = pl.col("speaker") != "practitioner"
    return (
        spoken.with_columns(left=left)
        .group_by(MEASURE, maintain_order=True)
        .agg(total("left"), n=pl.len(), authorities=pl.col("authority").n_unique())
        .select(
            *MEASURE,
            within=pl.when(itself).then(0.0).when(freedom > 0).then(pl.col("left") / freedom),
        )
    )


def with_ends(rows: pl.DataFrame, scales: pl.DataFrame) -> pl.DataFrame:
    """`lower` and `upper` beside `value`, never beyond the ends of the measure's scale."""
    told = rows.join(scales, on="indicator", how="left", maintain_order="left")
    numbers = {name: told[name].cast(pl.Float64).to_numpy() for name in (*VOTES, "of")}
    counts = (numbers["authorities"], numbers["of"])
    value, variance = numbers["value"], numbers["variance"]
    shares = clusters.interval_of_share(value / 100, variance / 1e4, counts)
    means = clusters.interval_of_mean(value, variance, counts[0])
    ends = {
        name: pl.when(pl.col("unit") == "percent")
        .then(pl.lit(pl.Series(share * 100)))
        .otherwise(pl.lit(pl.Series(mean)).clip("low", "high"))
        .fill_nan(None)
        .alias(name)
        for name, share, mean in zip(("lower", "upper"), shares, means, strict=True)
    }
    return told.with_columns(**ends).drop("unit", "low", "high")


def scales() -> pl.DataFrame:
    """One row per measure of a question: its `unit`, and the lowest and highest answer to it."""
    ends = readings().group_by("indicator").agg(low=pl.min("value"), high=pl.max("value"))
    return terms().select("indicator", "unit").collect().join(ends, on="indicator")


def _with_variance(rows: pl.DataFrame) -> pl.DataFrame:
    count = pl.col("authorities")
    told = rows.with_columns(
        between=pl.when(count > 1).then(pl.col("left") / (count - 1)),
        within=pl.col("within") * pl.col("shared") / count,
    )
    columns = ("between", "authorities", "of", "within")
    parts = (told[name].cast(pl.Float64).fill_null(float("nan")).to_numpy() for name in columns)
    variance = pl.Series(clusters.variance_of_mean(*parts))
    return told.with_columns(variance=variance.fill_nan(None))
