"""Caseloads: what services and practitioners say, and what records tell."""

from collections.abc import Iterator, Mapping, Sequence

import polars as pl

from iro_pipeline.packs.cells import Row, number_cell, text
from iro_pipeline.packs.charts import Bands, BandsRow, Segment
from iro_pipeline.packs.chosen import Measure, measured
from iro_pipeline.packs.model import Cell, Column, Section, Table
from iro_pipeline.packs.model import Row as Line
from iro_pipeline.packs.whose import Whose
from iro_pipeline.packs.words import many, of

STANDARD = "50 to 70, the IRO Handbook's estimate of good practice"
# The Handbook's band holds what the form's bands c and d ask of; both ends are in it.
WITHIN = (50, 70)
RECORDED = "children_per_iro"
SAID = {
    RECORDED: "Children for a full-time IRO, all together",
    "iros_above_70": "IROs who hold more than 70, of those whose allocations are known",
}
READ = (
    "A service answers once, for its IROs; practitioners answer each for themself. 45, 50, 60 and "
    "70 each fall into two bands of the form, so that 70 or more is not the same as above the "
    "Handbook's band, which is of looked after children for a full-time IRO and no limit in law.",
)
SPEAKERS = {"service": "services", "practitioner": "practitioners"}


def caseload(whose: Whose) -> Section:
    """The section: the bands that were answered, and reported beside recorded."""
    rows = _bands(whose)
    tables = (_answers(whose, rows), _reported(whose))
    return Section(
        name="caseload",
        title="Caseloads",
        headline=headline(whose),
        paragraphs=READ,
        charts=(_chart(whose, rows),) if any(row.segments for row in _bars(rows)) else (),
        tables=tuple(each for each in tables if each.rows),
    )


def headline(whose: Whose) -> str:
    """How many services have more than 70 by their records, and the area's IROs who hold more."""
    return " ".join(_said(whose)) or f"No caseload of {whose.within} may be told."


def _said(whose: Whose) -> Iterator[str]:
    for measure in measured(whose.tables, {RECORDED: ""}):
        told = [row["value"] for row in whose.of(measure) if row["value"] is not None]
        above = sum(value > WITHIN[1] for value in told)
        if told:
            yield (
                f"By their records {_in_a_sentence(of(above, len(told), 'services'))} with a "
                f"figure {'has' if above == 1 else 'have'} more than {WITHIN[1]} children for a "
                "full-time IRO."
            )
    for measure in measured(whose.tables, SAID):
        if figures := beside_england(whose, measure):
            yield f"{SAID[measure.indicator]}: {figures}."


def beside_england(whose: Whose, measure: Measure) -> str:
    """The area's figure, and in brackets England's; nothing where it is not told."""
    own, england = whose.own(measure), whose.england(measure)
    if own is None or own["value"] is None:
        return ""
    value = text(own["value"], measure.unit)
    if whose.kind == "england" or england is None or england["value"] is None:
        return value
    return f"{value} (England {text(england['value'], measure.unit)})"


def _in_a_sentence(said: str) -> str:
    return said[:1].lower() + said[1:]


def _bands(whose: Whose) -> Mapping[tuple[str, str], list[Row]]:
    """The rows of each area and speaker at the newest wave, band by band."""
    table = whose.tables["caseload_bands"]
    levels = ["region", "england"]
    named = [*dict.fromkeys(["E92000001", whose.code, *(code for code, _ in _regions(whose))])]
    some = table.filter(
        pl.col("level").is_in(levels),
        pl.col("area").is_in(named),
        pl.col("period") == pl.col("period").max(),
    ).sort("band_order")
    found: dict[tuple[str, str], list[Row]] = {}
    for row in sorted(some.iter_rows(named=True), key=lambda each: named.index(each["area"])):
        found.setdefault((row["area_name"], row["speaker"]), []).append(row)
    return found


def _regions(whose: Whose) -> Sequence[tuple[str, str]]:
    return whose.regions if whose.kind == "england" else ()


def _bars(rows: Mapping[tuple[str, str], list[Row]]) -> list[BandsRow]:
    """A bar for each area and speaker, the services first."""
    order = sorted(rows, key=lambda each: each[1] != "service")
    return [_bar(name, speaker, rows[name, speaker]) for name, speaker in order]


