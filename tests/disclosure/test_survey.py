"""What surveys measure, as the public, a network and an authority may see it."""

from dataclasses import replace

import polars as pl
import pytest

from iro_pipeline import survey
from iro_pipeline.contracts import Contract
from iro_pipeline.disclosure import PUBLIC, SURVEY, Audience, protect, protect_each
from tests.disclosure.drawn import (
    BOLTON,
    BURY,
    ENGLAND,
    MANCHESTER,
    NORTH_EAST,
    NORTH_WEST,
    SCORE,
    in_2024,
    seen,
)
from tests.disclosure.surveys import SIX, answered, everywhere, surveyed, unlike_services
from tests.survey.drawn import facts, row

MEMBERS = Audience("network", "North West")
BAND = "q05_caseload_band"
OLDHAM = "E08000004"


def public(name: str, *answers: pl.DataFrame) -> pl.DataFrame:
    return seen(protect(surveyed(*answers), PUBLIC), name)


def estimate(found: pl.DataFrame, area: str, role: str = "all") -> dict:
    return row(found, indicator=SCORE, area=area, role_group=role)


def test_nine_practitioners_of_a_region_are_withheld_and_another_region_with_them():
    nine = [(each, "iro", "3 3 3") for each in SIX[:3]]
    twelve = [(each, "iro", "4 4 4 4") for each in SIX[3:]]
    more = [(each, "iro", "2 2 2 2") for each in ("E09000007", "E09000003", "E09000008")]
    found = public("survey_estimates", answered(*nine, *twelve, *more))
    assert estimate(found, ENGLAND)["value"] == 3
    hidden = estimate(found, NORTH_WEST)
    assert {hidden[name] for name in ("value", "lower", "answers", "value_weighted")} == {None}
    assert (hidden["status"], hidden["authorities"]) == ("c", 3)
    # England less the other two would leave the nine.
    assert {estimate(found, area)["status"] for area in (NORTH_EAST, "E12000007")} == {"c", ""}


def test_no_authority_may_have_more_than_half_of_the_answers():
    even = public("survey_estimates", everywhere("1 2 3 4"))
    assert estimate(even, NORTH_WEST)["status"] == ""
    most = [(BOLTON, "iro", "3 4 " * 5), (BURY, "iro", "1 2 3 4"), (MANCHESTER, "iro", "1 2 3 4")]
    found = estimate(public("survey_estimates", answered(*most)), ENGLAND)
    assert found["value"] is None
    assert "more than 50 %" in found["status_reason"]


def test_weighed_means_need_six_authorities():
    children = pl.LazyFrame(
        {"authority": SIX, "children": range(100, 700, 100)},
        schema_overrides={"children": pl.Int64},
    ).with_columns(period=pl.lit(2024, pl.Int64))
    for count, shown in ((5, False), (6, True)):
        rows = answered(*((each, "iro", "1 2 3") for each in SIX[:count]))
        told = survey.tables(facts(answer=rows.lazy(), cla_statistic=children), in_2024())
        assert estimate(told["survey_estimates"], ENGLAND)["value_weighted"] is not None
        tables = replace(surveyed(rows), survey=told)
        found = estimate(seen(protect(tables, PUBLIC), "survey_estimates"), ENGLAND)
        assert found["value"] == 2
        assert (found["value_weighted"] is not None) == shown


def test_a_small_role_group_takes_the_next_smallest_with_it():
    found = public(
        "survey_estimates",
        everywhere("1 2 3 4"),
        everywhere("2 5", "iro_combined"),
        answered((BOLTON, "other", "5 1")),
    )
    assert estimate(found, ENGLAND)["answers"] == 38
    assert estimate(found, ENGLAND, "iro")["answers"] == 24
    hidden = [estimate(found, ENGLAND, role) for role in ("iro_combined", "other")]
    assert [each["value"] for each in hidden] == [None, None]
    assert len({each["status_reason"] for each in hidden}) == 1


def test_two_role_groups_of_which_one_is_small_are_both_withheld():
    found = public("survey_estimates", everywhere("1 2 3"), answered((BOLTON, "other", "5 1")))
    assert estimate(found, ENGLAND)["status"] == ""
    assert {estimate(found, ENGLAND, role)["status"] for role in ("iro", "other")} == {"c"}


def test_role_groups_that_are_all_large_are_all_shown():
    found = public("survey_estimates", everywhere("1 2 3"), everywhere("2 5", "iro_combined"))
    assert {estimate(found, ENGLAND, role)["status"] for role in ("iro", "iro_combined")} == {""}


def test_a_role_group_s_answers_to_one_question_stand_or_fall_together():
    found = public(
        "survey_estimates",
        everywhere("a b a b", question=BAND),
        everywhere("a b", "iro_combined", question=BAND),
        answered((BOLTON, "iro", "c c"), (BURY, "iro", "c"), question=BAND),
    )
    of_iros = found.filter(pl.col("indicator").str.contains("q05"), role_group="iro")
    assert set(of_iros["status"]) == {"c"}


