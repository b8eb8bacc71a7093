"""Survey exports: a row of questions, a row of sub-labels, then one row a respondent."""

import html
import re
from collections.abc import Sequence

from iro_pipeline.readers import Sheet, Unreadable, wording
from iro_pipeline.readers.csv import blocks, strict, without_empty

_EXPORT = (
    'In SurveyMonkey choose Export, "All responses data", as CSV with condensed columns and '
    "actual answer text, and drop that file as it is."
)
_EXPECTED = "a row of questions, a row of sub-labels and then one row a respondent"


def read(data: bytes, encodings: Sequence[str] = ("utf-8",)) -> Sheet:
    """
    Every cell as text, one row a respondent; a column's header is its question's `stem`.

    Raises Unreadable unless the file is an export of all responses with two header rows.
    """
    _not_summaries(data)
    headers, rows = strict(data, encodings, headers=2)
    first = [cell or "" for cell in rows.drop("line").head(1).rows()[0]] if rows.height else []
    _two_header_rows([*headers, *([first] if first else [])])
    questions, subs = headers
    _not_expanded(subs)
    columns = blocks([stem(text) for text in blanked(questions, subs)], subs)
    nameless = [not any(said) for said in zip(questions, subs, strict=True)]
    return Sheet(columns, without_empty(rows, nameless))


def stem(question: str) -> str:
    """
    A question without its number, mark-up and guidance: what stands before the first "?", with it.

    A form's guidance follows the question in the same header cell, and is reworded more often.
    """
    plain = " ".join(html.unescape(re.sub(r"<[^<>]{1,80}>", " ", question)).split())
    unnumbered = re.sub(r"^(?:Q\s?)?\d{1,2}\s?[.)]\s*(?=\D)", "", plain, flags=re.IGNORECASE)
    asked, mark, _ = unnumbered.partition("?")
    return (asked + mark).rstrip("* ")


def blanked(questions: Sequence[str], subs: Sequence[str]) -> list[str]:
    """
    The row of questions with each written once, over the first of its columns.

    Most exports leave a question's further columns blank, some repeat it. Neighbouring questions
    may be worded alike, so a repeat opens a question of its own where the one before has used
    blanks, or has had a column with the same sub-label: "Response" beside "Response".
    """
    written, current, had, blanks = [], "", set(), False
    for question, sub in zip(map(wording, questions), map(wording, subs), strict=True):
        more = not question or (question == current and not blanks and sub not in had)
        if not more:
            current, had, blanks = question, set(), False
        had.add(sub)
        blanks = blanks or not question
        written.append(not more)
    return [text if first else "" for text, first in zip(questions, written, strict=True)]


def _two_header_rows(top: Sequence[Sequence[str]]) -> None:
    """Raise Unreadable unless the third row is the first with a respondent's number."""
    tops = [[wording(cell).replace(" ", "") for cell in row] for row in top]
    header = next((i for i, row in enumerate(tops) if "respondentid" in row), None)
    if header is None:
        raise _refused("not_a_survey_export", 'no column "Respondent ID" in the first rows')
    place = tops[header].index("respondentid")
    if header or [row[place] for row in tops[1:]] == ["", ""]:
        raise _refused("three_header_rows", "more than two rows above the first respondent")
    if len(tops) == 1 or tops[1][place]:
        raise _refused("one_header_row", "a respondent, or nothing, on the row of sub-labels")


def _not_expanded(subs: Sequence[str]) -> None:
    """An answer spread over a column an option would be taken for an answer and its comments."""
    if any(re.match(r"(?:- ?)?[1-9a-f]\)", wording(sub)) for sub in subs):
        raise _refused("expanded_columns", "a column for each answer option")


def _not_summaries(data: bytes) -> None:
    """Question Summaries hold counts of answers: their rows differ in width, so look first."""
    top = data[:20_000].lower()
    if b"answer choices" in top and b"respondent id" not in top:
        raise _refused("question_summaries", 'a "Question Summaries" export, which holds totals')


def _refused(rule: str, found: str) -> Unreadable:
    return Unreadable(rule, found=found, expected=_EXPECTED, do=_EXPORT)
