"""Workbooks drawn in the tests that read them, honest and hostile."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import xlsxwriter

SHEET = "xl/worksheets/sheet1.xml"
STRINGS = "xl/sharedStrings.xml"
_OFFICE = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def book(rows: Sequence[Sequence[Any]], format_: str | None = None, **options: Any) -> bytes:
    """A workbook with one sheet, "Data"; numbers and dates in the one format."""
    written = io.BytesIO()
    with xlsxwriter.Workbook(written, {"in_memory": True, **options}) as workbook:
        shown = workbook.add_format({"num_format": format_}) if format_ else None
        sheet = workbook.add_worksheet("Data")
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row, shown)
    return written.getvalue()


def raw(cells: str, **parts: bytes) -> bytes:
    """A workbook whose sheet has these <row> elements; other `parts` by the end of their name."""
    sheet = f"<worksheet {_OFFICE}><sheetData>{cells}</sheetData></worksheet>".encode()
    named = {name: part for name in simple() for end, part in parts.items() if end in name}
    return zipped(simple() | {SHEET: sheet} | named)


@cache
def simple() -> dict[str, bytes]:
    """The parts of a small workbook: a header row, two rows, one shared string each cell."""
    return parts_of(book([["Child", "Stage"], ["INV1", "raised"], ["INV2", "resolved"]]))


def parts_of(workbook: bytes) -> dict[str, bytes]:
    """A workbook's parts by name."""
    with zipfile.ZipFile(io.BytesIO(workbook)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(parts: Mapping[str, bytes]) -> bytes:
    """The parts as an archive."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return written.getvalue()
