"""
Whether a series changes more than chance changes it.

Arrays have time last, shape (..., periods), NaN where a period has no figure. Such a gap is
passed over: the period after it is the next one. Leading axes are series of their own.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from iro_pipeline.statistics.arrays import Floats, known

# Points from which limits are firm: NHS England, Making data count, 2019, and Wheeler DJ.
# Understanding variation. SPC Press 1993 both ask for at least twelve.
FIRM = 12
FEWEST = 3  # a line through two points leaves nothing to judge it by
LIMIT = 2.66  # three standard deviations, in mean moving ranges: 3 / 1.128
NEAR = LIMIT * 2 / 3
SCREENED = 3.267  # in mean moving ranges: the upper limit of the ranges themselves
RUN = 7
RULES = ("", "outside", "trend", "two of three", "shift")  # the first that holds is told


@dataclass(frozen=True, eq=False)
class Chart:
    """
    `mean`, `lower`, `upper` of each series, shape (...); NaN limits where they are not firm.

    `rule` says of each point which of `RULES` it breaks, by number, and `direction` which way:
    1 above or rising, -1 below or falling, 0 none. Both NaN where there is no point.
    """

    mean: Floats
    lower: Floats
    upper: Floats
    rule: Floats
    direction: Floats


@dataclass(frozen=True, eq=False)
class Trend:
    """`slope` per unit of time and its standard error, `p` that it is chance, over `n` points."""

    slope: Floats
    error: Floats
    p: Floats
    n: Floats


def xmr(values: ArrayLike, firm: int = FIRM, screened: float = SCREENED) -> Chart:
    """
    The chart of individual values: mean -+ 2.66 mean moving ranges, and four rules.

    A point outside the limits; seven rising or falling; two of three beyond two thirds of the
    way to a limit, all three on one side; seven on one side. Moving ranges of 3.267 times their
    mean or more are left out, once. Below `firm` points only the runs of seven are judged.
    NHS England, Making data count, 2019; rules and their order as in NHSRplotthedots 0.2.
    """
    packed, order = _packed(np.asarray(values, float))
    number = (~np.isnan(packed)).sum(axis=-1)
    mean = _mean(packed)
    ranges = abs(np.diff(packed, axis=-1))
    usual = _mean(np.where(ranges < screened * _mean(ranges)[..., np.newaxis], ranges, np.nan))
    usual = np.where(number >= firm, usual, np.nan)
    rule, direction = _judged(packed - mean[..., np.newaxis], usual[..., np.newaxis])
    there = 0 * packed
    rule, direction = (_unpacked(each + there, order) for each in (rule, direction))
    return Chart(mean, mean - LIMIT * usual, mean + LIMIT * usual, rule, direction)


def two_of_three(near: ArrayLike, side: ArrayLike) -> Floats:
    """Points of any three in a row of which two are near a limit and all on one side."""
    enough = _windows(np.asarray(near, float), 3).sum(axis=-1) >= 2
    together = abs(_windows(np.asarray(side, float), 3).sum(axis=-1)) == 3
    return part_of((enough & together) * 1.0, 3)


def seven_on_one_side(side: ArrayLike) -> Floats:
    """1 or -1 where a point and the six before are all above or all below, else 0."""
    total = _windows(np.asarray(side, float), RUN).sum(axis=-1)
    return np.where(abs(total) == RUN, np.sign(total), 0)


def seven_in_order(values: ArrayLike) -> Floats:
    """1 or -1 where a point ends seven that rise or fall each time, else 0."""
    steps = np.sign(np.diff(np.asarray(values, float), axis=-1, prepend=np.nan))
    total = _windows(steps, RUN - 1).sum(axis=-1)
    return np.where(abs(total) == RUN - 1, np.sign(total), 0)


def part_of(ends: ArrayLike, size: int = RUN) -> Floats:
    """The same for all `size` points that end there; of two directions the later one's."""
    backwards = _windows(np.asarray(ends, float)[..., ::-1], size)[..., ::-1, :]
    found = (backwards != 0) & ~np.isnan(backwards)
    # A window, turned round, holds the farthest end first: that is the later one.
    latest = np.take_along_axis(backwards, found.argmax(axis=-1)[..., np.newaxis], axis=-1)
    return np.where(found.any(axis=-1), latest[..., 0], 0)


