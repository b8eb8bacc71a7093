"""What is withheld of the tables that surveys make, from everyone."""

from collections.abc import Mapping

import polars as pl

from iro_pipeline.contracts import Contract
from iro_pipeline.disclosure import survey_areas, wording
from iro_pipeline.disclosure.symbols import NOT_AVAILABLE, withhold
from iro_pipeline.disclosure.thresholds import Thresholds

SHARES = ["value", "lower", "upper"]
# The columns that a withheld row loses; where the first two are empty it is not available.
NUMBERS: Mapping[str, list[str]] = {
    "survey_estimates": [
        *("value", "lower", "upper", "answers", "value_weighted", "deff_weighted"),
        *("n_eff_weighted", "value_raked", "deff_raked", "n_eff_raked"),
    ],
    "survey_gaps": [
        *("service_value", "practitioner_value", "practitioner_source", "reliability", "gap"),
        *("lower", "upper", "spread", "answers"),
    ],
    "survey_scores": ["value", "lower", "upper", "answers"],
    "survey_score_reliability": ["alpha", "omega", "answers"],
    "survey_score_sensitivity": ["order_kept", "mean_move", "largest_move", "answers"],
    "survey_agreement": ["exact", "within_one", "kappa", "lower", "upper", "answers"],
    "survey_reliability": [
        *("pooled_sd", "between_sd", "icc1", "icc2", "rwg", "answers_needed"),
        *("answers", "authorities_2"),
    ],
    "survey_shifts": [
        *("ridit", "error", "lower", "upper", "p_value", "beyond_chance"),
        *("answers", "answers_earlier"),
    ],
    "survey_coverage": ["respondents", "authorities_3", "authorities_5"],
    "survey_non_response": ["value", "answered", "respondents"],
    "caseload_reported": [
        *(
            "records_say",
            "value",
            "reported_band",
            "reported_lo",
            "reported_hi",
            "records_caseload",
        ),
        *("records_year", "outside", "lower", "upper", "records_higher", "records_lower"),
    ],
    "caseload_bounds": [
        *("lowest", "highest", "highest_with_edge", "value", "at_70", "edge", "answers"),
        *("population", "population_known"),
    ],
}


def nothing() -> dict[str, pl.DataFrame]:
    """The tables of a release without any survey."""
    return {name: Contract.load(f"processed/{name}").empty() for name in NUMBERS}


def screen(
    tables: Mapping[str, pl.DataFrame], cells: pl.DataFrame, limits: Thresholds
) -> dict[str, pl.DataFrame]:
    """
    Status and reason beside every row; `by_name` marks what only some audiences may see.

    `cells` are the figures, each with why it is `withheld`: what says the same as one of them is
    withheld with it.
    """
    because = {
        "survey_estimates": survey_areas.estimates(tables["survey_estimates"], cells, limits),
        "survey_gaps": survey_areas.gaps(tables["survey_gaps"], cells),
        "survey_scores": survey_areas.scores(tables["survey_scores"], cells, limits),
        "survey_coverage": survey_areas.coverage(tables["survey_coverage"], limits),
        "caseload_reported": survey_areas.reported(tables["caseload_reported"], limits),
        "caseload_bounds": survey_areas.bounds(tables["caseload_bounds"], cells, limits),
        "survey_shifts": _shifts(tables["survey_shifts"], limits),
    }
    others = {name: _national(tables[name], limits) for name in NUMBERS if name not in because}
    return {
        name: _screened(name, tables[name], why, limits)
        for name, why in {**because, **others}.items()
    }


def _screened(
    name: str, rows: pl.DataFrame, because: pl.Series, limits: Thresholds
) -> pl.DataFrame:
    told = rows.with_columns(because=because)
    if name == "survey_estimates":
        told = survey_areas.beside(told, limits)
        told = told.with_columns(wording.of_areas([*SHARES, "value_weighted", "value_raked"]))
    if name == "survey_gaps":
        told = survey_areas.borrowed(told, limits).with_columns(wording.of_gaps())
    if name == "survey_scores":
        told = told.with_columns(indicator="score_name").with_columns(wording.of_areas(SHARES))
    there = pl.any_horizontal(pl.col(each).is_not_null() for each in NUMBERS[name][:2])
    status = pl.when(there).then(pl.lit("")).otherwise(pl.lit("x"))
    named = pl.col("level") == "authority" if "level" in rows.columns else pl.lit(False)
    return told.with_columns(
        status=status,
        status_reason=pl.when(~there).then(pl.lit(NOT_AVAILABLE)),
        by_name=named,
    ).with_columns(withhold(pl.col("because"), NUMBERS[name]))


def _national(rows: pl.DataFrame, limits: Thresholds) -> pl.Series:
    """Of tables about England alone."""
    n = pl.col("respondents" if "respondents" in rows.columns else "answers")
    few = (
        [
            pl.col("answers") - pl.col("authorities") < limits.fewest_degrees,
            pl.col("authorities_2") < limits.fewest_authorities,
        ]
        if "pooled_sd" in rows.columns
        else []
    )
    return rows.select(
        limits.of_england(n, pl.col("authorities"), pl.col("largest"), *few)
    ).to_series()


def _shifts(rows: pl.DataFrame, limits: Thresholds) -> pl.Series:
    """Both waves; and what was left out of the authorities in both must not be too few either."""
    over = ["question", "speaker", "period"]
    told = []
    for which in ("", "_earlier"):
        wave = [pl.col(f"{name}{which}") for name in ("answers", "authorities", "largest")]
        left = [each.max().over(over) - each for each in wave[:2]]
        rest = limits.of_england(*left, pl.lit(0))
        told += [limits.of_england(*wave), pl.when(left[0] > 0).then(rest)]
    return rows.select(because=pl.coalesce(told))["because"]
