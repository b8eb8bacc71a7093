"""The sentences of an explanation, each from one row of a published table."""

from typing import Any

import pytest

from iro_pipeline.contracts import codes
from iro_pipeline.explaining import amounts, beside, figure, over_time
from iro_pipeline.indicators.catalogue import INDICATORS

PERCENT = {"unit": "percent", "better": "higher"}
PEERS: dict[str, Any] = {
    "authority_name": "Bolton",
    "value": 91.8,
    "peer_group": "england",
    "peer": "England",
    "peer_value": 91.44279,
    "peer_numerator": 43360.0,
    "peer_denominator": 47420.0,
    "peer_authorities": 150,
    "peer_of": 153,
    "peer_method": "ratio of sums",
    "peer_status": "",
    "peer_change": None,
    "verdict": "about the same",
    "verdict_reason": None,
    "reads_as": None,
    "distance_by_chance": 0.3,
    "rank_low": None,
    "quartile": None,
}


@pytest.mark.parametrize(
    ("value", "unit", "words"),
    [
        (91.81494661921708, "percent", "91.8%"),
        (1234.0, "count", "1,234"),
        (0.28, "count", "0.3"),
        (130055.4, "GBP", "£130,055"),
        (1016.2, "GBP per child", "£1,016 per child"),
        (68.94, "children per WTE", "68.9 children per WTE"),
        (3.0 + 1 / 3, "score", "3.33"),
    ],
)
def test_a_value_is_shown_in_its_unit_without_a_tail(value: float, unit: str, words: str):
    assert amounts.amount(value, unit) == words


def test_every_unit_of_the_catalogue_has_words():
    assert {each.unit for each in INDICATORS} <= amounts.IN_UNIT.keys()


@pytest.mark.parametrize(("part", "words"), [(516.0, "516"), (7.25, "7.25"), (7.3, "7.3")])
def test_a_part_is_whole_where_it_is(part: float, words: str):
    assert amounts.number(part) == words


def test_a_quarter_is_told_by_its_months():
    assert amounts.quarter(2024, 1) == "April to June 2023"
    assert amounts.quarter(2024, 4) == "January to March 2024"


def test_peers_are_told_with_how_many_they_are():
    (first, second, *_) = beside.in_full(PEERS, PERCENT)
    assert first == "England: 91.4% (about 43,360 of 47,420), resting on 150 of 153 authorities."
    assert second == "All their counts are added up, so that large authorities weigh more."


def test_peers_that_are_withheld_are_told_with_the_reason():
    hidden = {**PEERS, "peer_value": None, "peer_status": "c", "peer_status_reason": "too few"}
    assert beside.peers(hidden, PERCENT) == (
        "England: withheld (too few), resting on 150 of 153 authorities."
    )


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ({}, "Bolton is about the same: no further away than authorities ordinarily are."),
        (
            {"verdict": "lower", "reads_as": "worse"},
            "Bolton is lower, by more than chance and ordinary differences would bring, for the "
            "worse.",
        ),
        (
            {"verdict": "higher"},
            "Bolton is higher, by more than chance and ordinary differences would bring.",
        ),
        (
            {"verdict": "not enough information", "verdict_reason": "too few"},
            "Whether Bolton differs is not said (too few).",
        ),
    ],
)
def test_a_verdict_is_told_in_the_tables_own_words(row: dict[str, Any], sentence: str):
    assert [*beside.said(PEERS | row)] == [sentence]


def test_every_verdict_has_a_sentence():
    for verdict in codes("verdict"):
        assert [*beside.said({**PEERS, "verdict": verdict})]


@pytest.mark.parametrize(
    ("distance", "words"), [(0.3, "Chance alone would easily"), (-2.9, "Chance alone would not")]
)
def test_about_the_same_says_whether_chance_alone_explains_it(distance: float, words: str):
    (said,) = beside.allowing({**PEERS, "distance_by_chance": distance})
    assert said.startswith(words)


