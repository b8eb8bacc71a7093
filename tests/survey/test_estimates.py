import polars as pl
import pytest

from iro_pipeline.survey.estimates import ENGLAND_ONLY, estimates
from iro_pipeline.survey.raking import NO_HEADS, NO_ROLES, NOBODY, raked
from iro_pipeline.survey.spoken import spoken
from iro_pipeline.survey.workforce import workforce
from tests.survey.drawn import (
    ENGLAND,
    NORTH_WEST,
    SUPPORT,
    areas,
    children,
    facts,
    row,
    said,
    there,
)
from tests.tables import table

SCORE = "q15_service_resourced_score_by_{}"
ANSWERS = said("""
    | authority | role         | answers |
    |-----------|--------------|---------|
    | E08000012 | iro          | 1 1 1 5 |
    | E08000011 | iro          | 4       |
    | E08000011 | iro_combined | 5 3     |
    | E08000037 | other        | 3       |
    | E08000012 | iro_manager  | 4       |
    | E08000037 | iro_manager  | 2       |
""")
IROS = table(
    """
    | authority | period | iro | dual_role |
    |-----------|--------|-----|-----------|
    | E08000012 | 2017   | a   | no        |
    | E08000011 | 2017   | b   | yes       |
    | E08000015 | 2017   | c   | no        |
    | E08000037 | 2017   | d   | yes       |
    | E06000047 | 2017   | e   | no        |
    """,
    period=pl.Int64,
    dual_role=pl.Boolean,
)
CHILDREN = children(Liverpool=900, Knowsley=300, Wirral=600, Gateshead=200, Durham=400)


def estimated(answers: pl.DataFrame = ANSWERS, **told: pl.LazyFrame) -> pl.DataFrame:
    staff, each = workforce(facts(**told), there()), spoken(answers)
    return estimates(each, areas(), staff, raked(each, staff))


def england(speaker: str, role: str = "all", **told: pl.LazyFrame) -> dict:
    found = estimated(ANSWERS, **told)
    return row(found, indicator=SCORE.format(speaker), role_group=role, area=ENGLAND)


def test_an_authority_is_one_vote_however_many_of_its_iros_answered():
    found = england("practitioner")
    assert found["value"] == pytest.approx((2 + 4 + 3) / 3)
    assert (found["answers"], found["authorities"], found["of"], found["largest"]) == (8, 3, 5, 4)


def test_practitioners_are_never_pooled_with_the_service():
    assert england("service")["value"] == 3
    assert england("service")["answers"] == 2


def test_a_region_is_the_mean_of_its_own_authorities():
    found = row(estimated(), indicator=SCORE.format("practitioner"), area=NORTH_WEST)
    assert (found["value"], found["authorities"], found["of"]) == (3, 2, 3)


def test_role_groups_are_told_apart_for_england_alone():
    assert england("practitioner", "iro")["value"] == pytest.approx((2 + 4) / 2)
    assert england("practitioner", "iro_combined")["value"] == 4
    assert england("practitioner", "other")["value"] == 3
    found = estimated()
    assert set(found.filter(level="region")["role_group"]) == {"all"}
    assert set(found.filter(speaker="service")["role_group"]) == {"all"}


def test_the_interval_is_of_all_authorities_of_which_some_answered_each_with_some_of_its_iros():
    found = england("practitioner")
    # Between: 1 of (2, 4, 3); within: (12 + 2)/(8 - 3) over 4, 3 and 1 answers; t of 2 is 4.3027.
    within = 14 / 5 * (1 / 4 + 1 / 3 + 1) / 3
    variance = ((1 - 3 / 5) * 1 + 3 / 5 * within) / 3
    assert found["upper"] - found["value"] == pytest.approx(
        min(4.302653 * variance**0.5, 5 - found["value"]), abs=1e-4
    )


def test_no_end_of_an_interval_is_beyond_the_scale():
    found = estimated().filter(pl.col("indicator").str.contains("_score_"))
    assert (found["lower"].drop_nulls() >= 1).all()
    assert (found["upper"].drop_nulls() <= 5).all()


def test_services_that_all_answered_leave_nothing_to_chance():
    everyone = said("""
        | authority | role        | answers |
        |-----------|-------------|---------|
        | E08000012 | iro_manager | 4       |
        | E08000011 | iro_manager | 3       |
        | E08000015 | iro_manager | 2       |
        | E08000037 | iro_manager | 5       |
    """)
    found = estimated(everyone).filter(indicator=SCORE.format("service"))
    west, nation = (row(found, area=area) for area in (NORTH_WEST, ENGLAND))
    assert (west["lower"], west["value"], west["upper"]) == (3, 3, 3)
    assert nation["lower"] < nation["value"] < nation["upper"]


