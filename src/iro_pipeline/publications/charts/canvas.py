"""What every drawing shares: its frame, its marks and its letters, as layers of Vega."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from iro_pipeline.publications.charts.lettering import SIZE, Box, width
from iro_pipeline.publications.charts.palette import LIGHT

WIDTH = 740  # of a whole drawing, in pixels
ROW = 22
LINE = 14  # from one line of words to the next
PADDING = 4
DROP = 0.3 * SIZE  # from the middle of a line to the foot of its letters
ACROSS = ("x", "x2")  # in what is measured; y is in pixels
FONT = "Arial, Liberation Sans, Helvetica, sans-serif"

Value = dict[str, Any]
Layer = dict[str, Any]


@dataclass(frozen=True)
class Frame:
    """
    What is drawn in: from `low` to `high` across `wide` pixels; downwards, pixels.

    Where a mark comes to stand is reckoned here, and not left to Vega's scales.
    """

    low: float
    high: float
    wide: float
    tall: float

    def pixel(self, value: float) -> float:
        return (value - self.low) / (self.high - self.low) * self.wide

    def at(self, pixel: float) -> float:
        return self.low + pixel / self.wide * (self.high - self.low)


def text(frame: Frame, values: Sequence[Value], **style: Any) -> Layer:
    """
    Words: `text` (a list has a line each) around `y`, at `x`, of `area`.

    They are placed in no size at all, for Vega takes a millisecond to measure a word of any other:
    `drawing.named` gives them theirs, and `finished` the room that they take.
    """
    plain = {"font": FONT, "fontSize": 0, "dy": DROP, "lineHeight": LINE, "align": "center"}
    return _layer("text", frame, values, ("text",), {**plain, "fill": LIGHT["ink"], **style})


def rules(frame: Frame, values: Sequence[Value], **style: Any) -> Layer:
    """Straight lines from `x` to `x2` and `y` to `y2`."""
    return _layer("rule", frame, values, ("x2", "y2"), style)


def boxes(frame: Frame, values: Sequence[Value], **style: Any) -> Layer:
    """Rectangles from `x` to `x2` and `y` to `y2`, in their `fill`."""
    return _layer("rect", frame, values, ("x2", "y2", "fill"), style)


def points(frame: Frame, values: Sequence[Value], **style: Any) -> Layer:
    """A `shape` at `x` and `y` in its `fill`."""
    plain = {"size": 64, "strokeWidth": 1.4, "stroke": LIGHT["ink"]}
    return _layer("symbol", frame, values, ("shape", "fill"), {**plain, **style})


def curve(frame: Frame, values: Sequence[Value], **style: Any) -> Layer:
    """One line through all of `x` and `y`."""
    return _layer("line", frame, values, (), style)


def _layer(
    mark: str, frame: Frame, values: Sequence[Value], read: Sequence[str], style: Value
) -> Layer:
    """A mark for each of the values: its place, what is `read` of it, and what all look like."""
    placed = [
        {name: frame.pixel(each[name]) if name in ACROSS else each[name] for name in each}
        for each in values
    ]
    fields = {name: {"field": name} for name in ("x", "y", *read)}
    look = {name: {"value": value} for name, value in style.items()}
    of_area = {} if mark == "line" else {"description": {"field": "area"}}
    return {"type": mark, "values": placed, "encode": {**fields, **look, **of_area}}


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
    """The layers as one specification, one over the other; a layer of nothing is left out."""
    drawn = [one for one in layers if one["values"]]
    return {
        "width": round(frame.wide),
        "height": round(frame.tall),
        "autosize": "none",  # Vega would add the room of words a second time
        "padding": _room(frame, drawn),
        "data": [{"name": f"layer_{i}", "values": one["values"]} for i, one in enumerate(drawn)],
        "marks": [
            {
                "type": one["type"],
                "from": {"data": f"layer_{i}"},
                "encode": {"enter": one["encode"]},
            }
            for i, one in enumerate(drawn)
        ],
    }


def _room(frame: Frame, layers: Sequence[Layer]) -> dict[str, float]:
    """The pixels that words take outside the frame, and some between them and the edge."""
    words = [one for one in layers if one["type"] == "text" and "angle" not in one["encode"]]
    boxes = [box for one in words for box in _taken(one)]
    boxes.append(Box(0, 0, frame.wide, frame.tall))
    return {
        "left": PADDING - min(box.left for box in boxes),
        "top": PADDING - min(box.top for box in boxes),
        "right": PADDING + max(box.right for box in boxes) - frame.wide,
        "bottom": PADDING + max(box.bottom for box in boxes) - frame.tall,
    }


def _taken(words: Layer) -> Iterator[Box]:
    """The room of each of the words."""
    look = {name: told.get("value") for name, told in words["encode"].items()}
    before = {"left": 0.0, "right": 1.0}.get(look["align"], 0.5)
    for one in words["values"]:
        lines = [one["text"]] if isinstance(one["text"], str) else one["text"]
        wide = max(map(width, lines), default=0.0)
        left = one["x"] + look.get("dx", 0) - before * wide
        top = one["y"] - LINE / 2
        yield Box(left, top, left + wide, top + LINE * len(lines))
