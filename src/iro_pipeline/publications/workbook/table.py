"""The sheet of one table of a pack, with the charts that draw it to its right."""

from collections.abc import Iterator, Mapping, Sequence

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from iro_pipeline.packs import Cell, Column, Table
from iro_pipeline.publications.workbook.chart_data import Place
from iro_pipeline.publications.workbook.drawing import insert_chart
from iro_pipeline.publications.workbook.grid import Entry, Grid, number_format, write_grid
from iro_pipeline.publications.workbook.layout import Laid, Layout
from iro_pipeline.publications.workbook.sheet import write_top
from iro_pipeline.publications.workbook.styles import Styles

VERDICT = "verdict"


def write_table(
    book: Workbook,
    sheet: Worksheet,
    laid: Laid,
    layout: Layout,
    styles: Styles,
    places: Mapping[str, Sequence[Place]],
) -> None:
    """Numbers stand side by side to be pasted; their verdicts follow in the same order."""
    grid = grid_of(laid.table)
    title = " ".join([laid.table.caption, *laid.marks])
    top = write_top(sheet, title, (laid.section.headline, _about(laid, layout)), layout, styles)
    write_grid(sheet, top, grid, styles)
    sheet.freeze_panes(top + 1, _names(laid.table))
    sheet.repeat_rows(0, top)
    sheet.repeat_columns(0, max(_names(laid.table) - 1, 0))
    row, column = top, len(grid.headings) + 1
    for chart in laid.charts:
        row += insert_chart(book, sheet, (row, column), chart, places[chart.name])


def grid_of(table: Table) -> Grid:
    """The columns as they are, then a column of verdicts for each that has any."""
    worded = [
        (column, each)
        for column, each in enumerate(table.columns)
        if any(row.cells[column].word for row in table.rows)
    ]
    headings = [each.heading for each in table.columns]
    headings += [verdict_heading(each) for _, each in worded]
    rows = [
        [*_entries(row.cells, table.columns), *(Entry(row.cells[at].word) for at, _ in worded)]
        for row in table.rows
    ]
    return Grid(table.name, headings, rows)


def verdict_heading(column: Column) -> str:
    return f"{column.heading}: {VERDICT}"


def _entries(cells: Sequence[Cell], columns: Sequence[Column]) -> Iterator[Entry]:
    for cell, column in zip(cells, columns, strict=True):
        if isinstance(cell.value, int | float):
            shown = number_format(cell.text, column.decimals)
            yield Entry(cell.value, shown, cell.shade)
        else:
            side = "right" if column.kind == "number" else "left"
            yield Entry(cell.value or cell.text, shade=cell.shade, align=side)


def _names(table: Table) -> int:
    """How many columns at the left say what a row is of."""
    kinds = [column.kind for column in table.columns]
    return next((i for i, kind in enumerate(kinds) if kind != "name"), len(kinds))


def _about(laid: Laid, layout: Layout) -> str:
    drawn = {0: "", 1: " and, to its right, a chart of it"}
    charts = drawn.get(len(laid.charts), f" and, to its right, {len(laid.charts)} charts of it")
    details = f" What is told of single figures is on the sheet {layout.details}."
    return f"This sheet has one table{charts}.{details if layout.has_details else ''}"
