"""Change since the time before, on the same authorities."""

from collections.abc import Iterator, Sequence

from iro_pipeline.explaining.amounts import DECIMALS, difference, to_places
from iro_pipeline.packs.cells import MINUS, SIGN, Row, number_cell
from iro_pipeline.packs.charts import Change, ChangeRow
from iro_pipeline.packs.chosen import Measure, chosen
from iro_pipeline.packs.model import Cell, Column, Section, Table
from iro_pipeline.packs.model import Row as Line
from iro_pipeline.packs.whose import Whose
from iro_pipeline.packs.words import listed, many
from iro_pipeline.record.phrases import lowered

NOT_ASKED = Cell("[x]", detail="Of a partnership as a whole no change is told.")
NOBODY = Cell("[x]", detail="No authority has a figure at both times.")
WITHHELD = Cell(
    "[c]",
    detail=(
        "It would tell of the few authorities that have one of the two times, or of a figure that "
        "is withheld."
    ),
)
CHANCE = "no more than chance"
READ = (
    "An area's change is on the authorities that have both times, so that nobody's coming or "
    "going is a change. Risen and fallen are said only of what is more than chance.",
)


def changes(whose: Whose) -> Section:
    """The section: the area measure by measure, then its authorities in a few measures."""
    # Of 153 authorities neither a picture nor a table would be read; the release has them.
    few = () if whose.kind == "england" else chosen(whose.tables, "funnel")
    drawn = [each for each in few if _both(whose, each)]
    return Section(
        name="changes",
        title="Change since the time before",
        headline=headline(whose),
        paragraphs=READ,
        charts=tuple(_chart(whose, each) for each in drawn),
        tables=(of_area(whose), *(of_authorities(whose, each) for each in drawn)),
    )


def headline(whose: Whose) -> str:
    """In which measures the area, or else how many of its authorities, changed beyond chance."""
    told = [(change, each) for each in whose.summary if (change := area_change(whose, each))]
    moved = [_said(row, each) for row, each in told if row["change_verdict"] not in (None, CHANCE)]
    if moved:
        return f"{whose.name}, by more than chance: {listed(moved)}."
    if told:
        many_of = many(len(told), "measure")
        return f"Of {many_of}, none changed in {whose.within} by more than chance would bring."
    own = [row for each in whose.summary for row in whose.of(each) if row["change_verdict"]]
    if not own:
        return f"Nothing can be said of change in {whose.within}: no figure has one before it."
    beyond = sum(row["change_verdict"] != CHANCE for row in own)
    return (
        f"Of {many(len(own), 'figure')} of authorities with one before, {beyond:,} changed by "
        "more than chance would bring."
    )


def area_change(whose: Whose, measure: Measure) -> Row | None:
    """The row of the area where its change is told."""
    row = whose.own(measure)
    return row if row is not None and row["change"] is not None else None


def of_area(whose: Whose) -> Table:
    """One row a measure: the area's change, and how many authorities changed beyond chance."""
    columns = (
        Column("measure", "Measure", "name"),
        Column("before", "Since"),
        Column("change", f"Change in {whose.within}", "number", 1),
        Column("verdict", "More than chance?"),
        Column("on", "On so many authorities", "number"),
        Column("risen", "Authorities risen", "number"),
        Column("fallen", "Authorities fallen", "number"),
        Column("compared", "Authorities with both", "number"),
    )
    lines = (Line(tuple(_of_area(whose, each))) for each in whose.summary)
    return Table("changes", f"{whose.name}: change since the time before", columns, tuple(lines))


