"""How the cells of a template look, and how Excel keeps what is typed into them."""

from typing import Any, NamedTuple, Self

from xlsxwriter import Workbook
from xlsxwriter.format import Format

from iro_pipeline.contracts import Field

_TEXT = 49  # the number of the format that Excel calls Text


class Styles(NamedTuple):
    """The formats of one workbook."""

    title: Format
    heading: Format
    must: Format
    may: Format
    wrapped: Format
    text: Format
    day: Format
    number: Format
    whole: Format

    @classmethod
    def of(cls, book: Workbook) -> Self:
        def style(**terms: Any) -> Format:
            return book.add_format({"valign": "top", **terms})

        head = {"bold": True, "text_wrap": True, "border": 1}
        return cls(
            title=style(bold=True, font_size=14),
            heading=style(bold=True, bg_color="#1F3864", font_color="#FFFFFF"),
            must=style(**head, bg_color="#BDD7EE"),
            may=style(**head, bg_color="#EDEDED"),
            wrapped=style(text_wrap=True),
            text=style(num_format=_TEXT),
            day=style(num_format="dd/mm/yyyy"),
            number=style(num_format="General"),
            whole=style(num_format="0"),
        )

    def header(self, each: Field) -> Format:
        """Darker where the column must be there."""
        return self.may if each.optional_column else self.must

    def cell(self, each: Field) -> Format:
        """Identifiers are text, or Excel makes 1.15E+11 of them and drops leading noughts."""
        kinds = {"date": self.day, "number": self.number, "integer": self.whole}
        return kinds.get(each.type, self.text)
