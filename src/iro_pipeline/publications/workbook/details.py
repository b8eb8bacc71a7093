"""What is told of single figures on demand: intervals, counts, and why something is withheld."""

from collections.abc import Iterator

from xlsxwriter.worksheet import Worksheet

from iro_pipeline.publications.workbook.grid import Entry, Grid, write_grid
from iro_pipeline.publications.workbook.layout import Layout
from iro_pipeline.publications.workbook.sheet import write_top
from iro_pipeline.publications.workbook.styles import Styles

TABLE = "details"
HEADINGS = ("Sheet", "Row", "Column", "Figure", "Verdict", "Counted", "Told of it")
_SAYS = (
    "A row for each figure of which more is told. Filter it by a name to read all that is told of "
    "one authority. A cell is empty where there is nothing to say."
)


def write_details(sheet: Worksheet | None, layout: Layout, styles: Styles) -> None:
    """One long table, so that a row read aloud says all of a figure."""
    if sheet is None:
        return
    top = write_top(sheet, "What is told of single figures", [_SAYS], layout, styles)
    rows = [[Entry(part) for part in row] for row in told(layout)]
    write_grid(sheet, top, Grid(TABLE, HEADINGS, rows), styles)
    sheet.freeze_panes(top + 1, 0)
    sheet.repeat_rows(0, top)


def told(layout: Layout) -> Iterator[tuple[str, ...]]:
    """The rows, in the order of the sheets."""
    for name, laid in layout.tables.items():
        for row in laid.table.rows:
            for column, cell in zip(laid.table.columns, row.cells, strict=True):
                if cell.detail or cell.n:
                    said = (cell.text, cell.word, cell.n, cell.detail)
                    yield name, row.cells[0].text, column.heading, *said
