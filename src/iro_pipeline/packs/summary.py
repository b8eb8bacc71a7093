"""Each authority, measure by measure: what networks call the tartan rug."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from iro_pipeline.benchmarks.verdicts import ALIKE, HIGHER, LOWER, WORSE
from iro_pipeline.explaining.amounts import DECIMALS
from iro_pipeline.explaining.figure import BETTER
from iro_pipeline.packs.cells import (
    NOTHING_SENT,
    SYMBOLS,
    Row,
    against,
    figure,
    number_cell,
)
from iro_pipeline.packs.chosen import Measure, chosen
from iro_pipeline.packs.model import Cell, Column, Section, Table
from iro_pipeline.packs.model import Row as Line
from iro_pipeline.packs.whose import ENGLAND, Whose
from iro_pipeline.packs.words import are, are_of, few, of
from iro_pipeline.record.phrases import lowered

COMPARED = (HIGHER, LOWER, ALIKE)
READ = (
    "Each authority has its figure, the verdict beside the other authorities of England, and how "
    "many were counted. Higher and lower are said only of what is more than chance and more than "
    "authorities ordinarily differ by.",
    "Shading is the quarter of England's authorities by value, where it is sure enough: darker is "
    "higher, and not better.",
)
OF_REGIONS = (
    "Each region has its figure and how many were counted; regions have no verdict. Each authority "
    "is in the long table, with the verdict beside the other authorities of England.",
    *READ[1:],
)


def summary(whose: Whose) -> Section:
    """
    The section: the measures across, England and the area above their authorities.

    England's has its regions, and of all authorities fewer measures.
    """
    national = whose.kind == "england"
    return Section(
        name="summary",
        title=f"{'Regions' if national else 'Each authority'}, measure by measure",
        headline=headline(whose),
        paragraphs=OF_REGIONS if national else READ,
        tables=(regions(whose), every(whose)) if national else (rug(whose), in_full(whose)),
    )


def headline(whose: Whose) -> str:
    """How many figures could be compared, which are worse, and how many better."""
    shown = chosen(whose.tables, "every") if whose.kind == "england" else whose.summary
    told = [(row, each) for each in shown for row in whose.of(each)]
    compared = [
        (row, each) for row, each in told if each.is_compared and row["verdict"] in COMPARED
    ]
    if not compared:
        return f"No figure of an authority of {whose.within} could be compared with England's."
    worse = [(row, each) for row, each in compared if row["reads_as"] == WORSE]
    better = sum(row["reads_as"] == "better" for row, _ in compared)
    apart = "by more than chance and ordinary differences"
    some = of(len(worse), len(compared), "figures")
    verb = are(len(worse) if len(compared) > 1 else 1)
    return (
        f"{some} that could be compared with England's others {verb} worse {apart}"
        f"{few(list(_named(worse)))}. {are_of(better)} better."
    )


def rug(whose: Whose) -> Table:
    """One row an area and authority, one column a measure."""
    lines = [*_areas(whose, whose.summary), *_authorities(whose, whose.summary)]
    return _table("summary", "authorities by measures", whose, whose.summary, lines)


def regions(whose: Whose) -> Table:
    """One row a region below England's."""
    measures = whose.summary
    below = [_area(whose, measures, "region", name, code) for code, name in whose.regions]
    lines = [*_areas(whose, measures), *below]
    return _table("summary", "regions by measures", whose, measures, lines)


def every(whose: Whose) -> Table:
    """One row for each authority of England, one column for each of fewer measures."""
    measures = chosen(whose.tables, "every")
    lines = [*_areas(whose, measures), *_authorities(whose, measures)]
    long = _table("every_authority", "every authority", whose, measures, lines)
    return replace(long, is_long=True)


def _table(
    name: str, what: str, whose: Whose, measures: Sequence[Measure], lines: Sequence[Line]
) -> Table:
    first = "Region" if what.startswith("regions") else "Authority"
    return Table(
        name=name,
        caption=f"{whose.name}: {what}, year to 31 March {whose.period}",
        columns=(Column("area", first, "name"), *(column(whose, each) for each in measures)),
        rows=tuple(lines),
        notes=tuple(f"{symbol} {said}" for symbol, said in SYMBOLS.items()),
    )


def _authorities(whose: Whose, measures: Sequence[Measure]) -> Iterator[Line]:
    for code, name in whose.members:
        cells = (_own(whose, each, code) for each in measures)
        yield Line((Cell(name, name), *cells), code)


