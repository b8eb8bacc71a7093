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
    SheetMetadata,
    SheetTypeEnum,
    SheetVisibleEnum,
    load_workbook,
)

from iro_pipeline.opening import Page
from iro_pipeline.opening.cells import Cells, look, weigh
from iro_pipeline.opening.formats import Formats, shown, telling
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

    Cells are as a CSV file of the sheet would have them: 7 and not 7.0, 007 and 45% where they are
    shown so, yyyy-mm-dd, yyyy-mm-dd HH:MM:SS, Yes and No. An error is its own text (#N/A) and a
    whole number of more than 15 digits has an exponent, so that a contract refuses them. Of merged
    cells the first has the text. Hidden sheets, charts and macro sheets are named but not read.

    Raises Unreadable.
    """
    found = parts(data)
    try:
        with load_workbook(io.BytesIO(_rebuilt(found))) as book:
            names = book.sheet_names
            if len(set(names)) < len(names) or len(names) > _MOST_SHEETS:
                raise damaged("sheets of one name, or too many")
            places = _places(found)
            formats = telling(found.get("xl/styles.xml", b"<none/>"))
            # All are looked at before any is read: a look is cheap.
            looks = {
                sheet.name: _looked(sheet.name, found.get(places.get(sheet.name, "")), formats)
                for sheet in book.sheets_metadata
                if _is_read(sheet)
            }
            weigh(looks.values())
            return [
                _page(book, name, looks[name]) if name in looks else Page(name, [], hidden=True)
                for name in (sheet.name for sheet in book.sheets_metadata)
            ]
    except (CalamineError, etree.XMLSyntaxError):
        raise damaged("parts that are no workbook's") from None


def _is_read(sheet: SheetMetadata) -> bool:
    return sheet.visible == SheetVisibleEnum.Visible and sheet.typ == SheetTypeEnum.WorkSheet


def _looked(name: str, part: bytes | None, formats: Formats) -> Cells:
    if part is None:
        raise damaged("a sheet that is listed and not there")
    return look(name, part, formats)


def _page(book: CalamineWorkbook, name: str, cells: Cells) -> Page:
    read = book.get_sheet_by_name(name)
    if (read.start, read.end) != (cells.first, cells.last):
        raise damaged("a sheet whose cells two readings place differently")
    if cells.first is None:
        return Page(name, [])
    rows = [[_text(cell) for cell in row] for row in read.to_python()]
    top, left = cells.first
    for (row, column), text in cells.errors.items():
        rows[row - top][column - left] = text
    for (row, column), told in cells.formats.items():
        rows[row - top][column - left] = shown(rows[row - top][column - left], told)
    return Page(name, rows, first=top + 1)


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
    return "00/01/1900" if day < _CALENDAR else day.isoformat()


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


def _relation(sheet: Any) -> str:
    """The id of a sheet's relation: the attribute is in one of two namespaces of Office."""
    named = (text for key, text in sheet.attrib.items() if key.endswith("/relationships}id"))
    return next(named, "")


def _within(target: str) -> str:
    return target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}")


def _rebuilt(found: dict[str, bytes]) -> bytes:
    """The parts in an archive of our own making, so that calamine sees what was looked at."""
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w", zipfile.ZIP_STORED) as archive:
        for name, part in found.items():
            archive.writestr(name, part)
    return into.getvalue()
