"""What stands out of an authority: only what is more than chance and ordinary differences."""

from collections.abc import Iterator, Sequence

from iro_pipeline.benchmarks.limits import limits
from iro_pipeline.benchmarks.verdicts import BETTER, WORSE
from iro_pipeline.packs.cells import Row, figure, made_of, text
from iro_pipeline.packs.chosen import Measure
from iro_pipeline.packs.mine import Mine
from iro_pipeline.packs.model import Cell, Column, Section, Table
from iro_pipeline.packs.model import Row as Line
from iro_pipeline.packs.standing import COMPARED, compared, named, peers
from iro_pipeline.packs.words import are, many

NAME = "stands_out"
# What is called by chance of this many measures is less than one.
ONE = 1
Told = tuple[Row, Measure]


def standing_out(mine: Mine) -> Section:
    """The section: the weakest and the strongest measures, each with how sure it is."""
    told = said_and_compared(mine)
    worse, better = by_word(told, WORSE), by_word(told, BETTER)
    return Section(
        name=NAME,
        title="Strongest and weakest",
        headline=headline(mine, told),
        paragraphs=(*_paragraphs(worse), *_paragraphs(better), *_by_chance(told)),
        tables=(_table(mine, [*worse, *better]),) if worse or better else (),
    )


def headline(mine: Mine, told: Sequence[Told]) -> str:
    """How many measures are weakest and strongest, or that none is."""
    if not told:
        return f"No measure of {mine.name} can be called strong or weak: none can be compared."
    counts = {word: len(by_word(told, word)) for word in (WORSE, BETTER)}
    said = [f"{number:,} {are(number)} {word}" for word, number in counts.items() if number]
    none = [f"; none is {word}" for word, number in counts.items() if not number]
    if not said:
        return (
            f"Nothing in {mine.name} is better or worse than England's others by more than chance "
            "and ordinary differences: the order of its measures says nothing."
        )
    return (
        f"Of {many(len(told), 'measure')} that can be compared, {' and '.join(said)} than "
        f"England's others by more than chance and ordinary differences{''.join(none)}."
    )


def said_and_compared(mine: Mine) -> list[Told]:
    """The measures that can be compared, what practitioners say among them."""
    said = [each for topic in mine.works.topics for each in topic.said]
    rows = ((mine.beside(each), each) for each in said)
    words = [(row, each) for row, each in rows if row is not None and row["verdict"] in COMPARED]
    return [*compared(mine), *words]


def by_word(told: Sequence[Told], word: str) -> list[Told]:
    """Those that read as better, or as worse."""
    return [(row, each) for row, each in told if row["reads_as"] == word]


def sentence(row: Row, measure: Measure) -> str:
    """A measure that stands out: value, interval, England's, and the word."""
    than = f"{row['verdict'].capitalize()} than the others, which is {row['reads_as']}."
    if row["value"] is None:
        return (
            f"{measure.title}. {than} Too few answered for a number of theirs: the word is all "
            "that is told."
        )
    here = f"{text(row['value'], measure.unit)}{made_of(row, measure)}"
    ends = ""
    if row["lower"] is not None:
        low, high = (text(row[end], measure.unit) for end in ("lower", "upper"))
        ends = f", 95% interval {low} to {high}"
    beside = ""
    if row["peer_value"] is not None:
        beside = f" England: {text(row['peer_value'], measure.unit)}."
    return f"{measure.title}, {measure.period}: {here}{ends}.{beside} {than}"


def _paragraphs(told: Sequence[Told]) -> Iterator[str]:
    return (sentence(row, measure) for row, measure in told)


def _by_chance(told: Sequence[Told]) -> Iterator[str]:
    """How many of so many would be called even if nothing differed."""
    if told:
        expected = len(told) * (1 - limits().confidence)
        number = "fewer than one" if expected < ONE else f"about {round(expected):,}"
        yield (
            "If nothing differed by more than authorities ordinarily do, one in twenty measures "
            f"would still be called better or worse: of {len(told):,}, {number}. Measures of one "
            "topic go together: two of them are not two findings."
        )


def _table(mine: Mine, told: Sequence[Told]) -> Table:
    columns = (
        Column("measure", "Measure", "name"),
        Column("here", "Here", "number", 1),
        Column("england", "England", "number", 1),
        Column("reads_as", "Reads as"),
    )
    lines = (
        Line(
            (
                named(mine, each),
                figure(row, each),
                peers(mine, each, "england"),
                Cell(row["reads_as"], row["reads_as"]),
            ),
            mine.code,
        )
        for row, each in told
    )
    return Table(NAME, f"{mine.name}: what stands out", columns, tuple(lines))
