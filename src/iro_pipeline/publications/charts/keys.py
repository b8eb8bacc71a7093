"""What colours and shapes mean, in words above a drawing."""

from collections.abc import Sequence
from dataclasses import dataclass

from iro_pipeline.publications.charts.canvas import (
    Frame,
    Layer,
    Value,
    boxes,
    points,
    rules,
    text,
)
from iro_pipeline.publications.charts.lettering import width
from iro_pipeline.publications.charts.palette import EDGE, LIGHT

LINE = 20


@dataclass(frozen=True)
class Key:
    """A box in its `fill` or, without one, its outline; a `shape`; or a line: and its meaning."""

    label: str
    fill: str = ""
    shape: str = ""
    dash: tuple[int, ...] | None = None

    @property
    def is_box(self) -> bool:
        return not self.shape and self.dash is None


@dataclass(frozen=True)
class Keys:
    """Where each key stands, in pixels, and how tall they are together."""

    placed: tuple[tuple[Key, float, float], ...]
    tall: float

    def layers(self, frame: Frame) -> list[Layer]:
        patches = [_patch(frame, key, x, y) for key, x, y in self.placed if key.is_box]
        plain = [patch for patch in patches if patch["fill"] != "transparent"]
        lined = [patch for patch in patches if patch["fill"] == "transparent"]
        words = [
            {"x": frame.at(x + 18), "y": y, "text": key.label, "area": ""}
            for key, x, y in self.placed
        ]
        shapes = [
            {"x": frame.at(x + 6), "y": y, "shape": key.shape, "fill": key.fill, "area": ""}
            for key, x, y in self.placed
            if key.shape
        ]
        lines = [
            rules(
                frame,
                [{"x": frame.at(x - 4), "x2": frame.at(x + 14), "y": y, "y2": y, "area": ""}],
                **{"stroke": LIGHT["limit"], "strokeWidth": 1.3, "strokeDash": list(key.dash)},
            )
            for key, x, y in self.placed
            if key.dash is not None
        ]
        return [
            *lines,
            boxes(frame, plain, stroke=EDGE, strokeWidth=0.6),
            boxes(frame, lined, stroke=LIGHT["ink"], strokeWidth=2),
            points(frame, shapes),
            text(frame, words, align="left"),
        ]


def key(keys: Sequence[Key], wide: float) -> Keys:
    """The keys from left to right, in as many lines as they need."""
    placed, x, y = [], 0.0, LINE / 2
    for one in keys:
        takes = width(one.label) + 34
        if x and x + takes > wide:
            x, y = 0.0, y + LINE
        placed.append((one, x, y))
        x += takes
    return Keys(tuple(placed), y + LINE / 2 + 4 if placed else 0.0)


def _patch(frame: Frame, key: Key, x: float, y: float) -> Value:
    return {
        **{"x": frame.at(x), "x2": frame.at(x + 13), "y": y - 6.5, "y2": y + 6.5},
        **{"fill": key.fill or "transparent", "area": ""},
    }