def test_a_service_s_gap_is_by_name_inside_its_network_and_of_few_practitioners_the_region_s():
    tables = surveyed(everywhere("1 2 3 4"), unlike_services())
    inside = row(seen(protect(tables, MEMBERS), "survey_gaps"), area=BOLTON)
    assert (inside["service_value"], inside["practitioner_value"]) == (4, 2.5)
    assert inside["practitioner_source"] == "region"
    assert {inside[name] for name in ("gap", "lower", "reliability", "answers")} == {None}
    outside = row(seen(protect(tables, PUBLIC), "survey_gaps"), area=BOLTON)
    assert (outside["service_value"], outside["practitioner_value"]) == (None, None)
    assert row(seen(protect(tables, PUBLIC), "survey_gaps"), area=NORTH_WEST)["gap"] == 1.5


def in_bolton(answers: str) -> dict:
    # Three more of the North West: less than three would leave Bolton's to be told from its region.
    others = [(each, "iro", "2 2 3 3 2 3") for each in (*SIX[1:], OLDHAM)]
    tables = surveyed(answered((BOLTON, "iro", answers), *others), unlike_services())
    return row(seen(protect(tables, MEMBERS), "survey_gaps"), area=BOLTON)


def test_ten_practitioners_who_speak_for_their_authority_stand_beside_its_service():
    found = in_bolton("4 4 5 5 4 4 5 5 4 4")
    assert (found["practitioner_source"], found["answers"]) == ("own", 10)
    assert found["gap"] == pytest.approx(4 - 4.4)
    assert found["reliability"] >= 0.5


def test_ten_who_agree_as_little_as_authorities_do_not_and_the_region_stands_there():
    found = in_bolton("1 4 2 3 1 4 2 3 2 3")
    assert (found["practitioner_source"], found["gap"]) == ("region", None)


def test_a_region_s_practitioners_that_are_withheld_are_lent_to_nobody():
    tables = surveyed(
        answered(*((each, "iro", "3 3") for each in SIX[:3])), everywhere("4", "iro_manager")
    )
    found = row(seen(protect(tables, MEMBERS), "survey_gaps"), area=BOLTON)
    assert (found["service_value"], found["practitioner_value"]) == (4, None)


def test_a_score_is_withheld_where_one_of_its_questions_is():
    support = everywhere("1 2 3 4 3 4", question="q07_admin_support")
    # Three of the North West's rate resources high: a count of 1 to 5.
    few = answered(
        *((each, "iro", "1 2 3 3 3 4") for each in SIX[:3]),
        *((each, "iro", "1 2 4 5 3 4") for each in SIX[3:]),
    )
    found = public("survey_scores", support, few).filter(score_name="resourcing")
    assert row(found, area=NORTH_WEST)["status"] == "c"
    assert row(found, area=ENGLAND)["status"] == ""


def test_bounds_are_withheld_where_a_band_they_count_is():
    many = everywhere("a b a b c c", question=BAND)
    assert row(public("caseload_bounds", many), area=NORTH_WEST)["at_70"] == 12
    few = answered(
        *((each, "iro", "a b a b c d") for each in SIX[:3]),
        *((each, "iro", "a b a b c c") for each in SIX[3:]),
        question=BAND,
    )
    assert row(public("caseload_bounds", few), area=NORTH_WEST)["at_70"] is None


def test_what_a_service_reports_is_by_name_inside_its_network_only():
    tables = surveyed(everywhere("c", "iro_manager", question=BAND))
    inside, outside = (
        row(seen(protect(tables, audience), "caseload_reported"), area=BOLTON)
        for audience in (MEMBERS, PUBLIC)
    )
    assert (inside["reported_band"], outside["reported_band"]) == ("c", None)
    assert outside["status"] == "c"


def test_how_many_practitioners_answered_is_withheld_below_ten_and_nobody_is_shown():
    found = public("survey_coverage", answered(*((each, "iro", "3 3") for each in SIX)))
    found = found.filter(speaker="practitioner", role_group="all")
    assert row(found, area=ENGLAND)["respondents"] == 12
    assert row(found, area=NORTH_WEST)["respondents"] is None
    assert row(found, area="E12000007")["respondents"] == 0
    assert row(found, area=NORTH_WEST)["authorities"] == 3


@pytest.mark.parametrize(("answers", "status"), [("1 2", "c"), ("1 2 3", ""), ("1 2 3 4", "")])
def test_a_spread_needs_ten_more_answers_than_authorities(answers, status):
    found = row(public("survey_reliability", everywhere(answers)))
    assert found["status"] == status
    assert (found["pooled_sd"] is None) == (status == "c")


def test_nine_people_s_agreement_is_withheld():
    nine = answered(*((each, "iro", "1 2 4") for each in SIX[:3]))
    again = nine.with_columns(question=pl.lit("q16_service_resourced_again"))
    assert row(public("survey_agreement", nine, again))["status"] == "c"


def test_a_shift_on_the_same_authorities_is_withheld_where_few_others_answered_one_of_the_waves():
    before = everywhere("1 2 3", period=2023)
    then = everywhere("2 3 4")
    assert set(public("survey_shifts", before, then)["status"]) == {""}
    other = answered(("E09000007", "iro", "5"), period=2024)
    found = public("survey_shifts", before, pl.concat([then, other]))
    assert dict(found.select("basis", "status").rows()) == {"all": "", "same": "c"}


def test_without_a_survey_every_table_is_empty_and_keeps_its_contract():
    tables = surveyed(answered((BOLTON, "iro", "3")).clear())
    for protected in protect_each(tables, [PUBLIC, MEMBERS]):
        for name in SURVEY:
            found = seen(protected, name)
            assert found.is_empty()
            assert found.columns == [*Contract.load(f"processed/published/{name}").dtypes]
