"""How far answers can be relied on: spread, answers given twice, shifts between waves."""

import polars as pl
import pytest

from iro_pipeline.survey.agreement import agreements
from iro_pipeline.survey.reliability import reliability
from iro_pipeline.survey.shifts import shifts
from iro_pipeline.survey.spoken import spoken
from iro_pipeline.survey.votes import scales
from tests.survey.drawn import RESOURCED, row, said

AGAIN = "q16_service_resourced_again"
ANSWERS = """
    | authority | role        | answers |
    |-----------|-------------|---------|
    | E08000012 | iro         | 2 2 3 1 |
    | E08000011 | iro         | 4 4 5   |
    | E08000037 | iro         | 3       |
    | E08000012 | iro_manager | 4       |
"""


def told(*answers: pl.DataFrame) -> dict:
    return row(reliability(spoken(pl.concat(answers)), scales()))


def test_the_spread_is_of_practitioners_within_and_between_authorities():
    found = told(said(ANSWERS))
    assert found["indicator"] == "q15_service_resourced_score_by_practitioner"
    assert (found["answers"], found["authorities"], found["authorities_2"]) == (8, 3, 2)
    assert found["pooled_sd"] ** 2 == pytest.approx((2 + 2 / 3) / 5)
    assert found["icc2"] > found["icc1"] > 0
    # Variances 2/3 and 1/3, of 2 where answers are spread evenly.
    assert found["rwg"] == pytest.approx((2 / 3 + 5 / 6) / 2)


def test_so_many_answers_make_half_of_a_mean_s_variance_the_authority_s():
    found = told(said(ANSWERS))
    within, between = found["pooled_sd"] ** 2, found["between_sd"] ** 2
    n = found["answers_needed"]
    assert between / (between + within / n) >= 0.5
    assert n == 1 or between / (between + within / (n - 1)) < 0.5


def test_authorities_that_do_not_differ_need_more_answers_than_there_are():
    found = told(said("| authority | role | answers |\n|-|\n| E08000012 | iro | 1 5 |\n"
                      "| E08000011 | iro | 2 4 |"))  # fmt: skip
    assert (found["between_sd"], found["answers_needed"]) == (0, None)
    assert found["icc1"] < 0


def test_where_all_of_an_authority_agree_one_answer_tells_it_all():
    found = told(said("| authority | role | answers |\n|-|\n| E08000012 | iro | 1 1 |\n"
                      "| E08000011 | iro | 4 4 |"))  # fmt: skip
    assert (found["pooled_sd"], found["icc1"], found["answers_needed"]) == (0, 1, 1)


def test_one_answer_each_tells_no_spread():
    found = told(said("| authority | role | answers |\n|-|\n| E08000012 | iro | 1 |\n"
                      "| E08000011 | iro | 2 |"))  # fmt: skip
    assert found["pooled_sd"] is found["icc1"] is found["rwg"] is None


def test_answers_given_twice_are_set_beside_each_other_for_each_speaker():
    second = said(ANSWERS.replace("2 2 3 1", "2 2 3 3"), AGAIN)
    found = agreements(pl.concat([said(ANSWERS), second]))
    of_iros = row(found, speaker="practitioner")
    assert (of_iros["question"], of_iros["again"]) == (RESOURCED, AGAIN)
    assert (of_iros["answers"], of_iros["authorities"], of_iros["largest"]) == (8, 3, 4)
    assert (of_iros["exact"], of_iros["within_one"]) == (87.5, 87.5)
    assert of_iros["lower"] < of_iros["kappa"] < of_iros["upper"] <= 1
    assert row(found, speaker="service")["kappa"] is None


def test_a_question_asked_three_times_is_three_pairs_and_a_blank_is_no_disagreement():
    names = ("q19_guardian_communication", "q20_guardian_communication_again",
             "q22_guardian_communication_third")  # fmt: skip
    first, second, third = (said(ANSWERS, name) for name in names)
    found = agreements(pl.concat([first, second, third.filter(pl.col("authority") == "E08000012")]))
    pairs = found.filter(speaker="practitioner").select("question", "again", "answers").rows()
    assert pairs == [(*names[:2], 8), (*names[::2], 4), (*names[1:], 4)]


def test_a_shift_is_the_chance_that_a_later_answer_is_higher():
    later = said(ANSWERS.replace("2 2 3 1", "3 3 4 2"), period=2027)
    found = shifts(pl.concat([said(ANSWERS), later])).filter(speaker="practitioner")
    every = row(found, basis="all")
    assert (every["earlier_period"], every["period"]) == (2017, 2027)
    assert 0.5 < every["ridit"] < 1
    assert every["lower"] < every["ridit"] < every["upper"]
    assert (every["answers"], every["answers_earlier"]) == (8, 8)


def test_on_the_same_authorities_who_came_and_went_moves_nothing():
    earlier = said("| authority | role | answers |\n|-|\n| E08000012 | iro | 2 2 3 |\n"
                   "| E08000011 | iro | 1 1 1 |")  # fmt: skip
    later = said("| authority | role | answers |\n|-|\n| E08000012 | iro | 2 2 3 |\n"
                 "| E08000037 | iro | 5 5 5 |", period=2027)  # fmt: skip
    found = shifts(pl.concat([earlier, later]))
    assert row(found, basis="same")["ridit"] == 0.5
    assert row(found, basis="all")["ridit"] > 0.7
    assert row(found, basis="same")["beyond_chance"] is None


def test_one_wave_has_no_shift():
    assert shifts(said(ANSWERS)).is_empty()
