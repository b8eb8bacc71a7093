"""What packs say, held against the tables of their folder: no number may come from elsewhere."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

import polars as pl

from iro_pipeline.audit.breaches import Breach
from iro_pipeline.packs import (
    Bands,
    Cell,
    Change,
    Chart,
    Diverging,
    Funnel,
    Origin,
    Pack,
    Quarters,
    Section,
    Standing,
    Table,
)

Tables = Mapping[str, pl.DataFrame]
Key = tuple[tuple[str, str | int], ...]
Row = Mapping[str, object]

READER = "a reader of packs"
NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
# Rounded for reading: half of the last decimal, and what binary fractions are off by.
HALF = 0.5 + 1e-6
ALWAYS = {"95", "99.8"}  # of intervals and limits
# The lines of a funnel are made of England's figure and spread, which anyone is told.
LINES = {"lower_95", "upper_95", "lower_998", "upper_998"}


def packs(said: Iterable[tuple[str, Pack, Tables]]) -> list[Breach]:
    """
    What is wrong with packs, each given with its folder and the tables that its reader has.

    A cell with a number must be that of the row and column it names, to its decimals; its detail
    must hold no number that this row does not. A withheld number is null there, so that nothing
    withheld passes.
    """
    return [each for folder, pack, tables in said for each in _wrong(folder, pack, tables)]


def _wrong(folder: str, pack: Pack, tables: Tables) -> Iterator[Breach]:
    told = [(table, cell, places) for table, cell, places in _cells(pack) if cell.origin]
    words = _words(tables)
    rows = _rows({cell.origin for _, cell, _ in told if cell.origin}, tables)
    for table, cell, places in told:
        if wrong := _amiss(cell, places, rows, words):
            name = f"{folder} {table.name}, {_named(cell.origin)}"
            yield Breach(READER, name, "file", wrong)
    for section in pack.sections:
        for table in section.tables:
            for column in _unfounded(table):
                yield Breach(READER, f"{folder} {table.name}, {column}", "file", "it has no origin")
        for chart in section.charts:
            if not _drawn(chart) <= _told(section):
                words = "it draws a number that no table beside it has"
                yield Breach(READER, f"{folder} {chart.name}", "file", words)
    yield from _sentences(folder, pack)


def _sentences(folder: str, pack: Pack) -> Iterator[Breach]:
    """Counts of figures and authorities are a sentence's own; a decimal is some cell's."""
    held = {each for _, cell, _ in _cells(pack) for each in _decimals(f"{cell.text} {cell.detail}")}
    said = [("highlights", text) for text in pack.highlights]
    said += [
        (section.name, text)
        for section in pack.sections
        for text in (section.headline, *section.paragraphs)
    ]
    for where, text in said:
        if not _decimals(text) <= held | ALWAYS:
            words = "a sentence has a number that no table of the pack has"
            yield Breach(READER, f"{folder} {where}", "file", words)


def _decimals(text: str) -> set[str]:
    return {each for each in NUMBER.findall(text) if "." in each}


def _drawn(chart: Chart) -> set[float]:
    """The numbers of areas that a chart draws; its limits and centre are made of England's."""
    match chart:
        case Bands():
            found = [each.count for row in chart.rows for each in row.segments]
        case Diverging():
            # What is not on one side is on the other.
            found = [row.segments[-1].share for row in chart.rows]
        case Funnel():
            found = [each.value for each in chart.points]
        case Change():
            found = [end for row in chart.rows for end in (row.before, row.after)]
        case Standing():
            found = [row.distance for row in chart.rows]
        case Quarters():
            found = [each.value for each in chart.quarters if each.value is not None]
    return {round(each, 6) for each in found}


def _told(section: Section) -> set[float]:
    cells = [cell for table in section.tables for row in table.rows for cell in row.cells]
    return {round(each.value, 6) for each in cells if isinstance(each.value, int | float)}


def _cells(pack: Pack) -> Iterator[tuple[Table, Cell, int]]:
    for section in pack.sections:
        for table in section.tables:
            for row in table.rows:
                for column, cell in zip(table.columns, row.cells, strict=True):
                    yield table, cell, column.decimals


def _rows(origins: Iterable[Origin], tables: Tables) -> dict[tuple[str, Key], Row]:
    """The rows that cells name, looked up a table and a set of key columns at a time."""
    wanted: dict[tuple[str, tuple[str, ...]], set[Key]] = defaultdict(set)
    for each in origins:
        wanted[each.table, tuple(name for name, _ in each.key)].add(each.key)
    found: dict[tuple[str, Key], Row] = {}
    for (table, names), keys in wanted.items():
        if table not in tables:
            continue
        asked = pl.DataFrame([dict(key) for key in keys], orient="row")
        held = tables[table].with_columns(pl.col(name).cast(asked[name].dtype) for name in names)
        for row in held.join(asked, on=list(names), how="semi").iter_rows(named=True):
            found[table, tuple((name, row[name]) for name in names)] = row
    return found


def _words(tables: Tables) -> dict[object, Row]:
    """Each indicator's own words: they have numbers such as 31 March or PN1."""
    rows = tables["indicators"].rows(named=True) if "indicators" in tables else []
    return {row["indicator"]: row for row in rows}


def _amiss(
    cell: Cell, places: int, rows: Mapping[tuple[str, Key], Row], words: Mapping[object, Row]
) -> str:
    """In words and without a value, what is wrong with a cell; empty where nothing is."""
    origin = cell.origin
    row = rows.get((origin.table, origin.key)) if origin else None
    if origin is None or row is None:
        return "no row of the release is the one it names"
    true = row[origin.column]
    if isinstance(cell.value, int | float):
        if not isinstance(true, int | float):
            return "it shows a number that the release does not"
        if not _is_rounded(cell.value, true, places):
            return "it shows another number than the release"
    about = [*row.values(), *words.get(row.get("indicator"), {}).values()]
    if not all(_is_among(each, about) for each in NUMBER.findall(cell.detail)):
        return "its detail has a number that its row does not"
    return ""


def _is_among(said: str, values: Iterable[object]) -> bool:
    """Whether a number as it is read is one of the values, rounded, or stands in their words."""
    size, places = float(said.replace(",", "")), len(said.partition(".")[2])
    return said in ALWAYS or any(
        said in NUMBER.findall(each)
        if isinstance(each, str)
        else isinstance(each, int | float) and _is_rounded(size, abs(each), places)
        for each in values
    )


def _is_rounded(shown: float, true: float, places: int) -> bool:
    return abs(shown - true) <= HALF * 10.0**-places


def _unfounded(table: Table) -> list[str]:
    """Columns of numbers of which none says where it comes from; lines aside."""
    lines = {column.name for column in table.columns if column.kind == "number"} <= {*LINES, "n"}
    return [
        column.name
        for at, column in enumerate(table.columns)
        if column.kind == "number"
        and column.name not in LINES
        and not lines
        and any(isinstance(row.cells[at].value, float) for row in table.rows)
        and not any(row.cells[at].origin for row in table.rows)
    ]


def _named(origin: Origin | None) -> str:
    if origin is None:
        return ""
    return f"{origin.column} of {', '.join(str(value) for _, value in origin.key)}"
