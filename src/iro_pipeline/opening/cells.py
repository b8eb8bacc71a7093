"""What a sheet's own XML says of its cells, because calamine does not tell it."""

import re
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple
from xml.parsers import expat

from iro_pipeline.opening import Unreadable
from iro_pipeline.opening.formats import Formats
from iro_pipeline.opening.parts import damaged

# calamine reserves room for rows x columns between the first and the last filled cell, and each
# costs a microsecond, filled or not: of a workbook's sheets together no more are read than these.
LARGEST_AREA = 2_000_000
# A sheet of which less is filled than one place in twenty is no table, unless it is small.
_SPARSEST = 20
_SMALL = 500_000
# Three seconds of reading: the limit of time is for what is hostile, and depends on the machine.
MOST_CELLS = 500_000
# Excel's own last row and column.
_LAST = (1_048_575, 16_383)
_DEEPEST = 50
_ERRORS = ("#N/A", "#REF!", "#DIV/0!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!", "#GETTING_DATA")
_NUMBER = re.compile(r"[1-9][0-9]{0,6}")
_LETTERS = re.compile(r"[A-Z]{1,3}")

Place = tuple[int, int]


class Cells(NamedTuple):
    """
    A sheet's filled cells: the `first` and `last` corner, and by place the text of `errors` and
    the `formats` of the numbers that are wrong without.

    A place is (row, column), both from 0, in the whole sheet; an empty sheet has no corners.
    """

    first: Place | None
    last: Place | None
    errors: dict[Place, str]
    formats: dict[Place, str]
    filled: int = 0

    @property
    def area(self) -> int:
        """The places between the corners."""
        return _area(self.first, self.last) if self.first and self.last else 0


def look(name: str, part: bytes, telling: Formats) -> Cells:
    """
    The filled cells of the sheet called `name`; a cell with a format alone is not filled.

    Raises Unreadable where cells stand too far apart, twice in one place or out of their order,
    and where a formula has no result: calamine gives one value or an empty cell for it, and so
    loses what the person saw.
    """
    sheet = _Sheet(name, telling)
    # A target of lxml takes half as long again, and looking takes longer than reading.
    parser = expat.ParserCreate(namespace_separator="}")
    parser.buffer_text = True
    parser.StartElementHandler = sheet.start
    parser.CharacterDataHandler = sheet.text
    parser.EndElementHandler = sheet.end
    try:
        parser.Parse(part, True)
    except expat.ExpatError:
        raise damaged("a sheet whose XML is broken") from None
    if sheet.bottom < 0:
        return Cells(None, None, {}, {})
    corners = (sheet.top, sheet.left), (sheet.bottom, sheet.right)
    return Cells(*corners, sheet.errors, sheet.formats, sheet.filled)


def weigh(sheets: Iterable[Cells]) -> None:
    """Raise Unreadable where sheets that are each of a size to be read are not so together."""
    areas, filled = zip((0, 0), *((each.area, each.filled) for each in sheets), strict=True)
    if sum(areas) > LARGEST_AREA or sum(filled) > MOST_CELLS:
        raise _too_large("a workbook of several large sheets")


def written(place: Place) -> str:
    """A place as Excel writes it: (4, 27) is AB5."""
    letters, column = "", place[1] + 1
    while column:
        column, letter = divmod(column - 1, 26)
        letters = chr(65 + letter) + letters
    return f"{letters}{place[0] + 1}"