def test_workload_weighs_each_authority_by_its_children():
    found = england("practitioner", cla_statistic=CHILDREN)
    assert found["value_weighted"] == pytest.approx((900 * 2 + 300 * 4 + 200 * 3) / 1400)
    effective = 1400**2 / (900**2 + 300**2 + 200**2)
    assert found["n_eff_weighted"] == pytest.approx(effective)
    assert found["deff_weighted"] == pytest.approx(3 / effective)
    assert found["weighted_reason"] is None


def test_it_is_not_weighed_unless_the_children_of_all_that_answered_are_known():
    some = CHILDREN.filter(pl.col("children") != 300)
    found = england("practitioner", cla_statistic=some)
    assert found["value_weighted"] is None
    assert "are not known" in found["weighted_reason"]


def test_regions_and_role_groups_are_not_weighed():
    found = estimated(ANSWERS, cla_statistic=CHILDREN)
    others = found.filter((pl.col("level") == "region") | (pl.col("role_group") != "all"))
    assert others["value_weighted"].null_count() == others.height
    assert set(others["weighted_reason"]) == {ENGLAND_ONLY}


def test_iros_are_weighed_to_the_regions_and_roles_they_work_in():
    answers = said("""
        | authority | role         | answers |
        |-----------|--------------|---------|
        | E08000012 | iro          | 2 2 2   |
        | E08000011 | iro_combined | 4       |
        | E08000037 | iro          | 3       |
        | E06000047 | iro_combined | 5       |
    """)
    # Three IROs in the North West and two in the North East; two of the five in combined roles.
    staff = {"cla_statistic": CHILDREN, "iro": IROS, "service": IROS}
    found = row(
        estimated(answers, **staff),
        indicator=SCORE.format("practitioner"), role_group="all", area=ENGLAND,
    )  # fmt: skip
    assert found["raked_reason"] is None
    assert 2 < found["value_raked"] < found["value"]
    assert found["n_eff_raked"] < 6
    assert found["deff_raked"] == pytest.approx(6 / found["n_eff_raked"])


@pytest.mark.parametrize(
    ("told", "why"),
    [
        ({}, NO_HEADS),
        ({"iro": IROS, "cla_statistic": CHILDREN}, NO_ROLES),
        ({"iro": IROS, "cla_statistic": CHILDREN, "service": IROS}, NOBODY),
    ],
)
def test_where_they_cannot_be_weighed_it_says_why(told, why):
    found = england("practitioner", **told)
    assert (found["value_raked"], found["raked_reason"]) == (None, why)


@pytest.mark.parametrize("question", ["q14_skills_compared", "q27_consultation_forms"])
def test_a_question_whose_labels_do_not_fit_has_shares_and_no_mean(question):
    found = estimated(
        said("| authority | role | answers |\n|-|\n| E08000012 | iro | 1 4 5 |", question)
    )
    told = set(found["indicator"])
    assert f"{question}_4_by_practitioner" in told
    assert not any("_score_" in name or "_top_two_" in name for name in told)


def test_how_often_teams_meet_has_shares_and_no_mean():
    answers = said(
        "| authority | role | answers |\n|-|\n| E08000012 | iro | never quarterly |",
        "q21_guardian_meetings",
    )
    found = estimated(answers)
    assert {name.rsplit("_by_", 1)[0] for name in found["indicator"]} == {
        f"q21_guardian_meetings_{answer}"
        for answer in ("never", "plan_to_start", "annually", "six_monthly", "quarterly")
    }
    assert set(found["value"]) == {0, 50}


def test_a_repeated_question_is_added_to_nothing():
    assert estimated(said("| authority | role | answers |\n|-|\n| E08000012 | iro | 5 |",
                          "q16_service_resourced_again")).is_empty()  # fmt: skip


def test_a_second_return_of_a_service_says_nothing():
    second = ANSWERS.with_columns(chosen=pl.col("answer") != "2")
    assert row(
        estimated(second), indicator=SCORE.format("service"), area=ENGLAND
    )["value"] == 4  # fmt: skip


def test_questions_are_estimated_each_for_itself():
    other = said("| authority | role | answers |\n|-|\n| E08000012 | iro | 5 5 |", SUPPORT)
    found = estimated(pl.concat([ANSWERS, other]))
    assert row(
        found, indicator="q07_admin_support_score_by_practitioner", role_group="all", area=ENGLAND
    )["value"] == 5  # fmt: skip
