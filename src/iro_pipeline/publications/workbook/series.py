"""What each kind of chart draws, as series of marks."""

from collections.abc import Iterable
from dataclasses import dataclass

from iro_pipeline.packs import (
    Bands,
    Change,
    Chart,
    Diverging,
    Funnel,
    Quarters,
    Segment,
    Standing,
)
from iro_pipeline.packs.charts import labels

SAME = "about the same"
# Both ends of a pair of limits look alike, and the legend names the first.
LIMITS = {
    "lower_95": "95% limits",
    "upper_95": "95% limits, upper",
    "lower_998": "99.8% limits",
    "upper_998": "99.8% limits, upper",
}
CENTRE, LOWER, UPPER = "Centre line", "Limits", "Limits, upper"
FIGURE = "Figure"


@dataclass(frozen=True)
class Mark:
    """A part of a bar, a point or a place on a line; `across` only where a number runs there."""

    label: str
    value: float | None
    across: float | None = None
    written: str = ""


@dataclass(frozen=True)
class Series:
    """
    `name` as in the legend; `is_line` where no mark stands by itself.

    `is_ordered` is false of a part of bars that lies outside their order.
    """

    name: str
    marks: tuple[Mark, ...]
    is_line: bool = False
    is_ordered: bool = True


def series_of(chart: Chart) -> tuple[Series, ...]:
    """The series of a chart in the order of its legend, those that show nothing left out."""
    match chart:
        case Bands():
            bars = [(_with_note(row.name, row.note), row.segments) for row in chart.rows]
            drawn = _stacked(bars)
        case Diverging():
            drawn = _stacked((f"{row.label} (n = {row.n})", row.segments) for row in chart.rows)
        case Funnel():
            drawn = (*_points(chart), *_limits(chart))
        case Change():
            drawn = _change(chart)
        case Standing():
            marks = (Mark(row.label, row.distance, written=row.word) for row in chart.rows)
            drawn = (Series(FIGURE, tuple(marks)),)
        case Quarters():
            drawn = _quarters(chart)
    return tuple(series for series in drawn if any(mark.value is not None for mark in series.marks))


def _stacked(bars: Iterable[tuple[str, tuple[Segment, ...]]]) -> tuple[Series, ...]:
    """A series for each label, with a mark for every bar; nothing where a bar is not shown."""
    rows = [(name, {segment.label: segment for segment in parts}) for name, parts in bars]
    every = labels(tuple(parts.values()) for _, parts in rows)
    return tuple(
        Series(label, tuple(_part(name, parts.get(label)) for name, parts in rows), is_ordered=told)
        for label, told in every.items()
    )


def _part(name: str, segment: Segment | None) -> Mark:
    if segment is None:
        return Mark(name, None)
    return Mark(name, segment.share, written=segment.text if segment.count else "")


def _with_note(name: str, note: str) -> str:
    return f"{name}: {note}" if note else name


def _points(chart: Funnel) -> tuple[Series, ...]:
    """A series for each verdict; the names of those that differ are written beside them."""
    words = sorted({point.word for point in chart.points})
    return tuple(
        Series(
            word or SAME,
            tuple(
                Mark(point.name, point.value, point.n, point.name if word else "")
                for point in chart.points
                if point.word == word
            ),
        )
        for word in words
    )


def _limits(chart: Funnel) -> tuple[Series, ...]:
    lines = {
        name: [(limit.n, getattr(limit, end)) for limit in chart.limits]
        for end, name in LIMITS.items()
    }
    lines[CENTRE] = [(limit.n, chart.centre) for limit in chart.limits]
    return tuple(
        Series(name, tuple(Mark(name, value, n) for n, value in line), is_line=True)
        for name, line in lines.items()
    )


def _change(chart: Change) -> tuple[Series, ...]:
    before = (Mark(row.name, row.before) for row in chart.rows)
    after = (Mark(row.name, row.after, written=row.word) for row in chart.rows)
    return Series(chart.before, tuple(before)), Series(chart.after, tuple(after))


def _quarters(chart: Quarters) -> tuple[Series, ...]:
    values = (Mark(each.label, each.value) for each in chart.quarters)
    lines = {CENTRE: "centre", LOWER: "lower", UPPER: "upper"}
    return (
        Series(FIGURE, tuple(values)),
        *(
            Series(
                name,
                tuple(Mark(each.label, getattr(each, part)) for each in chart.quarters),
                is_line=True,
            )
            for name, part in lines.items()
        ),
    )