def _bar(name: str, speaker: str, rows: list[Row]) -> BandsRow:
    shown = [row for row in rows if row["numerator"] is not None and row["denominator"]]
    hidden = len(rows) - len(shown)
    note = f"{many(hidden, 'band')} withheld" if hidden and shown else ""
    return BandsRow(
        f"{name}, {SPEAKERS[speaker]}",
        rows[0]["area"],
        tuple(_segment(row) for row in shown),
        note if shown else rows[0]["status_reason"] or "",
    )


def _segment(row: Row) -> Segment:
    share = 100 * row["numerator"] / row["denominator"]
    within = row["lo"] is not None and row["lo"] >= WITHIN[0] and (row["hi"] or 100) <= WITHIN[1]
    count = text(row["numerator"], "count")
    return Segment(row["words"], row["numerator"], share, count, is_standard=within)


def _chart(whose: Whose, rows: Mapping[tuple[str, str], list[Row]]) -> Bands:
    bars = [bar for bar in _bars(rows) if bar.segments]
    period = next(iter(rows.values()))[0]["period"]
    return Bands(
        name="caseload_bands",
        title=f"Children for a full-time IRO, as answered in {period}",
        alt=(
            "Bars of the caseload bands that were answered: "
            f"{'; '.join(bar.name for bar in bars)}. The numbers are in the table."
        ),
        table="caseload_bands",
        unit="answers",
        rows=tuple(bars),
        standard=STANDARD,
    )


def _answers(whose: Whose, rows: Mapping[tuple[str, str], list[Row]]) -> Table:
    """One row an area and speaker, one column a band: how many answered it."""
    every = next(iter(rows.values()), [])
    columns = (
        Column("area", "Area and speaker", "name"),
        *(Column(f"band_{row['band']}", row["words"].capitalize(), "number") for row in every),
        Column("answers", "Answers", "number"),
    )
    lines = [
        Line((Cell(said := f"{name}, {SPEAKERS[speaker]}", said), *_counts(row)), row[0]["area"])
        for (name, speaker), row in sorted(rows.items(), key=lambda each: each[0][1] != "service")
    ]
    caption = f"{whose.name}: answers to the question on caseload"
    return Table("caseload_bands", caption, columns, tuple(lines))


def _counts(rows: list[Row]) -> Iterator[Cell]:
    for row in rows:
        yield number_cell(row, "numerator", table="caseload_bands", unit="count")
    told = next((row for row in rows if row["denominator"] is not None), rows[0])
    yield number_cell(told, "denominator", table="caseload_bands", unit="count")


def _reported(whose: Whose) -> Table:
    """One row an authority: the band that its service reported, and what its records say."""
    table = whose.tables["caseload_reported"]
    rows = table.filter(pl.col("period") == pl.col("period").max(), level="authority")
    words = dict(whose.tables["caseload_bands"].select("band", "words").unique().rows())
    found = {row["area"]: row for row in rows.iter_rows(named=True)}
    columns = (
        Column("authority", "Authority", "name"),
        Column("reported", "Reported by the service"),
        Column("recorded", "Children per IRO by records", "number", 1),
        Column("year", "Records of"),
        Column("agrees", "Do they agree?"),
    )
    lines = [
        Line((Cell(name, name), *_beside_records(found[code], words)), code)
        for code, name in whose.members
        if code in found and found[code]["status"] != "c"
    ]
    caption = f"{whose.name}: caseload reported and recorded"
    return Table("caseload_reported", caption, columns, tuple(lines))


def _beside_records(row: Row, words: Mapping[str, str]) -> Iterator[Cell]:
    reported = words.get(row["reported_band"] or "", "")
    yield Cell(reported, reported or None)
    number = number_cell(
        {**row, "status": "", "status_reason": None},
        "records_caseload",
        table="caseload_reported",
        unit="children per WTE",
    )
    yield number
    year = row["records_year"]
    yield Cell("" if year is None else str(year), year)
    yield Cell(row["records_say"] or "cannot be told", row["records_say"])
