import csv
import io
import tomllib

import polars as pl
import pytest

from iro_pipeline.arrivals.tables import claim
from iro_pipeline.contracts import Contract, codes
from iro_pipeline.facts.answers import answer
from iro_pipeline.inspection import Inspection, inspect
from iro_pipeline.inspection.pseudonyms import Pseudonyms
from iro_pipeline.places import REFERENCE
from iro_pipeline.questionnaires import questionnaires
from iro_pipeline.readers import Unreadable, wording

CONTRACT = Contract.load("raw/state_of_the_nation/response/2017")
ASKED = [(each, each.question) for each in CONTRACT.fields if each.question]
FORM = next(form for form in questionnaires() if form.source == "state_of_the_nation")
BANDS = tomllib.loads((REFERENCE / "caseload_bands.toml").read_text(encoding="utf-8"))["bands"]

PLATFORM = [
    *("Respondent ID", "Collector ID", "Start Date", "End Date", "IP Address"),
    *("Email Address", "First Name", "Last Name", "Custom Data 1"),
]
# As printed, questions 5 to 28 in order; of the guidance below a question only a beginning.
RATED = """
Are IRO workloads consistent with DfE requirements? Extract from IRO Handbook: The manager should
How realistic are IROs workloads and administrative support arrangements? If the IRO service is
How would you rate the administrative support arrangements for the IRO service? The volume of
‘How well does the IRO service strike a balance between engaging with problems in order to achieve \
desired changes, or a more ‘hands-off’ approach to independence?  While a degree of distance
How well do existing operational arrangements support effective challenge of care planning at the \
informal level? Under current operational arrangements
Is there clear guidance and support on when to move from informal approaches to formal dispute \
resolution stages?
How well do existing operational arrangements support effective whole system support of good care \
planning? The requirement of realistic workloads
Are IROs suitably challenging or is there a need for more challenge? Participants in the UEA study
What is the prevailing attitude towards the IRO role and challenge of care planning? Most IROs
Overall, how well do the skills and preferred attributes and approaches of different IROs compare \
with the competence and confidence of social workers, team managers, senior managers, children’s \
guardians, foster carers, and so on? Effective intervention is
How well resourced is the IRO service? When the IRO service itself faces challenges
How well resourced is the IRO service?
Is it routine for the courts to ask for confirmation of the IRO's view? It is important for courts
How well embedded is the Cafcass & IRO Good Practice Protocol for Public Law Work applied? Children
How well do Guardians and IROs communicate? Given the restrictions on the guardian’s role
How well do Guardians and IROs communicate? Given the restrictions on the guardian’s role
How often are team meetings between guardians and IROs held? Periodic team meetings
How well do Guardians and IROs communicate? Given the restrictions on the guardian’s role
How sufficient are the current systems for hearing the views of IROs about case related matters, \
and the wider service the local authority is providing? Senior managers
How satisfactory are the arrangements for ensuring that social workers keep IROs informed of the \
progress of cases? Operational Managers
How sufficient are the current links and agreements with other agencies, especially education and \
healthy, to prioritise high quality services, and effective development and improvement? Senior
How satisfactory are the arrangements for ensuring that social workers undertake the \
tasks/decisions identified from the Looked After review? Team managers
How satisfactory are the pre-review consultation forms for young people, parents & carers? The UEA
How well are we implementing the IROs consultation with young people / how effective do we think \
we are?  The UEA study identified
""".strip().splitlines()
CONTACT = "Can we contact you for a more in-depth phone survey?"
DUAL_ROLES = "Please state if the service operates dual roles (combined CP Chair & IRO roles)."
LABELS = {
    5: "d) Yes - strength: Caseload 50-60. No extras.",
    14: "5) Sufficient scrutiny &\ncollaborative approach",
    15: "2)",
    16: "1) Very under resourced",
    19: "5) Strength - good communication",
    20: "4)",
    21: "2) Plan to start",
    22: "3)",
}


def header() -> list[tuple[str, str]]:
    """Question and sub-label of every column of the form's export, as SurveyMonkey lays it out."""
    columns = [(name, "") for name in PLATFORM]
    for text in ("Name", "Region", "Please specify name of Local Authority or Trust"):
        columns.append((text, "Open-Ended Response"))
    columns += [("Role", "Response"), ("", "Other (please specify)")]
    for number, text in enumerate(RATED, start=5):
        columns.append((text, "Response" if number == 5 else ""))
        columns.append(("", DUAL_ROLES if number == 5 else "Other (please specify)"))
    columns.append(("Any additional thoughts or comments", "Open-Ended Response"))
    columns += [(CONTACT, "Name"), ("", "Local Authority"), ("", "Email"), ("", "Phone")]
    return [*columns, ("Contact Address", "Open-Ended Response")]


