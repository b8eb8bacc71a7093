"""Excel workbooks (.xlsx): the sheets as text, each cell as the person meant it."""

import datetime as dt
import io
import posixpath
import zipfile
from typing import Any

from lxml import etree
from python_calamine import (
    CalamineError,
    CalamineWorkbook,
    SheetTypeEnum,
    SheetVisibleEnum,
    load_workbook,
)

from iro_pipeline.opening import Page
from iro_pipeline.opening.cells import Cells, look
from iro_pipeline.opening.parts import SAFE, damaged, parts

# Excel keeps 15 digits: what is longer has lost its last ones already.
_EXACT = 10**15
# Excel's calendar has a 29 February 1900, so its days before are off by one, and day 0 is shown
# as 00/01/1900: what an empty cell becomes when a formula refers to it.
_CALENDAR = dt.date(1900, 3, 1)
_MOST_SHEETS = 500


def pages(data: bytes) -> list[Page]:
    """
    A workbook's sheets in their order; `first` is the row of the sheet on which the cells begin.

    Cells are as CSV would have them: 7 and not 7.0, dd/mm/yyyy, dd/mm/yyyy HH:MM:SS, Yes and No;
    an error is its own text (#N/A), a whole number of more than 15 digits has an exponent, both so
    that a contract refuses them. A percentage is the number behind it (0.45). Of merged cells the
    first has the text. Hidden sheets, charts and macro sheets are named but not read.

    Raises Unreadable.
    """
    found = parts(data)
    try:
        with load_workbook(io.BytesIO(_rebuilt(found))) as book:
            if len(book.sheet_names) > _MOST_SHEETS:
                raise damaged(f"more than {_MOST_SHEETS} sheets")
            places = _places(found)
            return [_page(book, sheet, places, found) for sheet in book.sheets_metadata]
    except (CalamineError, etree.XMLSyntaxError):
        raise damaged("parts that are no workbook's") from None


def _page(
    book: CalamineWorkbook, sheet: Any, places: dict[str, str], found: dict[str, bytes]
) -> Page:
    is_shown = sheet.visible == SheetVisibleEnum.Visible
    if not is_shown or sheet.typ != SheetTypeEnum.WorkSheet:
        return Page(sheet.name, [], hidden=True)
    part = found.get(places.get(sheet.name, ""))
    if part is None:
        raise damaged("a sheet that is listed and not there")
    cells = look(sheet.name, part)
    if cells.first is None:
        return Page(sheet.name, [])
    read = book.get_sheet_by_name(sheet.name)
    if (read.start, read.end) != (cells.first, cells.last):
        raise damaged("a sheet whose cells two readings place differently")
    rows = [[_text(cell) for cell in row] for row in read.to_python()]
    return Page(sheet.name, _with_errors(rows, cells), first=cells.first[0] + 1)


def _with_errors(rows: list[list[str]], cells: Cells) -> list[list[str]]:
    top, left = cells.first or (0, 0)
    for (row, column), text in cells.errors.items():
        rows[row - top][column - left] = text
    return rows


def _text(cell: Any) -> str:
    match cell:
        case str():
            return cell.replace("\r\n", "\n").replace("\r", "\n")
        case bool():
            return "Yes" if cell else "No"
        case int() | float():
            return _number(cell)
        case dt.datetime():
            whole = (cell + dt.timedelta(microseconds=500_000)).replace(microsecond=0)
            return f"{_date(whole.date())} {whole:%H:%M:%S}"
        case dt.date():
            return _date(cell)
        case dt.time():
            return f"{cell:%H:%M:%S}"
        case _:
            minutes, seconds = divmod(round(cell.total_seconds()), 60)
            return f"{minutes // 60:02}:{minutes % 60:02}:{seconds:02}"


def _number(cell: float) -> str:
    # Not below, so that what is no number is not either.
    if not abs(cell) < _EXACT:
        return f"{cell:.14E}"
    return str(int(cell)) if cell == int(cell) else f"{cell:.15g}"


def _date(day: dt.date) -> str:
    return "00/01/1900" if day < _CALENDAR else f"{day:%d/%m/%Y}"


def _places(found: dict[str, bytes]) -> dict[str, str]:
    """The part that holds each sheet, by the sheet's name."""
    parser = etree.XMLParser(**SAFE)
    book = etree.fromstring(found["xl/workbook.xml"], parser)
    relations = etree.fromstring(found.get("xl/_rels/workbook.xml.rels", b"<none/>"), parser)
    targets = {each.get("Id"): each.get("Target", "") for each in relations}
    return {
        sheet.get("name", ""): _within(targets.get(_relation(sheet), ""))
        for sheet in book.iter("{*}sheet")
    }


def _relation(sheet: Any) -> str | None:
    """The id of a sheet's relation: the attribute is in one of two namespaces of Office."""
    named = (key for key in sheet.attrib if key.endswith("/relationships}id"))
    return sheet.get(next(named, ""))


def _within(target: str) -> str:
    return target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}")


def _rebuilt(found: dict[str, bytes]) -> bytes:
    """The parts in an archive of our own making, so that calamine sees what was looked at."""
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w", zipfile.ZIP_STORED) as archive:
        for name, part in found.items():
            archive.writestr(name, part)
    return into.getvalue()