def trend(y: ArrayLike, s: ArrayLike, times: ArrayLike) -> Trend:
    """
    The weighted line through stabilised figures of known standard errors, for short series.

    Where the points lie farther off the line than chance has them, its error is widened by the
    root of chi-square per degree of freedom; p is of Student's t with n - 2. For shares on the
    stabilised scale it is the test of Armitage P. Biometrics 1955;11:375-386, with the allowance
    of McCullagh P, Nelder JA. Generalized linear models, 2nd ed, 1989, section 4.5. NaN below
    three points, or with all at one time.
    """
    y, s, times = known(y, s, times)
    n = (~np.isnan(y)).sum(axis=-1)
    w = np.where(np.isnan(y), 0, s**-2)
    weight = np.where(n > 0, w.sum(axis=-1), np.nan)[..., np.newaxis]
    off, figure = (
        np.nan_to_num(each - np.nansum(w * each, axis=-1, keepdims=True) / weight)
        for each in (times, y)
    )
    square = (w * off**2).sum(axis=-1)
    square = np.where((n >= FEWEST) & (square > 0), square, np.nan)
    slope = (w * off * figure).sum(axis=-1) / square
    freedom = np.maximum(n - 2, 1)
    excess = (w * (figure - slope[..., np.newaxis] * off) ** 2).sum(axis=-1) / freedom
    error = np.sqrt(np.maximum(excess, 1) / square)
    return Trend(slope, error, 2 * special.stdtr(freedom, -abs(slope / error)), n * 1.0)


def change(
    before: tuple[ArrayLike, ArrayLike], after: tuple[ArrayLike, ArrayLike], tau2: ArrayLike = 0.0
) -> Floats:
    """
    The standard score of a change between two (figure, standard error), of any shape.

    `tau2` is how much authorities ordinarily change besides chance: `funnels.dispersion` of the
    changes tells it. Spiegelhalter DJ. Stat Med 2005;24:1185-1202.
    """
    (y0, s0), (y1, s1) = before, after
    y0, s0, y1, s1, tau2 = known(y0, s0, y1, s1, tau2)
    return (y1 - y0) / np.sqrt(s0**2 + s1**2 + tau2)


def _judged(off: Floats, usual: Floats) -> tuple[Floats, Floats]:
    """Which rule each point breaks, and which way, from how far off the mean it lies."""
    side = np.sign(off)
    outside = (abs(off) > LIMIT * usual) * side
    near = (abs(off) > NEAR * usual) & (abs(off) <= LIMIT * usual)
    broken = (
        outside,
        part_of(seven_in_order(off)),
        two_of_three(near, side) * near * side,
        part_of(seven_on_one_side(side)),
    )
    rule, direction = np.zeros_like(off), np.zeros_like(off)
    for number, which_way in reversed(list(enumerate(broken, start=1))):
        found = np.nan_to_num(which_way) != 0
        rule, direction = np.where(found, number, rule), np.where(found, which_way, direction)
    return rule, direction


def _packed(values: Floats) -> tuple[Floats, np.ndarray]:
    """The figures moved up over the gaps, and where each came from."""
    order = np.argsort(np.isnan(values), axis=-1, kind="stable")
    return np.take_along_axis(values, order, axis=-1), order


def _unpacked(packed: Floats, order: np.ndarray) -> Floats:
    values = np.empty_like(packed)
    np.put_along_axis(values, order, packed, axis=-1)
    return values


def _windows(values: Floats, size: int) -> Floats:
    """Shape (..., periods, size): each point and those before it, NaN before the first."""
    before = np.full((*values.shape[:-1], size - 1), np.nan)
    padded = np.concatenate([before, values], axis=-1)
    return np.lib.stride_tricks.sliding_window_view(padded, size, axis=-1)


def _mean(values: Floats) -> Floats:
    number = (~np.isnan(values)).sum(axis=-1)
    return np.nansum(values, axis=-1) / np.where(number > 0, number, np.nan)
