"""Where an authority stands: every measure beside England, its region and its neighbours."""

from collections.abc import Iterator
from dataclasses import replace

from iro_pipeline.benchmarks.verdicts import ALIKE, HIGHER, LOWER, UNSURE
from iro_pipeline.packs.cells import (
    NOTHING_SENT,
    SYMBOLS,
    Row,
    against,
    figure,
    number_cell,
    text,
)
from iro_pipeline.packs.charts import Standing, StandingRow
from iro_pipeline.packs.chosen import Measure
from iro_pipeline.packs.mine import Mine
from iro_pipeline.packs.model import Cell, Column, Section, Table
from iro_pipeline.packs.model import Row as Line
from iro_pipeline.packs.words import are, many, of

NAME = "standing"
DRAWN = "standing_distances"
COMPARED = (HIGHER, LOWER, ALIKE)
READ = (
    "The word is beside the other authorities of England, without this one. Higher and lower are "
    "said only of what is more than chance and more than authorities ordinarily differ by; from "
    "and to are the ends of the 95% interval.",
)


def standing(mine: Mine) -> Section:
    """The section: a dot a measure, and the table of all of them."""
    rows = tuple(_drawn(mine))
    return Section(
        name=NAME,
        title=f"Where {mine.name} stands",
        headline=headline(mine),
        paragraphs=READ,
        charts=(_chart(mine, rows),) if rows else (),
        tables=(_table(mine), _distances(mine)) if rows else (_table(mine),),
    )


def headline(mine: Mine) -> str:
    """How many measures could be compared with England's others, and how they came out."""
    told = compared(mine)
    every = [each for each in mine.summary if each.is_compared]
    if not told:
        return (
            f"No figure of {mine.name} can be compared with England's other authorities: further "
            "down stands what was not sent, and what is withheld."
        )
    words = [row["reads_as"] or row["verdict"] for row, _ in told]
    counts = {word: words.count(word) for word in ("worse", "better", HIGHER, LOWER, ALIKE)}
    said = [f"{number:,} {are(number)} {word}" for word, number in counts.items() if number]
    first = of(len(told), len(every), "measures")
    return f"{first} can be compared with England's other authorities: {'; '.join(said)}."


def compared(mine: Mine) -> list[tuple[Row, Measure]]:
    """The measures that have a verdict beside England other than that it cannot be told."""
    rows = ((mine.beside(each), each) for each in mine.summary if each.is_compared)
    return [(row, each) for row, each in rows if row is not None and row["verdict"] in COMPARED]


def _table(mine: Mine) -> Table:
    columns = (
        Column("measure", "Measure", "name"),
        Column("here", "Here", "number", 1),
        Column("lower", "From", "number", 1, "Lower end of the 95% interval"),
        Column("upper", "To", "number", 1, "Upper end of the 95% interval"),
        Column("england", "England", "number", 1),
        Column("verdict", "Beside England"),
        Column("region", mine.region, "number", 1),
        Column("beside_region", "Beside the region"),
        Column("neighbours", "Neighbours", "number", 1, "The statistical neighbours together"),
        Column("beside_neighbours", "Beside neighbours"),
    )
    lines = (Line(tuple(_cells(mine, each)), mine.code) for each in mine.summary)
    notes = tuple(f"{symbol} {said}" for symbol, said in SYMBOLS.items())
    caption = f"{mine.name}, measure by measure, {mine.period}"
    return Table(NAME, caption, columns, tuple(lines), notes)


def _distances(mine: Mine) -> Table:
    """What the chart draws: only where a word is said."""
    columns = (
        Column("measure", "Measure", "name"),
        Column("distance", "Standard errors", "number", 1, "From England's other authorities"),
        Column("verdict", "Beside England"),
    )
    lines = (
        Line((named(mine, each), _distance(row), _word(row, each)), mine.code)
        for row, each in _told(mine)
    )
    caption = f"{mine.name}: how far from England's other authorities"
    note = "Beyond 1.96 a measure is called higher or lower."
    return Table(DRAWN, caption, columns, tuple(lines), (note,), is_long=True)


def _distance(row: Row) -> Cell:
    return number_cell(row, "distance", table="benchmarks", unit="WTE")


def _cells(mine: Mine, measure: Measure) -> Iterator[Cell]:
    row = mine.beside(measure)
    yield named(mine, measure)
    # Its word has a column of its own.
    yield replace(figure(row, measure), word="")
    for end in ("lower", "upper"):
        yield _end(row, measure, end)
    for group in ("england", "region", "statistical_neighbours"):
        yield peers(mine, measure, group)
        yield _word(mine.beside(measure, group), measure)


def named(mine: Mine, measure: Measure) -> Cell:
    """A measure by its heading, and by its year where that is not the sheet's."""
    year = "" if measure.period == mine.period else f" ({measure.period})"
    return Cell(f"{measure.heading}{year}", f"{measure.heading}{year}", detail=measure.title)


def _end(row: Row | None, measure: Measure, end: str) -> Cell:
    """An end of the interval; nothing where the figure is not shown, or has none."""
    if row is None or row[end] is None:
        return Cell("", detail="" if row is None or row["value"] is None else "It has no interval.")
    return number_cell(row, end, table="benchmarks", unit=measure.unit)


def peers(mine: Mine, measure: Measure, group: str) -> Cell:
    """What a group's authorities show together, and on how many of them it rests."""
    if measure.unit == "count":
        return Cell("", detail="A count is not set beside others'.")
    row, area = mine.beside(measure, group), mine.area(measure, group)
    if row is not None:
        rests = f"Rests on {row['peer_authorities']:,} of {row['peer_of']:,} authorities."
        return number_cell(row, "peer_value", table="benchmarks", unit=measure.unit, detail=rests)
    return NOTHING_SENT if area is None else _of_area(area, measure)


def _of_area(row: Row, measure: Measure) -> Cell:
    rests = f"Rests on {row['authorities']:,} of {row['of']:,} authorities."
    return number_cell(row, "value", table="figures", unit=measure.unit, detail=rests)


def _word(row: Row | None, measure: Measure) -> Cell:
    if row is None or row["verdict"] is None:
        return Cell("", detail=NOTHING_SENT.detail if row is None else "")
    if not measure.is_compared:
        return Cell("not compared", "not compared", detail="What is stated is not compared.")
    detail = " ".join(against(row, measure))
    return Cell(row["verdict"], row["verdict"], detail=detail)


def _chart(mine: Mine, rows: tuple[StandingRow, ...]) -> Standing:
    apart = sum(row.word in (HIGHER, LOWER) for row in rows)
    return Standing(
        name=NAME,
        title=f"{mine.name} and England's other authorities",
        alt=(
            f"A dot for each of {many(len(rows), 'measure')}, by its distance from England's other "
            f"authorities in standard errors: {apart:,} {are(apart)} further away than chance and "
            "ordinary differences would bring."
        ),
        table=DRAWN,
        unit="standard errors",
        rows=rows,
    )


def _told(mine: Mine) -> Iterator[tuple[Row, Measure]]:
    """The measures of which it can be said how far they are from England's."""
    for measure in mine.summary:
        row = mine.beside(measure)
        if row is None or row["distance"] is None or row["verdict"] in (None, UNSURE):
            continue
        yield row, measure


def _drawn(mine: Mine) -> Iterator[StandingRow]:
    for row, measure in _told(mine):
        values = [row[name] for name in ("value", "peer_value") if row[name] is not None]
        said = " beside ".join(text(each, measure.unit) for each in values)
        yield StandingRow(measure.heading, row["distance"], row["verdict"], said)
