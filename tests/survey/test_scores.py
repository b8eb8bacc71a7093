import polars as pl
import pytest

from iro_pipeline.questionnaires import asked, questionnaires
from iro_pipeline.survey.score_quality import TOO_FEW, TWO_ITEMS, reliabilities, sensitivity
from iro_pipeline.survey.scores import declared, item_answers, scores, shares
from tests.survey.drawn import (
    ENGLAND,
    LIVERPOOL,
    NORTH_WEST,
    RESOURCED,
    SUPPORT,
    areas,
    row,
    said,
)

COURTS = ("q17_courts_seek_view", "q18_protocol_embedded", "q19_guardian_communication")
HEADER = "| authority | role | answers |\n|-|\n"


def answered(lines: str, *questions: str) -> pl.DataFrame:
    return pl.concat(said(f"{HEADER}{lines}", each) for each in questions)


@pytest.mark.parametrize("score", declared(), ids=lambda each: each.name)
def test_a_score_is_of_scored_questions_that_are_no_copies_and_says_why(score):
    forms = [form for form in questionnaires() for each in form.questions if each.name == RESOURCED]
    of_form = {each.name for each in forms[0].questions}
    for name in (*score.items, *score.tried):
        assert name in of_form
        assert asked(name).terms.treatment == "scored"
        assert not asked(name).terms.replicate_of
    assert score.reason
    assert score.source
    assert len(score.items) == len({*score.items, *score.tried} - {*score.tried})


def test_questions_with_the_same_guidance_are_not_in_one_score():
    for score in declared():
        assert not {"q06_workload_realistic", SUPPORT} <= set(score.items)


def test_a_score_is_the_share_of_its_questions_with_one_of_the_two_best_answers():
    answers = pl.concat([
        said(f"{HEADER}| E08000012 | iro_manager | 4 |", COURTS[0]),
        said(f"{HEADER}| E08000012 | iro_manager | 3 |", COURTS[1]),
        said(f"{HEADER}| E08000012 | iro_manager | 5 |", COURTS[2]),
    ])  # fmt: skip
    found = scores(item_answers(answers), areas())
    own = row(found, score_name="cafcass_contact", area=LIVERPOOL)
    assert own["value"] == pytest.approx(200 / 3)
    assert (own["speaker"], own["lower"], own["answers"]) == ("service", None, 1)


def test_whoever_answered_half_of_the_questions_or_fewer_has_no_score():
    two_of_two = answered("| E08000012 | iro | 4 |", SUPPORT, RESOURCED)
    one_of_two = answered("| E08000011 | iro | 4 |", SUPPORT)
    found = shares(item_answers(pl.concat([two_of_two, one_of_two])), "s", (SUPPORT, RESOURCED))
    assert found["authority"].to_list() == [LIVERPOOL]
    two_of_three = pl.concat([
        answered("| E08000012 | iro | 4 |", *COURTS),
        answered("| E08000011 | iro | 4 |", *COURTS[:2]),
    ])  # fmt: skip
    assert shares(item_answers(two_of_three), "s", COURTS).height == 2


def test_a_wave_that_did_not_ask_every_question_has_no_score():
    found = scores(item_answers(answered("| E08000012 | iro | 4 |", SUPPORT)), areas())
    assert found.is_empty()


def test_above_an_authority_each_is_one_vote_and_practitioners_have_no_score_of_their_own():
    answers = answered("| E08000012 | iro | 5 5 5 |\n| E08000011 | iro | 1 |", SUPPORT, RESOURCED)
    found = scores(item_answers(answers), areas())
    assert row(found, area=NORTH_WEST)["value"] == 50
    assert row(found, area=ENGLAND)["answers"] == 4
    assert set(found["level"]) == {"region", "england"}


def many(*questions: str) -> pl.DataFrame:
    """120 IROs of twenty answers an authority and role, a little different in each question."""
    said_by = [("E08000012", "1 2 3 4 5"), ("E08000011", "2 4 4 5 1"), ("E08000037", "3 5 2 1 4")]
    parts = []
    for turn, question in enumerate(questions):
        lines = "".join(
            f"| {authority} | iro | {' '.join([answers] * 8)} |\n" for authority, answers in said_by
        )
        answers = said(HEADER + lines, question)
        moved = pl.col("score") + (pl.int_range(pl.len()) % (3 + turn) == 0).cast(pl.Int64)
        parts.append(answers.with_columns(score=moved.clip(1, 5)))
    return pl.concat(parts)


def test_how_far_questions_hold_together_is_told_as_counted_and_as_answered_and_within():
    found = reliabilities(item_answers(many(*COURTS)))
    assert found.select("items_as", "within_authorities").n_unique() == 4
    assert set(found["answers"]) == {120}
    assert found["alpha"].is_between(0.5, 1).all()
    assert found["omega"].is_between(0.5, 1).all()


def test_of_two_questions_there_is_no_omega_and_it_says_so():
    found = reliabilities(item_answers(many(SUPPORT, RESOURCED)))
    assert found["alpha"].null_count() == 0
    assert set(found["omega"]) == {None}
    assert set(found["untold_reason"]) == {TWO_ITEMS}


def test_fewer_than_a_hundred_respondents_tell_nothing_of_it():
    few = many(*COURTS).filter(pl.col("authority") != LIVERPOOL)
    found = reliabilities(item_answers(few))
    assert set(found["alpha"]) == {None}
    assert set(found["untold_reason"]) == {TOO_FEW}


def test_whoever_is_their_authority_s_only_one_tells_nothing_of_it_within():
    alone = answered("| E06000047 | iro | 1 |", *COURTS)
    found = reliabilities(item_answers(pl.concat([many(*COURTS), alone])))
    assert set(found.filter(within_authorities=False)["answers"]) == {121}
    assert set(found.filter(within_authorities=True)["answers"]) == {120}


def test_a_service_s_answers_cannot_be_set_within_an_authority():
    managers = many(*COURTS).with_columns(speaker=pl.lit("service"))
    assert not reliabilities(item_answers(managers))["within_authorities"].any()


def test_how_the_order_moves_with_each_question_left_out_and_with_those_tried():
    lines = "| E08000012 | iro | 5 |\n| E08000011 | iro | {} |\n| E08000037 | iro | 1 |"
    support = said(HEADER + lines.format(5), SUPPORT)
    resourced = said(HEADER + lines.format(2), RESOURCED)
    workload = said(HEADER + lines.format(2), "q06_workload_realistic")
    found = sensitivity(item_answers(pl.concat([support, resourced, workload])))
    told = {(each["variation"], each["question"]): each for each in found.to_dicts()}
    assert set(told) == {
        ("left out", SUPPORT), ("left out", RESOURCED), ("added", "q06_workload_realistic"),
    }  # fmt: skip
    # In order 3, 2, 1; without support 3, 1.5, 1.5.
    moved = told["left out", SUPPORT]
    assert (moved["largest_move"], moved["mean_move"]) == pytest.approx((0.5, 1 / 3))
    assert moved["order_kept"] == pytest.approx(0.8660, abs=1e-4)
    assert told["added", "q06_workload_realistic"]["order_kept"] == pytest.approx(1)