def respondent(number: int, **said: str) -> list[str]:
    """An invented respondent: cells by position, blank unless said."""
    cells = [""] * len(header())
    cells[:4] = [str(number), "7", "03/01/2017 09:00:00 AM", "03/13/2017 10:15:30 AM"]
    cells[4:6] = ["192.0.2.1", "invented@example.org"]
    cells[9:13] = ["Invented Person", "North West", "Knowsley", "Independent Reviewing Officer"]
    places = {"role": 12, "role_other": 13, "comments": 62, "contact": 63, "authority": 11}
    for name, text in said.items():
        question, _, box = name.removeprefix("q").partition("_")
        where = places.get(name) or 14 + 2 * (int(question) - 5) + (box == "comment")
        cells[where] = text
    return cells


def export(*rows: list[str], columns: list[tuple[str, str]] | None = None) -> bytes:
    file = io.StringIO()
    csv.writer(file).writerows([*zip(*(columns or header()), strict=True), *rows])
    return file.getvalue().encode()


def inspected(*rows: list[str], columns: list[tuple[str, str]] | None = None) -> Inspection:
    data = export(*rows, columns=columns)
    (claimed,) = claim("state_of_the_nation/2017/any name.csv", data, known={})
    text = claimed.text.with_columns(arrival=pl.lit(1, pl.Int64))
    return inspect(claimed.contract, text, Pseudonyms(b"an invented key!"))


def answers(*rows: list[str]) -> dict[str, str]:
    fact = answer(FORM, inspected(*rows).accepted.lazy()).collect()
    return dict(fact.select("question", "answer").iter_rows())


def test_every_answer_reaches_the_question_it_was_given_to() -> None:
    said = {f"q{number}": text for number, text in LABELS.items()}
    assert answers(respondent(5810000001, **said)) == {
        "q05_caseload_band": "d",
        "q14_skills_compared": "5",
        "q15_service_resourced": "2",
        "q16_service_resourced_again": "1",
        "q19_guardian_communication": "5",
        "q20_guardian_communication_again": "4",
        "q21_guardian_meetings": "plan_to_start",
        "q22_guardian_communication_third": "3",
    }


def test_every_question_of_the_form_is_read_from_its_own_column() -> None:
    scores = {number: number % 4 + 1 for number in range(6, 29)}
    meetings = dict(enumerate(codes("guardian_meetings"), start=1))
    said = {f"q{number}": str(score) for number, score in scores.items()}
    reached = answers(respondent(5810000001, q5="d)", **said))
    assert list(reached.values()) == [
        "d",
        *(meetings[score] if number == 21 else str(score) for number, score in scores.items()),
    ]


def test_a_respondent_becomes_a_key_and_their_authority_a_code() -> None:
    (row,) = inspected(respondent(5810000001, q15="2)")).accepted.to_dicts()
    assert row["authority"] == "E08000011"
    assert row["period"] == 2017
    assert row["answered_on"].isoformat() == "2017-03-13"
    assert row["line"] == 3
    assert len(row["respondent"]) == 12


def test_nothing_personal_or_written_freely_passes_inspection() -> None:
    said = {"comments": "see Jo", "contact": "Jo", "role_other": "Jo", "q6_comment": "Jo"}
    seen = inspected(respondent(5810000001, role="", q5_comment="dual roles", **said))
    written = "".join(str(frame.to_dicts()) for frame in seen._replace(texts=pl.DataFrame()))
    for personal in ("Jo", "Invented", "example.org", "192.0.2.1", "dual roles", "5810000001"):
        assert personal not in written
    (row,) = seen.accepted.to_dicts()
    told = [name for name, value in row.items() if value is True]
    assert told == [
        *("role_other_given", "q05_comment_given", "q06_comment_given"),
        *("q29_comments_given", "q30_contact_given"),
    ]


