"""The same three respondents to an invented survey, as each platform and layout exports them."""

import csv
import io
from datetime import date
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from iro_pipeline.arrivals.matching import match, picked
from iro_pipeline.contracts import Contract
from iro_pipeline.inspection.parsing import parsed
from iro_pipeline.opening import Page
from iro_pipeline.readers import Sheet, Unreadable
from iro_pipeline.readers.survey import read, responses

RESOURCED = "How well resourced is the service?"
ATTENDS = "Which of these do you attend?"
RATES = "How do you rate these?"

TERMS = f"""
title = "An invented survey"
grain = "one row per respondent"
form = "survey"
primaryKey = ["respondent"]
encodings = ["utf-8", "cp1252"]
ignored = ["Can we ring you?"]
missingValues = ["", "N/A"]

[[fields]]
name = "respondent"
header = "Respondent ID"
type = "string"
description = "Who answered."
constraints = {{ required = true, pattern = "[0-9]{{6,15}}" }}

[[fields]]
name = "answered_on"
header = "End Date"
type = "date"
format = ["%m/%d/%Y %H:%M:%S", "%Y-%m-%d %H:%M:%S", "%d/%m/%Y %H:%M:%S"]
description = "The day of the answer."

[[fields]]
name = "role"
header = ["Role", "G01Q01"]
type = "string"
labels = true
codes = {{ iro = "IRO", manager = "Manager, or deputy" }}
description = "The role."

[[fields]]
name = "role_box"
header = ["Role", "G01Q01"]
place = 2
type = "boolean"
format = "presence"
optional_column = true
description = "Whether the box beside the role was filled in."

[[fields]]
name = "resourced"
header = ["{RESOURCED}", "G01Q02"]
type = "string"
labels = true
codes = {{ 1 = ["1) Poorly", "1"], 2 = ["2)", "2"], 3 = ["3) Well", "3"] }}
description = "How well resourced the service is."

[[fields]]
name = "resourced_again"
header = "{RESOURCED}"
occurrence = 2
type = "string"
labels = true
codes = {{ 1 = ["1) Poorly", "1"], 2 = ["2)", "2"], 3 = ["3) Well", "3"] }}
description = "The same, asked again."

[[fields]]
name = "reviews"
header = "{ATTENDS}"
sub = ["Reviews", "SQ001"]
type = "boolean"
format = "ticked"
description = "Attends reviews."

[[fields]]
name = "panels"
header = "{ATTENDS}"
sub = ["Panels, boards; and forums", "SQ002"]
type = "boolean"
format = "ticked"
description = "Attends panels."

[[fields]]
name = "training"
header = "{ATTENDS}"
sub = ["Training", "SQ003"]
type = "boolean"
format = "ticked"
description = "Attends training."

[[fields]]
name = "supervision"
header = "{RATES}"
sub = "Supervision"
type = "string"
labels = true
codes = {{ poor = "Poor", good = "Good" }}
description = "Supervision."

[[fields]]
name = "advice"
header = "{RATES}"
sub = "Legal advice - in court"
type = "string"
labels = true
codes = {{ poor = "Poor", good = "Good" }}
description = "Legal advice."

[[fields]]
name = "comments"
header = "Comments"
type = "boolean"
format = "presence"
description = "Whether anything was added."
"""

DAYS = [date(2027, 2, 13), date(2027, 2, 14), date(2027, 2, 14)]
EXPECTED: dict[str, list[Any]] = {
    "answered_on": DAYS,
    "role": ["iro", "manager", None],
    "role_box": [False, False, True],
    "resourced": ["1", "3", None],
    "resourced_again": ["2", None, None],
    "reviews": [True, False, None],
    "panels": [True, False, None],
    "training": [False, True, None],
    "supervision": ["good", "poor", None],
    "advice": ["poor", None, None],
    "comments": [False, True, False],
}

