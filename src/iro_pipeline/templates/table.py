"""The sheet of a template that is filled in, and read again."""

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from iro_pipeline.contracts import Contract, Field
from iro_pipeline.templates.lists import AUTHORITIES, list_of
from iro_pipeline.templates.styles import Styles

READY_ROWS = 5000  # below the header that offer lists and check what is typed
_DAYS = {"minimum": date(2000, 1, 1), "maximum": date(2100, 12, 31)}
_MOST = 10**9
# Excel's own limits for what pops up at a cell.
_LONGEST_TITLE, _LONGEST_MESSAGE = 32, 255


def write_table(
    sheet: Worksheet,
    contract: Contract,
    styles: Styles,
    choices: Mapping[str, str],
    rows: Sequence[Mapping[str, Any]],
) -> None:
    """
    The headers in the contract's order, beneath their headings if they have any, above the rows.

    `choices` says for each list in which cells it stands.
    """
    fields = [each for each in contract.fields if each.header]
    top = 1 if any(each.section for each in fields) else 0
    if top:
        _write_sections(sheet, fields, styles)
    sheet.set_row(top, 62)
    for column, each in enumerate(fields):
        width = max(13, min(26, len(each.header[0])))
        sheet.set_column(column, column, width, styles.cell(each))
        sheet.write_string(top, column, each.header[0], styles.header(each))
        said = {**_prompt(each), **_check(each, choices)}
        sheet.data_validation(top + 1, column, top + READY_ROWS, column, said)
    for number, row in enumerate(rows, top + 1):
        for column, each in enumerate(fields):
            _write(sheet, (number, column), row.get(each.name), styles.cell(each))
    # A heading spans columns, and would be torn where the first one is frozen.
    sheet.freeze_panes(top + 1, 0 if top else 1)


def _write_sections(sheet: Worksheet, fields: Sequence[Field], styles: Styles) -> None:
    for section, placed in groupby(enumerate(fields), key=lambda placed: placed[1].section):
        spots = [column for column, _ in placed]
        if len(spots) > 1:
            sheet.merge_range(0, spots[0], 0, spots[-1], "", styles.heading)
        sheet.write_string(0, spots[0], section, styles.heading)


def _prompt(each: Field) -> dict[str, str]:
    return {
        "input_title": _cut(each.header[0], _LONGEST_TITLE),
        "input_message": _cut(each.description, _LONGEST_MESSAGE),
        "error_title": "Not in this column",
    }


def _check(each: Field, choices: Mapping[str, str]) -> dict[str, Any]:
    """What Excel lets through in a column."""
    name = list_of(each)
    if name:
        # A code or an older name of an authority is read too: Excel asks, and lets it pass.
        kind = "warning" if name == AUTHORITIES else "stop"
        message = "Please choose from the list."
        return {"validate": "list", "source": choices[name], "error_type": kind} | _error(message)
    if each.type == "date":
        message = "Please write a date, such as 31/03/2024."
        return {"validate": "date", "criteria": "between", **_DAYS} | _error(message)
    if each.type in ("number", "integer"):
        return _number(each)
    if longest := each.constraints.get("maxLength"):
        message = f"Please write no more than {longest} characters."
        return {"validate": "length", "criteria": "<=", "value": longest} | _error(message)
    return {"validate": "any"}


def _number(each: Field) -> dict[str, Any]:
    low, high = (each.constraints.get(end) for end in ("minimum", "maximum"))
    ends = [f"{words} {end}" for words, end in (("from", low), ("up to", high)) if end is not None]
    kind, noun = ("integer", "whole number") if each.type == "integer" else ("decimal", "number")
    return {
        "validate": kind,
        "criteria": "between",
        "minimum": -_MOST if low is None else low,
        "maximum": _MOST if high is None else high,
        **_error(f"Please write a {' '.join([noun, *ends])}."),
    }


def _error(message: str) -> dict[str, str]:
    return {"error_message": message}


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else f"{text[: longest - 1]}…"


def _write(sheet: Worksheet, place: tuple[int, int], value: Any, look: Format) -> None:
    match value:
        case None:
            return
        case bool():
            sheet.write_string(*place, "Yes" if value else "No", look)
        case date():
            sheet.write_datetime(*place, value, look)
        case int() | float():
            sheet.write_number(*place, value, look)
        case _:
            sheet.write_string(*place, str(value), look)
