"""Bars in parts: caseload bands, and answers to either side of their middle."""

from collections.abc import Mapping, Sequence

from iro_pipeline.packs import Bands, BandsRow, Diverging, DivergingRow, Segment
from iro_pipeline.packs.charts import labels
from iro_pipeline.publications.charts.axes import across, upright
from iro_pipeline.publications.charts.canvas import (
    ROW,
    WIDTH,
    Frame,
    Layer,
    Value,
    boxes,
    finished,
    gutter,
    names,
    rules,
    text,
)
from iro_pipeline.publications.charts.keys import Key, key
from iro_pipeline.publications.charts.lettering import width, wrapped
from iro_pipeline.publications.charts.palette import EDGE, LIGHT, NEUTRAL, steps, written_on


def bands(chart: Bands) -> Value:
    """A bar for each area, 100 % wide; what the standard asks is outlined."""
    # Beside a bar that lacks a part, what it lacks; else half of the number below its end.
    lacking = [row.note for row in chart.rows if row.segments and row.note]
    side = gutter([row.name for row in chart.rows]) + gutter(lacking)
    top = key(_keys(chart.rows, chart.standard), WIDTH - side)
    tall = top.tall + ROW * len(chart.rows)
    frame = Frame(0, 100, WIDTH - side, tall)
    fills = _fills(chart.rows)
    parts, notes, named = [], [], []
    for i, row in enumerate(chart.rows):
        y = top.tall + ROW * i
        named.append((row.name, row.area, y + ROW / 2))
        parts += _parts(row.segments, fills, y=y, area=row.area)
        at = 100 if row.segments else 0
        notes.append({"x": at, "y": y + ROW / 2, "text": row.note, "area": row.area})
    said = text(frame, [n for n in notes if n["text"]], align="left", dx=6, fill=LIGHT["muted"])
    layers = [upright(frame, top.tall), *_bars(frame, parts), said, names(frame, named)]
    layers += across(frame, f"% of {chart.unit}")
    return finished(frame, [*layers, *top.layers(frame)])


def diverging(chart: Diverging) -> Value:
    """A bar for each question with the middle of its answers on one line; n on its right."""
    tall = 2 * ROW - 6
    asked = ["\n".join(wrapped(row.label, 34)) for row in chart.rows]
    ends = [f"n = {row.n}" for row in chart.rows]
    side = gutter(asked) + gutter(ends)
    top = key(_keys(chart.rows), WIDTH - side)
    starts = [-_left(row) for row in chart.rows]
    reach = max(
        (_reach(row.segments, x) for row, x in zip(chart.rows, starts, strict=True)), default=1
    )
    all_ = top.tall + tall * len(chart.rows)
    astride = all(row.is_astride for row in chart.rows)
    parted = "the middle answer" if astride else "the line between lower and higher answers"
    below = f"{chart.unit}, to either side of {parted}"
    frame = Frame(-reach, reach, WIDTH - side, all_)
    fills = _fills(chart.rows)
    parts, named, counted = [], [], []
    for i, (row, start) in enumerate(zip(chart.rows, starts, strict=True)):
        y = top.tall + tall * i
        named.append((asked[i], "", y + tall / 2))
        counted.append({"x": reach, "y": y + tall / 2, "text": ends[i], "area": ""})
        parts += _parts(row.segments, fills, y=y, tall=tall, start=start)
    middle = {"x": 0, "x2": 0, "y": top.tall, "y2": frame.tall, "area": ""}
    return finished(
        frame,
        [
            upright(frame, top.tall),
            rules(frame, [middle], stroke=LIGHT["ink"]),
            *_bars(frame, parts),
            names(frame, named),
            text(frame, counted, align="left", dx=8, fill=LIGHT["muted"]),
            *across(frame, below, unsigned=True),
            *top.layers(frame),
        ],
    )


def _fills(rows: Sequence[BandsRow | DivergingRow]) -> dict[str, str]:
    """The colour of each label: one outside the order has no place in the hue."""
    every = labels(row.segments for row in rows)
    ordered = [label for label, is_ordered in every.items() if is_ordered]
    fills = dict(zip(ordered, steps(len(ordered)), strict=True))
    return {label: fills.get(label, NEUTRAL) for label in every}


def _keys(rows: Sequence[BandsRow | DivergingRow], standard: str = "") -> list[Key]:
    parts = [Key(label, fill) for label, fill in _fills(rows).items()]
    return [*parts, Key(f"Outlined: {standard}")] if standard else parts


def _left(row: DivergingRow) -> float:
    """The share left of the line: the middle segment stands astride it, or to its right."""
    before, middle = row.segments[: row.middle], row.segments[row.middle :][:1]
    half = sum(s.share for s in middle) / 2 if row.is_astride else 0
    return sum(s.share for s in before) + half


def _reach(segments: Sequence[Segment], start: float) -> float:
    return max(-start, start + sum(segment.share for segment in segments), 1.0)


def _parts(
    segments: Sequence[Segment],
    fills: Mapping[str, str],
    *,
    y: float,
    tall: float = ROW,
    start: float = 0,
    area: str = "",
) -> list[Value]:
    """Each segment as a box, from `start` on."""
    parts: list[Value] = []
    for segment in segments:
        parts.append(
            {
                **{"x": start, "x2": start + segment.share, "y": y + 3, "y2": y + tall - 3},
                **{"fill": fills[segment.label], "area": area, "text": segment.text},
                "standard": segment.is_standard,
            }
        )
        start += segment.share
    return [part for part in parts if part["x2"] > part["x"]]


def _bars(frame: Frame, parts: Sequence[Value]) -> list[Layer]:
    """The boxes, their outlines, and their counts where these have room."""
    bars = boxes(frame, parts, stroke=EDGE, strokeWidth=0.6)
    marked = [{**part, "fill": "transparent"} for part in parts if part["standard"]]
    told = [
        {**part, "x": (part["x"] + part["x2"]) / 2, "y": (part["y"] + part["y2"]) / 2}
        for part in parts
        if frame.pixel(part["x2"]) - frame.pixel(part["x"]) >= width(part["text"]) + 4
    ]
    counts = [
        text(frame, [part for part in told if written_on(part["fill"]) == colour], fill=colour)
        for colour in dict.fromkeys(written_on(part["fill"]) for part in told)
    ]
    return [bars, boxes(frame, marked, stroke=LIGHT["ink"], strokeWidth=2), *counts]
