"""A service's own answer beside its practitioners' answers to the same question."""

import numpy as np
import polars as pl

from iro_pipeline.benchmarks import AREA, OWNER
from iro_pipeline.benchmarks.limits import limits
from iro_pipeline.indicators import total
from iro_pipeline.statistics import clusters
from iro_pipeline.survey.spoken import readings

QUESTION = ["question", "period"]
SIDES = ["service", "practitioner"]


def gaps(
    own: pl.DataFrame, within: pl.DataFrame, areas: pl.DataFrame, reliability: pl.DataFrame
) -> pl.DataFrame:
    """
    One row per scored question, wave and area in which either side spoke; gap = service - theirs.

    `own`: authorities' figures. Beside an authority's own practitioners stands its region's mean,
    and how reliable its own is. `spread`: the mean distance between the two sides inside an
    authority, for England.
    """
    sides = _sides(own, within)
    above = _areas(sides, areas.filter(pl.col("level") != "authority"))
    return (
        pl.concat([above, _authorities(sides, areas, above, reliability)], how="diagonal")
        .select(*QUESTION, *AREA, *COLUMNS)
        .sort(*QUESTION, "level", "area")
    )


COLUMNS = [
    *("service_value", "practitioner_value", "regional_value", "reliability"),
    *("gap", "lower", "upper", "spread"),
    *("services", "authorities", "both", "of", "answers", "largest"),
]


def _sides(own: pl.DataFrame, within: pl.DataFrame) -> pl.DataFrame:
    """One row per question, wave and authority: what either side says, and on how many answers."""
    asked = readings().filter(pl.col("indicator").str.contains("_score_by_"))
    named = asked.select("indicator", "question").unique()
    told = own.join(named, on="indicator").join(within, on=["indicator", "period", "speaker"])
    service, practitioner = (
        told.filter(pl.col("speaker") == each).select(
            *QUESTION, "authority", pl.col("value").alias(each), *extra
        )
        for each, extra in zip(SIDES, ([], ["answers", "within"]), strict=True)
    )
    key = [*QUESTION, "authority"]
    return service.join(practitioner, on=key, how="full", coalesce=True).sort(key)


def _areas(sides: pl.DataFrame, areas: pl.DataFrame) -> pl.DataFrame:
    """
    The gap between two means of partly the same authorities; its variance by linearisation.

    Woodruff RS. A simple method for approximating the variance of a complicated estimate. J Am Stat
    Assoc 1971;66:411-414; second stage as in `clusters.variance_of_mean`.
    """
    key = [*QUESTION, *AREA, "of"]
    here = sides.join(areas, on=OWNER).sort(*QUESTION, "area", "authority")
    means = (total(side) / pl.col(side).count() for side in SIDES)
    parts = [
        ((pl.col(side) - mean.over(key)) / pl.col(side).count().over(key)).fill_null(0).fill_nan(0)
        for side, mean in zip(SIDES, means, strict=True)
    ]
    both = pl.col("service") - pl.col("practitioner")
    summed = (
        here.with_columns(
            pull=(parts[0] - parts[1]) ** 2, apart=both.abs(), shared=1 / pl.col("answers")
        )
        .group_by(key, maintain_order=True)
        .agg(
            total("service"), total("practitioner"), total("shared"), total("apart"),
            pull=pl.sum("pull").round(12),
            services=pl.col("service").count().cast(pl.Int64),
            authorities=pl.col("practitioner").count().cast(pl.Int64),
            both=pl.col("apart").count().cast(pl.Int64),
            either=pl.len().cast(pl.Int64),
            answers=pl.sum("answers"),
            largest=pl.max("answers"),
            within=pl.col("within").drop_nulls().first(),
        )
    )  # fmt: skip
    told = summed.with_columns(
        service_value=_mean("service", "services"),
        practitioner_value=_mean("practitioner", "authorities"),
        spread=pl.when(pl.col("level") == "england").then(_mean("apart", "both")),
        within=pl.col("within")
        * _mean("shared", "authorities")
        * pl.col("either")
        / pl.col("authorities"),
        between=pl.col("pull") * pl.col("either") ** 2 / (pl.col("either") - 1),
    ).with_columns(gap=pl.col("service_value") - pl.col("practitioner_value"))
    return _with_ends(told)


def _with_ends(told: pl.DataFrame) -> pl.DataFrame:
    names = ("between", "either", "of", "within")
    parts = (told[each].cast(pl.Float64).fill_null(np.nan).to_numpy() for each in names)
    fewer = np.minimum(told["services"].to_numpy(), told["authorities"].to_numpy())
    gap = told["gap"].fill_null(np.nan).to_numpy()
    lower, upper = clusters.interval_of_mean(gap, clusters.variance_of_mean(*parts), fewer)
    ends = {"lower": pl.Series(lower), "upper": pl.Series(upper)}
    return told.with_columns(**{name: each.fill_nan(None) for name, each in ends.items()})


def _authorities(
    sides: pl.DataFrame, areas: pl.DataFrame, above: pl.DataFrame, reliability: pl.DataFrame
) -> pl.DataFrame:
    """What each authority's own two sides say, and what its region's practitioners do."""
    regional = above.filter(pl.col("level") == "region").select(
        *QUESTION, "region", regional_value="practitioner_value"
    )
    share = pl.col("tau2") / (pl.col("tau2") + pl.col("within") / pl.col("answers"))
    reach = limits().z * (pl.col("within") / pl.col("answers")).sqrt()
    gap = pl.col("service") - pl.col("practitioner")
    return (
        sides.join(areas.filter(pl.col("level") == "authority"), on=OWNER)
        .join(_between(reliability), on=QUESTION, how="left")
        .join(regional, on=[*QUESTION, "region"], how="left")
        .with_columns(
            service_value="service",
            practitioner_value="practitioner",
            reliability=share.fill_nan(None),
            gap=gap,
            lower=gap - reach,
            upper=gap + reach,
            services=pl.col("service").is_not_null().cast(pl.Int64),
            authorities=pl.col("practitioner").is_not_null().cast(pl.Int64),
            both=gap.is_not_null().cast(pl.Int64),
            largest="answers",
        )
    )


def _between(reliability: pl.DataFrame) -> pl.DataFrame:
    named = readings().select("indicator", "question").unique()
    return reliability.join(named, on="indicator").select(*QUESTION, tau2=pl.col("between_sd") ** 2)


def _mean(part: str, count: str) -> pl.Expr:
    return pl.when(pl.col(count) > 0).then(pl.col(part) / pl.col(count))