RECORD = (
    "Respondent ID,Collector ID,Start Date,End Date,IP Address,"
    "Email Address,First Name,Last Name,Custom Data 1"
)
RECORDS = [
    "9000000001,100000001,02/13/2027 08:50:00,02/13/2027 09:00:00,192.0.2.1,,Planted,Planted,",
    "9000000002,100000001,02/14/2027 08:50:00,02/14/2027 09:00:00,192.0.2.2,,Planted,Planted,",
    "9000000003,100000001,02/14/2027 08:55:00,02/14/2027 09:05:00,192.0.2.3,,Planted,Planted,",
]

CONDENSED = f"""\
{RECORD},Role,,{RESOURCED},{RESOURCED},{ATTENDS},,,{RATES},,Comments,Can we ring you?,
,,,,,,,,,Response,Other (please specify),Response,Response,Reviews,"Panels, boards; and forums",\
Training,Supervision,Legal advice - in court,Open-Ended Response,Name,Phone Number
{RECORDS[0]},IRO,,1) Poorly,2),Reviews,"Panels, boards; and forums",,Good,Poor,,Planted,0
{RECORDS[1]},"Manager, or deputy",,3) Well,,,,Training,Poor,,"Two
lines",,
{RECORDS[2]},,Auditor,,,,,,,,,,
"""

REPEATED_OVER_ITS_COLUMNS = f"""\
{RECORD},2. Role *,2. Role *,<b>Q3.</b> {RESOURCED} 1 is poor,{RESOURCED},{ATTENDS} (tick all),\
{ATTENDS} (tick all),{ATTENDS} (tick all),{RATES},{RATES},Comments
NA,NA,NA,NA,NA,NA,NA,NA,NA,Response,Other (please specify),Response,Response,Reviews,\
"Panels, boards; and forums",Training,Supervision,Legal advice – in court,Open-Ended Response
{RECORDS[0]},IRO,NA,1) Poorly,2),Reviews,"Panels, boards; and forums",NA,Good,Poor,NA
{RECORDS[1]},"Manager, or deputy",NA,3) Well,NA,NA,NA,Training,Poor,NA,Later
{RECORDS[2]},NA,Auditor,NA,NA,NA,NA,NA,NA,NA,NA
"""

TICKS_IN_ONE_CELL = f"""\
{RECORD},Role,,{RESOURCED},{RESOURCED},{ATTENDS},{RATES},,Comments
,,,,,,,,,Response,Other (please specify),Response,Response,Response,\
Supervision,Legal advice - in court,Open-Ended Response
{RECORDS[0]},IRO,,1) Poorly,2),"Panels, boards; and forums, Reviews",Good,Poor,
{RECORDS[1]},"Manager, or deputy",,3) Well,,Training,Poor,,Later
{RECORDS[2]},,Auditor,,,,,,
"""

_EXPANDED = f"""\
RespondentID,End Date,Role,,,{RESOURCED},,,{RESOURCED},,,{ATTENDS},,,{RATES},,,,Comments
,,IRO,"Manager, or deputy",Other (please specify), - 1) Poorly, - 2), - 3) Well,\
1) Poorly,2),3) Well,Reviews,"Panels, boards; and forums",Training,\
Supervision - Poor,Supervision - Good,\
Legal advice - in court - Poor,Legal advice - in court - Good,Open-Ended Response
"""
EXPANDED = f"""{_EXPANDED}\
9000000001,2027-02-13 09:00:00,IRO,,,1) Poorly,,,,2),,\
Reviews,"Panels, boards; and forums",,,Good,Poor,,
9000000002,2027-02-14 09:00:00,,"Manager, or deputy",,,,3) Well,,,,,,Training,Poor,,,,Later
9000000003,2027-02-14 09:00:00,,,Auditor,,,,,,,,,,,,,,
"""
NUMBERS = f"""{_EXPANDED}\
9000000001,2027-02-13 09:00:00,0,,,1,,,,2,,1,2,,,2,1,,
9000000002,2027-02-14 09:00:00,,1,,,,3,,,,,,3,1,,,,Later
9000000003,2027-02-14 09:00:00,,,Auditor,,,,,,,,,,,,,,
"""
YES_AND_NO = f"""{_EXPANDED}\
9000000001,2027-02-13 09:00:00,1,0,,1,0,0,0,1,0,Yes,Yes,No,0,1,1,0,
9000000002,2027-02-14 09:00:00,0,1,,0,0,1,,,,No,No,Yes,1,0,,,Later
9000000003,2027-02-14 09:00:00,,,Auditor,,,,,,,,,,,,,,
"""
CODES_ABOVE = f",,q1,,,q2,,,q3,,,q4,,,q5,,,,q6\n{EXPANDED}"

