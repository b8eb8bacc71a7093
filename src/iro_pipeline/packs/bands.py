"""The caseload bands that services and practitioners answered, as bars and as counts."""

from collections.abc import Iterator, Mapping, Sequence

import polars as pl

from iro_pipeline.indicators.caseload import within_the_handbook
from iro_pipeline.packs.cells import Row, number_cell, text
from iro_pipeline.packs.charts import Bands, BandsRow, Segment
from iro_pipeline.packs.model import Cell, Column, Table
from iro_pipeline.packs.model import Row as Line
from iro_pipeline.packs.whose import Whose
from iro_pipeline.packs.words import many

STANDARD = "50 to 70, the IRO Handbook's estimate of good practice"
SPEAKERS = {"service": "services", "practitioner": "practitioners"}
Answered = Mapping[tuple[str, str], list[Row]]


def answered(whose: Whose) -> Answered:
    """The rows of each area and speaker at the newest wave, band by band."""
    table = whose.tables["caseload_bands"]
    levels = ["region", "england"]
    named = [*dict.fromkeys(["E92000001", whose.code, *(code for code, _ in _regions(whose))])]
    some = table.filter(
        pl.col("level").is_in(levels),
        pl.col("area").is_in(named),
        pl.col("period") == pl.col("period").max(),
    ).sort("lo", "band_order", descending=[False, True], nulls_last=True)
    found: dict[tuple[str, str], list[Row]] = {}
    for row in sorted(some.iter_rows(named=True), key=lambda each: named.index(each["area"])):
        found.setdefault((row["area_name"], row["speaker"]), []).append(row)
    return found


def _regions(whose: Whose) -> Sequence[tuple[str, str]]:
    return whose.regions if whose.kind == "england" else ()


def _bars(rows: Answered) -> list[BandsRow]:
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
    count = text(row["numerator"], "count")
    return Segment(
        row["words"],
        row["numerator"],
        share,
        count,
        is_standard=row["band"] in within_the_handbook(),
        is_ordered=row["lo"] is not None,
    )


def chart(rows: Answered) -> Bands | None:
    """The bars of those of whom any band is told; none where nobody's is."""
    bars = [bar for bar in _bars(rows) if bar.segments]
    if not bars:
        return None
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


def answers(whose: Whose, rows: Answered) -> Table:
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
