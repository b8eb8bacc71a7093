"""What England and its regions answered: an authority is one vote."""

import polars as pl

from iro_pipeline.benchmarks import AREA, OWNER
from iro_pipeline.indicators import total
from iro_pipeline.survey.raking import NOBODY, Raked
from iro_pipeline.survey.spoken import MEASURE, by_authority
from iro_pipeline.survey.votes import scales, votes, with_ends, within

ESTIMATE = [*MEASURE, "role_group"]
NUMBERS = [
    *("value", "lower", "upper", "answers", "authorities", "of"),
    *("largest", "second", "numerator"),
]
BESIDE = [
    *("value_weighted", "deff_weighted", "n_eff_weighted", "weighted_reason"),
    *("value_raked", "deff_raked", "n_eff_raked", "raked_reason"),
]
WEIGHED = ("value", "deff", "n_eff")
NO_CHILDREN = "the children looked after of an authority that answered are not known"
ENGLAND_ONLY = "weighed for England and all roles together only"
NOT_IROS = "practitioners alone are weighed by region and role"


def estimates(
    spoken: pl.DataFrame, areas: pl.DataFrame, workforce: pl.DataFrame, raked: Raked
) -> pl.DataFrame:
    """
    One row per measure, wave, area (England, regions) and role group.

    `value`: the mean of the authorities' own figures. Beside England's the same weighed by their
    children, and practitioners weighed to IROs by region and role: in a region of few authorities
    two means would tell each of them. Role groups are told for England alone.
    """
    together = spoken.with_columns(role_group=pl.lit("all"))
    apart = spoken.filter(pl.col("speaker") == "practitioner")
    own = pl.concat([by_authority(each, "role_group") for each in (together, apart)])
    return (
        votes(own, within(spoken), areas)
        .filter((pl.col("level") == "england") | (pl.col("role_group") == "all"))
        .join(_weighted(own, workforce), on=ESTIMATE, how="left")
        .join(_raked(spoken, raked), on=ESTIMATE, how="left")
        .with_columns(_reasons())
        .pipe(with_ends, scales())
        .select(*ESTIMATE, *AREA, *NUMBERS, *BESIDE)
        .sort(*ESTIMATE, "level", "area")
    )


def _weighted(own: pl.DataFrame, workforce: pl.DataFrame) -> pl.DataFrame:
    """England's mean with each authority counting as its children; null unless all are known."""
    weight = pl.col("children").cast(pl.Float64)
    weighed = (
        own.join(workforce.select(*OWNER, "children"), on=OWNER, how="left", maintain_order="left")
        .with_columns(weight=weight, weighed=weight * pl.col("value"), squared=weight**2)
        .group_by(ESTIMATE, maintain_order=True)
        .agg(
            total("weight"),
            total("weighed"),
            pl.sum("squared"),
            known=pl.col("children").is_not_null().all() & (pl.sum("children") > 0),
            authorities=pl.len(),
        )
        .filter("known")
    )
    effective = pl.col("weight") ** 2 / pl.col("squared")
    return weighed.select(
        *ESTIMATE,
        value_weighted=pl.col("weighed") / pl.col("weight"),
        n_eff_weighted=effective,
        deff_weighted=pl.col("authorities") / effective,
    )


def _raked(spoken: pl.DataFrame, raked: Raked) -> pl.DataFrame:
    """England's practitioners, each with the weight of their wave; or why they have none."""
    key = ["questionnaire", "period", "respondent"]
    weighed = (
        spoken.filter(pl.col("speaker") == "practitioner")
        .join(raked.weights, on=key, how="left", maintain_order="left")
        .join(raked.reasons, on=key[:2], how="left", maintain_order="left")
        .with_columns(weighed=pl.col("weight") * pl.col("value"), squared=pl.col("weight") ** 2)
        .group_by(MEASURE, maintain_order=True)
        .agg(
            total("weight"),
            total("weighed"),
            total("squared"),
            counted=pl.col("weight").count(),
            raked_reason=pl.first("raked_reason"),
        )
    )
    there = pl.when(pl.col("counted") > 0)
    effective = pl.col("weight") ** 2 / pl.col("squared")
    return weighed.select(
        *MEASURE,
        role_group=pl.lit("all"),
        value_raked=there.then(pl.col("weighed") / pl.col("weight")),
        n_eff_raked=there.then(effective),
        deff_raked=there.then(pl.col("counted") / effective),
        raked_reason=there.then(None).otherwise(pl.coalesce("raked_reason", pl.lit(NOBODY))),
    )


def _reasons() -> list[pl.Expr]:
    """Weighed means of England and all roles alone, and why there are none elsewhere."""
    here = (pl.col("level") == "england") & (pl.col("role_group") == "all")
    elsewhere = pl.when(~here).then(pl.lit(ENGLAND_ONLY))
    iros = pl.when(pl.col("speaker") != "practitioner").then(pl.lit(NOT_IROS))
    known = pl.col("value_weighted").is_not_null()
    weighed = [f"{name}_{how}" for how in ("weighted", "raked") for name in WEIGHED]
    return [
        *(pl.when(here).then(pl.col(name)).alias(name) for name in weighed),
        pl.coalesce(iros, elsewhere, "raked_reason").alias("raked_reason"),
        pl.coalesce(elsewhere, pl.when(~known).then(pl.lit(NO_CHILDREN))).alias("weighted_reason"),
    ]
