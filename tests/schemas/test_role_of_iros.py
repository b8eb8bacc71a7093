"""The questionnaires after the topics of the study of 2014, each from a plain export."""

import csv
import io

import polars as pl
import pytest

from iro_pipeline.contracts import Contract
from iro_pipeline.facts.answers import answer
from iro_pipeline.indicators.catalogue import INDICATORS
from iro_pipeline.questionnaires import questionnaires
from iro_pipeline.validation import at_rest
from tests.inspections import inspected

FORMS = {form.table: form for form in questionnaires() if form.source == "ncb_role_of_iros"}
SPEAKS = {"iro": "practitioner", "manager": "service", "director": "director"}
TOPICS = {
    "employer", "pay", "duty", "caseload", "monitoring", "disputes", "legal", "quality",
    "supervision", "training", "impact",
}  # fmt: skip
by_form = pytest.mark.parametrize("form", FORMS.values(), ids=[*FORMS])


def export(table: str, *respondents: dict[str, str]) -> str:
    """One header row; options ticked stand in one cell; cells are by header, blank unless said."""
    contract = Contract.load(f"raw/ncb_role_of_iros/{table}/2013")
    headers = list(dict.fromkeys(each.header[0] for each in contract.fields))
    file = io.StringIO()
    rows = csv.DictWriter(file, [*headers, "Name", "Email"], lineterminator="\n")
    rows.writeheader()
    rows.writerows(
        {"Respondent ID": f"R{i}", "Local authority": "Bolton", "Name": "Jo", **said}
        for i, said in enumerate(respondents)
    )
    return file.getvalue()


def answers(table: str, *respondents: dict[str, str]) -> pl.DataFrame:
    found = inspected(f"ncb_role_of_iros/2013/{table}.csv", export(table, *respondents))
    assert found.faults.is_empty(), found.faults.rows()
    return answer(FORMS[table], found.accepted.lazy()).collect()


def first_answers(table: str) -> dict[str, str]:
    """A respondent who gives the first answer to every question, and ticks the first option."""
    contract = Contract.load(f"raw/ncb_role_of_iros/{table}/2013")
    said: dict[str, str] = {}
    for each in contract.fields:
        if each.question:
            first = next(iter(each.codes.values()))[0] if each.codes else (*each.sub, "Yes")[0]
            said.setdefault(each.header[0], first)
    return said


@by_form
def test_it_has_the_topics_that_the_summary_reports_on(form):
    names = [each.name.removeprefix(f"ncb_{form.table}_") for each in form.questions]
    assert all(any(name.startswith(topic) for name in names) for topic in TOPICS)
    assert [each.terms.number for each in form.questions] == sorted(
        each.terms.number for each in form.questions
    )


@by_form
def test_every_question_is_read_from_a_plain_export_and_has_figures(form):
    found = answers(form.table, first_answers(form.table))
    assert set(found["question"]) == {each.name for each in form.questions}
    assert set(found["speaker"]) == {SPEAKS[form.table]}
    assert at_rest(Contract.load("processed/facts/answer"), found).height == found.height
    figures = {
        each.name: each.measure(found.lazy()).collect().height
        for each in INDICATORS
        if each.name.startswith(f"ncb_{form.table}_")
    }
    assert len(figures) > 30
    assert set(figures.values()) == {1}


def test_options_ticked_are_yes_the_others_no_and_a_question_skipped_is_neither():
    found = answers(
        "iro",
        {"Which duties do you have besides your work as an IRO?": "Reviews of foster carers"},
        {"Who employs you as an IRO?": "An agency"},
    )
    assert found.select("respondent", "question", "answer").unique("respondent").height == 2
    duties = found.filter(pl.col("question").str.starts_with("ncb_iro_duty_"))
    assert dict(duties.select("question", "answer").iter_rows()) == {
        "ncb_iro_duty_conferences": "no",
        "ncb_iro_duty_homes": "no",
        "ncb_iro_duty_foster_carers": "yes",
        "ncb_iro_duty_other": "no",
    }


def test_of_two_directors_of_an_authority_the_later_answer_speaks_and_no_manager_s_is_in_its_way():
    who = "Who employs most of the authority's IROs?"
    directors = answers(
        "director",
        {"Date completed": "01/03/2013", who: "An agency"},
        {"Date completed": "28/03/2013", who: "The local authority"},
    )
    assert directors.filter("chosen")["answer"].to_list() == ["local_authority"]
    managers = answers("manager", {"Who employs most of your IROs?": "An agency"})
    assert managers["chosen"].to_list() == [True]


def test_what_is_added_at_the_end_is_kept_apart():
    found = inspected(
        "ncb_role_of_iros/2013/iro.csv", export("iro", {"Anything else": "see my manager"})
    )
    assert found.texts.select("column", "text").rows() == [
        ("ncb_iro_comments_given", "see my manager")
    ]
    assert "Jo" not in str(found)
