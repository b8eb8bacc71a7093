import polars as pl

from iro_pipeline.contracts import Contract
from iro_pipeline.facts.answers import answer, form
from iro_pipeline.questionnaires import questionnaires
from iro_pipeline.validation import at_rest
from tests.tables import table

STATE_OF_THE_NATION = next(
    form for form in questionnaires() if form.source == "state_of_the_nation"
)
BLANK = pl.lit(None, pl.String)
COLUMNS = {
    "authority": pl.lit("E08000012"),
    "period": pl.lit(2017, pl.Int64),
    "role": pl.lit("iro"),
    "role_other_given": pl.lit(False),
    "answered_on": pl.lit(None, pl.Date),
    "q05_caseload_band": BLANK,
    "q05_comment_given": pl.lit(False),
    "q15_service_resourced": BLANK,
    "q16_service_resourced_again": BLANK,
    "q21_guardian_meetings": BLANK,
    "q29_comments_given": pl.lit(True),
    "arrival": pl.lit(1, pl.Int64),
    "line": pl.lit(3, pl.Int64),
}


def responses(drawing: str) -> pl.LazyFrame:
    """The drawn responses; columns that are not drawn hold the values above."""
    names = [name.strip() for name in drawing.strip().splitlines()[0].split("|")]
    yes_no = {name: pl.Boolean for name in names if name.endswith("_given")}
    others = [value.alias(name) for name, value in COLUMNS.items() if name not in names]
    return table(drawing, **yes_no).with_columns(others)


def rows(drawing: str, *columns: str) -> list[tuple]:
    return answer(STATE_OF_THE_NATION, responses(drawing)).select(columns).collect().rows()


def test_each_question_answered_is_a_row_and_the_rest_are_not() -> None:
    drawing = """
        | respondent | q15_service_resourced | q16_service_resourced_again | q21_guardian_meetings |
        |------------|-----------------------|-----------------------------|-----------------------|
        | r1         | 2                     | 4                           | quarterly             |
        | r2         |                       | 4                           |                       |
        | r3         |                       |                             |                       |
        """
    assert rows(drawing, "respondent", "question", "answer", "score") == [
        ("r1", "q15_service_resourced", "2", 2),
        ("r1", "q16_service_resourced_again", "4", 4),
        ("r1", "q21_guardian_meetings", "quarterly", None),
        ("r2", "q16_service_resourced_again", "4", 4),
    ]


def test_managers_and_heads_speak_for_the_service_and_all_others_for_themselves() -> None:
    drawing = """
        | respondent | role            | role_other_given | q15_service_resourced |
        |------------|-----------------|------------------|-----------------------|
        | r1         | head_of_service | no               | 3                     |
        | r2         | iro_manager     | no               | 3                     |
        | r3         | iro             | no               | 3                     |
        | r4         | iro_combined    | no               | 3                     |
        | r5         |                 | yes              | 3                     |
        | r6         |                 | no               | 3                     |
        | r7         | other           | yes              | 3                     |
        """
    assert rows(drawing, "respondent", "role", "speaker") == [
        ("r1", "head_of_service", "service"),
        ("r2", "iro_manager", "service"),
        ("r3", "iro", "practitioner"),
        ("r4", "iro_combined", "practitioner"),
        ("r5", "other", "practitioner"),
        ("r6", None, "practitioner"),
        ("r7", "other", "practitioner"),
    ]


def chosen(drawing: str) -> set[str]:
    return {respondent for respondent, yes in rows(drawing, "respondent", "chosen") if yes}


def test_the_most_senior_return_speaks_for_the_service_even_if_it_is_not_the_latest() -> None:
    drawing = """
        | respondent | role            | answered_on | q15_service_resourced |
        |------------|-----------------|-------------|-----------------------|
        | r1         | iro_manager     | 2017-03-16  | 3                     |
        | r2         | head_of_service | 2017-02-20  | 2                     |
        """
    assert chosen(drawing) == {"r2"}


def test_of_equals_the_latest_return_speaks_and_an_undated_one_last() -> None:
    drawing = """
        | respondent | role        | answered_on | q15_service_resourced |
        |------------|-------------|-------------|-----------------------|
        | r1         | iro_manager |             | 3                     |
        | r2         | iro_manager | 2017-02-20  | 2                     |
        | r3         | iro_manager | 2017-03-16  | 1                     |
        """
    assert chosen(drawing) == {"r3"}


