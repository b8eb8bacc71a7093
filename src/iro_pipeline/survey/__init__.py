"""What surveys measure, and how far it can be relied on."""

from collections.abc import Mapping

import polars as pl

from iro_pipeline.benchmarks import AREA, areas_of, there_are
from iro_pipeline.survey.agreement import agreements
from iro_pipeline.survey.caseload import bounds, reported
from iro_pipeline.survey.contacts import agreed_to_contact
from iro_pipeline.survey.coverage import coverage, non_response
from iro_pipeline.survey.estimates import estimates
from iro_pipeline.survey.gaps import gaps
from iro_pipeline.survey.raking import raked
from iro_pipeline.survey.reliability import reliability
from iro_pipeline.survey.score_quality import reliabilities, sensitivity
from iro_pipeline.survey.scores import item_answers, scores
from iro_pipeline.survey.shifts import shifts
from iro_pipeline.survey.spoken import by_authority, spoken
from iro_pipeline.survey.votes import scales, within
from iro_pipeline.survey.workforce import workforce

__all__ = ["agreed_to_contact", "tables"]


def tables(facts: Mapping[str, pl.LazyFrame], authorities: pl.LazyFrame) -> dict[str, pl.DataFrame]:
    """
    Every table of what the surveys say, by its name at rest; without a survey all are empty.

    `authorities` (authority, period, name, region, region_code) says which there are.
    """
    answers = facts["answer"].collect()
    there = authorities.join(answers.lazy().select("period").unique(), on="period", how="semi")
    of = areas_of(there)
    areas = of.join(there_are(of), on=["period", *AREA], nulls_equal=True).collect()
    staff, said, items = workforce(facts, there), spoken(answers), item_answers(answers)
    told = reliability(said, scales())
    return {
        "survey_estimates": estimates(said, areas, staff, raked(said, staff)),
        "survey_gaps": gaps(by_authority(said), within(said), areas, told),
        "survey_scores": scores(items, areas),
        "survey_score_reliability": reliabilities(items),
        "survey_score_sensitivity": sensitivity(items),
        "survey_agreement": agreements(answers),
        "survey_reliability": told,
        "survey_shifts": shifts(answers),
        "survey_coverage": coverage(answers, staff, areas),
        "survey_non_response": non_response(answers),
        "caseload_reported": reported(answers, facts, areas),
        "caseload_bounds": bounds(answers, staff, areas),
    }
