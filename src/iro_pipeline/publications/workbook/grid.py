"""A table on a sheet: its rows as they come, in cells as wide as their words."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from textwrap import wrap
from typing import Literal

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from iro_pipeline.publications.workbook.styles import Styles

LINE = 16.0  # points of height that a line of a cell takes
_NARROWEST, _WIDEST = 10, 72
_LETTERS = 1.1  # that have room where a digit has, by which Excel measures columns
# A sign, what stands before a number (£), its digits, and what follows (%).
_NUMBER = re.compile(r"[-−]?(?P<before>[^\d\"−-]*)\d[\d,]*(\.(?P<places>\d+))?(?P<after>[^\d\"]*)")


@dataclass(frozen=True)
class Entry:
    """A cell as it is written: a number with Excel's format of it, words, or a link to a sheet."""

    value: float | int | str
    shown: str = ""
    shade: int | None = None
    align: Literal["left", "right"] = "left"
    link: str = ""

    @property
    def text(self) -> str:
        """About what is seen, to know how much room it takes."""
        return self.value if isinstance(self.value, str) else f"{self.value:,.1f}{self.shown[-4:]}"


@dataclass(frozen=True)
class Grid:
    """`name` is the table's own, for Excel; `headings` are unlike each other."""

    name: str
    headings: Sequence[str]
    rows: Sequence[Sequence[Entry]]
    explanation: str = ""


def number_format(text: str, decimals: int) -> str:
    """Excel's format that shows a number as `text` does: its decimals, and the % or £ with it."""
    told = _NUMBER.fullmatch(text)
    if told is None:
        return _places(decimals)
    before, after = (_quoted(told[part]) for part in ("before", "after"))
    return f"{before}{_places(len(told['places'] or ''))}{after}"


def write_grid(sheet: Worksheet, top: int, grid: Grid, styles: Styles) -> None:
    """The header in row `top` (from 0), the rows below it, all of it one named table of Excel."""
    # Excel has no table without a row.
    rows = grid.rows or [[Entry("[z]") for _ in grid.headings]]
    columns = zip(*rows, strict=True)
    widths = [
        _width(heading, column) for heading, column in zip(grid.headings, columns, strict=True)
    ]
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width + 2)
    # Bold letters are wider, and the edge of the header takes a little.
    sheet.set_row(top, LINE * max(map(lines, grid.headings, (width - 1 for width in widths))) + 4)
    for number, row in enumerate(rows, top + 1):
        height = max(map(lines, (entry.text for entry in row), widths))
        sheet.set_row(number, LINE * height)
        for column, entry in enumerate(row):
            write(sheet, (number, column), entry, styles)
    looks = [{"header": heading, "header_format": styles.heading} for heading in grid.headings]
    about = {"name": grid.name, "columns": looks, "style": None, "autofilter": False}
    sheet.add_table(top, 0, top + len(rows), len(widths) - 1, about)


def write(sheet: Worksheet, place: tuple[int, int], entry: Entry, styles: Styles) -> None:
    """Words are written as words, whatever they begin with: never a formula."""
    look = _look(entry, styles)
    match entry.value:
        case str() if entry.link:
            sheet.write_url(*place, f"internal:'{entry.link}'!A1", look, entry.value)
        case "":
            return  # Blank cells would be drawn as noughts where a program only previews charts.
        case str():
            sheet.write_string(*place, entry.value, look)
        case _:
            sheet.write_number(*place, entry.value, look)


def _look(entry: Entry, styles: Styles) -> Format:
    if entry.link:
        return styles.link
    if isinstance(entry.value, str):
        return styles.text(entry.shade, is_number=entry.align == "right")
    return styles.number(entry.shown, entry.shade)


def _width(heading: str, entries: Iterable[Entry]) -> int:
    """In characters: the longest word stays whole, and sentences go on below."""
    words = max((len(word) for word in heading.split()), default=0)
    longest = max((len(entry.text) for entry in entries), default=0)
    return max(_NARROWEST, words, min(longest, _WIDEST))


def lines(text: str, width: int) -> int:
    """How many a cell of that many characters needs; most need one."""
    letters = int(width * _LETTERS)
    return len(wrap(text, letters)) if len(text) > letters else 1


def _places(decimals: int) -> str:
    return f"#,##0.{'0' * decimals}" if decimals else "#,##0"


def _quoted(text: str) -> str:
    return f'"{text}"' if text else ""
