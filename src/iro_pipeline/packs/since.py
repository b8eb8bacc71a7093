"""How an authority has changed: since the time before, and quarter by quarter."""

from collections.abc import Iterator, Sequence

from iro_pipeline.explaining.amounts import difference, quarter
from iro_pipeline.explaining.over_time import trend
from iro_pipeline.packs.cells import DECIMALS, Row, number_cell
from iro_pipeline.packs.changes import CHANCE, signed
from iro_pipeline.packs.charts import Quarter, Quarters
from iro_pipeline.packs.chosen import Measure, chosen
from iro_pipeline.packs.mine import Mine
from iro_pipeline.packs.model import Cell, Column, Section, Table
from iro_pipeline.packs.model import Row as Line
from iro_pipeline.packs.words import are, listed, many

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


def quarters(mine: Mine) -> Section:
    """The section: a control chart of each measure of which quarters are told."""
    shown = [each for each in chosen(mine.described, "quarters") if _series(mine, each)]
    return Section(
        name="quarters",
        title="Quarter by quarter",
        headline=_by_quarter(mine, shown),
        paragraphs=tuple(_trends(mine, shown)),
        charts=tuple(_chart(mine, each) for each in shown),
        tables=tuple(_of_quarters(mine, each) for each in shown),
    )


def _both(mine: Mine) -> list[tuple[Row, Measure]]:
    rows = ((mine.beside(each), each) for each in mine.measures)
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
    yield Cell(row["change_verdict"] or "cannot be told", row["change_verdict"])


def _series(mine: Mine, measure: Measure) -> list[Row]:
    """The latest quarters; none where not one may be shown."""
    last = mine.by_quarter("series", measure)[-LATEST:]
    return last if any(row["value"] is not None for row in last) else []


def _by_quarter(mine: Mine, shown: Sequence[Measure]) -> str:
    if not shown:
        return f"No quarter of {mine.name} can be shown: too few cases in it, or nothing was sent."
    told = [(row, each) for each in shown for row in mine.by_quarter("trends", each)]
    moved = [(row, each) for row, each in told if row["change_verdict"] not in (None, CHANCE)]
    if moved:
        names = listed([f"{each.title} ({row['change_verdict']})" for row, each in moved])
        return f"Over its quarters, by more than chance would bring: {names}."
    if not any(row["change_verdict"] for row, _ in told):
        return (
            f"{many(len(shown), 'measure')} can be shown by quarter; whether the last quarter "
            "differs from those before cannot be told."
        )
    return f"No more than chance would bring, quarter by quarter, in {_of(len(shown))}."


def _of(number: int) -> str:
    return "the one measure shown" if number == 1 else f"all {number:,} measures shown"


def _trends(mine: Mine, shown: Sequence[Measure]) -> Iterator[str]:
    for measure in shown:
        for row in mine.by_quarter("trends", measure):
            if said := " ".join(trend(row, measure.unit)):
                yield f"{measure.title}: {said[:1].lower()}{said[1:]}"


def _chart(mine: Mine, measure: Measure) -> Quarters:
    rows = _series(mine, measure)
    drawn = tuple(
        Quarter(
            quarter(row["period"], row["quarter"]),
            row["value"],
            *(row[name] for name in ("mean", "limit_low", "limit_high")),
        )
        for row in rows
    )
    outside = sum(row["signal"] is not None for row in rows)
    return Quarters(
        name=f"quarters_{measure.indicator}",
        title=f"{measure.title}, by quarter",
        alt=(
            f"A dot for each of {many(len(rows), 'quarter')}, with the limits of what is ordinary "
            f"where there are any: {outside:,} {are(outside)} marked as standing out."
        ),
        table=f"quarters_{measure.indicator}",
        unit=measure.unit,
        quarters=drawn,
    )


def _of_quarters(mine: Mine, measure: Measure) -> Table:
    decimals = DECIMALS[measure.unit]
    columns = (
        Column("quarter", "Quarter", "name"),
        Column("value", "Value", "number", decimals),
        Column("counted", "Counted", "number"),
        Column("out_of", "Out of", "number"),
        Column("mean", "Mean", "number", decimals),
        Column("limit_low", "Lower limit", "number", decimals),
        Column("limit_high", "Upper limit", "number", decimals),
        Column("signal", "Stands out"),
    )
    lines = (Line(tuple(_quarter(row, measure)), mine.code) for row in _series(mine, measure))
    name = f"quarters_{measure.indicator}"
    return Table(name, f"{measure.title}, by quarter", columns, tuple(lines))


def _quarter(row: Row, measure: Measure) -> Iterator[Cell]:
    said = quarter(row["period"], row["quarter"])
    yield Cell(said, said)
    units = {"numerator": "count", "denominator": "count"}
    for name in ("value", "numerator", "denominator"):
        unit = units.get(name, measure.unit)
        yield number_cell(row, name, table="series", unit=unit)
    for name in ("mean", "limit_low", "limit_high"):
        there = row[name] is not None
        yield number_cell(row, name, table="series", unit=measure.unit) if there else Cell("")
    yield Cell(row["signal"] or "", row["signal"])
