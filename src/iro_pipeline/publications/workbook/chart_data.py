"""The numbers that the charts draw, in one long table that nothing hides."""

from collections.abc import Iterator
from dataclasses import dataclass

from xlsxwriter.worksheet import Worksheet

from iro_pipeline.publications.workbook.grid import Entry, Grid, write_grid
from iro_pipeline.publications.workbook.layout import Layout
from iro_pipeline.publications.workbook.series import Series, series_of
from iro_pipeline.publications.workbook.sheet import write_top
from iro_pipeline.publications.workbook.styles import Styles

TABLE = "chart_data"
HEADINGS = ("Chart", "Series", "Label", "Across", "Value", "Written beside it")
LABEL, ACROSS, VALUE = 2, 3, 4
_SAYS = (
    "A row for each mark of a chart. An empty cell is a place that its chart does not have, or a "
    "value that is not shown: its table says why."
)


@dataclass(frozen=True)
class Place:
    """A series, and the rows of the sheet that it stands in."""

    series: Series
    sheet: str
    first: int
    last: int

    def cells(self, column: int) -> list[str | int]:
        """As XlsxWriter names a range."""
        return [self.sheet, self.first, column, self.last, column]


def write_chart_data(
    sheet: Worksheet | None, layout: Layout, styles: Styles
) -> dict[str, list[Place]]:
    """Where the series of each chart stand, by its name."""
    if sheet is None:
        return {}
    top = write_top(sheet, "The numbers that the charts draw", [_SAYS], layout, styles)
    rows, places, row = [], {}, top + 1
    for chart in (chart for laid in layout.tables.values() for chart in laid.charts):
        places[chart.name] = []
        for series in series_of(chart):
            last = row + len(series.marks) - 1
            places[chart.name].append(Place(series, layout.chart_data, row, last))
            rows.extend(_rows(chart.title, series))
            row = last + 1
    write_grid(sheet, top, Grid(TABLE, HEADINGS, rows), styles)
    sheet.freeze_panes(top + 1, 0)
    sheet.repeat_rows(0, top)
    return places


def _rows(title: str, series: Series) -> Iterator[list[Entry]]:
    for mark in series.marks:
        words = (Entry(part) for part in (title, series.name, mark.label))
        yield [*words, _number(mark.across), _number(mark.value), Entry(mark.written)]


def _number(value: float | None) -> Entry:
    return Entry("", align="right") if value is None else Entry(value, "General")
