"""How the cells of a pack's workbook look."""

from functools import cache
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format

# From the lowest quarter of England to the highest: one hue, and black reads on each (8.6:1).
SHADES = {1: "#F2F7FC", 2: "#D6E6F4", 3: "#ABCFE6", 4: "#7FB1D9"}
_INK, _LINK, _WARNING = "#1F3864", "#1D4F91", "#9C1C00"


def base() -> dict[str, Any]:
    """
    What a workbook is opened with, new each time: XlsxWriter writes into it.

    The guidance asks for 12 points without serifs; Excel's columns are 80 pixels wide then.
    """
    font = {"font_name": "Arial", "font_size": 12}
    sizes = {"default_column_width": 80, "default_row_height": 20}
    return {"default_format_properties": font, **sizes}


class Styles:
    """The formats of one workbook, each made once."""

    def __init__(self, book: Workbook) -> None:
        self._format = cache(lambda terms: book.add_format(dict(terms)))

    @property
    def title(self) -> Format:
        return self._style(bold=True, font_size=16)

    @property
    def subtitle(self) -> Format:
        return self._style(bold=True, font_size=14)

    @property
    def warning(self) -> Format:
        return self._style(bold=True, font_color=_WARNING)

    @property
    def wrapped_warning(self) -> Format:
        return self._style(bold=True, font_color=_WARNING, text_wrap=True)

    @property
    def line(self) -> Format:
        """A line that runs on over the empty cells beside it."""
        return self._style()

    @property
    def wrapped(self) -> Format:
        return self._style(text_wrap=True)

    @property
    def link(self) -> Format:
        return self._style(font_color=_LINK, underline=1)

    @property
    def heading(self) -> Format:
        """A column's, in the one header row of a table."""
        look = {"bg_color": _INK, "font_color": "#FFFFFF", "border": 1, "border_color": "#FFFFFF"}
        return self._style(bold=True, text_wrap=True, **look)

    def text(self, shade: int | None = None, *, is_number: bool = False) -> Format:
        """Words, or on the right a symbol that stands in place of a number."""
        side = {"align": "right"} if is_number else {"align": "left", "indent": 1}
        return self._style(text_wrap=True, **side, **_cell(shade))

    def number(self, shown: str, shade: int | None = None) -> Format:
        """`shown` is Excel's format of the number."""
        return self._style(num_format=shown, align="right", **_cell(shade))

    def _style(self, **terms: Any) -> Format:
        return self._format(tuple(sorted({"valign": "top", **terms}.items())))


def _cell(shade: int | None) -> dict[str, Any]:
    filled = {"bg_color": SHADES[shade]} if shade else {}
    return {"border": 1, "border_color": "#BFBFBF", **filled}