def test_places_are_told_as_a_span():
    (said,) = beside.place({**PEERS, "rank_low": 29, "rank_high": 132, "rank_of": 150})
    assert said == (
        "Its place among the 150 with a figure lies anywhere from 29 to 132 (at 95%); 1 is the "
        "best."
    )


def test_a_quarter_of_england_is_named_only_where_it_is_sure():
    unsure = {**PEERS, "quartile": "not enough information", "quartile_probability": 0.69}
    assert "is not said" in next(beside.place(unsure))
    (sure,) = beside.place({**PEERS, "quartile": "lowest", "quartile_probability": 0.91})
    assert sure == (
        "Among England's authorities it lies in the quarter with the lowest values (91% sure)."
    )


@pytest.mark.parametrize(
    ("change", "verdict", "sentence"),
    [
        (-2.33, "no more than chance", "It has fallen by 2.3 percentage points: no more than"),
        (2.33, "risen", "It has risen by 2.3 percentage points, by more than chance would bring."),
        (2.33, None, "It has risen by 2.3 percentage points."),
        (0.04, "no more than chance", "It has not changed."),
    ],
)
def test_a_change_is_told_with_its_direction(change: float, verdict: str | None, sentence: str):
    row = {"change": change, "change_verdict": verdict}
    assert over_time.moved(row, "percent").startswith(sentence)


TREND: dict[str, Any] = {
    **{"status": "", "method": "tested trend", "points": 8, "signal": None, "reads_as": None},
    **{"first_period": 2023, "first_quarter": 1, "last_period": 2024, "last_quarter": 4},
    **{"change": -2.8, "change_verdict": "no more than chance"},
}


def test_a_trend_is_told_with_its_quarters():
    assert [*over_time.trend(TREND, "percent")] == [
        "A line through the 8 quarters from April to June 2022 to January to March 2024 falls by "
        "2.8 percentage points: no more than chance would bring."
    ]


def test_a_control_chart_says_what_stands_out():
    chart = {**TREND, "method": "control chart", "points": 12}
    assert "does not stand out" in next(over_time.trend(chart, "percent"))
    broken = {**chart, "signal": "outside", "change_verdict": "fallen", "reads_as": "worse"}
    assert next(over_time.trend(broken, "percent")).endswith(
        "the last stands out (a quarter outside the limits): it has fallen, for the worse."
    )


def test_a_trend_that_is_withheld_is_not_told():
    assert [*over_time.trend({**TREND, "status": "c"}, "percent")] == []


def test_every_word_on_a_standard_has_a_sentence():
    assert figure.KEPT.keys() == figure.WITHIN.keys() == set(codes("standard_met"))


def test_answers_of_practitioners_are_told_with_the_rule_of_ten():
    row = {"speaker": "practitioner", "counted_by": "answers", "better": "higher"}
    row |= {"caveat": "", "basis": "a survey", "unit": "percent"}
    assert "Answers of fewer than 10 people are shown to nobody, for what each thinks." in [
        *figure.what_is_counted(row)
    ]


def test_of_few_practitioners_a_word_is_told_and_no_number():
    row = PEERS | {"value": None, "verdict": "lower", "reads_as": "worse", "quartile": None}
    told = " ".join(beside.in_full(row, PERCENT))
    assert "No number of theirs is: a word on how it lies is all that is told." in told
    assert "for the worse" in told
    alone = " ".join(beside.in_full(row | {"verdict": None}, PERCENT))
    assert "so nothing is set beside it" in alone


def test_a_mean_whose_sum_is_not_told_is_a_mean_of_so_many():
    row = {"numerator": None, "denominator": 12.0}
    terms = {"unit": "score", "counted_by": "answers", "out_of": "answers to the question"}
    (said,) = figure.made_of(row, terms | {"counts": "the scores given"})
    assert said == (
        "It is a mean of 12 (answers to the question), told to one decimal; their sum is not told."
    )
