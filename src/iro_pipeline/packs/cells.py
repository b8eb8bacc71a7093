"""A number of the release as a cell: rounded and worded once, for every surface."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from iro_pipeline.benchmarks.standards import CANNOT_TELL, MET, NOT_MET
from iro_pipeline.benchmarks.verdicts import HIGHER, LOWER, UNSURE
from iro_pipeline.contracts import codes
from iro_pipeline.explaining.amounts import bare, number, sentence
from iro_pipeline.packs.chosen import Measure
from iro_pipeline.packs.model import Cell, Origin
from iro_pipeline.packs.released import key
from iro_pipeline.record.phrases import lowered

Row = Mapping[str, Any]

SIGN = {"percent": "%"}  # on the axis of a chart
MINUS = "\N{MINUS SIGN}"
NOTHING_SENT = Cell("[x]", detail="What it is made from was not sent, or could not be used.")
SHADES = {"lowest": 1, "second": 2, "third": 3, "highest": 4}
# Short enough for a table; the codes of `status`, in brackets as DfE writes them.
SYMBOLS = {
    "[c]": "withheld: it would tell of a few people, or give such a figure away",
    "[z]": "not applicable: there was nothing to measure",
    "[x]": (
        "not available: what it is made from was not sent or could not be used, or no peer has a "
        "figure"
    ),
    "[u]": "of low reliability: too few answered to tell their authority from others",
}
STANDARD = {
    MET: "What is asked is met.",
    NOT_MET: "What is asked is not met.",
    CANNOT_TELL: "Whether what is asked is met cannot be told.",
}


def text(value: float, unit: str) -> str:
    """A value as it is read: in percent or pounds with their sign, else the number alone."""
    return bare(value, unit).replace("-", MINUS)


def origin(table: str, row: Row, column: str) -> Origin:
    """Where the row's number stands in the release."""
    return Origin(table, tuple((name, row[name]) for name in key(table)), column)


def figure(row: Row | None, measure: Measure, table: str = "benchmarks") -> Cell:
    """
    A measure's value of an area, its verdict, and on demand what it is made of and how sure.

    `row` is of `benchmarks` (an authority beside a group) or `figures` (any area); None where
    there is none.
    """
    if row is None:
        return NOTHING_SENT
    return number_cell(
        row,
        "value",
        table=table,
        unit=measure.unit,
        word=word(row, measure),
        n=counted(row, measure),
        detail=" ".join(told(row, measure)),
        shade=SHADES.get(row.get("quartile") or ""),
    )


def nothing_sent(number: int) -> str:
    """Of how many figures `NOTHING_SENT` is true, as part of a sentence; empty of none."""
    it_is = "it is" if number == 1 else "they are"
    said = f"for {number:,} what {it_is} made from was not sent or could not be used"
    return said if number else ""


def number_cell(row: Row, column: str, *, table: str, unit: str, **more: Any) -> Cell:
    """
    A number of a released row in its unit, or the symbol for why it is not shown.

    `more` are further parts of the cell; the reason goes before what else its `detail` tells.
    """
    if row[column] is not None:
        at = origin(table, row, column)
        return Cell(text(row[column], unit), row[column], origin=at, **more)
    status, reason = _status(row, column)
    said = [sentence(reason)] if reason else []
    detail = " ".join([*said, more.get("detail", "")]).strip()
    return replace(Cell(f"[{status or 'z'}]", **more), detail=detail, n="", shade=None)


def word(row: Row, measure: Measure) -> str:
    """The verdict; nothing where the measure is never compared, or the figure is of an area."""
    return (row.get("verdict") or "") if measure.is_compared else ""


def counted(row: Row, measure: Measure) -> str:
    """How many a share or a mean is of; nothing where that is not told, or is no number of them."""
    is_number = measure.is_compared and measure.unit in ("percent", "score", "days")
    whole = row["denominator"] if is_number else None
    return number(whole) if whole is not None and row["value"] is not None else ""


def told(row: Row, measure: Measure) -> Iterator[str]:
    """What is told of a figure on demand, in sentences."""
    yield from counts(row, measure)
    if row.get("lower") is not None:
        ends = " to ".join(text(row[end], measure.unit) for end in ("lower", "upper"))
        yield f"95% interval {ends}."
    yield from against(row, measure)


def counts(row: Row, measure: Measure) -> Iterator[str]:
    """The numerator and denominator in words, where both are shown and the value is their ratio."""
    part, whole = row["numerator"], row["denominator"]
    if part is None or whole is None or row.get("method") == "mean of authorities":
        return
    if measure.unit == "percent":
        yield f"{number(part)} of {number(whole)} {measure.out_of}."
    else:
        sum_of = f"{number(part, measure.unit)} ({measure.counts})"
        yield f"{sum_of} over {number(whole)} ({measure.out_of})."


def made_of(row: Row, measure: Measure) -> str:
    """The same as `counts`, to follow the value within a sentence; nothing where it is not told."""
    part, whole = row["numerator"], row["denominator"]
    if part is None or whole is None or row.get("method") == "mean of authorities":
        return ""
    if measure.unit == "percent":
        return f" ({number(part)} of {number(whole)} {measure.out_of})"
    top = number(part, measure.unit)
    top = top if measure.unit.startswith("GBP") else f"{top} {measure.counts}"
    return f", from {top} over {number(whole)} {measure.out_of}"


def against(row: Row, measure: Measure) -> Iterator[str]:
    """The verdict beside the group in full, why there is none, and the quarter of England."""
    verdict = row.get("verdict")
    if verdict in (HIGHER, LOWER):
        good = {"better": ": better", "worse": ": worse"}.get(row["reads_as"] or "", "")
        yield f"{verdict.capitalize()} than the others of {row['peer']}{good}."
    elif verdict == UNSURE and measure.is_compared:
        yield f"Not enough information beside {row['peer']}: {row['verdict_reason']}."
    elif verdict and measure.is_compared:
        yield f"{verdict.capitalize()} as the others of {row['peer']}."
    if row.get("quartile") in SHADES:
        yield f"Of England's authorities in {lowered(codes('quartile')[row['quartile']][0])}."
    if row.get("standard_met"):
        yield STANDARD[row["standard_met"]]


def _status(row: Row, column: str) -> tuple[str, str | None]:
    """The symbol and reason that belong to a column: peers have their own."""
    whose = "peer_" if column.startswith("peer_") else ""
    return row[f"{whose}status"], row[f"{whose}status_reason"]
