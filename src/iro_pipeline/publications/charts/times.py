"""A control chart: quarters in their order, with the limits of what is ordinary."""

import math
from itertools import pairwise

from iro_pipeline.packs import Quarter, Quarters
from iro_pipeline.publications.charts.axes import Upwards, honest
from iro_pipeline.publications.charts.canvas import (
    WIDTH,
    Frame,
    Value,
    finished,
    points,
    rules,
    text,
)
from iro_pipeline.publications.charts.keys import Key, key
from iro_pipeline.publications.charts.lettering import width, wrapped
from iro_pipeline.publications.charts.palette import LIGHT

TALL, SIDE, ABOVE = 200, 60, 30
LETTERS = 9  # about so many stand side by side below a quarter
DASH = (5, 4)
MIDDLE, LIMITS = Key("the middle", dash=(1, 0)), Key("limits of what is ordinary", dash=DASH)
TOLD = Key("a quarter", LIGHT["paper"], "circle")
WITHIN = Key("within the limits", LIGHT["paper"], "circle")
BEYOND = Key("beyond the limits", LIGHT["called"], "square")


def quarters(chart: Quarters) -> Value:
    """A dot a quarter; one that may not be shown has the words in its place."""
    top = key(_keys(chart), WIDTH - SIDE)
    begins = top.tall + ABOVE
    up = Upwards(*honest(_values(chart), chart.unit), begins, begins + TALL)
    lines = max(len(wrapped(q.label, LETTERS)) for q in chart.quarters)
    frame = Frame(0, len(chart.quarters), WIDTH - SIDE, up.bottom + 12 + 14 * lines)
    middle = [_step(i, q.centre, up) for i, q in enumerate(chart.quarters)]
    ends = [_step(i, x, up) for i, q in enumerate(chart.quarters) for x in (q.lower, q.upper)]
    drawn = rules(frame, [step for step in middle if step], stroke=LIGHT["limit"])
    return finished(
        frame,
        [
            *up.layers(frame, chart.unit),
            drawn,
            rules(
                frame, [end for end in ends if end], stroke=LIGHT["limit"], strokeDash=list(DASH)
            ),
            rules(frame, _joined(chart, up), stroke=LIGHT["ink"], strokeWidth=1),
            points(frame, [_dot(i, q, up) for i, q in enumerate(chart.quarters) if _is_told(q)]),
            text(frame, _labels(chart, frame, up), fill=LIGHT["muted"]),
            text(frame, _untold(chart, up), fill=LIGHT["muted"], angle=270),
            *top.layers(frame),
        ],
    )


def _keys(chart: Quarters) -> list[Key]:
    """What is seen: without limits a quarter is neither within nor beyond them."""
    if all(q.lower is None for q in chart.quarters):
        middle = [MIDDLE] if any(q.centre is not None for q in chart.quarters) else []
        return [TOLD, *middle]
    beyond = [BEYOND] if any(map(_is_beyond, chart.quarters)) else []
    return [WITHIN, *beyond, MIDDLE, LIMITS]


def _values(chart: Quarters) -> list[float]:
    every = [x for q in chart.quarters for x in (q.value, q.centre, q.lower, q.upper)]
    return [x for x in every if x is not None]


def _is_told(quarter: Quarter) -> bool:
    return quarter.value is not None


def _step(i: int, value: float | None, up: Upwards) -> Value:
    """A line over one quarter; nothing where there is no value."""
    if value is None:
        return {}
    return {"x": i, "x2": i + 1, "y": up.pixel(value), "y2": up.pixel(value), "area": ""}


def _dot(i: int, quarter: Quarter, up: Upwards) -> Value:
    look = BEYOND if _is_beyond(quarter) else WITHIN
    place = {"x": i + 0.5, "y": up.pixel(quarter.value or 0.0), "area": ""}
    return {**place, "shape": look.shape, "fill": look.fill}


def _is_beyond(quarter: Quarter) -> bool:
    value, lower, upper = quarter.value, quarter.lower, quarter.upper
    if value is None or lower is None or upper is None:
        return False
    return not lower <= value <= upper


def _joined(chart: Quarters, up: Upwards) -> list[Value]:
    """From each quarter to the next, where both are told."""
    told = [None if q.value is None else up.pixel(q.value) for q in chart.quarters]
    return [
        {"x": i + 0.5, "x2": i + 1.5, "y": y, "y2": y2, "area": ""}
        for i, (y, y2) in enumerate(pairwise(told))
        if y is not None and y2 is not None
    ]


def _labels(chart: Quarters, frame: Frame, up: Upwards) -> list[Value]:
    """The name of each quarter in lines; of many, as many as have room, the newest among them."""
    labels = [wrapped(q.label, LETTERS) for q in chart.quarters]
    widest = max((width(line) for lines in labels for line in lines), default=0) + 10
    every = max(1, math.ceil(widest * len(labels) / frame.wide))
    last = len(labels) - 1
    return [
        {"x": i + 0.5, "y": up.bottom + 16, "text": lines, "area": ""}
        for i, lines in enumerate(labels)
        if (last - i) % every == 0
    ]


def _untold(chart: Quarters, up: Upwards) -> list[Value]:
    middle = (up.top + up.bottom) / 2
    return [
        {"x": i + 0.5, "y": middle, "text": "not shown", "area": ""}
        for i, q in enumerate(chart.quarters)
        if q.value is None
    ]
