import polars as pl
import pytest

from iro_pipeline.contracts import Contract
from iro_pipeline.indicators import SCALE
from iro_pipeline.indicators.catalogue import INDICATORS, by_quarter, indicators, terms
from iro_pipeline.indicators.wanted import wanted
from iro_pipeline.statute import newest, standards
from iro_pipeline.validation import at_rest

CONTRACT = Contract.load("processed/indicators")
named = pytest.mark.parametrize("indicator", INDICATORS, ids=lambda each: each.name)


def empty_facts() -> dict[str, pl.LazyFrame]:
    needed = {each.fact for each in INDICATORS}
    return {fact: Contract.load(f"processed/facts/{fact}").empty().lazy() for fact in needed}


@named
def test_every_indicator_measures_an_empty_fact(indicator):
    fact = Contract.load(f"processed/facts/{indicator.fact}").empty().lazy()
    measured = indicator.measure(fact).collect()
    assert measured.is_empty()
    assert measured.schema == pl.Schema(CONTRACT.dtypes)


def test_all_of_them_together_keep_the_contract():
    assert at_rest(CONTRACT, indicators(empty_facts()).collect()).is_empty()


def test_an_indicator_has_a_name_of_its_own():
    names = [each.name for each in INDICATORS]
    assert len(set(names)) == len(names)


def test_a_code_is_shared_only_by_the_answers_to_one_question():
    shared = terms().drop_nulls("code").filter(pl.len().over("code") > 1)
    answers = ((pl.col("fact") == "answer") | (pl.col("question") != "")).all()
    assert shared.select(answers).collect().item()


def test_only_a_count_has_no_denominator():
    bare = {each.name for each in INDICATORS if each.denominator is None}
    assert bare == {each.name for each in INDICATORS if each.unit in ("count", "WTE", "GBP")}
    assert bare == {each.name for each in INDICATORS if each.out_of == ""}


def test_a_standard_is_one_of_those_declared_with_their_source():
    declared = {each.id for each in standards()}
    assert {each.standard for each in INDICATORS if each.standard} <= declared


def test_an_ordered_answer_is_never_averaged():
    asked = {(each.unit, each.better) for each in INDICATORS if each.question}
    assert asked == {("percent", "neither")}


def test_what_must_be_said_of_a_question_travels_with_its_values():
    caveats = dict(terms().select("indicator", "caveat").collect().rows())
    assert (
        "workload and administrative support at once"
        in caveats["q06_workload_realistic_score_by_service"]
    )
    assert "not in the service's hands" in caveats["q17_courts_seek_view_top_two_by_practitioner"]
    assert "70 or more, not above" in caveats["q05_caseload_band_a_by_service"]


def test_the_terms_say_what_a_ratio_is_multiplied_by():
    scales = set(terms().select("unit", "scale").collect().rows())
    assert {("percent", 100), ("per 10,000", 10_000), ("score", 1), ("count", 1)} < scales
    assert scales == {(unit, SCALE.get(unit, 1)) for unit, _ in scales}


@pytest.mark.parametrize(
    "indicator", [each for each in INDICATORS if each.standard], ids=lambda each: each.name
)
def test_what_a_standard_asks_can_be_asked_of_the_values_set_against_it(indicator):
    asked = newest(indicator.standard)
    band = indicator.better == "within"
    assert (asked.asks_at_least is not None) == (indicator.better in ("higher", "within"))
    assert (asked.asks_at_most is not None) == (band or indicator.better == "lower")
    assert asked.force in ("law", "guidance")


def test_the_terms_tell_a_duty_in_law_from_good_practice():
    words = dict(terms().select("indicator", "standard_words").collect().rows())
    assert "Law, since 1 April 2011" in words["first_review_on_time"]
    assert "good practice and not law" in words["children_per_iro"]
    assert words["participation"] is None


def test_what_can_be_told_by_quarter_has_no_rows_of_empty_facts():
    assert by_quarter(empty_facts()).collect().is_empty()


def test_each_code_of_the_list_is_measured_or_told_elsewhere_or_missing_and_never_two_of_these():
    measured = {each.code for each in INDICATORS if each.code}
    listed = wanted()
    apart = [*measured, *(each.code for each in (*listed.elsewhere, *listed.missing))]
    assert sorted(apart) == sorted(listed.codes)
    assert len(set(listed.codes)) == 110


def test_45_of_the_110_are_for_the_first_look_and_none_of_them_is_missing():
    listed = wanted()
    headline = {each.code for each in INDICATORS if each.headline}
    assert len(headline | {"DQ01", "SUR90"}) == 45
    assert not headline & {each.code for each in listed.missing}


def test_what_states_its_own_service_or_an_amount_is_no_sample():
    stated = [each for each in INDICATORS if each.counted_by in ("authorities", "amounts")]
    assert {each.name for each in stated if each.chance != "none"} == set()


def test_a_day_that_tells_an_indicator_by_quarter_is_in_its_fact():
    days = {(each.fact, each.dated) for each in INDICATORS if each.dated}
    assert days
    for fact, day in days:
        assert Contract.load(f"processed/facts/{fact}").dtypes[day] == pl.Date


def test_an_entry_says_in_words_what_is_counted_and_of_what():
    words = [each for indicator in INDICATORS for each in (indicator.counts, indicator.out_of)]
    assert [each for each in words if each != each.strip().rstrip(".")] == []


def test_the_volume_of_disputes_is_never_good_or_bad():
    about = {each.name: each.better for each in INDICATORS if (each.code or "").startswith("DIS")}
    judged = {name for name, better in about.items() if better != "neither"}
    assert judged == {"formal_disputes_resolved_in_time", "independent_legal_advice"}
