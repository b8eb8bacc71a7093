"""A control chart: quarters in their order, with the limits of what is ordinary."""

from itertools import pairwise

from iro_pipeline.packs import Quarter, Quarters
from iro_pipeline.publications.charts.axes import Upwards, around
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
from iro_pipeline.publications.charts.palette import LIGHT

TALL, SIDE, ABOVE, BELOW = 200, 60, 22, 24
DASH = (5, 4)
LINES = (Key("the middle", dash=(1, 0)), Key("limits of what is ordinary", dash=DASH))
WITHIN = Key("within the limits", LIGHT["paper"], "circle")
BEYOND = Key("beyond the limits", LIGHT["called"], "square")


def quarters(chart: Quarters) -> Value:
    """A dot a quarter; one that may not be shown has the words in its place."""
    top = key([WITHIN, BEYOND, *LINES], WIDTH - SIDE)
    begins = top.tall + ABOVE
    up = Upwards(*around(_values(chart), 0.08), begins, begins + TALL)
    frame = Frame(0, max(len(chart.quarters), 1), WIDTH - SIDE, up.bottom + BELOW)
    middle = [_step(i, q.centre, up) for i, q in enumerate(chart.quarters)]
    ends = [_step(i, x, up) for i, q in enumerate(chart.quarters) for x in (q.lower, q.upper)]
    drawn = rules(frame, [step for step in middle if step], color=LIGHT["limit"])
    return finished(
        frame,
        [
            *up.layers(frame, chart.unit),
            drawn,
            rules(frame, [end for end in ends if end], color=LIGHT["limit"], strokeDash=list(DASH)),
            rules(frame, _joined(chart, up), color=LIGHT["ink"], strokeWidth=1),
            points(frame, [_dot(i, q, up) for i, q in enumerate(chart.quarters) if _is_told(q)]),
            text(frame, _labels(chart, up), color=LIGHT["muted"]),
            text(frame, _untold(chart, up), color=LIGHT["muted"], angle=270),
            *top.layers(frame),
        ],
    )


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


def _labels(chart: Quarters, up: Upwards) -> list[Value]:
    """The name of each quarter; of many, every other one."""
    every = 1 if len(chart.quarters) <= 9 else 2
    return [
        {"x": i + 0.5, "y": up.bottom + BELOW / 2 + 2, "text": q.label, "area": ""}
        for i, q in enumerate(chart.quarters)
        if i % every == 0
    ]


def _untold(chart: Quarters, up: Upwards) -> list[Value]:
    middle = (up.top + up.bottom) / 2
    return [
        {"x": i + 0.5, "y": middle, "text": "not shown", "area": ""}
        for i, q in enumerate(chart.quarters)
        if q.value is None
    ]
