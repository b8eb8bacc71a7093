"""Whom to ask: in a topic in which an authority is worse than the others, who is better."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from iro_pipeline.benchmarks.verdicts import ALIKE, BETTER, HIGHER, LOWER, WORSE
from iro_pipeline.packs.cells import Row
from iro_pipeline.packs.chosen import Measure
from iro_pipeline.packs.model import Cell, Column, Section, Table
from iro_pipeline.packs.model import Row as Line
from iro_pipeline.packs.released import Tables
from iro_pipeline.packs.topics import Topic, topics
from iro_pipeline.packs.words import are, have, listed, many, the
from iro_pipeline.record.phrases import lowered

NOBODY = "nobody who can be named"
NAME, TITLE = "what_works", "What works: whom to ask"
COMPARED = (HIGHER, LOWER, ALIKE)
APART = "by more than chance and ordinary differences"
ABOVE = (
    "Worse and better are said beside the other authorities of England, and only of what is more "
    "than chance and ordinary differences; reliably better is better in one measure of the topic "
    "or more, and worse in none. Of authorities that do not differ one in twenty would be called "
    "so all the same: it is a reason to ask, and no proof of what works."
)
AGREED = (
    "Agreed is who left a name at question 30 of the State of the Nation survey, “Can we contact "
    "you for a more in-depth phone survey?”, as the service's own answer in the newest wave that "
    "it answered. The question was the National IRO Managers Partnership's: ask through your "
    "network's lead, who can put you in touch. Who did not agree is neither named nor counted."
)


@dataclass(frozen=True)
class Works:
    """
    Of each authority and topic the measures in which it is better, and those it is worse in.

    `compared`: of whom anything could be compared with England's others.
    """

    topics: tuple[Topic, ...]
    compared: frozenset[str]
    told: Mapping[str, Mapping[str, Mapping[str, tuple[Measure, ...]]]]

    def below(self, code: str) -> list[Topic]:
        """The topics in which the authority is below the others."""
        return [each for each in self.topics if self.measures(code, each, WORSE)]

    def is_above(self, code: str, topic: Topic) -> bool:
        """Whether it is reliably above: better in something of the topic, and worse in nothing."""
        better, worse = (self.measures(code, topic, word) for word in (BETTER, WORSE))
        return bool(better) and not worse

    def measures(self, code: str, topic: Topic, word: str) -> tuple[Measure, ...]:
        """Those of the topic in which the authority is better, or worse, than England's others."""
        return self.told.get(code, {}).get(topic.name, {}).get(word, ())


def works(tables: Tables) -> Works:
    """All authorities of the tables, each measure at its newest period, beside England."""
    found = topics(tables)
    judged = _judged(tables["benchmarks"], found)
    of = {measure.indicator: (topic.name, measure) for topic in found for measure in topic.every}
    told: dict[str, dict[str, dict[str, tuple[Measure, ...]]]] = {}
    for code, indicator, word in judged.drop_nulls("reads_as").iter_rows():
        topic, measure = of[indicator]
        of_topic = told.setdefault(code, {}).setdefault(topic, {})
        of_topic[word] = (*of_topic.get(word, ()), measure)
    return Works(found, frozenset(judged["authority"]), told)


def of_authority(told: Works, agreed: pl.DataFrame, code: str, name: str, region: str) -> Section:
    """
    For the authority's own sheet. `agreed`: rows of `agreed_to_contact` of its region and of its
    statistical neighbours.
    """
    below = told.below(code)
    others = [row for row in agreed.iter_rows(named=True) if row["authority"] != code]
    asked = {
        topic.name: [row for row in others if told.is_above(row["authority"], topic)]
        for topic in below
    }
    lines = [
        line for topic in below for line in _lines(told, topic, asked[topic.name], code, region)
    ]
    return Section(
        name=NAME,
        title=TITLE,
        headline=_headline(name, below, asked) if code in told.compared else _nothing(name),
        paragraphs=(ABOVE, AGREED) if below else (ABOVE,),
        tables=(_own_table(name, lines),) if lines else (),
    )


def of_region(tables: Tables, name: str, members: Sequence[tuple[str, str]]) -> Section:
    """For the network's pack: `tables` of its folder, `members` by code and name."""
    told = works(tables)
    agreed = set(tables["agreed_to_contact"]["authority"])
    below = {
        topic.name: [
            f"{member} ({_headings(told.measures(code, topic, WORSE))})"
            for code, member in members
            if topic in told.below(code)
        ]
        for topic in told.topics
    }
    above = {
        topic.name: [
            member for code, member in members if code in agreed and told.is_above(code, topic)
        ]
        for topic in told.topics
    }
    some = [topic for topic in told.topics if below[topic.name]]
    is_compared = any(code in told.compared for code, _ in members)
    rows = (_of_topic(topic, below[topic.name], above[topic.name]) for topic in some)
    columns = (
        Column("topic", "Topic", "name"),
        Column("below", "Worse than England's others, and in what"),
        Column("above", "Reliably better, and agreed to be contacted"),
    )
    table = Table(NAME, f"{name}: whom to ask, topic by topic", columns, tuple(rows))
    return Section(
        name=NAME,
        title=TITLE,
        headline=_of_region(name, some, above, is_compared=is_compared),
        paragraphs=(ABOVE, AGREED) if some else (ABOVE,),
        tables=(table,) if some else (),
    )


