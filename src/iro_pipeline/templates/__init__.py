"""
Workbooks that a council can fill in, drawn from a contract.

Notes to read, the table to fill in, and the lists that its cells choose from, a sheet each. Only
the table has the contract's headers in one row, so that it alone is read: on the notes the columns
stand one below the other, each with its example.
"""

import io
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from xlsxwriter import Workbook

from iro_pipeline.contracts import Contract, in_force, sources
from iro_pipeline.templates.lists import choices, write_lists
from iro_pipeline.templates.notes import check, folder, write_notes
from iro_pipeline.templates.styles import Styles
from iro_pipeline.templates.table import write_table

__all__ = [
    "DATA",
    "LISTS",
    "NOTES",
    "NoTemplate",
    "check",
    "fillable",
    "folder",
    "to_fill_in",
    "workbook",
]

NOTES, DATA, LISTS = "Notes", "Data", "Lists"
# The same template is the same bytes, whenever it is written.
_WRITTEN = datetime(2017, 4, 1)

# What is exported, not filled in: what to do instead.
_EXPORTED = {
    "ssda903": "Drop the CSV files or the XML of the return as they are sent to DfE.",
    "cla_statistics": "Download the release from Explore education statistics and drop its files.",
    "statistical_neighbours": "Drop DfE's table of statistical neighbours as it is published.",
}
_OF_A_SURVEY = "Export the answers from the survey tool and drop that file unchanged."


class NoTemplate(Exception):
    """There is nothing to fill in: why, and what to do instead."""


def to_fill_in(source: str, table: str | None = None, period: int | None = None) -> Contract:
    """The contract of a table that a person fills in. Raises NoTemplate."""
    if source not in sources():
        raise NoTemplate(f"There is no source {source!r}: name one of {', '.join(fillable())}.")
    if instead := _instead(source):
        raise NoTemplate(f"{source} is exported and not filled in. {instead}")
    found = {each.table: each for each in in_force(source, period)}
    if not found:
        raise NoTemplate(f"The form of {source} is not known for {period}: name a later year.")
    if table is None and len(found) == 1:
        return next(iter(found.values()))
    if table not in found:
        raise NoTemplate(f"{source} has the tables {', '.join(found)}: name one with --table.")
    return found[table]


def fillable() -> list[str]:
    """The sources whose tables a person can fill in."""
    return [source for source in sources() if not _instead(source)]


def workbook(
    contract: Contract, rows: Iterable[Mapping[str, Any]] = (), period: int | None = None
) -> bytes:
    """
    The template as an .xlsx, with `rows` (by the contract's names) in its table.

    Dates and numbers are written as such, everything else as text, never as a formula or a link.
    """
    into = io.BytesIO()
    plain = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with Workbook(into, {"in_memory": True, **plain}) as book:
        about = {"title": contract.title, "comments": f"Form {contract.name}", "created": _WRITTEN}
        book.set_properties(about)
        styles = Styles.of(book)
        notes, data = book.add_worksheet(NOTES), book.add_worksheet(DATA)
        write_notes(notes, contract, styles, DATA)
        lists = choices(contract, period)
        places = write_lists(book.add_worksheet(LISTS), lists, styles) if lists else {}
        write_table(data, contract, styles, places, list(rows))
    return into.getvalue()


def _instead(source: str) -> str:
    surveyed = any(each.form == "survey" for each in in_force(source, None))
    return _OF_A_SURVEY if surveyed else _EXPORTED.get(source, "")
