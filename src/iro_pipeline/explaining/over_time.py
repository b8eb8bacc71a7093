"""How a figure has moved, in words: since the time before, and quarter by quarter."""

from collections.abc import Iterator

import polars as pl

from iro_pipeline.benchmarks.changes import CHANCE_ALONE
from iro_pipeline.benchmarks.series import CHART
from iro_pipeline.contracts import codes
from iro_pipeline.explaining.amounts import absent, amount, difference, is_nothing, parts, quarter
from iro_pipeline.explaining.shown import Row, Shown
from iro_pipeline.record.phrases import counted, lowered

LATEST = 8  # quarters that are told: two years


def since(shown: Shown, row: Row) -> Iterator[str]:
    """The value of the time before, and whether the change is more than chance."""
    before = row["previous_period"]
    if before is None:
        yield "No authority has an earlier figure."
    elif row["previous_value"] is None:
        yield f"In {before}: {_why_none(shown, row)}."
    else:
        unit = shown.unit
        yield f"In {before} it was {amount(row['previous_value'], unit)}. {moved(row, unit)}"


def _why_none(shown: Shown, row: Row) -> str:
    earlier = shown.figure(row["indicator"], row["previous_period"])
    if earlier is None:
        return "no figure"
    return absent(earlier) if earlier["value"] is None else "no figure"


def moved(row: Row, unit: str) -> str:
    """Which way and how far, and whether that is more than chance would bring."""
    if row["change"] is None:
        return ""
    if is_nothing(row["change"], unit):
        return "It has not changed."
    way = "risen" if row["change"] > 0 else "fallen"
    return f"It has {way} by {difference(row['change'], unit)}{beyond_chance(row)}."


def beyond_chance(row: Row) -> str:
    """The second half of a sentence about a change; nothing where it cannot be told."""
    if row["change_verdict"] is None:
        return ""
    if row["change_verdict"] == CHANCE_ALONE:
        return f": {lowered(codes('change_verdict')[CHANCE_ALONE][0])}"
    return ", by more than chance would bring"


def by_quarter(shown: Shown) -> Iterator[str]:
    """The latest quarters, and the trend through all that are looked at."""
    series = shown.own("series").sort("period", "quarter").tail(LATEST)
    if series.height and series["value"].is_null().all():
        yield f"Quarter by quarter: {absent(series.row(-1, named=True))}."
    else:
        yield from (in_quarter(row, shown.unit) for row in series.iter_rows(named=True))
    for row in shown.own("trends").iter_rows(named=True):
        yield from trend(row, shown.unit)


def in_quarter(row: Row, unit: str) -> str:
    """One quarter on one line."""
    when = quarter(row["period"], row["quarter"])
    if row["value"] is None:
        return f"{when}: {absent(row)}."
    return f"{when}: {amount(row['value'], unit)}{parts(row, unit)}."


def trend(row: Row, unit: str) -> Iterator[str]:
    """What a control chart or a tested line says; nothing where a quarter is withheld."""
    if row["status"]:
        return
    spell = " to ".join(
        quarter(row[f"{end}_period"], row[f"{end}_quarter"]) for end in ("first", "last")
    )
    of = f"the {counted(row['points'], 'quarter')} from {spell}"
    if row["signal"]:
        rule = lowered(codes("chart_rule")[row["signal"]][0])
        yield f"In {of} the last stands out ({rule}): it has {row['change_verdict']}{_good(row)}."
    elif row["method"] == CHART:
        yield f"In {of} the last does not stand out: no more than chance would bring."
    elif row["change"] is not None and row["points"] > 1:
        yield f"A line through {of} {_slope(row, unit)}{_good(row)}."


def _slope(row: Row, unit: str) -> str:
    if is_nothing(row["change"], unit):
        return "is level"
    way = "rises" if row["change"] > 0 else "falls"
    return f"{way} by {difference(row['change'], unit)}{beyond_chance(row)}"


def _good(row: Row) -> str:
    return f", for the {row['reads_as']}" if row["reads_as"] else ""


def periods(shown: Shown) -> list[int]:
    """The periods in which the authority has a figure that is shown, oldest first."""
    own = shown.own("benchmarks").filter(pl.col("value").is_not_null())
    return own["period"].unique().sort().to_list()
