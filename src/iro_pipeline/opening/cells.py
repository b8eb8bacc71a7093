"""What a sheet's own XML says of its cells, because calamine does not tell it."""

import io
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from lxml import etree

from iro_pipeline.opening import Unreadable
from iro_pipeline.opening.parts import SAFE, damaged

# calamine reserves room for rows x columns between the first and the last filled cell.
LARGEST_AREA = 5_000_000
_REFERENCE = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})")
# Excel's own last row and column.
_LAST = (1_048_575, 16_383)

Place = tuple[int, int]


class Cells(NamedTuple):
    """
    A sheet's filled cells: the `first` and `last` corner, and the text of `errors` by place.

    A place is (row, column), both from 0, in the whole sheet; the corners of an empty sheet are
    None.
    """

    first: Place | None
    last: Place | None
    errors: dict[Place, str]


def look(name: str, part: bytes) -> Cells:
    """
    The filled cells of the sheet called `name`; a cell with a format alone is not filled.

    Raises Unreadable where the cells stand too far apart, or a formula has no result: calamine
    would give an empty cell for it, and so lose what the person saw.
    """
    errors: dict[Place, str] = {}
    top, left, bottom, right = _LAST[0] + 1, _LAST[1] + 1, -1, -1
    try:
        for place, cell in _cells(part):
            if not _is_filled(name, place, cell):
                continue
            row, column = place
            top, left = min(top, row), min(left, column)
            bottom, right = max(bottom, row), max(right, column)
            if cell.get("t") == "e":
                errors[place] = _text(cell, "v")
            if (bottom - top + 1) * (right - left + 1) > LARGEST_AREA:
                raise _too_far(name, place)
    except etree.XMLSyntaxError:
        raise damaged("a sheet whose XML is broken") from None
    return Cells((top, left), (bottom, right), errors) if bottom >= 0 else Cells(None, None, {})


def written(place: Place) -> str:
    """A place as Excel writes it: (4, 27) is AB5."""
    letters, column = "", place[1] + 1
    while column:
        column, letter = divmod(column - 1, 26)
        letters = chr(65 + letter) + letters
    return f"{letters}{place[0] + 1}"


def _cells(part: bytes) -> Iterator[tuple[Place, Any]]:
    """Each cell's element and place, a row in memory at a time."""
    number = -1
    for _, row in etree.iterparse(io.BytesIO(part), tag="{*}row", **SAFE):
        number = int(row.get("r", number + 2)) - 1
        column = -1
        for cell in row:
            place = _place(cell.get("r"), (number, column + 1))
            column = place[1]
            yield place, cell
        row.clear()
        while row.getprevious() is not None:
            del row.getparent()[0]


def _place(reference: str | None, following: Place) -> Place:
    """Where a cell stands: where it says, else to the right of the one before."""
    place = following
    if reference is not None:
        said = _REFERENCE.fullmatch(reference)
        if not said:
            raise damaged("a cell whose place is no place")
        column = 0
        for letter in said[1]:
            column = column * 26 + ord(letter) - 64
        place = (int(said[2]) - 1, column - 1)
    if place[0] > _LAST[0] or place[1] > _LAST[1]:
        raise damaged("a cell outside the sheet")
    return place


def _is_filled(name: str, place: Place, cell: Any) -> bool:
    if cell.get("t") == "inlineStr":
        return cell.find("{*}is") is not None
    value = cell.find("{*}v")
    is_empty = value is None or not value.text
    if is_empty and cell.find("{*}f") is not None and (value is None or cell.get("t") != "str"):
        raise Unreadable(
            "formula_without_result",
            found=f"a formula without its result in {written(place)} of the sheet {name[:60]!r}",
            expected="formulas with the results that Excel stores beside them",
            do="Open the workbook in Excel, save it, and drop it again.",
        )
    return value is not None


def _text(cell: Any, tag: str) -> str:
    found = cell.find(f"{{*}}{tag}")
    return "" if found is None else found.text or ""


def _too_far(name: str, place: Place) -> Unreadable:
    return Unreadable(
        "too_large",
        found=f"cells as far apart as {written(place)} on the sheet {name[:60]!r}",
        expected=f"at most {LARGEST_AREA:,} cells between the first and the last that is filled",
        do="Delete what stands far to the right or below the table, or copy the table elsewhere.",
    )