def test_of_returns_on_one_day_the_smallest_key_speaks() -> None:
    drawing = """
        | respondent | role        | answered_on | q15_service_resourced | q21_guardian_meetings |
        |------------|-------------|-------------|-----------------------|-----------------------|
        | r2         | iro_manager | 2017-03-16  | 3                     | never                 |
        | r1         | iro_manager | 2017-03-16  | 2                     | annually              |
        """
    assert chosen(drawing) == {"r1"}


def test_a_return_that_answers_nothing_does_not_silence_another() -> None:
    drawing = """
        | respondent | role            | answered_on | q15_service_resourced |
        |------------|-----------------|-------------|-----------------------|
        | r1         | iro_manager     | 2017-02-20  | 3                     |
        | r2         | head_of_service | 2017-03-16  |                       |
        """
    assert chosen(drawing) == {"r1"}


def test_one_return_speaks_for_each_authority_and_every_practitioner_speaks() -> None:
    drawing = """
        | respondent | authority | role        | q15_service_resourced |
        |------------|-----------|-------------|-----------------------|
        | r1         | E08000012 | iro_manager | 3                     |
        | r2         | E08000012 | iro_manager | 3                     |
        | r3         | E08000013 | iro_manager | 3                     |
        | r4         | E08000012 | iro         | 3                     |
        | r5         | E08000012 | iro         | 3                     |
        """
    assert chosen(drawing) == {"r1", "r3", "r4", "r5"}


def test_a_comment_without_a_caseload_band_cannot_be_classified() -> None:
    drawing = """
        | respondent | q05_caseload_band | q05_comment_given |
        |------------|-------------------|-------------------|
        | r1         | a                 | yes               |
        | r2         |                   | yes               |
        | r3         |                   | no                |
        """
    assert rows(drawing, "respondent", "answer", "score") == [
        ("r1", "a", None),
        ("r2", "unclassifiable", None),
    ]


def test_the_table_keeps_its_contract() -> None:
    drawing = """
        | respondent                       | q15_service_resourced |
        |----------------------------------|-----------------------|
        | 0a0a0a0a0a0a | 3                     |
        """
    contract = Contract.load("processed/facts/answer")
    assert at_rest(contract, answer(STATE_OF_THE_NATION, responses(drawing)).collect()).height == 1


def test_a_form_that_comes_back_is_a_row_with_what_it_left_blank() -> None:
    drawing = """
        | respondent   | role        | q15_service_resourced | q07_admin_support |
        |--------------|-------------|-----------------------|-------------------|
        | 0a0a0a0a0a0a | iro_manager | 3                     | 2                 |
        | 0b0b0b0b0b0b | iro         |                       | 1                 |
        | 0c0c0c0c0c0c | iro         |                       |                   |
        """
    found = form(STATE_OF_THE_NATION, responses(drawing)).collect()
    asked = {each.name for each in STATE_OF_THE_NATION.questions} & {
        *responses(drawing).collect_schema()
    }
    told = found.select("speaker", "asked", "answered").rows()
    assert [row[0] for row in told] == ["service", "practitioner", "practitioner"]
    assert {row[1] for row in told} == {len(asked)}
    assert [told[0][2] - row[2] for row in told] == [0, 1, 2]


def test_a_name_that_was_left_is_an_agreement_and_a_form_that_does_not_ask_has_none() -> None:
    drawing = """
        | respondent   | role            | q15_service_resourced | q30_contact_given |
        |--------------|-----------------|-----------------------|-------------------|
        | 0a0a0a0a0a0a | head_of_service |                       | yes               |
        | 0b0b0b0b0b0b | iro_manager     | 3                     | no                |
        | 0c0c0c0c0c0c | iro             |                       | yes               |
        """
    found = form(STATE_OF_THE_NATION, responses(drawing)).collect()
    # The manager's speaks for the service: the other answers nothing.
    assert found.select("chosen", "agreed").rows() == [(False, True), (True, False), (True, True)]
    unasked = form(STATE_OF_THE_NATION, responses(drawing).drop("q30_contact_given")).collect()
    assert unasked["agreed"].to_list() == [None, None, None]
    assert at_rest(Contract.load("processed/facts/form"), found).height == 3
