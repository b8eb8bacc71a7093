"""Text and tables for the headings of a service's annual report: reference/annual_report.toml."""

from collections.abc import Iterator, Sequence

from iro_pipeline.benchmarks.verdicts import ALIKE, HIGHER, LOWER
from iro_pipeline.explaining.amounts import difference, is_nothing
from iro_pipeline.packs.cells import NOTHING_SENT, Row, figure, made_of, number_cell, text
from iro_pipeline.packs.changes import CHANCE, signed
from iro_pipeline.packs.chosen import Measure
from iro_pipeline.packs.headings import Heading, headings
from iro_pipeline.packs.mine import Mine
from iro_pipeline.packs.model import Cell, Column, Section, Table
from iro_pipeline.packs.model import Row as Line
from iro_pipeline.packs.standing import peers
from iro_pipeline.packs.unseen import not_sent
from iro_pipeline.packs.words import listed, of
from iro_pipeline.record.phrases import lowered

ANSWERS = {100: "yes", 0: "no"}


def annual_report(mine: Mine, overview: Sequence[str]) -> Iterator[Section]:
    """A section for each heading, and a last one that sums up; none is printed."""
    yield _period(mine)
    for heading in headings():
        yield _section(mine, heading)
    yield Section(
        name="report_overview",
        title="Annual report: overview and summary",
        headline="What the sections above come to, to begin the summary with.",
        paragraphs=(*overview, "To be added by the service: its own judgement of the year."),
        is_printed=False,
    )


def told(row: Row, measure: Measure) -> str:
    """A figure that is shown, as a sentence or more to be pasted."""
    if answer := _yes_or_no(row["value"], measure):
        said = f"{measure.title}: {answer}"
    else:
        said = f"{measure.title}: {text(row['value'], measure.unit)}{made_of(row, measure)}"
    if row["lower"] is not None:
        low, high = (text(row[end], measure.unit) for end in ("lower", "upper"))
        said = f"{said}, 95% interval {low} to {high}"
    return " ".join([f"{said}.", *_england(row, measure), *_before(row, measure)])


def _period(mine: Mine) -> Section:
    missing = not_sent(mine)
    lacking = f" Nothing that could be used came of {listed(missing)}." if missing else ""
    return Section(
        name="report_period",
        title="Annual report: period covered",
        headline=f"The year to 31 March {mine.period}.",
        paragraphs=(
            f"This report covers the year to 31 March {mine.period}. Its figures were made from "
            f"what {mine.name} sent, in the same way for every authority in England.{lacking}",
            "Each figure has its 95% interval where it counts cases: another year just like this "
            "one could easily land anywhere in it. A difference is only called one where it is "
            "more than chance and ordinary differences between authorities would bring.",
        ),
        is_printed=False,
    )


def _section(mine: Mine, heading: Heading) -> Section:
    measures = tuple(mine.reported[name] for name in heading.figures if name in mine.reported)
    rows = [(mine.beside(each), each) for each in measures]
    shown = [(row, each) for row, each in rows if row is not None and row["value"] is not None]
    return Section(
        name=f"report_{heading.name}",
        title=f"Annual report: {lowered(heading.title)}",
        headline=_headline(heading, len(shown), len(measures)),
        paragraphs=(
            *heading.says,
            *(told(row, each) for row, each in shown),
            *_silent(rows),
            f"To be added by the service: {'; '.join(heading.add)}.",
        ),
        tables=(_table(mine, heading, measures),) if measures else (),
        is_printed=False,
    )


def _headline(heading: Heading, shown: int, every: int) -> str:
    part = f"{heading.part}. " if heading.part else ""
    if not every:
        return f"{part}What law and guidance ask, to be set before the rest."
    return f"{part}{of(shown, every, 'figures')} can be told."


def _yes_or_no(value: float | None, measure: Measure) -> str:
    """One authority's own answer as a word; nothing where the measure counts anything else."""
    return ANSWERS.get(value, "") if measure.counted_by == "authorities" else ""


