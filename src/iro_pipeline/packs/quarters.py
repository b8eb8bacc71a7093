"""Quarter by quarter, with the limits of its chart."""

from collections.abc import Iterator

import polars as pl

from iro_pipeline.contracts import codes
from iro_pipeline.explaining.amounts import DECIMALS, difference, quarter
from iro_pipeline.packs.about import About
from iro_pipeline.packs.cells import SIGN, Row, number_cell
from iro_pipeline.packs.changes import CHANCE, signed
from iro_pipeline.packs.charts import Quarter, Quarters
from iro_pipeline.packs.chosen import Measure, chosen
from iro_pipeline.packs.model import Cell, Column, Section, Table
from iro_pipeline.packs.model import Row as Line
from iro_pipeline.packs.words import listed, many
from iro_pipeline.record.phrases import lowered

READ = (
    "Only quarters that rest on just the same authorities are shown. With twelve or more there are "
    "limits: a quarter inside them is no news by itself. Seasons are not taken out.",
)


def quarters(whose: About) -> Section:
    """The section: a chart and a table for each measure that the area has by quarter."""
    found = {
        each: rows for each in chosen(whose.tables, "quarters") if (rows := _rows(whose, each))
    }
    return Section(
        name="quarters",
        title="Quarter by quarter",
        headline=headline(whose, tuple(found)),
        paragraphs=READ if found else (),
        charts=tuple(_chart(whose, each, rows) for each, rows in found.items()),
        tables=(*_trends(whose, tuple(found)), *(_table(each, found[each]) for each in found)),
        is_printed=False,
    )


def headline(whose: About, measures: tuple[Measure, ...]) -> str:
    """Which measures change over the quarters, or whose last quarter breaks its chart."""
    if not measures:
        return f"No quarters can be told of {whose.within}."
    told = [(row, each) for each in measures if (row := _trend(whose, each))]
    moved = [_said(row, each) for row, each in told if row["change_verdict"] not in (None, CHANCE)]
    if moved:
        return f"{whose.name}, by more than chance: {listed(moved)}."
    every = many(len(measures), "measure")
    if not any(row["change_verdict"] for row, _ in told):
        return f"Whether {every} shown by quarter changed in {whose.within} cannot be told."
    return f"No change over the quarters of {every} in {whose.within} is more than chance."


def _said(row: Row, measure: Measure) -> str:
    """A trend with its size; of a control chart, that its last quarter breaks a rule."""
    last = quarter(row["last_period"], row["last_quarter"])
    if row["signal"]:
        rule = lowered(codes("chart_rule")[row["signal"]][0])
        return f"{lowered(measure.heading)} {row['change_verdict']} in {last} ({rule})"
    by = "" if row["change"] is None else f" by {difference(row['change'], measure.unit)}"
    return f"{lowered(measure.heading)} {row['change_verdict']}{by} until {last}"


def _rows(whose: About, measure: Measure) -> list[Row]:
    """The charted quarters of the area, in order; none where fewer than three are shown."""
    rows = whose.tables["series"].filter(
        pl.col("same"), level=whose.level, area=whose.code, indicator=measure.indicator
    )
    shown = rows["value"].count()
    return list(rows.sort("period", "quarter").iter_rows(named=True)) if shown > 2 else []


def _trend(whose: About, measure: Measure) -> Row | None:
    rows = whose.tables["trends"].filter(area=whose.code, indicator=measure.indicator)
    return rows.row(0, named=True) if rows.height else None


def _chart(whose: About, measure: Measure, rows: list[Row]) -> Quarters:
    first, last = _label(rows[0]), _label(rows[-1])
    return Quarters(
        name=_name(measure),
        title=f"{measure.title} by quarter, {whose.name}",
        alt=f"{measure.title}, {many(len(rows), 'quarter')} from {first} to {last}.",
        table=_name(measure),
        unit=SIGN.get(measure.unit, measure.unit),
        quarters=tuple(
            Quarter(_short(row), row["value"], row["mean"], row["limit_low"], row["limit_high"])
            for row in rows
        ),
    )


def _trends(whose: About, measures: tuple[Measure, ...]) -> Iterator[Table]:
    """One row a measure: whether its quarters change, or its last one breaks the chart."""
    columns = (
        Column("measure", "Measure", "name"),
        Column("quarters", "Quarters", "number"),
        Column("method", "Looked at by"),
        Column("change", "From first to last", "number", 1),
        Column("verdict", "More than chance?"),
        Column("signal", "What the last quarter breaks"),
    )
    told = [(row, each) for each in measures if (row := _trend(whose, each))]
    lines = [Line(tuple(_trend_cells(row, each))) for row, each in told]
    if lines:
        yield Table("trends", f"{whose.name}: change over the quarters", columns, tuple(lines))


def _trend_cells(row: Row, measure: Measure) -> Iterator[Cell]:
    yield Cell(measure.heading, measure.heading)
    yield number_cell(row, "points", table="trends", unit="count")
    yield Cell(row["method"] or "", row["method"])
    yield signed(row, measure, "trends")
    yield Cell(row["change_verdict"] or "cannot be told", row["change_verdict"])
    rule = codes("chart_rule")[row["signal"]][0] if row["signal"] else ""
    yield Cell(rule, rule or None)


def _table(measure: Measure, rows: list[Row]) -> Table:
    """One row a quarter."""
    decimals = DECIMALS[measure.unit]
    columns = (
        Column("quarter", "Quarter", "name"),
        Column("value", "Value", "number", decimals, measure.title),
        Column("n", "Counted", "number", 0, measure.out_of),
        Column("mean", "Middle", "number", decimals),
        Column("low", "Limit below", "number", decimals),
        Column("high", "Limit above", "number", decimals),
    )
    lines = (Line(tuple(_cells(row, measure))) for row in rows)
    return Table(_name(measure), f"{measure.title} by quarter", columns, tuple(lines))


def _cells(row: Row, measure: Measure) -> Iterator[Cell]:
    yield Cell(_label(row), _label(row))
    yield number_cell(row, "value", table="series", unit=measure.unit)
    yield number_cell(row, "denominator", table="series", unit="count")
    for name in ("mean", "limit_low", "limit_high"):
        if row[name] is None:
            yield Cell("")
        else:
            yield number_cell(row, name, table="series", unit=measure.unit)


def _label(row: Row) -> str:
    return quarter(row["period"], row["quarter"])


def _short(row: Row) -> str:
    """The same in the width that an axis has for it."""
    months, year = _label(row).rsplit(" ", 1)
    first, last = months.split(" to ")
    return f"{first[:3]}\N{EN DASH}{last[:3]} {year[2:]}"


def _name(measure: Measure) -> str:
    return f"quarters_{measure.indicator}"
