"""Where a survey export's headers end and its respondents begin."""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from iro_pipeline.readers import Unreadable, platforms, wording
from iro_pipeline.readers.platforms import Platform

LOOKED_AT = 12
_SUBS = {"response", "open-ended response"}
_CODE = re.compile(r"[A-Za-z]{1,4}_?\d{1,5}(?:[_.][A-Za-z0-9]{1,20})*")
EXPORT = (
    'In SurveyMonkey choose Export, "All responses data", as CSV or XLSX with actual answer text; '
    "in Microsoft Forms open the results in Excel; in Google Forms download the responses as CSV. "
    "Drop that file as it is."
)
EXPECTED = "one, two or three rows of headers and then one row a respondent"


class Layout(NamedTuple):
    """
    The rows of headers, and how many rows stand above the first respondent.

    `subs` is empty where the file has no row of sub-labels. `gaps`: "NA" means an empty cell.
    """

    platform: Platform | None
    questions: list[str]
    subs: list[str]
    start: int
    gaps: bool


class _Row(NamedTuple):
    number: int
    cells: list[str]


def layout(top: Sequence[Sequence[str]]) -> Layout:
    """
    Told by what the first rows hold, never by the file's name.

    Raises Unreadable for totals, and where a row may be of sub-labels as well as of answers.
    """
    rows = [_Row(i, [cell.strip() for cell in row]) for i, row in enumerate(top[:LOOKED_AT])]
    rows = [row for row in rows if any(row.cells)]
    _not_summaries(rows)
    if not rows:
        raise _refused("no_header_row", "nothing in the first rows")
    for k, row in enumerate(rows[:6]):
        if platform := platforms.of(row.cells):
            _no_answers_above(rows[:k])
            return _of_platform(platform, row, rows[k + 1 :])
    return _without_record(rows)


def _no_answers_above(above: Sequence[_Row]) -> None:
    """A title has one cell, and codes look like codes: no respondent may be skipped."""
    for row in above:
        said = [cell for cell in row.cells if not _gap(cell)]
        if len(said) > 1 and not _are_codes(said):
            raise _refused("answers_above_questions", "a row of cells above the row of questions")


def _are_codes(cells: Sequence[str]) -> bool:
    return all(_CODE.fullmatch(cell) for cell in cells if cell)


def _of_platform(platform: Platform, header: _Row, below: Sequence[_Row]) -> Layout:
    if not platform.two_rows:
        return Layout(platform, header.cells, [], header.number + 1, gaps=False)
    record = [i for i, cell in enumerate(header.cells) if platforms.known(cell) in platform.record]
    above = []
    for row in below:
        if not all(_gap(cell) for cell in _at(record, row)):
            break
        above.append(row)
    gaps = any(cell == "NA" for row in above for cell in _at(record, row))
    said = [row for row in above if not all(map(_gap, row.cells))]
    if len(said) > 1 and not _are_codes(said[1].cells):
        raise _refused("three_header_rows", "two rows below the questions without a respondent")
    if len(said) > 2:
        raise _refused("three_header_rows", "more than three rows above the first respondent")
    if said and not _are_subs(header, said[0]):
        raise _refused("doubtful_row", "a row below the questions without a respondent's number")
    start = max(row.number for row in (header, *above)) + 1
    subs = _ungapped(said[0].cells, gaps) if said else []
    return Layout(platform, header.cells, subs, start, gaps)


def _without_record(rows: Sequence[_Row]) -> Layout:
    """Exports stripped of what the platform records, and any table headed by questions."""
    for k, (header, subs) in enumerate(pairwise(rows[:4])):
        if _SUBS & set(map(wording, subs.cells)):
            _no_answers_above(rows[:k])
            return Layout(None, header.cells, subs.cells, subs.number + 1, gaps=False)
    header, *below = rows
    if below and _are_subs(header, below[0]) and all(below[0].cells[: len(header.cells)]):
        raise _refused(
            "doubtful_row", "columns without a question above a row filled in throughout"
        )
    return Layout(None, header.cells, [], header.number + 1, gaps=False)


def _are_subs(header: _Row, row: _Row) -> bool:
    """A known sub-label, or something below each blank that follows a question."""
    end = max(i for each in (header, row) for i, cell in enumerate(each.cells) if cell)
    blanks = [i for i in range(1, end + 1) if not any(_at([i], header))]
    said = set(map(wording, row.cells))
    return bool({*_SUBS, "answer"} & said) or bool(
        blanks and all(any(_at([i], row)) for i in blanks)
    )


def _at(places: Sequence[int], row: _Row) -> list[str]:
    return [row.cells[i] for i in places if i < len(row.cells)]


def _gap(cell: str) -> bool:
    """R writes NA for a cell with nothing in it."""
    return cell in {"", "NA"}


def _ungapped(cells: Sequence[str], gaps: bool) -> list[str]:
    return ["" if gaps and cell == "NA" else cell for cell in cells]


def _not_summaries(rows: Sequence[_Row]) -> None:
    """Question Summaries hold counts of answers."""
    cells = {wording(cell) for row in rows for cell in row.cells[:20]}
    if "answer choices" in cells and not any(platforms.of(row.cells) for row in rows):
        raise _refused("question_summaries", 'a "Question Summaries" export, which holds totals')


def _refused(rule: str, found: str) -> Unreadable:
    return Unreadable(rule, found=found, expected=EXPECTED, do=EXPORT)
