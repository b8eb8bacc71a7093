"""
A pack as a workbook to paste from, as the guidance for releasing statistics in spreadsheets asks.

Cover, contents and notes, then a sheet for each table with its charts beside it, then what is told
of single figures, and the numbers that the charts draw. One named table a sheet; nothing merged,
hidden or worked out by a formula.
"""

import io
from datetime import datetime

from xlsxwriter import Workbook

from iro_pipeline.packs import Pack
from iro_pipeline.publications.workbook.chart_data import write_chart_data
from iro_pipeline.publications.workbook.details import write_details
from iro_pipeline.publications.workbook.front import write_contents, write_cover
from iro_pipeline.publications.workbook.language import in_british_english
from iro_pipeline.publications.workbook.layout import Layout
from iro_pipeline.publications.workbook.notes import write_notes
from iro_pipeline.publications.workbook.styles import Styles, base
from iro_pipeline.publications.workbook.table import write_table

__all__ = ["render"]

# The same pack is the same bytes, whenever it is written.
_WRITTEN = datetime(2017, 4, 1)
_PLAIN = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def render(pack: Pack) -> bytes:
    """The pack as an .xlsx. Raises ValueError where its tables or charts cannot be told apart."""
    layout = Layout.of(pack)
    into = io.BytesIO()
    with Workbook(into, {"in_memory": True, **_PLAIN, **base()}) as book:
        book.set_properties(_properties(pack))
        styles = Styles(book)
        sheets = {name: book.add_worksheet(name) for name in layout.sheets}
        write_cover(sheets[layout.cover], layout, styles)
        write_contents(sheets[layout.contents], layout, styles)
        write_notes(sheets[layout.notes], layout, styles)
        places = write_chart_data(sheets.get(layout.chart_data), layout, styles)
        for name, table in layout.tables.items():
            write_table(book, sheets[name], table, layout, styles, places)
        write_details(sheets.get(layout.details), layout, styles)
    return in_british_english(into.getvalue())


def _properties(pack: Pack) -> dict[str, str | datetime]:
    return {
        "title": f"{pack.title}, {pack.period}",
        "subject": pack.audience,
        "comments": " ".join(filter(None, (pack.warning, f"Edition {pack.edition}."))),
        "created": _WRITTEN,
    }
