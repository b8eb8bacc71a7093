"""The lines of a funnel, from England's figure and spread as the release tells them."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import product

import numpy as np

from iro_pipeline.benchmarks.limits import limits
from iro_pipeline.benchmarks.verdicts import HIGHER, LOWER
from iro_pipeline.packs.cells import Row
from iro_pipeline.packs.charts import Limit
from iro_pipeline.packs.chosen import Measure
from iro_pipeline.packs.whose import Whose
from iro_pipeline.statistics.funnels import ALARM, ALERT
from iro_pipeline.statistics.limits import Group, distance, share_limits

DRAWN = 24  # sizes at which the lines are drawn, beside those of the authorities
# England's percentage is told to one decimal, its spread to three digits.
TOLD = 0.05
STEPS = (0.0, 0.2, -0.2, 0.4, -0.4, 0.6, -0.6, 0.8, -0.8, 1.0, -1.0)


def lines(whose: Whose, measure: Measure) -> dict[float, Limit]:
    """
    The limits by size: at every authority's own, and evenly between the smallest and largest.

    Empty where England's figure or spread is not told, or no authority's.
    """
    rows = told(whose, measure)
    group = _group(whose, measure, rows)
    if group is None:
        return {}
    sizes = [row["denominator"] for row in rows]
    n = np.unique([*sizes, *np.geomspace(min(sizes), max(sizes), DRAWN).round()])
    ends = [100 * end for sure in (ALERT, ALARM) for end in share_limits(n, group, sure)]
    return {
        float(size): Limit(float(size), *(float(end[at]) for end in ends))
        for at, size in enumerate(n)
    }


def told(whose: Whose, measure: Measure) -> list[Row]:
    """The authorities whose figure is shown."""
    return [row for row in whose.of(measure) if row["value"] is not None]


def word(row: Row) -> str:
    """Higher or lower than England's others; else nothing."""
    return row["verdict"] if row["verdict"] in (HIGHER, LOWER) else ""


def _group(whose: Whose, measure: Measure, rows: Sequence[Row]) -> Group | None:
    """England's authorities together."""
    england = whose.england(measure)
    spread = whose.tables["spread"].filter(indicator=measure.indicator, period=measure.period)
    if england is None or england["value"] is None or not spread.height or not rows:
        return None
    sizes = np.array([row["denominator"] for row in rows])
    whole = england["denominator"]
    group = Group(
        part=england["value"] / 100 * whole,
        whole=whole,
        # As uneven as those that are told; it hardly moves the lines.
        squares=whole**2 / england["authorities"] * float(np.mean(sizes**2) / np.mean(sizes) ** 2),
        tau2=spread["tau2"].item(),
    )
    return _agreeing(group, rows)


def _agreeing(group: Group, rows: Sequence[Row]) -> Group:
    """
    The group, as near to how it is told as agrees with every verdict.

    What is told is rounded, and a verdict is not: a figure on a line could else seem to lie on its
    other side. Where nothing within the rounding agrees, it is the group as it is told.
    """
    part, whole = (np.array([row[name] for row in rows]) for name in ("numerator", "denominator"))
    compared = np.array([row["distance"] is not None for row in rows])
    words = np.array([{HIGHER: 1, LOWER: -1}.get(word(row), 0) for row in rows])
    for near in _within_rounding(group):
        away = distance(part, whole, near)
        outside = np.where(abs(away) > limits().z, np.sign(away), 0)
        if (outside == words)[compared].all():
            return near
    return group


def _within_rounding(group: Group) -> Iterator[Group]:
    """The nearest first."""
    digit = 10.0 ** (np.floor(np.log10(group.tau2)) - 2) / 2 if group.tau2 > 0 else 0.0
    for share, spread in sorted(product(STEPS, STEPS), key=lambda each: max(map(abs, each))):
        off = share * TOLD / 100 * group.whole
        yield replace(group, part=group.part + off, tau2=group.tau2 + spread * digit)
