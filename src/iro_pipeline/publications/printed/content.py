"""What of a pack is printed, as plain values: sections, tables and drawings."""

import re
from dataclasses import dataclass, replace
from typing import Any

from iro_pipeline.benchmarks.verdicts import HIGHER, LOWER
from iro_pipeline.packs import Cell, Chart, Funnel, Pack, Quarters, Section, Standing, Table
from iro_pipeline.publications.charts import is_empty, svg

# A table of more columns goes across the page; narrower ones stand in its two halves.
WIDE = 9
_BOLD = 1.1
_INSET = 2  # letters that the edges of a cell take
# Letters of a line in half of the page and across it, in the type of tables.
LINE = {False: 116, True: 236}
_MOST = {"name": 30, "word": 75, "number": 14}
_SIZE = re.compile(r'<svg [^>]*?width="([\d.]+)" height="([\d.]+)"')
# Verdicts that something differs, in heavier type.
CALLED = (HIGHER, LOWER)


@dataclass(frozen=True)
class Fit:
    """
    How much room is taken: points of type, charts of a section, bars of a chart, rows of a table.

    A table that goes across the page, and a pack's first, is printed however long it is.
    """

    size: float
    charts: int
    bars: int
    rows: int


def content(pack: Pack, fit: Fit) -> dict[str, Any]:
    """As the template reads it: of each section the charts and tables that fit."""
    said = ("title", "period", "audience", "warning", "notice", "edition")
    return {
        **{name: getattr(pack, name) for name in said},
        "size": fit.size,
        "highlights": list(pack.highlights),
        "sections": [_section(pack, each, fit) for each in printed_sections(pack)],
        "is_whole": _is_whole(pack, fit),
    }


def printed_sections(pack: Pack) -> list[Section]:
    return [section for section in pack.sections if section.is_printed]


def printed_charts(section: Section, fit: Fit) -> list[Chart]:
    """Of the first that show anything those that are not too high."""
    shown = [each for each in section.charts if not is_empty(each)]
    return [each for each in shown[: fit.charts] if _bars(each) <= fit.bars]


def printed_tables(pack: Pack, section: Section, fit: Fit) -> list[Table]:
    """
    Those that nobody looks things up in and that no chart draws.

    Where an authority stands is told in any case: in rows where its chart is too high. Of a table
    that is too long only the rows that are of no single authority are left, if any.
    """
    drawn = {
        chart.table
        for chart in section.charts
        if not isinstance(chart, Standing) or chart in printed_charts(section, fit)
    }
    read = (each for each in section.tables if not each.is_long and each.name not in drawn)
    first = next((table for each in pack.sections for table in each.tables), None)
    shown = (each if each == first or _fits(each, fit) else _of_areas(each, pack) for each in read)
    return [table for table in shown if table.rows]


def _fits(table: Table, fit: Fit) -> bool:
    return _is_wide(table) or len(table.rows) <= fit.rows


def _of_areas(table: Table, pack: Pack) -> Table:
    single = {code for code, _ in pack.authorities}
    return replace(table, rows=tuple(row for row in table.rows if row.area not in single | {""}))


def _section(pack: Pack, section: Section, fit: Fit) -> dict[str, Any]:
    tables = printed_tables(pack, section, fit)
    return {
        "title": section.title,
        "headline": section.headline,
        "paragraphs": list(section.paragraphs),
        "charts": [_chart(chart) for chart in printed_charts(section, fit)],
        "wide": [_table(table) for table in tables if _is_wide(table)],
        "narrow": [_table(table) for table in tables if not _is_wide(table)],
    }


def _is_whole(pack: Pack, fit: Fit) -> bool:
    """Whether every table and chart of the pack is printed, each as a table or drawn."""
    printed = printed_sections(pack)
    set_out = {table for each in printed for table in printed_tables(pack, each, fit)}
    shown = {chart for each in printed for chart in printed_charts(each, fit)}
    charts = {chart for each in pack.sections for chart in each.charts}
    tables = {table for each in pack.sections for table in each.tables}
    drawn = {table for table in tables if table.name in {chart.table for chart in shown}}
    return shown == charts and set_out | drawn == tables


def _bars(chart: Chart) -> int:
    """Below each other; a funnel and quarters are as high however many they have."""
    return 0 if isinstance(chart, Funnel | Quarters) else len(chart.rows)


def _is_wide(table: Table) -> bool:
    return len(table.columns) > WIDE


def _chart(chart: Chart) -> dict[str, str | float]:
    drawn = svg(chart, "print")
    wide, high = (float(side) for side in _SIZE.findall(drawn)[0])
    return {"title": chart.title, "alt": chart.alt, "svg": drawn, "height": high / wide}


def _table(table: Table) -> dict[str, Any]:
    return {
        "caption": table.caption,
        "columns": [
            {"heading": each.heading, "kind": each.kind, "weight": weight}
            for each, weight in zip(table.columns, _weights(table), strict=True)
        ],
        "rows": [[_cell(cell) for cell in row.cells] for row in table.rows],
        "notes": list(table.notes),
    }


def _cell(cell: Cell) -> dict[str, Any]:
    said = {name: getattr(cell, name) for name in ("text", "word", "n", "shade")}
    return {**said, "called": cell.word in CALLED}


def _weights(table: Table) -> list[float]:
    """
    How wide columns are beside each other, in letters: most of what their longest cell takes.

    Where that is more than a line, those give way that can, and none is narrower than a word.
    """
    least = [_longest_word(table, at) for at in range(len(table.columns))]
    cells = [_longest_cell(table, at) for at in range(len(table.columns))]
    most = [
        max(word, min(cell, _MOST[c.kind]))
        for word, cell, c in zip(least, cells, table.columns, strict=True)
    ]
    line = LINE[_is_wide(table)] - _INSET * len(most)
    wanted = sum(most) - sum(least)
    share = min(1.0, max(0.0, line - sum(least)) / wanted) if wanted else 1.0
    return [_INSET + word + (cell - word) * share for word, cell in zip(least, most, strict=True)]


def _longest_word(table: Table, place: int) -> float:
    """Of the heading, of figures and names, and half of a verdict."""
    heading = _BOLD * max(map(len, table.columns[place].heading.split()), default=0)
    cells = [row.cells[place] for row in table.rows]
    words = [len(word) for cell in cells for word in cell.text.split()]
    return max([heading, *words, *(_halved(cell) for cell in cells)])


def _longest_cell(table: Table, place: int) -> float:
    return max((_letters(row.cells[place]) for row in table.rows), default=0)


def _letters(cell: Cell) -> int:
    """Of the longest line of a cell: its text and count, below them its verdict in two lines."""
    counted = f"{cell.text} of {cell.n}" if cell.n else cell.text
    return max(len(counted), _halved(cell))


def _halved(cell: Cell) -> int:
    return len(cell.word) // 2 + 2 if cell.word else 0