FORMS = f"""\
ID,Start time,Completion time,Email,Name,Last modified time,Total points,Quiz feedback,Role,\
Points - Role,Feedback - Role,Other (please specify),"{RESOURCED}
1 = poorly, 3 = well",{RESOURCED}2,{ATTENDS}\N{NO-BREAK SPACE},Supervision,\
Legal advice - in court,Comments
1,2027-02-13 08:50:00,2027-02-13 09:00:00,anonymous,,,,,IRO,,,,1,2,\
"Reviews;Panels, boards; and forums;",Good,Poor,
2,2027-02-14 08:50:00,2027-02-14 09:00:00,anonymous,,,,,"Manager, or deputy",\
,,,3,,Training;,Poor,,Yes
3,2027-02-14 08:50:00,2027-02-14 09:05:00,anonymous,,,,,,,,Auditor,,,,,,
"""

GOOGLE = f"""\
Timestamp,Email Address,Role,Other (please specify),{RESOURCED},{RESOURCED},{ATTENDS},\
{RATES} [Supervision],{RATES} [Legal advice - in court],Comments
13/02/2027 09:00:00,,IRO,,1,2,"Reviews, Panels, boards; and forums",Good,Poor,
14/02/2027 09:00:00,,"Manager, or deputy",,3,,Training,Poor,,Later
14/02/2027 09:00:00,,,Auditor,,,,,,
"""

LIMESURVEY = f"""\
"Response ID","Date submitted","Last page","Start language","Seed","IP address","Role",\
"Role [Other]","{RESOURCED}","{RESOURCED}","{ATTENDS} [Reviews]",\
"{ATTENDS} [Panels, boards; and forums]","{ATTENDS} [Training]","{RATES} [Supervision]",\
"{RATES} [Legal advice - in court]","Comments","Total time","Group time: The service"
"1","2027-02-13 09:00:00","4","en","77","192.0.2.1","IRO","","1) Poorly","2)","Yes","Yes","No",\
"Good","Poor","","61.5","30"
"2","2027-02-14 09:00:00","4","en","78","192.0.2.2","Manager, or deputy","","3) Well","",\
"No","No","Yes","Poor","","Later","61.5","30"
"3","2027-02-14 09:00:00","2","en","79","192.0.2.3","","Auditor","","","N/A","N/A","N/A","","","",\
"61.5","30"
"""
LIMESURVEY_CODES = f"""\
id. Response ID,submitdate. Date submitted,lastpage. Last page,G01Q01. Role,\
G01Q01[other]. Role [Other],G01Q02. {RESOURCED},G01Q03. {RESOURCED},\
G01Q04[SQ001]. {ATTENDS} [Reviews],"G01Q04[SQ002]. {ATTENDS} [Panels, boards; and forums]",\
G01Q04[SQ003]. {ATTENDS} [Training],G01Q05[SQ001]. {RATES} [Supervision],\
G01Q05[SQ002]. {RATES} [Legal advice - in court],G01Q06. Comments
1,2027-02-13 09:00:00,4,IRO,,1,2,Y,Y,,Good,Poor,
2,2027-02-14 09:00:00,4,"Manager, or deputy",,3,,,,Y,Poor,,Later
3,2027-02-14 09:00:00,2,,Auditor,,,,,,,,
"""

