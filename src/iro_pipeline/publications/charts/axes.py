"""Round numbers along a scale, upwards and across, and what is measured."""

import math
from dataclasses import dataclass

from iro_pipeline.packs.cells import MINUS
from iro_pipeline.publications.charts.canvas import Frame, Layer, Value, rules, text
from iro_pipeline.publications.charts.palette import LIGHT

SHARES = ("%", "percent")
BEYOND = 0.99  # of none and of all, for marks there: too little for a round number


@dataclass(frozen=True)
class Upwards:
    """Figures from `low` to `high`, between the pixels `top` and `bottom`."""

    low: float
    high: float
    top: float
    bottom: float

    def pixel(self, value: float) -> float:
        return self.top + (self.bottom - self.top) * (self.high - value) / (self.high - self.low)

    def across(self, frame: Frame, value: float) -> Value:
        """A line over the whole frame at a figure."""
        y = self.pixel(value)
        return {"x": frame.low, "x2": frame.high, "y": y, "y2": y, "area": ""}

    def layers(self, frame: Frame, unit: str) -> list[Layer]:
        """Lines at round numbers, these numbers, and the unit above them."""
        marked = ticks(self.low, self.high)
        numbers = [
            {"x": frame.low, "y": self.pixel(tick), "text": _said(tick), "area": ""}
            for tick in marked
        ]
        lines = rules(frame, [self.across(frame, tick) for tick in marked], stroke=LIGHT["grid"])
        above = [{"x": frame.low, "y": self.top - 16, "text": unit, "area": ""}]
        return [
            lines,
            text(frame, numbers, align="right", dx=-8, fill=LIGHT["muted"]),
            text(frame, above, align="left", dx=-30),
        ]


def around(values: list[float], share: float) -> tuple[float, float]:
    """The least and the greatest, with a share of what lies between to spare."""
    values = values or [0.0, 1.0]
    spare = (max(values) - min(values)) * share or 1.0
    return min(values) - spare, max(values) + spare


def honest(values: list[float], unit: str) -> tuple[float, float]:
    """
    The ends of an axis that makes no mountain of a molehill: a tenth of the scale at least.

    The scale is 100 of percentages, which end there and at 0, else the greatest of the values.
    """
    low, high = around(values, 0.08)
    share = unit in SHARES
    widen = max((100 if share else max(map(abs, values), default=1)) / 10 - (high - low), 0) / 2
    low, high = low - widen, high + widen
    return (max(low, -BEYOND), min(high, 100 + BEYOND)) if share else (low, high)


def ticks(low: float, high: float) -> list[float]:
    """Three to seven round numbers between two."""
    rough = (high - low) / 6
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(power * k for k in (1, 2, 5, 10) if power * k >= rough)
    return [round(step * k, 9) for k in range(math.ceil(low / step), math.floor(high / step) + 1)]


def across(frame: Frame, title: str, *, unsigned: bool = False) -> list[Layer]:
    """A line below the frame, round numbers below the line, and what is measured below them."""
    marked, foot = ticks(frame.low, frame.high), frame.tall
    line = {"x": frame.low, "x2": frame.high, "y": foot, "y2": foot, "area": ""}
    strokes = [{"x": x, "x2": x, "y": foot, "y2": foot + 5, "area": ""} for x in marked]
    numbers = [
        {"x": x, "y": foot + 14, "text": _said(abs(x) if unsigned else x), "area": ""}
        for x in marked
    ]
    middle = frame.at(frame.wide / 2)
    return [
        rules(frame, [line, *strokes], stroke=LIGHT["limit"]),
        text(frame, numbers, fill=LIGHT["muted"]),
        text(frame, [{"x": middle, "y": foot + 34, "text": title, "area": ""}]),
    ]


def upright(frame: Frame, top: float) -> Layer:
    """Lines upwards to `top` at the round numbers."""
    marked = ticks(frame.low, frame.high)
    lines = [{"x": x, "x2": x, "y": top, "y2": frame.tall, "area": ""} for x in marked]
    return rules(frame, lines, stroke=LIGHT["grid"])


def _said(number: float) -> str:
    return f"{number:,.6g}".replace("-", MINUS)
