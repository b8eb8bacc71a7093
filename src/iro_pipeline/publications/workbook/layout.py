"""Which sheets a workbook has and what stands on which, before anything is written."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Self

from iro_pipeline.packs import Chart, Pack, Section, Table
from iro_pipeline.publications.workbook.series import series_of

COVER, CONTENTS, NOTES = "Cover", "Contents", "Notes"
DETAILS, CHART_DATA = "Details", "Chart data"
_EXCELS = "History"  # which Excel keeps for itself
LONGEST_NAME = 31  # of a sheet, in Excel
# What Excel takes as the name of a table: neither a cell (A1, R1C1) nor anything but a word.
_NAME = re.compile(r"(?!^(?:[a-z]{1,3}\d+|[rc]|r\d+c\d+)$)[a-z_][a-z0-9_]*", re.IGNORECASE)


@dataclass(frozen=True)
class Laid:
    """A table on its sheet, beside the charts that draw it, with the marks of its notes."""

    sheet: str
    table: Table
    section: Section
    charts: tuple[Chart, ...]
    marks: tuple[str, ...]


@dataclass(frozen=True)
class Layout:
    """`tables` by the names of their sheets; the last two sheets only where they hold anything."""

    pack: Pack
    tables: dict[str, Laid]
    cover: str = COVER
    contents: str = CONTENTS
    notes: str = NOTES
    details: str = DETAILS
    chart_data: str = CHART_DATA

    @classmethod
    def of(cls, pack: Pack) -> Self:
        """Raises ValueError where names clash, or a chart draws a table that is not there."""
        told = [(section, table) for section in pack.sections for table in section.tables]
        _check(pack, [table for _, table in told])
        names = sheet_names(table.name for _, table in told)
        count, laid = 0, {}
        for name, (section, table) in zip(names, told, strict=True):
            marks = tuple(f"[note {count + i}]" for i, _ in enumerate(table.notes, 1))
            count += len(marks)
            drawn = tuple(
                chart for chart in charts(pack) if chart.table == table.name and series_of(chart)
            )
            laid[name] = Laid(name, table, section, drawn, marks)
        return cls(pack, laid)

    @property
    def sheets(self) -> list[str]:
        """All sheets, in their order."""
        front = [self.cover, self.contents, self.notes, *self.tables]
        return [*front, *([self.details] if self.has_details else []), *self._drawn]

    @property
    def has_details(self) -> bool:
        """Whether anything is told of single figures."""
        rows = (row for laid in self.tables.values() for row in laid.table.rows)
        return any(cell.detail or cell.n for row in rows for cell in row.cells)

    @property
    def _drawn(self) -> list[str]:
        drawn = any(laid.charts for laid in self.tables.values())
        return [self.chart_data] if drawn else []


def charts(pack: Pack) -> Iterator[Chart]:
    """Every chart of a pack."""
    return (chart for section in pack.sections for chart in section.charts)


def sheet_names(tables: Iterable[str]) -> list[str]:
    """A name for the sheet of each table: in words, short enough, and unlike every other."""
    own = (COVER, CONTENTS, NOTES, DETAILS, CHART_DATA, _EXCELS)
    taken: set[str] = {name.casefold() for name in own}
    names = []
    for table in tables:
        words = table.replace("_", " ").strip().capitalize()
        name = words[:LONGEST_NAME].strip()
        number = 1
        while name.casefold() in taken:
            number += 1
            name = f"{words[: LONGEST_NAME - len(str(number)) - 1].strip()} {number}"
        taken.add(name.casefold())
        names.append(name)
    return names


def _check(pack: Pack, tables: Sequence[Table]) -> None:
    """The tables and charts can be told apart, as Excel tells names apart."""
    _alike(f"tables of the pack {pack.name}", [table.name for table in tables])
    _alike(f"charts of the pack {pack.name}", [chart.name for chart in charts(pack)])
    for table in tables:
        if not _NAME.fullmatch(table.name):
            raise ValueError(f"Excel takes no table named {table.name!r}: use a word like summary.")
        _alike(f"columns of the table {table.name}", [each.heading for each in table.columns])
        if any(len(row.cells) != len(table.columns) for row in table.rows):
            raise ValueError(
                f"A row of the table {table.name} has more or fewer cells than the table has "
                f"columns ({len(table.columns)}): give each column a cell."
            )
    known = {table.name for table in tables}
    for chart in charts(pack):
        if chart.table not in known:
            raise ValueError(
                f"The chart {chart.name} draws the table {chart.table}, which the pack has not: "
                f"name one of {', '.join(sorted(known)) or 'its tables'}."
            )


def _alike(what: str, names: Sequence[str]) -> None:
    seen = Counter(name.casefold() for name in names)
    if twice := sorted(name for name, times in seen.items() if times > 1):
        raise ValueError(
            f"Found twice among the {what}: {', '.join(twice)}. Name each differently."
        )