def column(whose: Whose, measure: Measure) -> Column:
    """A measure's heading, with its year where that is not the pack's, and what it is."""
    year = "" if measure.period == whose.period else f", {measure.period}"
    asked = f" Asked: {measure.standard_words}" if measure.standard_words else ""
    what = f"{measure.title}: {measure.counts}, out of {measure.out_of}."
    if not measure.out_of:
        what = f"{measure.title}: {measure.counts}."
    stated = "" if measure.is_compared else " Stated, or a count: not compared."
    return Column(
        measure.indicator,
        f"{measure.heading}{year}",
        "number",
        DECIMALS[measure.unit],
        f"{what} {BETTER[measure.better]}{stated}{asked}",
    )


def in_full(whose: Whose) -> Table:
    """The same a row a figure, with its interval and the verdict beside either group."""
    own = f"Beside {whose.within}"
    columns = (
        Column("authority", "Authority", "name"),
        Column("measure", "Measure"),
        Column("period", "Year to 31 March"),
        Column("value", "Value", "number", 1),
        Column("numerator", "Counted", "number"),
        Column("denominator", "Out of", "number"),
        Column("lower", "95% interval from", "number", 1),
        Column("upper", "95% interval to", "number", 1),
        Column("verdict", "Beside England"),
        Column("verdict_own", own),
    )
    rows = [
        Line(tuple(_in_full(whose, row, each)), row["authority"])
        for each in whose.summary
        for row in whose.of(each)
    ]
    return Table(
        "summary_in_full",
        f"{whose.name}: every figure of the summary with its interval",
        columns,
        tuple(sorted(rows, key=lambda line: line.cells[0].text)),
        is_long=True,
    )


def _in_full(whose: Whose, row: Row, measure: Measure) -> Iterator[Cell]:
    yield Cell(row["authority_name"], row["authority_name"])
    yield Cell(measure.title, measure.title)
    yield Cell(str(measure.period), measure.period)
    units = {"value": measure.unit, "numerator": "count", "denominator": "count"}
    for name in ("value", "numerator", "denominator", "lower", "upper"):
        unit = units.get(name, measure.unit)
        yield number_cell(row, name, table="benchmarks", unit=unit)
    for beside in (row, whose.beside_own.get((measure.indicator, row["authority"]))):
        said = (beside or {}).get("verdict") if measure.is_compared else None
        detail = " ".join(against(beside, measure)) if beside else ""
        yield Cell(said or "", said, detail=detail)


def _areas(whose: Whose, measures: Sequence[Measure]) -> Iterator[Line]:
    """England's row, and that of the region or partnership."""
    yield _area(whose, measures, "england", ENGLAND, "E92000001")
    if whose.kind == "region":
        yield _area(whose, measures, "region", whose.name, whose.code)
    if whose.kind == "partnership":
        cells = (_of_group(whose, each) for each in measures)
        yield Line((Cell(whose.name, whose.name), *cells), whose.code)


def _area(whose: Whose, measures: Sequence[Measure], level: str, name: str, code: str) -> Line:
    rows = (whose.area(each, level, code) for each in measures)
    cells = (figure(row, each, "figures") for row, each in zip(rows, measures, strict=True))
    return Line((Cell(name, name), *cells), code)


def _of_group(whose: Whose, measure: Measure) -> Cell:
    """A partnership's own figure, which stands beside each of its members."""
    found = (whose.beside_own.get((measure.indicator, code)) for code, _ in whose.members)
    row = next((each for each in found if each is not None), None)
    if row is None:
        return NOTHING_SENT
    rests = f"Rests on {row['peer_authorities']:,} of {row['peer_of']:,} authorities."
    return number_cell(row, "peer_value", table="benchmarks", unit=measure.unit, detail=rests)


def _own(whose: Whose, measure: Measure, code: str) -> Cell:
    return figure(whose.beside.get((measure.indicator, code)), measure)


def _named(some: Sequence[tuple[Row, Measure]]) -> Iterator[str]:
    """Authorities with the measures in which they are worse, in the order of their number."""
    often = Counter(row["authority_name"] for row, _ in some)
    for name, _ in sorted(often.items(), key=lambda each: (-each[1], each[0])):
        measures = [each.heading for row, each in some if row["authority_name"] == name]
        yield f"{name} ({'; '.join(lowered(each) for each in measures)})"
