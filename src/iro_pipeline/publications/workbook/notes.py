"""What symbols and columns mean, and what is said about a pack and its tables."""

from collections.abc import Iterator

from xlsxwriter.worksheet import Worksheet

from iro_pipeline.packs import Row
from iro_pipeline.packs.cells import SYMBOLS
from iro_pipeline.publications.workbook.grid import Entry, Grid, write_grid
from iro_pipeline.publications.workbook.layout import Layout
from iro_pipeline.publications.workbook.sheet import write_top
from iro_pipeline.publications.workbook.styles import Styles

TABLE = "notes"
HEADINGS = ("Mark", "Belongs to", "Note")
SHADING = (
    "Cells are darker the higher the quarter of England that the figure is in; higher is not "
    "better. The sheet {details} says the same in words."
)


def write_notes(sheet: Worksheet, layout: Layout, styles: Styles) -> None:
    """All notes in one table, as the guidance asks, so that nothing stands below a table."""
    top = write_top(sheet, "Notes", ["This sheet has one table."], layout, styles)
    rows = [[Entry(part) for part in row] for row in noted(layout)]
    write_grid(sheet, top, Grid(TABLE, HEADINGS, rows), styles)
    sheet.freeze_panes(top + 1, 0)
    sheet.repeat_rows(0, top)


def noted(layout: Layout) -> Iterator[tuple[str, str, str]]:
    """Symbols, then notes to tables in the order of their marks, columns, and what sections say."""
    for symbol, words in SYMBOLS.items():
        yield symbol, "All tables", words
    if any(cell.shade for row in _rows(layout) for cell in row.cells):
        yield "shading", "All tables", SHADING.format(details=layout.details)
    for name, laid in layout.tables.items():
        for mark, note in zip(laid.marks, laid.table.notes, strict=True):
            yield mark, name, note
    for name, laid in layout.tables.items():
        for column in laid.table.columns:
            if column.explanation:
                yield "column", f"{name}: {column.heading}", column.explanation
    for section in layout.pack.sections:
        for said in (section.headline, *section.paragraphs):
            yield "text", section.title, said


def _rows(layout: Layout) -> Iterator[Row]:
    return (row for laid in layout.tables.values() for row in laid.table.rows)
