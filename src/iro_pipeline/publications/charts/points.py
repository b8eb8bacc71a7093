"""A funnel: each authority's figure by its size, within the limits of what is ordinary."""

from collections.abc import Sequence
from itertools import pairwise

from iro_pipeline.packs import Funnel, Limit, Point
from iro_pipeline.publications.charts.axes import Upwards, across, around, honest
from iro_pipeline.publications.charts.canvas import (
    WIDTH,
    Frame,
    Layer,
    Value,
    curve,
    finished,
    points,
    rules,
    text,
)
from iro_pipeline.publications.charts.keys import Key, key
from iro_pipeline.publications.charts.lettering import Box, placed
from iro_pipeline.publications.charts.palette import LIGHT
from iro_pipeline.publications.charts.verdicts import fill, is_called, keys, shape

TALL, SIDE, ABOVE = 340, 60, 30
DASHES = {"95": (5, 4), "998": (1, 0)}
LINE = {"stroke": LIGHT["limit"], "strokeWidth": 1.3}
LIMITS = (
    Key("limits of 95 in 100", dash=DASHES["95"]),
    Key("of 998 in 1,000", dash=DASHES["998"]),
)


def funnel(chart: Funnel) -> Value:
    """Dots, limits at 95 and 99.8 %, the centre; only those who differ have their names."""
    words = keys([point.word for point in chart.points], "no difference called")
    top = key([*words, *LIMITS], WIDTH - SIDE)
    begins = top.tall + ABOVE
    low, high = honest([*(point.value for point in chart.points), chart.centre], chart.unit)
    up = Upwards(low, high, begins, begins + TALL)
    first, last = around([point.n for point in chart.points], 0.04)
    frame = Frame(max(first, 0), last, WIDTH - SIDE, up.bottom)
    return finished(
        frame,
        [
            *up.layers(frame, chart.unit),
            *_limits(chart.limits, frame, up),
            rules(frame, [up.across(frame, chart.centre)], stroke=LIGHT["ink"]),
            points(frame, [_dot(point, up) for point in chart.points]),
            text(frame, _named(chart.points, frame, up), align="left"),
            *across(frame, chart.size[:1].upper() + chart.size[1:]),
            *top.layers(frame),
        ],
    )


def _dot(point: Point, up: Upwards) -> Value:
    look = {"shape": shape(point.word), "fill": fill(point.word)}
    return {"x": point.n, "y": up.pixel(point.value), "area": point.area, **look}


def _named(points: Sequence[Point], frame: Frame, up: Upwards) -> list[Value]:
    """The names that have a place; those furthest out look for theirs first."""
    dots = [(frame.pixel(point.n), up.pixel(point.value)) for point in points]
    middle = (up.top + up.bottom) / 2
    order = sorted(range(len(points)), key=lambda i: (-abs(dots[i][1] - middle), i))
    names = {i: points[i].name for i in order if is_called(points[i].word)}
    within = Box(0, up.top, frame.wide, up.bottom)
    return [
        {
            **{"x": frame.at(place.x), "y": place.y},
            **{"text": points[place.index].name, "area": points[place.index].area},
        }
        for place in placed(dots, names, within)
    ]


def _limits(limits: Sequence[Limit], frame: Frame, up: Upwards) -> list[Layer]:
    return [
        curve(
            frame,
            _seen([(one.n, up.pixel(getattr(one, f"{side}_{level}"))) for one in limits], up),
            **{**LINE, "strokeDash": list(dash)},
        )
        for level, dash in DASHES.items()
        for side in ("lower", "upper")
    ]


def _seen(line: Sequence[tuple[float, float]], up: Upwards) -> list[Value]:
    """A line as far as it lies between top and bottom."""
    seen = []
    for one, other in pairwise(line):
        inside = [_cut(one, other, end[1], up) for end in (one, other)]
        if min(one[1], other[1]) <= up.bottom and max(one[1], other[1]) >= up.top:
            seen += inside
    return [{"x": x, "y": y} for x, y in dict.fromkeys(seen)]


def _cut(
    one: tuple[float, float], other: tuple[float, float], y: float, up: Upwards
) -> tuple[float, float]:
    """Where a line between two places is at `y` or, if that is outside, at the nearest end."""
    at = min(max(y, up.top), up.bottom)
    (x, y1), (x2, y2) = one, other
    return (x + (x2 - x) * (at - y1) / (y2 - y1) if y2 != y1 else (x if y == y1 else x2), at)