def _judged(benchmarks: pl.DataFrame, found: Sequence[Topic]) -> pl.DataFrame:
    """Authority, indicator and `reads_as` of all that is compared, in the topics' order."""
    measures = [each for topic in found for each in topic.every if each.is_compared]
    wanted = pl.LazyFrame(
        [(at, each.indicator, each.period) for at, each in enumerate(measures)],
        schema={"at": pl.Int64, "indicator": pl.String, "period": pl.Int64},
        orient="row",
    )
    rows = benchmarks.lazy().filter(
        pl.col("peer_group") == "england", pl.col("verdict").is_in(COMPARED)
    )
    return (
        rows.join(wanted, on=["indicator", "period"])
        .sort("authority", "at")
        .select("authority", "indicator", "reads_as")
        .collect()
    )


def _headline(name: str, below: Sequence[Topic], asked: Mapping[str, Sequence[Row]]) -> str:
    if not below:
        return (
            f"{name} is worse than England's others in no topic {APART}: there is nothing for "
            "which to look for others."
        )
    first = f"{name} is worse than England's others in {many(len(below), 'topic')}"
    said = "; ".join(_asked(topic, asked[topic.name]) for topic in below)
    return f"{first}. {said}."


def _nothing(name: str) -> str:
    return f"Nothing of {name} can be compared with England's others, so that nobody is looked for."


def _asked(topic: Topic, rows: Sequence[Row]) -> str:
    names = [row["authority_name"] for row in rows]
    if not names:
        return f"{topic.name}: {NOBODY} is reliably better"
    return (
        f"{topic.name}: {listed(names)} {are(len(names))} reliably better and {have(len(names))} "
        "agreed to be contacted"
    )


def _lines(
    told: Works, topic: Topic, rows: Sequence[Row], code: str, region: str
) -> Iterator[Line]:
    """A row for each authority to ask, or one that says that there is none."""
    here = _headings(told.measures(code, topic, WORSE))
    if not rows:
        yield Line((_cell(topic.name), _cell(here), *map(_cell, (NOBODY, "", "", ""))), code)
    for row in rows:
        above = _headings(told.measures(row["authority"], topic, BETTER))
        where = "region" if row["region"] == region else f"neighbour, {the(row['region'])}"
        yield Line(
            (
                *map(_cell, (topic.name, here, row["authority_name"], where, above)),
                Cell(str(row["wave"]), row["wave"]),
            ),
            row["authority"],
        )


def _own_table(name: str, lines: Sequence[Line]) -> Table:
    columns = (
        Column("topic", "Topic", "name"),
        Column("below", "Worse in"),
        Column("authority", "Whom to ask", "name"),
        Column("where", "From", explanation="The own region, or a statistical neighbour's"),
        Column("above", "Reliably better in"),
        Column("wave", "Agreed in"),
    )
    return Table(NAME, f"{name}: whom to ask, topic by topic", columns, tuple(lines))


def _of_topic(topic: Topic, below: Sequence[str], above: Sequence[str]) -> Line:
    names = (listed(below), listed(above) if above else NOBODY)
    return Line(tuple(map(_cell, (topic.name, *names))))


def _of_region(
    name: str, some: Sequence[Topic], above: Mapping[str, list[str]], *, is_compared: bool
) -> str:
    if not is_compared:
        return _nothing(f"the authorities of {the(name)}")
    if not some:
        return f"No authority of {the(name)} is worse than England's others in any topic {APART}."
    named = [topic for topic in some if above[topic.name]]
    first = (
        f"In {many(len(some), 'topic')} an authority of {the(name)} is worse than England's others "
        f"{APART}."
    )
    if not named:
        return f"{first} In none of them is anybody of the region reliably better who can be named."
    said = "; ".join(f"{listed(above[topic.name])} ({lowered(topic.name)})" for topic in named)
    return f"{first} Reliably better, and agreed to be contacted: {said}."


def _headings(measures: Sequence[Measure]) -> str:
    return "; ".join(each.heading for each in measures)


def _cell(said: str) -> Cell:
    return Cell(said, said)