def of_authorities(whose: Whose, measure: Measure) -> Table:
    """One row an authority: then, now, and whether the change is more than chance."""
    rows = _both(whose, measure)
    before = rows[0]["previous_period"]
    decimals = DECIMALS[measure.unit]
    columns = (
        Column("authority", "Authority", "name"),
        Column("before", str(before), "number", decimals),
        Column("after", str(measure.period), "number", decimals),
        Column("change", "Change", "number", decimals),
        Column("verdict", "More than chance?"),
    )
    lines = [Line(tuple(_of_authority(row, measure)), row["authority"]) for row in rows]
    return Table(
        _name(measure), f"{measure.title}: {before} and {measure.period}", columns, tuple(lines)
    )


def _of_area(whose: Whose, measure: Measure) -> Iterator[Cell]:
    row = area_change(whose, measure)
    own = [each["change_verdict"] for each in whose.of(measure) if each["change_verdict"]]
    yield Cell(measure.heading, measure.heading)
    if row is None:
        yield Cell("")
        yield _untold(whose, measure)
        yield Cell("")
        yield Cell("")
    else:
        yield Cell(str(row["previous_period"]), row["previous_period"])
        yield signed(row, measure, "figures")
        yield Cell(row["change_verdict"] or "cannot be told", row["change_verdict"])
        yield number_cell(row, "change_authorities", table="figures", unit="count")
    for word in ("risen", "fallen"):
        number = own.count(word)
        yield Cell(f"{number:,}", number)
    yield Cell(f"{len(own):,}", len(own))


def _untold(whose: Whose, measure: Measure) -> Cell:
    """Why the area's change is not told, by the rules of `disclosure.changes`."""
    if whose.kind == "partnership":
        return NOT_ASKED
    area = whose.own(measure)
    return NOBODY if area is None or area["change_authorities"] == 0 else WITHHELD


def _of_authority(row: Row, measure: Measure) -> Iterator[Cell]:
    yield Cell(row["authority_name"], row["authority_name"])
    for name in ("previous_value", "value"):
        yield number_cell(row, name, table="benchmarks", unit=measure.unit)
    yield signed(row, measure, "benchmarks")
    yield Cell(row["change_verdict"] or "", row["change_verdict"])


def signed(row: Row, measure: Measure, table: str) -> Cell:
    """A change with its sign; of percentages in percentage points."""
    cell = number_cell(row, "change", table=table, unit=measure.unit)
    if cell.value is None:
        return cell
    shown = to_places(row["change"], DECIMALS[measure.unit])
    sign = "+" if shown > 0 else MINUS if shown < 0 else ""
    bare = f"{sign}{abs(shown):,.{DECIMALS[measure.unit]}f}"
    return Cell(bare, cell.value, origin=cell.origin)


def _both(whose: Whose, measure: Measure) -> list[Row]:
    return [row for row in whose.of(measure) if row["change"] is not None]


def _chart(whose: Whose, measure: Measure) -> Change:
    rows = _both(whose, measure)
    before, after = str(rows[0]["previous_period"]), str(measure.period)
    return Change(
        name=_name(measure),
        title=f"{measure.title}, {before} and {after}",
        alt=_alt(rows, measure),
        table=_name(measure),
        unit=SIGN.get(measure.unit, measure.unit),
        rows=tuple(_drawn(row) for row in rows),
        before=before,
        after=after,
    )


def _drawn(row: Row) -> ChangeRow:
    word = "" if row["change_verdict"] == CHANCE else row["change_verdict"] or ""
    name, area = row["authority_name"], row["authority"]
    return ChangeRow(name, area, row["previous_value"], row["value"], word)


def _alt(rows: Sequence[Row], measure: Measure) -> str:
    words = [row["change_verdict"] for row in rows]
    return (
        f"{measure.title} of {many(len(rows), 'authority', 'authorities')} then and now: "
        f"{words.count('risen')} risen and {words.count('fallen')} fallen by more than chance."
    )


def _said(row: Row, measure: Measure) -> str:
    how = f"{row['change_verdict']} by {difference(row['change'], measure.unit)}"
    return f"{lowered(measure.heading)} {how} since {row['previous_period']}"


def _name(measure: Measure) -> str:
    return f"change_{measure.indicator}"
