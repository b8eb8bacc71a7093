"""What could not be shown of an authority, and why; and what it sent."""

from collections.abc import Iterator

import polars as pl

from iro_pipeline.packs.cells import NOTHING_SENT, SYMBOLS, figure, nothing_sent, number_cell
from iro_pipeline.packs.chosen import Measure
from iro_pipeline.packs.coverage import NOT_SENT, SOURCES, Source, in_a_sentence
from iro_pipeline.packs.mine import Mine
from iro_pipeline.packs.model import Cell, Column, Section, Table
from iro_pipeline.packs.model import Row as Line
from iro_pipeline.packs.standing import named
from iro_pipeline.packs.words import are, have, listed, many

READ = (
    "A figure is withheld where it would tell of one to five people, of what fewer than ten "
    "practitioners think, or would give such a figure away. That it is withheld says nothing of "
    "how good it is. The service's own records hold what it counted itself.",
)


def unseen(mine: Mine) -> Section:
    """The section: each measure that is not shown with its reason, and each source."""
    hidden = [(cell, each) for each in mine.summary if (cell := _cell(mine, each)).value is None]
    return Section(
        name="not_shown",
        title="What could not be shown, and what was sent",
        headline=headline(mine),
        paragraphs=READ,
        tables=(*((_table(mine, hidden),) if hidden else ()), _sent(mine)),
    )


def headline(mine: Mine) -> str:
    """How many of the sheet's measures are shown, withheld, and rest on nothing."""
    cells = [_cell(mine, each) for each in mine.summary]
    shown = sum(cell.value is not None for cell in cells)
    missing = sum(cell.text == NOTHING_SENT.text for cell in cells)
    every = many(len(cells), "measure")
    if shown == len(cells):
        return f"All {every} of the sheet can be shown."
    hidden = len(cells) - shown - missing
    said = [
        f"{hidden:,} {are(hidden)} withheld or {have(hidden)} nothing to count" if hidden else "",
        nothing_sent(missing),
    ]
    first = f"{shown:,}" if shown else "none"
    return f"Of {every}, {first} can be shown; {listed([each for each in said if each])}."


def not_sent(mine: Mine) -> list[str]:
    """The sources of which nothing that could be used came at their newest period."""
    return [in_a_sentence(each) for each, _, cell in _sources(mine) if cell.text == "nothing"]


def _cell(mine: Mine, measure: Measure) -> Cell:
    return figure(mine.beside(measure), measure)


def _table(mine: Mine, hidden: list[tuple[Cell, Measure]]) -> Table:
    columns = (
        Column("measure", "Measure", "name"),
        Column("symbol", "Symbol"),
        Column("reason", "Reason"),
    )
    lines = (
        Line(
            (
                named(mine, each),
                Cell(cell.text, cell.text),
                Cell(cell.detail, cell.detail),
            ),
            mine.code,
        )
        for cell, each in hidden
    )
    notes = tuple(f"{symbol} {said}" for symbol, said in SYMBOLS.items())
    return Table("not_shown", f"{mine.name}: what is not shown", columns, tuple(lines), notes)


def _sent(mine: Mine) -> Table:
    columns = (
        Column("source", "Source", "name"),
        Column("period", "Newest year"),
        Column("sent", "Sent and used", explanation="Of practitioners how many answered"),
    )
    lines = (
        Line((Cell(SOURCES[each], SOURCES[each]), Cell(str(period), period), cell), mine.code)
        for each, period, cell in _sources(mine)
    )
    return Table("sent", f"{mine.name}: what was sent and could be used", columns, tuple(lines))


def _sources(mine: Mine) -> Iterator[tuple[Source, int, Cell]]:
    """Each source that authorities send, the newest year of it in England, and what came of it."""
    coverage = mine.tables["coverage"]
    newest = coverage.group_by("source", "speaker").agg(pl.max("period"))
    latest = {(source, speaker): period for source, speaker, period in newest.iter_rows()}
    own = coverage.filter(area=mine.code).iter_rows(named=True)
    rows = {(row["source"], row["speaker"], row["period"]): row for row in own}
    for source in SOURCES:
        if source in NOT_SENT or source not in latest:
            continue
        row = rows.get((*source, latest[source]))
        yield source, latest[source], _came(row)


def _came(row: dict | None) -> Cell:
    if row is None or not row["authorities"]:
        return Cell("nothing", "nothing")
    if row["speaker"] == "practitioner":
        return number_cell(row, "respondents", table="coverage", unit="count")
    return Cell("sent", "sent")
