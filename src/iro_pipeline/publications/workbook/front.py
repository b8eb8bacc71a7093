"""The cover of a workbook, and what is on which sheet."""

from collections.abc import Iterator

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from iro_pipeline.publications.workbook.grid import LINE, Entry, Grid, lines, write_grid
from iro_pipeline.publications.workbook.layout import Layout
from iro_pipeline.publications.workbook.sheet import HEADLINE, set_up, write_top
from iro_pipeline.publications.workbook.styles import Styles

_WIDTH = 100
CONTENTS_TABLE = "contents"


def write_cover(sheet: Worksheet, layout: Layout, styles: Styles) -> None:
    """Whose it is, for whom, and what to raise first; each line in column A."""
    set_up(sheet)
    sheet.set_column(0, 0, _WIDTH)
    row, larger = 0, (styles.title, styles.subtitle)
    for row, (line, look) in enumerate(_lines(layout, styles)):
        sheet.set_row(row, HEADLINE if look in larger else LINE * lines(line, _WIDTH))
        sheet.write_string(row, 0, line, look)
    link = f"Go to the sheet {layout.contents}"
    sheet.write_url(row + 1, 0, f"internal:'{layout.contents}'!A1", styles.link, link)


def write_contents(sheet: Worksheet, layout: Layout, styles: Styles) -> None:
    """A row for each sheet that follows, with a link to it."""
    top = write_top(sheet, "Contents", ["This sheet has one table."], layout, styles)
    rows = [[Entry(name, link=name), Entry(holds)] for name, holds in _contents(layout)]
    write_grid(sheet, top, Grid(CONTENTS_TABLE, ("Sheet", "What is on it"), rows), styles)
    sheet.freeze_panes(top + 1, 0)


def _lines(layout: Layout, styles: Styles) -> Iterator[tuple[str, Format]]:
    pack = layout.pack
    yield pack.title, styles.title
    if pack.warning:
        yield pack.warning, styles.wrapped_warning
    yield pack.period, styles.wrapped
    yield pack.audience, styles.wrapped
    if pack.highlights:
        yield "What to raise first", styles.subtitle
        yield from ((highlight, styles.wrapped) for highlight in pack.highlights)
    yield "About this workbook", styles.subtitle
    if pack.notice:
        yield pack.notice, styles.wrapped
    yield f"Edition {pack.edition}. Two workbooks of one edition say the same.", styles.wrapped


def _contents(layout: Layout) -> Iterator[tuple[str, str]]:
    yield layout.notes, "What the symbols mean, and how to read the tables"
    for name, laid in layout.tables.items():
        yield name, f"{laid.section.title}: {laid.table.caption}"
    told = {
        layout.details: "Intervals, counts and reasons of single figures",
        layout.chart_data: "The numbers that the charts draw",
    }
    yield from ((name, holds) for name, holds in told.items() if name in layout.sheets)
