"""Survey platforms: how each heads its exports, and what it records beside the answers."""

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

# What SurveyMonkey records of each respondent; the other platforms' columns go by these names.
RECORD = (
    "Respondent ID",
    "Collector ID",
    "Start Date",
    "End Date",
    "IP Address",
    "Email Address",
    "First Name",
    "Last Name",
    "Custom Data 1",
)


class Platform(NamedTuple):
    """
    One platform's export.

    `marks`: the headers, written together, that tell it; any one group of them is enough.
    `record`: its headers for what SurveyMonkey's nine columns hold. `dropped` are bookkeeping of
    its own, `leading` only where they stand before the first question: their names are everyday
    words. `two_rows`: it writes sub-labels on a row below the questions.
    """

    name: str
    marks: tuple[frozenset[str], ...]
    record: Mapping[str, str]
    dropped: frozenset[str] = frozenset()
    leading: frozenset[str] = frozenset()
    two_rows: bool = False


def _joined(text: str) -> str:
    return re.sub(r"[\s_]+", "", text).casefold()


SURVEYMONKEY = Platform(
    "SurveyMonkey",
    (frozenset({"respondentid"}),),
    {_joined(name): name for name in RECORD},
    two_rows=True,
)
SMARTSURVEY = Platform(
    "SmartSurvey",
    (frozenset({"userid", "userno"}),),
    {
        "userid": "Respondent ID",
        "name": "First Name",
        "email": "Email Address",
        "ip": "IP Address",
        "ipaddress": "IP Address",
        "started": "Start Date",
        "ended": "End Date",
        "tracking": "Collector ID",
        "trackinglink": "Collector ID",
    },
    frozenset({"userno", "uniqueid"}),
    frozenset({"id"}),
    two_rows=True,
)
FORMS = Platform(
    "Microsoft Forms",
    (frozenset({"id", "starttime", "completiontime"}),),
    {
        "id": "Respondent ID",
        "starttime": "Start Date",
        "completiontime": "End Date",
        "email": "Email Address",
        "name": "First Name",
    },
    frozenset({"lastmodifiedtime", "totalpoints", "quizfeedback", "gradepostedtime"}),
    frozenset({"language"}),
)
LIMESURVEY = Platform(
    "LimeSurvey",
    tuple(
        frozenset({number, other})
        for number in ("id", "responseid")
        for other in ("submitdate", "datesubmitted", "lastpage", "startlanguage")
    ),
    {
        "id": "Respondent ID",
        "responseid": "Respondent ID",
        "startdate": "Start Date",
        "datestarted": "Start Date",
        "submitdate": "End Date",
        "datesubmitted": "End Date",
        "ipaddr": "IP Address",
        "ipaddress": "IP Address",
        "email": "Email Address",
        "emailaddress": "Email Address",
        "firstname": "First Name",
        "lastname": "Last Name",
    },
    frozenset(
        {"lastpage", "startlanguage", "datestamp", "datelastaction", "refurl", "referrerurl"}
        | {"accesscode", "interviewtime", "totaltime"}
    ),
    frozenset({"seed", "token"}),
)
GOOGLE = Platform(
    "Google Forms",
    (frozenset({"timestamp"}),),
    {
        "timestamp": "End Date",
        "emailaddress": "Email Address",
        "username": "Email Address",
    },
    leading=frozenset({"score"}),
)
_ALL = (SURVEYMONKEY, SMARTSURVEY, FORMS, LIMESURVEY)


def of(cells: Sequence[str]) -> Platform | None:
    """The platform that heads its exports with such a row; Google's begins with the time."""
    heads = {known(cell) for cell in cells}
    for each in _ALL:
        if any(marks <= heads for marks in each.marks):
            return each
    return GOOGLE if cells and known(cells[0]) == "timestamp" else None


def known(header: str) -> str:
    """A header as the tables above write it: its words together, after LimeSurvey's code."""
    return _joined(re.sub(r"^[a-z]{2,20}\. (?=\S)", "", header.strip()[:60]))
