"""How a published figure came about, in plain words, from what one audience may see of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import polars as pl

from iro_pipeline.explaining import areas, beside, figure, origins, over_time, parts
from iro_pipeline.explaining.amounts import absent
from iro_pipeline.explaining.asking import NotKnown
from iro_pipeline.explaining.shown import Row, Shown, Tables

__all__ = ["Explanation", "NotKnown", "Shown", "Tables", "explain"]

ANYONE = "As anyone may see it"
AS_SEEN = {
    "network": "As the network of {} may see it, under its sharing agreement",
    "authority": "As {} itself may see it",
}


@dataclass(frozen=True)
class Section:
    """A heading and the sentences below it."""

    heading: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Explanation:
    """`title` and `seen` say of what and for whom; `rows` are the published rows behind it."""

    title: str
    seen: str
    warning: str
    period: int | None
    sections: tuple[Section, ...]
    rows: tuple[Row, ...]

    def record(self) -> dict[str, Any]:
        """The same for machines."""
        return {
            "title": self.title,
            "seen": self.seen,
            "warning": self.warning,
            "period": self.period,
            "sections": [{"heading": each.heading, "lines": each.lines} for each in self.sections],
            "rows": self.rows,
        }


def explain(shown: Shown, period: int | None = None, peer_group: str = "england") -> Explanation:
    """
    The newest figure that is shown, or that of `period`; `peer_group` is told of in full.

    Raises NotKnown for a period in which there is no figure, or a group that there is not.
    """
    rows = _rows(shown, period)
    row = rows[0] if rows else None
    if rows and peer_group not in (groups := [each["peer_group"] for each in rows]):
        raise NotKnown(f"{peer_group!r} is no group of its peers: there are {', '.join(groups)}.")
    told = row["period"] if row else None
    sections = (
        Section(heading, tuple(lines)) for heading, lines in _told(shown, rows, period, peer_group)
    )
    return Explanation(
        title=_title(shown, row),
        seen=f"{_seen(shown.tables)}, in release {shown.tables.release.name}.",
        warning=shown.tables.warning,
        period=told,
        sections=tuple(each for each in sections if each.lines),
        rows=tuple(rows),
    )


def _rows(shown: Shown, period: int | None) -> list[Row]:
    """One row a group of peers, of the period asked for; none where there is no figure at all."""
    of_it = shown.own("benchmarks")
    if of_it.is_empty():
        return []
    there = of_it["period"].unique().sort().to_list()
    newest = (over_time.periods(shown) or there)[-1]
    if period is not None and period not in there:
        raise NotKnown(f"There is no figure of {period}: there is of {', '.join(map(str, there))}.")
    return [*of_it.filter(period=period or newest).iter_rows(named=True)]


def _told(
    shown: Shown, rows: list[Row], period: int | None, peer_group: str
) -> Iterator[tuple[str, list[str]]]:
    indicator, row = shown.indicator, rows[0] if rows else None
    if areas.of_areas_only(indicator):
        yield "The figure", [*areas.of_areas(shown, period)]
    elif row is None:
        yield "The figure", ["There is none: nothing that could be counted was sent."]
    else:
        yield "The figure", [*figure.the_figure(row, indicator), *_newer(shown, row["period"])]
    counted = [*figure.what_is_counted(indicator), *figure.what_is_asked(row, indicator)]
    yield "What is counted, and what is asked", counted
    if row is not None:
        yield "What it is made of", [*parts.made_of(shown, row)]
        yield "Read with it", [*parts.read_with(shown, row["period"])]
        yield "Beside its peers", [*_beside(rows, indicator, peer_group)]
        yield "Over time", [*over_time.since(shown, row), *over_time.by_quarter(shown)]
    yield "Where it comes from", [*origins.files(shown, row["period"] if row else None)]
    yield "The rules behind it", [*origins.pages(indicator)]


def _newer(shown: Shown, period: int) -> Iterator[str]:
    """That there is a later figure, which is not shown."""
    later = shown.own("benchmarks").filter(pl.col("period") > period)
    later = later.unique("period", maintain_order=True)
    for row in later.sort("period").iter_rows(named=True):
        if row["value"] is None:
            yield f"That of {row['period']} is {absent(row)}."


def _beside(rows: list[Row], indicator: Row, peer_group: str) -> Iterator[str]:
    first = [row for row in rows if row["peer_group"] == peer_group]
    for row in first:
        yield from beside.in_full(row, indicator)
    yield from (beside.in_brief(row, indicator) for row in rows if row not in first)


def _title(shown: Shown, row: Row | None) -> str:
    indicator = shown.indicator
    code = f", {indicator['code']}" if indicator["code"] else ""
    name = row["authority_name"] if row else shown.tables.authority.name
    whose = f"{name} ({row['authority'] if row else shown.tables.authority.code})"
    when = f", {_when(row['period'], indicator)}" if row else ""
    return f"{indicator['title']} ({indicator['indicator']}{code}): {whose}{when}"


def _when(period: int, indicator: Row) -> str:
    surveyed = indicator["fact"] in origins.SURVEYS
    return f"survey of {period}" if surveyed else f"year to 31 March {period}"


def _seen(tables: Tables) -> str:
    audience = tables.audience
    area = tables.authority.name if audience.kind == "authority" else audience.area
    return AS_SEEN.get(audience.kind, ANYONE).format(area)