SMARTSURVEY = f"""\
UserID,UserNo,Name,Email,IP,ID,Started,Ended,Tracking,Q1. Role,,Q2. {RESOURCED},\
Q3. {RESOURCED},Q4. {ATTENDS},,,Q5. {RATES},,Q6. Comments
,,,,,,,,,Answer,Other (please specify),Answer,Answer,Q4.1. Reviews,\
"Q4.2. Panels, boards; and forums",Q4.3. Training,Q5.1. Supervision,\
Q5.2. Legal advice - in court,
100000001,1,Planted,,192.0.2.1,,13/02/2027 08:50:00,13/02/2027 09:00:00,Web link,\
IRO,,1) Poorly,2),Yes,Yes,No,Good,Poor,
100000002,2,Planted,,192.0.2.2,,14/02/2027 08:50:00,14/02/2027 09:00:00,Web link,\
"Manager, or deputy",,3) Well,,No,No,Yes,Poor,,Later
100000003,3,Planted,,192.0.2.3,,14/02/2027 08:50:00,14/02/2027 09:00:00,Web link,\
,Auditor,,,,,,,,
"""

ANY_TABLE = f"""\
Respondent ID,End Date,Role,Other,{RESOURCED},{RESOURCED},{ATTENDS},{RATES} [Supervision],\
{RATES} [Legal advice - in court],Comments
100001,2027-02-13 09:00:00,IRO,,1,2,"Reviews|Panels, boards; and forums",Good,Poor,
100002,2027-02-14 09:00:00,"Manager, or deputy",,3,,Training,Poor,,Later
100003,2027-02-14 09:00:00,,Auditor,,,,,,
"""

LAYOUTS = {
    "SurveyMonkey, condensed": CONDENSED,
    "SurveyMonkey, each question over all of its columns, written by R": REPEATED_OVER_ITS_COLUMNS,
    "SurveyMonkey, ticks in one cell": TICKS_IN_ONE_CELL,
    "SurveyMonkey, expanded": EXPANDED,
    "SurveyMonkey, expanded, as numbers": NUMBERS,
    "SurveyMonkey, expanded, yes and no": YES_AND_NO,
    "SurveyMonkey, expanded, with codes above": CODES_ABOVE,
    "Microsoft Forms": FORMS,
    "Google Forms": GOOGLE,
    "LimeSurvey": LIMESURVEY,
    "LimeSurvey, codes and texts": LIMESURVEY_CODES,
    "SmartSurvey": SMARTSURVEY,
    "any table": ANY_TABLE,
}


@pytest.fixture(scope="module")
def contract(tmp_path_factory: pytest.TempPathFactory) -> Contract:
    schemas = tmp_path_factory.mktemp("schemas")
    place = schemas / "raw/invented/response/2027.toml"
    place.parent.mkdir(parents=True)
    place.write_text(TERMS, encoding="utf-8")
    return Contract.load("raw/invented/response/2027", schemas)


def answers(contract: Contract, sheet: Sheet) -> dict[str, list[Any]]:
    present = [int(name) for name in sheet.rows.columns if name != "line"]
    found = match(contract, sheet.columns, present)
    assert (found.missing, found.unforeseen) == ([], [])
    text = picked(contract, sheet, found, {"arrival": pl.lit(1)})
    fields = [each for each in contract.fields if each.name in found.places]
    typed = text.select(parsed(each).alias(each.name) for each in fields)
    assert typed["respondent"].n_unique() == typed.height
    assert typed["respondent"].str.contains(r"^[0-9]{6,15}$").all()
    return typed.drop("respondent").to_dict(as_series=False)


