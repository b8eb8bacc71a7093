"""Funnels: each authority beside the size of its figure, with what is ordinary marked."""

from collections.abc import Iterator, Sequence

from iro_pipeline.explaining.amounts import DECIMALS, to_places
from iro_pipeline.packs.cells import SIGN, Row, figure, number_cell
from iro_pipeline.packs.charts import Funnel, Limit, Point
from iro_pipeline.packs.chosen import Measure, chosen
from iro_pipeline.packs.lines import lines, told, word
from iro_pipeline.packs.model import Cell, Column, Section, Table
from iro_pipeline.packs.model import Row as Line
from iro_pipeline.packs.whose import Whose
from iro_pipeline.packs.words import few, listed, many
from iro_pipeline.record.phrases import lowered

ENDS = {
    "lower_95": "95% from",
    "upper_95": "95% to",
    "lower_998": "99.8% from",
    "upper_998": "99.8% to",
}
READ = (
    "Inside the inner lines an authority is no further from the others of England than chance and "
    "ordinary differences between authorities bring; outside them it is called higher or lower. "
    "Outside the outer lines one asks at once. The fewer were counted, the wider apart the lines.",
    "England's figure and spread are told rounded; within the rounding the lines are drawn where "
    "they agree with every verdict.",
)
Lines = dict[float, Limit]


def funnels(whose: Whose) -> Section:
    """The section: a funnel for each of a few shares, with its figures and lines."""
    found = {each: lines(whose, each) for each in chosen(whose.tables, "funnel")}
    drawn = {each: ends for each, ends in found.items() if ends}
    return Section(
        name="funnels",
        title="Which authorities differ by more than is ordinary",
        headline=headline(whose, list(drawn)),
        paragraphs=READ if drawn else (),
        charts=tuple(_chart(whose, each, ends) for each, ends in drawn.items()),
        tables=tuple(
            table
            for each, ends in drawn.items()
            for table in (_figures(whose, each, ends), _lines(each, ends))
        ),
    )


def headline(whose: Whose, drawn: Sequence[Measure]) -> str:
    """Who lies outside the lines of which measure."""
    if not drawn:
        return "No funnel can be drawn: too few authorities have a figure."
    outside = [(row, each) for each in drawn for row in told(whose, each) if word(row)]
    measures = listed([lowered(each.heading) for each in drawn])
    if not outside:
        return f"No authority lies outside the lines of {measures}."
    said = [
        f"{row['authority_name']} ({lowered(each.heading)}: {word(row)})" for row, each in outside
    ]
    lie = "lies" if len(outside) == 1 else "lie"
    return f"{many(len(outside), 'figure')} {lie} outside the lines of {measures}{few(said)}."


def _chart(whose: Whose, measure: Measure, ends: Lines) -> Funnel:
    rows = told(whose, measure)
    england = whose.england(measure) or {}
    return Funnel(
        name=_name(measure),
        title=f"{measure.title}, {measure.period}",
        alt=_alt(rows, measure),
        table=_name(measure),
        unit=SIGN.get(measure.unit, measure.unit),
        points=tuple(_point(row) for row in rows),
        limits=tuple(ends.values()),
        centre=england["value"],
        size=measure.out_of,
    )


def _point(row: Row) -> Point:
    name, area = row["authority_name"], row["authority"]
    return Point(name, area, row["denominator"], row["value"], word(row))


def _alt(rows: Sequence[Row], measure: Measure) -> str:
    outside = [f"{row['authority_name']} ({word(row)})" for row in rows if word(row)]
    return (
        f"Funnel of {measure.title.lower()} for {many(len(rows), 'authority', 'authorities')} by "
        f"how many were counted. Outside the lines: {listed(outside) if outside else 'none'}."
    )


def _figures(whose: Whose, measure: Measure, ends: Lines) -> Table:
    """One row an authority: its figure, and the lines at its size."""
    columns = (
        Column("authority", "Authority", "name"),
        Column("n", "Counted", "number", 0, measure.out_of),
        Column("value", "Value", "number", DECIMALS[measure.unit], measure.title),
        Column("verdict", "Beside England"),
        *_end_columns(measure),
    )
    found = [
        Line(tuple(_cells(row, measure, ends[row["denominator"]])), row["authority"])
        for row in told(whose, measure)
    ]
    return Table(_name(measure), f"{measure.title}, {measure.period}", columns, tuple(found))


def _cells(row: Row, measure: Measure, limit: Limit) -> Iterator[Cell]:
    cell = figure(row, measure)
    yield Cell(row["authority_name"], row["authority_name"])
    yield number_cell(row, "denominator", table="benchmarks", unit="count")
    yield Cell(cell.text, cell.value, cell.detail, origin=cell.origin)
    yield Cell(cell.word, cell.word)
    yield from _ends(limit)


def _lines(measure: Measure, ends: Lines) -> Table:
    """One row a size: the lines as they are drawn."""
    columns = (Column("n", "Counted", "number"), *_end_columns(measure))
    found = (Line((Cell(f"{size:,.0f}", size), *_ends(limit))) for size, limit in ends.items())
    caption = f"{measure.title}, {measure.period}: the lines of the funnel"
    return Table(f"{_name(measure)}_lines", caption, columns, tuple(found), is_long=True)


def _end_columns(measure: Measure) -> Iterator[Column]:
    for name, heading in ENDS.items():
        yield Column(name, heading, "number", DECIMALS[measure.unit])


def _ends(limit: Limit) -> Iterator[Cell]:
    for name in ENDS:
        end = getattr(limit, name)
        yield Cell(f"{to_places(end, 1):.1f}%", end)


def _name(measure: Measure) -> str:
    return f"funnel_{measure.indicator}"