class _Sheet:
    """What has been seen of a sheet: the corners and errors so far, and the cell begun last."""

    def __init__(self, name: str, telling: Formats) -> None:
        self.name, self.telling = name, telling
        self.errors: dict[Place, str] = {}
        self.formats: dict[Place, str] = {}
        self.top, self.left, self.bottom, self.right = -1, _LAST[1] + 1, -1, -1
        self.row, self.column, self.number = -1, -1, ""
        self.type: str | None = None
        self.style: str | None = None
        self.value: str | None = None
        self.has_formula = self.is_inline = self.in_value = False
        self.depth = self.filled = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        tag = tag.rpartition("}")[2]
        if tag == "c":
            self.column = self._following(attributes.get("r"))
            self.type, self.style, self.value = attributes.get("t"), attributes.get("s"), None
            self.has_formula = self.is_inline = False
        elif tag == "v":
            self.value, self.in_value = "", True
        elif tag == "f":
            self.has_formula = True
        elif tag == "is":
            self.is_inline = True
        elif tag == "row":
            self._begin(attributes.get("r"))
        if self.depth > _DEEPEST:
            raise damaged("elements nested too deep")

    def text(self, text: str) -> None:
        if self.in_value and self.value is not None:
            self.value += text

    def end(self, tag: str) -> None:
        self.depth -= 1
        self.in_value = False
        if (tag == "c" or tag.endswith("}c")) and self._is_filled():
            self.filled += 1
            if self.filled > MOST_CELLS:
                raise _too_large(f"more than {MOST_CELLS:,} cells on the sheet {self.name[:60]!r}")
            if self.row > self.bottom or not self.left <= self.column <= self.right:
                self._widen()
            if self.type == "e":
                self.errors[self.row, self.column] = self._error()
            elif self.style in self.telling and self.type in (None, "n"):
                self.formats[self.row, self.column] = self.telling[self.style]

    def _begin(self, number: str | None) -> None:
        row = self.row + 1
        if number is not None:
            row = int(number) - 1 if _NUMBER.fullmatch(number) else -1
        if not self.row < row <= _LAST[0]:
            raise damaged("rows out of their order")
        self.row, self.column, self.number = row, -1, str(row + 1)

    def _following(self, reference: str | None) -> int:
        """The column of a cell: where it says, else to the right of the one before."""
        if reference is None:
            column = self.column + 1
        elif reference.endswith(self.number):
            column = _column(reference.removesuffix(self.number))
        else:
            column = -1
        if self.row < 0 or not self.column < column <= _LAST[1]:
            raise damaged("cells out of their order")
        return column

    def _is_filled(self) -> bool:
        if self.type == "inlineStr":
            return self.is_inline
        # A formula may well result in an empty text, but then it says that it is a text.
        if self.type == "str" and self.value is not None:
            return True
        if self.has_formula and not self.value:
            raise Unreadable(
                "formula_without_result",
                found=f"a formula without a result in {self._told()}",
                expected="formulas with the results that Excel stores beside them",
                do="Open the workbook in Excel, save it, and drop it again.",
            )
        return bool(self.value)

    def _error(self) -> str:
        """The error's text; one that Excel does not know would stop calamine for all sheets."""
        if self.value not in _ERRORS:
            raise damaged(f"an error unknown to Excel in {self._told()}")
        return self.value

    def _told(self) -> str:
        return f"{written((self.row, self.column))} on the sheet {self.name[:60]!r}"

    def _widen(self) -> None:
        self.top, self.bottom = (self.row if self.top < 0 else self.top), self.row
        self.left, self.right = min(self.left, self.column), max(self.right, self.column)
        area = _area((self.top, self.left), (self.bottom, self.right))
        # Rows come from the top, so that what is filled so far is what is filled above.
        if area > min(LARGEST_AREA, max(_SMALL, _SPARSEST * self.filled)):
            raise _too_large(f"cells that stand as far away as {self._told()}")


def _area(first: Place, last: Place) -> int:
    return (last[0] - first[0] + 1) * (last[1] - first[1] + 1)


def _too_large(found: str) -> Unreadable:
    return Unreadable(
        "too_large",
        found=found,
        expected=f"at most {MOST_CELLS:,} filled cells on {LARGEST_AREA:,} beside one another",
        do="Save the sheet as CSV UTF-8, or delete what stands far from the table.",
    )


@cache
def _column(letters: str) -> int:
    """The column that Excel's letters mean, from 0; -1 where they are none."""
    if not _LETTERS.fullmatch(letters):
        return -1
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1