def _england(row: Row, measure: Measure) -> Iterator[str]:
    """England's figure, and the word where there is one."""
    # A count of England beside one of an authority says nothing.
    if row["peer_value"] is not None and measure.unit != "count":
        rests = f"from {row['peer_authorities']:,} of {row['peer_of']:,} authorities"
        yield f"England: {text(row['peer_value'], measure.unit)}, {rests}."
    if row["verdict"] in (HIGHER, LOWER) and measure.is_compared:
        good = f", which is {row['reads_as']}" if row["reads_as"] else ""
        yield (
            f"That is {row['verdict']} than England's other authorities by more than chance and "
            f"ordinary differences would bring{good}."
        )
    elif row["verdict"] == ALIKE and measure.is_compared:
        yield "That is about the same as England's other authorities."
    elif row["verdict"] and measure.is_compared:
        reason = row["verdict_reason"]
        yield f"Whether that differs from England's others cannot be told: {reason}."


def _before(row: Row, measure: Measure) -> Iterator[str]:
    """The figure of the time before, and what the change is worth."""
    if row["previous_value"] is None or row["change"] is None:
        return
    if answer := _yes_or_no(row["previous_value"], measure):
        yield f"In {row['previous_period']}: {answer}."
        return
    first = f"In {row['previous_period']} it was {text(row['previous_value'], measure.unit)}"
    if is_nothing(row["change"], measure.unit):
        yield f"{first}: no change."
    elif row["change_verdict"] is None:
        yield f"{first}."
    elif row["change_verdict"] == CHANCE:
        yield f"{first}: the change is no more than chance would bring."
    else:
        by = difference(row["change"], measure.unit)
        yield f"{first}: {row['change_verdict']} by {by}, more than chance would bring."


def _silent(rows: Sequence[tuple[Row | None, Measure]]) -> Iterator[str]:
    """What cannot be printed, in words: withheld, or not sent."""
    missing = [each.title for row, each in rows if row is None]
    hidden = [each.title for row, each in rows if row is not None and row["value"] is None]
    if hidden:
        yield (
            f"Not given here, because it would tell of a few people or has nothing to count: "
            f"{'; '.join(hidden)}. The service has its own records of these; in a report that is "
            "published they are better left out too."
        )
    if missing:
        yield f"Not sent, or could not be used: {'; '.join(missing)}."


def _table(mine: Mine, heading: Heading, measures: Sequence[Measure]) -> Table:
    columns = (
        Column("measure", "Measure", "name"),
        Column("year", "Year"),
        Column("before", "Time before", "number", 1),
        Column("here", "Here", "number", 1),
        Column("change", "Change", "number", 1),
        Column("region", mine.region, "number", 1),
        Column("england", "England", "number", 1),
        Column("verdict", "Beside England"),
    )
    lines = (Line(tuple(_cells(mine, each)), mine.code) for each in measures)
    name = f"report_{heading.name}"
    return Table(name, f"{mine.name}: {heading.title}", columns, tuple(lines))


def _cells(mine: Mine, measure: Measure) -> Iterator[Cell]:
    row = mine.beside(measure)
    yield Cell(measure.title, measure.title)
    yield Cell(str(measure.period), measure.period)
    yield _figure(row, measure, "previous_value") if row else Cell("")
    yield _figure(row, measure, "value") if row else NOTHING_SENT
    yield _change(row, measure)
    yield peers(mine, measure, "region")
    yield peers(mine, measure, "england")
    word = row["verdict"] if row is not None and measure.is_compared else None
    yield Cell(word or "", word)


def _change(row: Row | None, measure: Measure) -> Cell:
    """Nothing where there is none to tell, or where it is from a yes to a no."""
    if row is None or row["change"] is None or _yes_or_no(row["previous_value"], measure):
        return Cell("")
    return signed(row, measure, "benchmarks")


def _figure(row: Row, measure: Measure, column: str) -> Cell:
    if answer := _yes_or_no(row[column], measure):
        return Cell(answer, answer)
    if column == "value":
        return figure(row, measure)
    there = row[column] is not None
    return number_cell(row, column, table="benchmarks", unit=measure.unit) if there else Cell("")
