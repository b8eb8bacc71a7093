"""How far the mean of an authority's practitioners tells of the authority."""

from math import ceil
from typing import Any

import polars as pl

from iro_pipeline.statistics.reliability import one_way, within_group_agreement
from iro_pipeline.survey.spoken import MEASURE

SPREAD = {
    **{"indicator": pl.String, "period": pl.Int64, "speaker": pl.String},
    **{"answers": pl.Int64, "authorities": pl.Int64, "authorities_2": pl.Int64},
    **dict.fromkeys(["pooled_sd", "between_sd", "icc1", "icc2", "rwg"], pl.Float64),
    "answers_needed": pl.Int64,
    "largest": pl.Int64,
}


def reliability(spoken: pl.DataFrame, scales: pl.DataFrame) -> pl.DataFrame:
    """
    One row per wave and mean score of practitioners, over all authorities of England.

    `pooled_sd`: of answers within an authority; `between_sd`: of authorities' true means; null
    where no authority has two. `answers_needed`: with which half of a mean's variance is the
    authority's own.
    """
    scored = spoken.join(scales.filter(pl.col("unit") == "score"), on="indicator")
    asked = scored.filter(pl.col("speaker") == "practitioner").sort(*MEASURE, "authority")
    rows = [
        dict(zip(MEASURE, measure, strict=True)) | _spread(answers)
        for measure, answers in asked.group_by(MEASURE, maintain_order=True)
    ]
    return pl.DataFrame(rows, schema=SPREAD).fill_nan(None)


def _spread(answers: pl.DataFrame) -> dict[str, Any]:
    """Of the answers to one question in one wave."""
    of_each = answers.group_by("authority", maintain_order=True).agg(
        n=pl.len(), variance=pl.var("value")
    )
    several = of_each.filter(pl.col("n") > 1)
    options = int(answers["high"][0] - answers["low"][0]) + 1
    alike = within_group_agreement(several["variance"].to_numpy(), options)
    found = one_way(answers["value"].to_numpy(), answers["authority"].to_numpy())
    return {
        "answers": found.n,
        "authorities": found.groups,
        "authorities_2": several.height,
        "pooled_sd": found.msw**0.5,
        "between_sd": found.tau2**0.5,
        "icc1": found.icc1,
        "icc2": found.icc2,
        "rwg": float(alike.mean()) if alike.size else None,
        "answers_needed": max(1, ceil(found.msw / found.tau2)) if found.tau2 > 0 else None,
        "largest": of_each["n"].max(),
    }