def test_what_is_written_in_a_box_is_kept_apart_with_its_question_and_an_opaque_key() -> None:
    said = {"comments": "see Jo", "contact": "Jo Smith", "role_other": "Auditor"}
    seen = inspected(respondent(5810000001, q5_comment="dual roles", authority="Gotham", **said))
    (respondent_key,) = seen.rejected["respondent"]
    assert seen.texts.rows() == [
        (1, 3, respondent_key, "role_other_given", "Auditor"),
        (1, 3, respondent_key, "q05_comment_given", "dual roles"),
        (1, 3, respondent_key, "q29_comments_given", "see Jo"),
    ]


def test_a_role_in_ones_own_words_is_kept_as_other() -> None:
    seen = inspected(respondent(5810000001, role="", role_other="Auditor", q15="3)"))
    (row,) = answer(FORM, seen.accepted.lazy()).collect().to_dicts()
    assert (row["role"], row["speaker"]) == ("other", "practitioner")


def test_an_answer_that_the_form_does_not_offer_is_a_fault_and_blank() -> None:
    seen = inspected(respondent(5810000001, q15="6)", q16="4)"))
    assert seen.faults.select("column", "rule", "line").rows() == [
        ("q15_service_resourced", "unknown_answer", 3)
    ]
    assert seen.accepted["q15_service_resourced"][0] is None
    assert seen.accepted["q16_service_resourced_again"][0] == "4"


@pytest.mark.parametrize(
    ("said", "rule"),
    [({"authority": "Gotham"}, "unknown_authority"), ({"authority": ""}, "required")],
)
def test_a_respondent_of_no_known_authority_is_rejected(said: dict[str, str], rule: str) -> None:
    seen = inspected(respondent(5810000001, **said), respondent(5810000002))
    assert seen.faults.select("column", "rule").rows() == [("authority", rule)]
    assert (seen.accepted.height, seen.rejected.height) == (1, 1)


def test_a_file_in_which_excel_has_rounded_respondent_numbers_is_refused() -> None:
    row = respondent(5810000001)
    row[0] = "5.81E+09"
    with pytest.raises(Unreadable, match="damaged_identifier") as refused:
        inspected(row, respondent(5810000002))
    assert "without opening and saving it in Excel" in str(refused.value)
    assert "5.81" not in str(refused.value)


def test_mac_text_read_as_windows_text_is_told_by_the_headers() -> None:
    data = export(respondent(5810000001)).decode().encode("mac_roman")
    with pytest.raises(Unreadable, match="saved as Mac text"):
        claim("state_of_the_nation/2017/any name.csv", data, known={})


def test_a_column_that_the_form_does_not_have_names_itself() -> None:
    columns = [*header(), ("Are you sure?", "Response")]
    with pytest.raises(Unreadable, match=r"'Are you sure\?'"):
        inspected([*respondent(5810000001), "x"], columns=columns)


def test_without_one_of_two_questions_worded_alike_the_file_is_refused() -> None:
    place = 14 + 2 * (16 - 5)
    columns, row = header(), respondent(5810000001)
    del columns[place : place + 2], row[place : place + 2]
    with pytest.raises(Unreadable, match="'How well resourced is the IRO service"):
        inspected(row, columns=columns)


def test_the_form_asks_questions_5_to_28_and_they_say_what_may_be_made_of_them() -> None:
    assert [terms.number for _, terms in ASKED] == list(range(5, 29))
    names = {each.name for each, _ in ASKED}
    for each, terms in ASKED:
        assert each.name.startswith(f"q{terms.number:02}_")
        assert (terms.replicate_of or each.name) in names


def test_questions_that_are_scored_have_codes_from_1_to_5() -> None:
    for each, terms in ASKED:
        if terms.treatment == "scored":
            assert list(each.codes) == ["1", "2", "3", "4", "5"]


def test_a_label_stands_for_one_code_of_its_list() -> None:
    for each, _ in ASKED:
        meant = [
            (wording(text), code) for code, labels in each.codes.items() for text in (code, *labels)
        ]
        assert len(dict(meant)) == len(set(meant)), each.name


def test_the_caseload_bands_are_the_answers_to_question_5() -> None:
    assert [each["code"] for each in BANDS] == list(codes("caseload_band"))


def test_a_role_that_is_not_known_leaves_the_respondent_out() -> None:
    found = inspected(respondent(5810000001, role="IRO / CP Chair"))
    assert (found.accepted.height, found.rejected.height) == (0, 1)
