"""Caseloads by records: for each area and authority, and beside what its service reports."""

from collections.abc import Iterator, Mapping

import polars as pl

from iro_pipeline.packs.cells import NOTHING_SENT, Row, figure, number_cell
from iro_pipeline.packs.chosen import Measure, measured
from iro_pipeline.packs.model import Cell, Column, Table
from iro_pipeline.packs.model import Row as Line
from iro_pipeline.packs.whose import Whose

CHILDREN, ABOVE = "children_per_iro", "iros_above_70"


def recorded(whose: Whose) -> Table:
    """One row an area and authority: children for a full-time IRO."""
    columns = (
        Column("area", "Area", "name"),
        Column("children_per_iro", "Children per IRO", "number", 1),
        Column("handbook", "Beside the Handbook"),
        Column("children", "Children looked after", "number"),
        Column("iros", "IROs (WTE)", "number", 1),
    )
    lines = [
        line
        for measure in measured(whose.tables, {CHILDREN: ""})
        for line in _lines(whose, measure)
    ]
    shown = [line for line in lines if line.cells[1].value is not None]
    return Table(
        "caseload_recorded",
        f"{whose.name}: children looked after for a full-time IRO, by records",
        columns,
        # Where none of its authorities is told, as of a partnership, there is nothing to compare.
        tuple(lines) if len(shown) > 1 else (),
    )


def above_band(whose: Whose) -> Table:
    """One row an area: the IROs who hold more than 70, told of regions and England only."""
    columns = (Column("area", "Area", "name"), Column("above", "IROs above 70", "number", 1))
    lines = (
        Line((Cell(name, name), figure(row, measure, "figures")), code)
        for measure in measured(whose.tables, {ABOVE: ""})
        for code, name, row in _areas(whose, measure)
    )
    caption = f"{whose.name}: IROs who hold more than 70 children, by records"
    return Table("caseload_above_70", caption, columns, tuple(lines))


def _lines(whose: Whose, measure: Measure) -> Iterator[Line]:
    for code, name, row in _areas(whose, measure):
        yield Line((Cell(name, name), *_cells(row, measure, "figures")), code)
    if whose.kind != "england":
        for code, name in whose.members:
            row = whose.beside.get((CHILDREN, code))
            yield Line((Cell(name, name), *_cells(row, measure, "benchmarks")), code)


def _areas(whose: Whose, measure: Measure) -> Iterator[tuple[str, str, Row | None]]:
    """Code and name of England and of its region, or of every region, with the figure of each."""
    named = {"E92000001": ("England", "england")}
    if whose.kind == "region":
        named[whose.code] = (whose.name, "region")
    if whose.kind == "england":
        named |= {code: (name, "region") for code, name in whose.regions}
    for code, (name, level) in named.items():
        yield code, name, whose.area(measure, level, code)


def _cells(row: Row | None, measure: Measure, table: str) -> Iterator[Cell]:
    if row is None:
        yield from (NOTHING_SENT, Cell(""), NOTHING_SENT, NOTHING_SENT)
        return
    yield figure(row, measure, table)
    said = _beside_band(row["value"], measure)
    yield Cell(said, said or None)
    yield number_cell(row, "numerator", table=table, unit="count")
    yield number_cell(row, "denominator", table=table, unit="WTE")


def _beside_band(value: float | None, measure: Measure) -> str:
    """Both ends are within."""
    least, most = measure.asks_at_least, measure.asks_at_most
    if value is None or least is None or most is None:
        return ""
    if value > most:
        return f"above {most:.0f}"
    return f"below {least:.0f}" if value < least else f"{least:.0f} to {most:.0f}"


def reported(whose: Whose) -> Table:
    """One row an authority: the band that its service reported, and what its records say."""
    table = whose.tables["caseload_reported"]
    rows = table.filter(pl.col("period") == pl.col("period").max(), level="authority")
    words = dict(whose.tables["caseload_bands"].select("band", "words").unique().rows())
    found = {row["area"]: row for row in rows.iter_rows(named=True)}
    columns = (
        Column("authority", "Authority", "name"),
        Column("reported", "Reported by the service"),
        Column("recorded", "Children per IRO by records", "number", 1),
        Column("year", "Records of"),
        Column("agrees", "Do they agree?"),
    )
    lines = [
        Line((Cell(name, name), *_beside_records(found[code], words)), code)
        for code, name in whose.members
        if code in found and found[code]["status"] != "c"
    ]
    caption = f"{whose.name}: caseload reported and recorded"
    return Table("caseload_reported", caption, columns, tuple(lines))


def _beside_records(row: Row, words: Mapping[str, str]) -> Iterator[Cell]:
    reported = words.get(row["reported_band"] or "", "")
    yield Cell(reported, reported or None)
    number = number_cell(
        {**row, "status": "", "status_reason": None},
        "records_caseload",
        table="caseload_reported",
        unit="children per WTE",
    )
    yield number
    year = row["records_year"]
    yield Cell("" if year is None else str(year), year)
    yield Cell(row["records_say"] or "cannot be told", row["records_say"])
