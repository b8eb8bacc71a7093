"""How an authority has changed since the time before."""

from collections.abc import Iterator

from iro_pipeline.explaining.amounts import difference
from iro_pipeline.packs.cells import Row, number_cell
from iro_pipeline.packs.changes import CHANCE, signed
from iro_pipeline.packs.chosen import Measure
from iro_pipeline.packs.mine import Mine
from iro_pipeline.packs.model import Cell, Column, Section, Table
from iro_pipeline.packs.model import Row as Line
from iro_pipeline.packs.words import listed, many

BETTER = {("higher", "risen"), ("lower", "fallen")}
WORSE = {("higher", "fallen"), ("lower", "risen")}
READ = (
    "Risen and fallen are said only of what is more than chance: a figure of few cases moves by "
    "itself, and may well move back.",
)
LATEST = 12  # quarters on a chart: three years


def since(mine: Mine) -> Section:
    """The section: each measure that has a figure now and one before."""
    return Section(
        name="change",
        title="Change since the time before",
        headline=headline(mine),
        paragraphs=READ,
        tables=(_table(mine),) if _both(mine) else (),
    )


def headline(mine: Mine) -> str:
    """Which measures changed by more than chance, or that none did."""
    both = _both(mine)
    if not both:
        return f"Nothing can be said of change in {mine.name}: no figure has one before it."
    told = [(row, each) for row, each in both if row["change_verdict"]]
    moved = [(row, each) for row, each in told if row["change_verdict"] != CHANCE]
    if not told:
        return "Of no measure can a change be told from chance: what changed is stated."
    if not moved:
        return f"Of {many(len(told), 'measure')}, none changed by more than chance would bring."
    said = listed([_said(row, each) for row, each in moved])
    return f"Of {many(len(told), 'measure')}, {len(moved):,} changed by more than chance: {said}."


def for_the_worse(mine: Mine) -> list[tuple[Row, Measure]]:
    """The measures that changed for the worse by more than chance."""
    return [
        (row, each) for row, each in _both(mine) if (each.better, row["change_verdict"]) in WORSE
    ]


def _both(mine: Mine) -> list[tuple[Row, Measure]]:
    rows = ((mine.beside(each), each) for each in mine.summary)
    return [(row, each) for row, each in rows if row is not None and row["change"] is not None]


def _said(row: Row, measure: Measure) -> str:
    way = (measure.better, row["change_verdict"])
    good = ", for the better" if way in BETTER else ", for the worse" if way in WORSE else ""
    by = difference(row["change"], measure.unit)
    return f"{measure.title} ({row['change_verdict']} by {by} since {row['previous_period']}{good})"


def _table(mine: Mine) -> Table:
    columns = (
        Column("measure", "Measure", "name"),
        Column("since", "Since"),
        Column("before", "Then", "number", 1),
        Column("now", "Now", "number", 1),
        Column("change", "Change", "number", 1),
        Column("verdict", "More than chance?"),
    )
    lines = (Line(tuple(_cells(row, each)), mine.code) for row, each in _both(mine))
    return Table("change", f"{mine.name}: change since the time before", columns, tuple(lines))


def _cells(row: Row, measure: Measure) -> Iterator[Cell]:
    yield Cell(measure.heading, measure.heading, detail=measure.title)
    yield Cell(str(row["previous_period"]), row["previous_period"])
    for name in ("previous_value", "value"):
        yield number_cell(row, name, table="benchmarks", unit=measure.unit)
    yield signed(row, measure, "benchmarks")
    none = "cannot be told" if measure.is_compared else "stated"
    yield Cell(row["change_verdict"] or none, row["change_verdict"])
