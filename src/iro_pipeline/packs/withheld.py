"""What could not be shown, and why."""

from collections import Counter
from collections.abc import Iterator

from iro_pipeline.packs.cells import NOTHING_SENT, SYMBOLS, figure, nothing_sent
from iro_pipeline.packs.chosen import Measure
from iro_pipeline.packs.model import Cell, Column, Section, Table
from iro_pipeline.packs.model import Row as Line
from iro_pipeline.packs.whose import Whose
from iro_pipeline.packs.words import are_of, many

SHOWN = "shown"
READ = (
    "Nothing withheld can be worked out from what is shown. Where most are on time, those withheld "
    "are mostly the best: never read a range from the figures that are left.",
)


def withheld(whose: Whose) -> Section:
    """The section: measure by measure how many figures stand in the summary, and the reasons."""
    return Section(
        name="withheld",
        title="What could not be shown, and why",
        headline=headline(whose),
        paragraphs=READ,
        tables=(by_measure(whose), by_reason(whose)),
    )


def headline(whose: Whose) -> str:
    """Of all figures of the summary how many are shown, withheld and not there."""
    counts = Counter(cell.text if cell.value is None else SHOWN for cell in _cells(whose))
    missing = counts[NOTHING_SENT.text]
    hidden = counts.total() - counts[SHOWN] - missing
    every = many(counts.total(), "figure")
    if counts[SHOWN] == counts.total():
        return f"All {every} of the authorities in the summary are shown."
    members = many(len(whose.members), "authority", "authorities")
    shown = f"Of {every} that the summary would have of {members}, {counts[SHOWN]:,} can be shown"
    said = [f"{are_of(hidden)} withheld or without meaning", nothing_sent(missing)]
    return f"{shown}. {', and '.join(each for each in said if each)}."


def by_measure(whose: Whose) -> Table:
    """One row a measure: how many authorities' figures are shown, and how many are each symbol."""
    columns = (
        Column("measure", "Measure", "name"),
        Column("shown", "Shown", "number"),
        *(
            Column(f"symbol_{symbol.strip('[]')}", symbol, "number", explanation=said)
            for symbol, said in SYMBOLS.items()
        ),
    )
    lines = (Line(tuple(_by_measure(whose, each))) for each in whose.summary)
    caption = f"{whose.name}: authorities whose figure is shown or not"
    notes = tuple(f"{symbol} {said}" for symbol, said in SYMBOLS.items())
    return Table("withheld", caption, columns, tuple(lines), notes)


def by_reason(whose: Whose) -> Table:
    """One row a reason, the most frequent first: of how many figures of the summary it is told."""
    reasons = Counter(cell.detail for cell in _cells(whose) if cell.value is None)
    lines = [
        Line((Cell(reason, reason), Cell(f"{number:,}", number)))
        for reason, number in sorted(reasons.items(), key=lambda each: (-each[1], each[0]))
    ]
    columns = (Column("reason", "Reason", "name"), Column("figures", "Figures", "number"))
    return Table(
        "withheld_reasons", f"{whose.name}: why figures are not shown", columns, tuple(lines)
    )


def _by_measure(whose: Whose, measure: Measure) -> Iterator[Cell]:
    cells = list(_of(whose, measure))
    yield Cell(measure.heading, measure.heading)
    shown = sum(cell.value is not None for cell in cells)
    yield Cell(f"{shown:,}", shown)
    for symbol in SYMBOLS:
        number = sum(cell.text == symbol for cell in cells)
        yield Cell(f"{number:,}", number)


def _cells(whose: Whose) -> list[Cell]:
    return [cell for each in whose.summary for cell in _of(whose, each)]


def _of(whose: Whose, measure: Measure) -> Iterator[Cell]:
    for code, _ in whose.members:
        yield figure(whose.beside.get((measure.indicator, code)), measure)
