"""What law and guidance ask of an authority, and whether it was kept."""

from collections.abc import Iterator

from iro_pipeline.benchmarks.standards import CANNOT_TELL, MET, NOT_MET
from iro_pipeline.packs.cells import NOTHING_SENT, STANDARD, Row, number_cell, told
from iro_pipeline.packs.chosen import Measure
from iro_pipeline.packs.mine import Mine
from iro_pipeline.packs.model import Cell, Column, Section, Table
from iro_pipeline.packs.model import Row as Line
from iro_pipeline.packs.standing import named, peers
from iro_pipeline.packs.words import are, listed, many

NAME = "standards"
READ = (
    "What is asked is asked of every case: one review late is “not met”. England's figure beside "
    "it says how usual that is. “Cannot tell” is said where what is not known would decide it.",
)


def asked(mine: Mine) -> Section:
    """The section: each standard of the sheet's measures, met or not."""
    return Section(
        name=NAME,
        title="What law and guidance ask",
        headline=headline(mine),
        paragraphs=READ,
        tables=(_table(mine),) if standards(mine) else (),
    )


def headline(mine: Mine) -> str:
    """How many of the standards are met, not met, and cannot be told."""
    every = standards(mine)
    words = [row["standard_met"] for each in every if (row := mine.beside(each)) is not None]
    counts = {word: words.count(word) for word in (MET, NOT_MET, CANNOT_TELL)}
    number = sum(counts.values())
    if not number:
        return f"Whether {mine.name} meets what law and guidance ask cannot be told of any measure."
    said = [_counted(times, word) for word, times in counts.items() if times]
    rest = len(every) - number
    more = f" Of {rest:,} nothing can be told." if rest else ""
    first = f"Law or guidance asks something of {many(len(every), 'measure')}"
    return f"{first}: {listed(said)}.{more}"


def standards(mine: Mine) -> list[Measure]:
    """The measures of the sheet of which something is asked."""
    return [each for each in mine.summary if each.standard_words]


def _counted(number: int, word: str) -> str:
    return (
        f"{number:,} cannot be told" if word == CANNOT_TELL else f"{number:,} {are(number)} {word}"
    )


def _table(mine: Mine) -> Table:
    columns = (
        Column("measure", "Measure", "name"),
        Column("here", "Here", "number", 1),
        Column("england", "England", "number", 1),
        Column("met", "Met"),
        Column("asks", "What is asked"),
    )
    lines = (Line(tuple(_cells(mine, each)), mine.code) for each in standards(mine))
    return Table(NAME, f"{mine.name}: what law and guidance ask", columns, tuple(lines))


def _cells(mine: Mine, measure: Measure) -> Iterator[Cell]:
    row = mine.beside(measure)
    yield named(mine, measure)
    yield NOTHING_SENT if row is None else _here(row, measure)
    yield peers(mine, measure, "england")
    yield _met(row)
    yield Cell(measure.standard_words or "", measure.standard_words)


def _here(row: Row, measure: Measure) -> Cell:
    said = " ".join(told(row, measure))
    return number_cell(row, "value", table="benchmarks", unit=measure.unit, detail=said)


def _met(row: Row | None) -> Cell:
    if row is None:
        return NOTHING_SENT
    word = row["standard_met"]
    if word is None:
        return Cell(f"[{row['status'] or 'z'}]", detail="Nothing can be said of it.")
    return Cell(word, word, detail=STANDARD[word])