def as_page(text: str) -> Page:
    return Page("Sheet1", list(csv.reader(io.StringIO(text, newline=""))))


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_layout_gives_the_same_answers(contract: Contract, layout: str) -> None:
    assert answers(contract, read(LAYOUTS[layout].encode(), contract.encodings)) == EXPECTED


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_workbook_gives_what_a_text_file_gives(contract: Contract, layout: str) -> None:
    assert answers(contract, responses(as_page(LAYOUTS[layout]))) == EXPECTED


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    data=st.data(), layout=st.sampled_from(["SurveyMonkey, condensed", "SurveyMonkey, expanded"])
)
def test_questions_may_come_in_any_order_with_others_between_that_are_foreseen(
    contract: Contract, data: st.DataObject, layout: str
) -> None:
    page = as_page(LAYOUTS[layout])
    starts = [i for i, header in enumerate(page.rows[0]) if header]
    blocks = [range(i, j) for i, j in zip(starts, [*starts[1:], len(page.rows[0])], strict=True)]
    order = data.draw(st.permutations(range(len(blocks))))
    # The two questions worded alike are told apart by their order.
    alike = [i for i, block in enumerate(blocks) if page.rows[0][block[0]] == RESOURCED]
    ranks = iter(sorted(alike, key=order.index))
    places = {next(ranks): i for i in alike}
    order = [places.get(i, i) for i in order]
    kept = [place for i in order for place in blocks[i]]
    foreseen = ["Can we ring you?", "Name", *["Planted"] * (len(page.rows) - 2)]
    added = data.draw(st.sampled_from([0, 1]))
    rows = [
        [*(row[place] for place in kept), *[cell] * added]
        for row, cell in zip(page.rows, foreseen, strict=True)
    ]
    assert answers(contract, responses(Page("Sheet1", rows))) == EXPECTED


def test_a_later_export_of_google_forms_gives_earlier_respondents_the_same_numbers() -> None:
    earlier, later = (
        read(f"Timestamp,Role\n{rows}".encode()).rows["2"].to_list()
        for rows in (
            "2027/02/13 9:00:00 am GMT,IRO\n2027/02/13 9:00:00 am GMT,IRO\n",
            "2027/02/13 9:00:00 am GMT,IRO\n2027/02/13 9:00:00 am GMT,IRO\n"
            "2027/02/13 9:00:00 pm GMT,IRO\n2027/02/13 9:00:01 am GMT,IRO\n,IRO\n",
        )
    )
    assert later[: len(earlier)] == earlier
    assert len(set(later)) == len(later)
    assert later[-1] is None


def test_a_question_called_as_a_platform_calls_its_own_columns_is_a_question() -> None:
    sheet = read(
        b"ID,Start time,Completion time,Email,Name,Language,"
        b"Which?,Language2,Points - Which?,Name2\n1,,,,,en,a,Welsh,3,b\n"
    )
    kept = [sheet.columns[int(name)].header for name in sheet.rows.columns if name != "line"]
    assert kept[5:] == ["Which?", "Language", "Name"]


def test_a_number_that_belongs_to_a_header_stays() -> None:
    sheet = read(b"ID,Start time,Completion time,Top 3,Top 4,Top 4,Top 42\n1,,,a,b,c,d\n")
    assert [(each.header, each.occurrence) for each in sheet.columns[3:]] == [
        ("Top 3", 1),
        ("Top 4", 1),
        ("Top 4", 2),
        ("Top 42", 1),
    ]


def test_headings_that_limesurvey_cut_short_are_refused() -> None:
    with pytest.raises(Unreadable, match="abbreviated_headings: found 1 question"):
        read(b"Response ID,Last page,How well do exi.. ,I feel supported...\n1,4,3,2\n")


def test_an_export_without_respondents_misses_their_number(contract: Contract) -> None:
    lines = [row[9:] for row in as_page(CONDENSED).rows]
    sheet = responses(Page("Sheet1", lines))
    found = match(contract, sheet.columns, range(len(sheet.columns)))
    assert found.missing == ["'Respondent ID'", "'End Date'"]


def test_a_line_is_where_the_row_stands_in_the_sheet() -> None:
    rows = [
        ["A title"],
        [],
        ["Respondent ID", "Role"],
        ["", "Response"],
        [],
        ["101", "IRO"],
        ["102"],
    ]
    sheet = responses(Page("Sheet1", rows, first=3))
    assert sheet.rows.rows() == [("101", "IRO", 8), ("102", None, 9)]


def test_totals_in_a_workbook_and_a_million_columns_are_refused() -> None:
    with pytest.raises(Unreadable, match="question_summaries"):
        responses(Page("Question 1", [["Role"], ["Answer Choices", "Responses"], ["IRO", "50%"]]))
    with pytest.raises(Unreadable, match="too_many_columns"):
        responses(Page("Sheet1", [["x"] * 3_000]))
    with pytest.raises(Unreadable, match="no_header_row"):
        responses(Page("Sheet1", [[], [""]]))
