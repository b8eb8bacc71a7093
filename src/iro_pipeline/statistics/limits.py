"""
Between which shares an authority is no further from the others than authorities ordinarily are.

The limits to draw for a verdict beside *the others*: the authority's own part is taken out of
the group, and how well the others are known is allowed for, as `benchmarks.verdicts` has it. A
share beyond them has a `distance` beyond the same number of standard errors. Spiegelhalter DJ.
Handling over-dispersion of performance indicators. Qual Saf Health Care 2005;14:347-351.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from iro_pipeline.statistics.arrays import Floats, normal
from iro_pipeline.statistics.stabilised import corrected

HALVINGS = 34  # of up to some ten thousand: to a millionth of one


@dataclass(frozen=True)
class Group:
    """
    All authorities together: the sum of the parts and of the wholes, the sum of the squared
    wholes, and the variance between authorities (`tau2`) on the stabilised scale.
    """

    part: float
    whole: float
    squares: float
    tau2: float


def share_limits(whole: ArrayLike, group: Group, confidence: float) -> tuple[Floats, Floats]:
    """
    The lowest and highest share (0 to 1) of each whole that is within the limits.

    0 or 1 where no share of so few could lie beyond. `whole` is less than the group's.
    """
    n = np.asarray(whole, float)
    z = normal(confidence)
    lower = _last(lambda part: distance(part, n, group) < -z, n)
    upper = _last(lambda part: distance(part, n, group) <= z, n)
    return lower / n, upper / n


def distance(part: ArrayLike, whole: ArrayLike, group: Group) -> Floats:
    """Standard errors between authorities with these parts and wholes and the others."""
    x, n = np.asarray(part, float), np.asarray(whole, float)
    y, s = corrected("proportion", x, n)
    others, _ = corrected("proportion", group.part - x, group.whole - n)
    ordinary = s**2 + group.tau2
    # Of all authorities together by chance: each has n squared times 1/(4n + 2), nearly n/4.
    spread = group.whole / 4 + group.tau2 * group.squares - n**2 * ordinary
    return (y - others) / np.sqrt(ordinary + spread / (group.whole - n) ** 2)


def _last(holds, n: Floats) -> Floats:
    """The largest part of each whole for which it holds; it does from nought up to there."""
    low, high = np.zeros_like(n), n.copy()
    every = holds(high)
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        kept = holds(middle)
        low, high = np.where(kept, middle, low), np.where(kept, high, middle)
    return np.where(every, n, low)
