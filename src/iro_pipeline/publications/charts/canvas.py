"""What every drawing shares: its frame, its marks and its letters, as layers of Vega-Lite."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from iro_pipeline.publications.charts.lettering import SIZE, Box, width
from iro_pipeline.publications.charts.palette import LIGHT

WIDTH = 740  # of a whole drawing, in pixels
ROW = 22
LINE = 14  # from one line of words to the next
PADDING = 4
DROP = 0.3 * SIZE  # from the middle of a line to the foot of its letters
FONT = "Arial, Liberation Sans, Helvetica, sans-serif"

Value = dict[str, Any]
Layer = dict[str, Any]


@dataclass(frozen=True)
class Frame:
    """
    What is drawn in: from `low` to `high` across `wide` pixels; downwards, pixels.

    Scales are fixed, so that where a mark comes to stand is known before it is drawn.
    """

    low: float
    high: float
    wide: float
    tall: float

    def pixel(self, value: float) -> float:
        return (value - self.low) / (self.high - self.low) * self.wide

    def at(self, pixel: float) -> float:
        return self.low + pixel / self.wide * (self.high - self.low)

    def encoded(self, *more: str) -> Value:
        """Places by `x` and `y`, and of what area, which a page finds marks by."""
        fixed = {"nice": False, "zero": False}
        x = {"domain": [self.low, self.high], **fixed}
        y = {"domain": [self.tall, 0], **fixed}
        raw = {name: {"field": name, "type": "nominal", "scale": None} for name in more}
        return {
            "x": {"field": "x", "type": "quantitative", "scale": x, "axis": None},
            "y": {"field": "y", "type": "quantitative", "scale": y, "axis": None},
            "description": {"field": "area", "type": "nominal"},
            **raw,
        }

    def spanned(self, *more: str) -> Value:
        """Places from `x` to `x2` and `y` to `y2`."""
        return {**self.encoded(*more), "x2": {"field": "x2"}, "y2": {"field": "y2"}}


def layer(values: Sequence[Value], mark: Value, encoding: Value) -> Layer:
    return {"data": {"values": list(values)}, "mark": mark, "encoding": encoding}


def text(frame: Frame, values: Sequence[Value], **style: Any) -> Layer:
    """
    Words: `text` (a list has a line each) around `y`, at `x`, of `area`.

    They are placed in no size at all, for Vega takes a millisecond to measure a word of any other:
    `drawing.named` gives them theirs, and `finished` the room that they take.
    """
    plain = {"type": "text", "fontSize": 0, "dy": DROP, "lineHeight": LINE, "color": LIGHT["ink"]}
    words = {"text": {"field": "text", "type": "nominal"}}
    return layer(values, {**plain, **style}, {**frame.encoded(), **words})


def rules(frame: Frame, values: Sequence[Value], **style: Any) -> Layer:
    """Lines from `x` to `x2` and `y` to `y2`."""
    return layer(values, {"type": "rule", **style}, frame.spanned())


def boxes(frame: Frame, values: Sequence[Value], **style: Any) -> Layer:
    """Rectangles from `x` to `x2` and `y` to `y2`, in their `fill`."""
    return layer(values, {"type": "rect", **style}, frame.spanned("fill"))


def points(frame: Frame, values: Sequence[Value], **style: Any) -> Layer:
    """A `shape` at `x` and `y` in its `fill`."""
    plain = {"type": "point", "size": 64, "strokeWidth": 1.4, "opacity": 1, "stroke": LIGHT["ink"]}
    return layer(values, {**plain, **style}, frame.encoded("shape", "fill"))


def gutter(names: Sequence[str]) -> float:
    """The pixels that the names of rows take, the longest of their lines."""
    return max((width(line) for name in names for line in name.split("\n")), default=0) + 12


def names(frame: Frame, rows: Sequence[tuple[str, str, float]]) -> Layer:
    """The name of each row, left of it: (name, area, pixel of its middle)."""
    values = [
        {"x": frame.low, "y": y - 7 * name.count("\n"), "text": name.split("\n"), "area": area}
        for name, area, y in rows
    ]
    return text(frame, values, align="right", dx=-8)


def finished(frame: Frame, layers: Sequence[Layer]) -> Value:
    """The layers as one specification; a layer of nothing is left out."""
    return {
        "width": round(frame.wide),
        "height": round(frame.tall),
        "background": None,
        "padding": _room(frame, layers),
        "layer": [one for one in layers if one["data"]["values"]],
        "config": CONFIG,
    }


def _room(frame: Frame, layers: Sequence[Layer]) -> dict[str, float]:
    """The pixels that words take outside the frame, and some between them and the edge."""
    words = [one for one in layers if one["mark"]["type"] == "text" and "angle" not in one["mark"]]
    boxes = [
        Box(0, 0, frame.wide, frame.tall),
        *(box for one in words for box in _taken(frame, one)),
    ]
    return {
        "left": PADDING - min(box.left for box in boxes),
        "top": PADDING - min(box.top for box in boxes),
        "right": PADDING + max(box.right for box in boxes) - frame.wide,
        "bottom": PADDING + max(box.bottom for box in boxes) - frame.tall,
    }


def _taken(frame: Frame, words: Layer) -> Iterator[Box]:
    """The room of each of the words."""
    before = {"left": 0.0, "right": 1.0}.get(words["mark"].get("align"), 0.5)
    for one in words["data"]["values"]:
        lines = [one["text"]] if isinstance(one["text"], str) else one["text"]
        wide = max(map(width, lines), default=0.0)
        left = frame.pixel(one["x"]) + words["mark"].get("dx", 0) - before * wide
        top = one["y"] - LINE / 2
        yield Box(left, top, left + wide, top + LINE * len(lines))


CONFIG: Mapping[str, Any] = {"font": FONT, "view": {"stroke": None}}
