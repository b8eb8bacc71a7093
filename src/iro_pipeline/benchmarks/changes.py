"""What has changed since the time before, of an authority or of the same authorities together."""

import numpy as np
import polars as pl
from scipy import special

from iro_pipeline.benchmarks.limits import limits

FIGURE = ["value", "part", "weight", "y", "variance"]
RISEN, FALLEN, CHANCE_ALONE = "risen", "fallen", "no more than chance"


def with_before(own: pl.DataFrame, authorities: pl.DataFrame) -> pl.DataFrame:
    """
    `own` with the same authority's figure of the time before (`previous_...`), whatever its code.

    The time before is the last period in which anyone has a figure: a survey's wave, mostly a year.
    """
    lasting = authorities.select("authority", "period", "la_code").unique()
    times = own.select("indicator", "period").unique().sort("indicator", "period")
    before = times.with_columns(previous_period=pl.col("period").shift().over("indicator"))
    rows = own.join(lasting, on=["authority", "period"], how="left", maintain_order="left").join(
        before, on=["indicator", "period"], how="left", maintain_order="left"
    )
    earlier = rows.filter(pl.col("value").is_not_null()).select(
        "indicator",
        "la_code",
        pl.col("period").alias("previous_period"),
        pl.col("authority", *FIGURE).name.prefix("previous_"),
    )
    return rows.join(
        earlier,
        on=["indicator", "la_code", "previous_period"],
        how="left",
        maintain_order="left",
    ).drop("la_code")


def change() -> dict[str, pl.Expr]:
    """The change of an authority's value, and whether it is more than chance would bring."""
    error = (pl.col("variance") + pl.col("previous_variance")).sqrt()
    return {
        "change": pl.col("value") - pl.col("previous_value"),
        "change_verdict": told((pl.col("y") - pl.col("previous_y")) / error, pl.lit(limits().z)),
    }


def told(errors: pl.Expr, enough: pl.Expr) -> pl.Expr:
    """In words, a change of so many standard errors, of which so many are more than chance."""
    return (
        pl.when(errors.is_null() | errors.is_nan())
        .then(pl.lit(None, pl.String))
        .when(errors > enough)
        .then(pl.lit(RISEN))
        .when(errors < -enough)
        .then(pl.lit(FALLEN))
        .otherwise(pl.lit(CHANCE_ALONE))
    )


def of_groups(rows: pl.DataFrame, by: list[str]) -> pl.DataFrame:
    """
    One row per group: the change of its figure on the authorities that have one at both times.

    `rows` has a row per member; `by` says whose. The authorities are taken as a sample of their
    like, the error from what each adds to the change (linearised ratio, Student's t): Cochran WG.
    Sampling techniques, 3rd ed, 1977, section 6.19. They count as as many as they would of equal
    weight, (sum w)^2 / sum w^2 (Kish L. Survey sampling, 1965, section 11.7), so that one large
    authority that moved is no movement of all.
    """
    both = rows.filter(pl.col("value").is_not_null(), pl.col("previous_value").is_not_null())
    ratios = both.group_by(by, maintain_order=True).agg(
        now_of=pl.sum("weight"),
        before_of=pl.sum("previous_weight"),
        now=pl.sum("part") / pl.sum("weight"),
        before=pl.sum("previous_part") / pl.sum("previous_weight"),
        same=pl.len().cast(pl.Int64),
        as_many=pl.sum("weight") ** 2 / (pl.col("weight") ** 2).sum(),
    )
    return (
        both.join(ratios, on=by, nulls_equal=True, maintain_order="left")
        .with_columns(adds=_adds())
        .group_by(by, maintain_order=True)
        .agg(
            pl.first("now", "before", "same", "scale", "as_many"),
            squares=(pl.col("adds") ** 2).sum(),
        )
        .with_columns(enough=pl.col("as_many").map_batches(_enough, return_dtype=pl.Float64))
        .select(
            *by,
            "same",
            change=pl.col("scale") * (pl.col("now") - pl.col("before")),
            change_verdict=told(_errors(), pl.col("enough")),
        )
    )


def _adds() -> pl.Expr:
    """What a member adds to the change, beyond its share of the whole."""
    now = (pl.col("part") - pl.col("now") * pl.col("weight")) / pl.col("now_of")
    before = pl.col("previous_part") - pl.col("before") * pl.col("previous_weight")
    return now - before / pl.col("before_of")


def _errors() -> pl.Expr:
    """How many standard errors the change is; null from fewer authorities than make a group."""
    as_many = pl.col("as_many")
    error = (pl.col("squares").round(15) * as_many / (as_many - 1)).sqrt()
    return pl.when(as_many >= limits().fewest_peers).then(
        (pl.col("now") - pl.col("before")) / pl.when(error > 0).then(error)
    )


def _enough(as_many: pl.Series) -> pl.Series:
    freedom = np.maximum(as_many.to_numpy() - 1, 1)
    return pl.Series(special.stdtrit(freedom, 0.5 + limits().confidence / 2))
