"""Practitioners weighed to where IROs work, and in which role."""

from typing import NamedTuple

import numpy as np
import polars as pl

from iro_pipeline.benchmarks import OWNER
from iro_pipeline.statistics.weighting import rake, trimmed

WAVE = ["questionnaire", "period"]
# Of each region's children, in authorities whose number of IROs is known; our own choice.
LEAST_KNOWN = 0.5
NO_HEADS = "too few authorities of a region have said how many IROs they have"
NO_ROLES = "not known how many IROs work in a combined role"
NOBODY = "no IRO of a region, or of a role, answered"
WEIGHT = {
    **{"questionnaire": pl.String, "period": pl.Int64, "respondent": pl.String},
    "weight": pl.Float64,
}
UNRAKED = {"questionnaire": pl.String, "period": pl.Int64, "raked_reason": pl.String}


class Raked(NamedTuple):
    """`weights`: one row per wave and IRO; `reasons`: one per wave that could not be weighed."""

    weights: pl.DataFrame
    reasons: pl.DataFrame


def raked(spoken: pl.DataFrame, workforce: pl.DataFrame) -> Raked:
    """
    Weights by which the IROs of a wave add up to England's, by region and by role.

    IROs by region: `workforce`. By role: as in services whose return says whether IROs chair
    conferences too. Other roles are in neither, and have no weight.
    """
    people = (
        spoken.filter(pl.col("speaker") == "practitioner", pl.col("role_group") != "other")
        .unique([*WAVE, "respondent"], maintain_order=True)
        .join(workforce.select(*OWNER, "region"), on=OWNER, maintain_order="left")
        .sort(*WAVE, "respondent")
    )
    weights, reasons = [pl.DataFrame(schema=WEIGHT)], [pl.DataFrame(schema=UNRAKED)]
    for (form, period), wave in people.group_by(WAVE, maintain_order=True):
        found = _weighed(wave, workforce.filter(pl.col("period") == period))
        if isinstance(found, str):
            row = {"questionnaire": [form], "period": [period], "raked_reason": [found]}
            reasons.append(pl.DataFrame(row, schema=UNRAKED))
        else:
            weights.append(wave.select(*WAVE, "respondent", weight=pl.Series(found)))
    return Raked(pl.concat(weights), pl.concat(reasons))


def _weighed(wave: pl.DataFrame, workforce: pl.DataFrame) -> np.ndarray | str:
    """One weight a row of the wave, or why there is none."""
    known = pl.when("iros_known").then("children").sum() / pl.col("children").sum()
    regions = workforce.group_by("region").agg(pl.sum("iros"), known=known).sort("region")
    if not (regions["known"].fill_null(0).fill_nan(0) >= LEAST_KNOWN).all():
        return NO_HEADS
    combined = _combined_share(workforce)
    if combined is None:
        return NO_ROLES
    by_region = regions["iros"].cast(pl.Float64).to_numpy()
    by_role = by_region.sum() * np.array([1 - combined, combined])
    places = wave.select(
        region=pl.col("region").replace_strict(regions["region"], range(regions.height)),
        role=(pl.col("role_group") == "iro_combined").cast(pl.Int64),
    )
    try:
        weight = rake(
            [places["region"].to_numpy(), places["role"].to_numpy()], [by_region, by_role]
        )
    except ValueError:
        return NOBODY
    return trimmed(weight)


def _combined_share(workforce: pl.DataFrame) -> float | None:
    told = workforce.filter(pl.col("dual_role").is_not_null(), pl.col("iros") > 0)
    share = pl.col("iros").filter("dual_role").sum() / pl.col("iros").sum()
    return told.select(share).item() if told.height else None
