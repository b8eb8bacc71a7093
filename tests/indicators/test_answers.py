import polars as pl
import pytest

from iro_pipeline.contracts import Contract
from iro_pipeline.indicators import answers
from iro_pipeline.indicators.catalogue import INDICATORS, THEMES
from iro_pipeline.questionnaires import questionnaires
from tests.tables import table

BY_NAME = {each.name: each for each in INDICATORS}
ASKED = [each for form in questionnaires() for each in form.questions]


def measured(name: str, fact: pl.LazyFrame) -> list[tuple]:
    columns = ("speaker", "numerator", "denominator", "n")
    return BY_NAME[name].measure(fact).select(columns).collect().rows()


ANSWER = table(
    """
    | authority | period | speaker      | chosen | question              | answer        | score |
    |-----------|--------|--------------|--------|-----------------------|---------------|-------|
    | E08000012 | 2017   | service      | yes    | q15_service_resourced | 4             | 4     |
    | E08000012 | 2017   | service      | no     | q15_service_resourced | 1             | 1     |
    | E08000012 | 2017   | practitioner | yes    | q15_service_resourced | 3             | 3     |
    | E08000012 | 2017   | practitioner | yes    | q15_service_resourced | 5             | 5     |
    | E08000012 | 2017   | practitioner | yes    | q07_admin_support     | 1             | 1     |
    | E08000012 | 2017   | practitioner | yes    | q21_guardian_meetings | quarterly     |       |
    | E08000012 | 2017   | practitioner | yes    | q21_guardian_meetings | plan_to_start |       |
    | E08000012 | 2017   | practitioner | yes    | q21_guardian_meetings | never         |       |
    """,
    period=pl.Int64,
    chosen=pl.Boolean,
    score=pl.Int64,
)


def test_one_service_return_speaks_for_its_authority():
    assert measured("q15_service_resourced_score_by_service", ANSWER) == [("service", 4, 1, 1)]
    assert measured("q15_service_resourced_top_two_by_service", ANSWER) == [("service", 1, 1, 1)]


def test_practitioners_are_never_pooled_with_the_service():
    score = measured("q15_service_resourced_score_by_practitioner", ANSWER)
    top_two = measured("q15_service_resourced_top_two_by_practitioner", ANSWER)
    assert score == [("practitioner", 8, 2, 2)]
    assert top_two == [("practitioner", 1, 2, 2)]


def test_a_mean_score_carries_the_squares_of_its_scores():
    name = "q15_service_resourced_score_by_practitioner"
    assert BY_NAME[name].measure(ANSWER).collect()["squares"].to_list() == [3**2 + 5**2]


def test_a_question_that_nobody_answered_has_no_figure():
    assert measured("q07_admin_support_score_by_service", ANSWER) == []


@pytest.mark.parametrize(
    ("answer", "given"),
    [("never", 1), ("plan_to_start", 1), ("annually", 0), ("six_monthly", 0), ("quarterly", 1)],
)
def test_how_often_teams_meet_is_a_share_for_each_answer(answer, given):
    name = f"q21_guardian_meetings_{answer}_by_practitioner"
    assert measured(name, ANSWER) == [("practitioner", given, 3, 3)]


def test_every_question_has_figures_in_its_own_theme_and_a_copy_has_none():
    measured = {each.name.rsplit("_by_", 1)[0] for each in INDICATORS}
    for each in ASKED:
        found = [name for name in measured if name.startswith(each.name)]
        if each.terms.replicate_of:
            assert found == [], each.name
        else:
            themed = {indicator.name.rsplit("_by_", 1)[0] for indicator in THEMES[each.terms.theme]}
            assert found, each.name
            assert set(found) <= themed, each.name


def test_only_a_scored_question_is_averaged():
    for each in ASKED:
        averaged = f"{each.name}_score_by_" in str([*BY_NAME])
        assert averaged == (each.terms.treatment == "scored" and not each.terms.replicate_of)


def test_an_answer_without_words_on_the_form_is_named_by_its_number():
    titles = {each.title for each in INDICATORS if each.question == "q14_skills_compared"}
    assert "Skills compared with other professionals: 2 of 5, practitioners" in titles
    assert (
        "Skills compared with other professionals: "
        "1 of 5 (Unhelpful - often at loggerheads), service returns"
    ) in titles


def test_measured_together_they_say_what_each_measures_alone():
    """`measured` groups answers once a question; `measure` once an indicator."""
    columns = [*Contract.load("processed/indicators").dtypes]
    asked = [each for each in INDICATORS if each.fact == "answer"]
    alone = pl.concat(each.measure(ANSWER) for each in asked)
    together = answers.measured(ANSWER)
    first, second = (each.select(columns).sort(columns).collect() for each in (alone, together))
    assert first.height > 8
    assert first.equals(second)


def test_enquiries_and_referrals_are_counts_and_none_is_nought():
    enquiries = table(
        """
        | authority | period | enquiries | referrals |
        |-----------|--------|-----------|-----------|
        | E08000012 | 2024   | 3         | 0         |
        """,
        period=pl.Int64,
        enquiries=pl.Int64,
        referrals=pl.Int64,
    )
    assert measured("cafcass_enquiries", enquiries) == [("records", 3, None, 1)]
    assert measured("cafcass_referrals", enquiries) == [("records", 0, None, 1)]
