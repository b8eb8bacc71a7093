"""
Where an authority may stand among all, and whether that can be said at all.

Arrays have authorities last, shape (..., k), NaN where one has no figure. The first place is the
highest figure; whether high is good is the caller's to know.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

from iro_pipeline.statistics.arrays import Floats, blocks, known, quantiles

QUARTERS = np.array([0.25, 0.5, 0.75])  # of the places, from the first
FAR = 9  # standard deviations from a mean, beyond which nothing of it lies
CLOSE, STEPS = 1e-6, 60  # of a place; steps enough where all of them halve
ROOT, TINY = np.sqrt(2 * np.pi), 1e-150


def rank_sets(
    y: ArrayLike, s: ArrayLike, confidence: float = 0.95
) -> tuple[Floats, Floats, Floats]:
    """
    First and last place that each may truly have, and of how many, each of shape (..., k).

    The places left over by those surely better and surely worse, all pairs of one authority
    judged at once: each set alone holds the true place with `confidence`, all sets together less
    often. Mogstad M, Romano JP, Shaikh AM, Wilhelm D. Inference for ranks with applications to
    mobility across neighbourhoods and academic achievement across countries. Rev Econ Stud
    2024;91:476-518. The critical value is that of Šidák Z, J Am Stat Assoc 1967;62:626-633,
    which holds however the differences are correlated, so that nothing is drawn.
    """
    y, s = known(y, s)
    shape, k = y.shape, y.shape[-1]
    of = (~np.isnan(y)).sum(axis=-1)
    each = confidence ** (1 / np.maximum(of - 1, 1))
    critical = special.ndtri((1 + each) / 2).ravel()
    rows, variance = y.reshape(-1, k), s.reshape(-1, k) ** 2
    better, worse = np.empty(rows.shape), np.empty(rows.shape)
    for at in blocks(len(rows), k * k):
        ahead = rows[at, np.newaxis, :] - rows[at, :, np.newaxis]
        chance = variance[at, np.newaxis, :] + variance[at, :, np.newaxis]
        surely = ahead * abs(ahead) > critical[at, np.newaxis, np.newaxis] ** 2 * chance
        better[at], worse[at] = surely.sum(axis=-1), surely.sum(axis=-2)
    there = y * 0
    of = of[..., np.newaxis] + there
    return better.reshape(shape) + 1 + there, of - worse.reshape(shape), of


def places(y: ArrayLike) -> Floats:
    """The place of each figure as it stands, whatever chance has to do with it; ties share one."""
    y = np.asarray(y, float)
    missing = np.isnan(y)
    from scipy.stats import rankdata  # late: it takes more than a second to import

    found = rankdata(np.where(missing, np.inf, -y), method="min", axis=-1)
    return np.where(missing, np.nan, found)


def bands(y: ArrayLike, number: int = 4) -> Floats:
    """
    Which of `number` bands of places each figure stands in; the first holds the highest.

    NaN where fewer figures than bands are. As `phe_quantile` in PHEindicatormethods 2.0 with the
    highest first: those who share a place share the band of the first of them.
    """
    of = (~np.isnan(np.asarray(y, float))).sum(axis=-1, keepdims=True)
    size = np.where(of < number, np.nan, of / number)
    return np.maximum(np.floor(number + 1 - np.ceil((of + 1 - places(y)) / size)), 1)


def rankability(tau2: ArrayLike, s: ArrayLike) -> Floats:
    """
    The part of the variance between figures that is not chance, 0 to 1, of shape (...).

    van Dishoeck AM, Lingsma HF, Mackenbach JP, Steyerberg EW. Random variation and rankability of
    hospitals using outcome indicators. BMJ Qual Saf 2011;20:869-874.
    """
    between = np.asarray(tau2, float)
    chance = quantiles(np.asarray(s, float) ** 2, [0.5])[..., 0]
    return between / (between + chance)


def quarters(mean: ArrayLike, sd: ArrayLike) -> Floats:
    """
    How likely each authority's true place is in each of the four `bands`, shape (..., k, 4).

    NaN below four authorities. Nothing is drawn. For each pair of quarters, the cut is where as
    many authorities are expected above as have places there; where it truly lies is uncertain
    by the variance of that number over the density of authorities at the cut (the delta method,
    as for a sample quantile: Serfling RJ. Approximation theorems. Wiley 1980, section 2.3), with
    the authority itself left out. Within .03 of drawing all and counting places for 30
    authorities or more (Marshall EC, Spiegelhalter DJ. BMJ 1998;316:1701), .1 for nine.
    """
    mean, sd = known(mean, sd)
    k = mean.shape[-1]
    few = (~np.isnan(mean)).sum(axis=-1, keepdims=True) < len(QUARTERS) + 1
    rows, spreads = (np.where(few, np.nan, each).reshape(-1, k) for each in (mean, sd))
    chances = np.empty((*rows.shape, len(QUARTERS) + 1))
    for at in blocks(len(rows), k * len(QUARTERS)):
        chances[at] = _chances(rows[at], spreads[at])
    return chances.reshape(*mean.shape, len(QUARTERS) + 1)


def _chances(mean: Floats, sd: Floats) -> Floats:
    """Of rows of authorities: how much of each lies between the cuts."""
    there = ~np.isnan(mean)
    number = there.sum(axis=-1, keepdims=True)
    middle, scale = np.where(there, mean, 0), np.where(there, sd, 1)
    cuts = _cuts(middle, scale, (there, np.ceil(number * QUARTERS)))
    off = (middle[:, np.newaxis] - cuts[..., np.newaxis]) / scale[:, np.newaxis]
    above = special.ndtr(off)
    density = there[:, np.newaxis] * np.exp(-off * off / 2) / scale[:, np.newaxis] / ROOT
    others = np.maximum(_without_own(density), TINY)
    near = _without_own(density * scale[:, np.newaxis] ** 2) / others
    unsure = _without_own(there[:, np.newaxis] * above * (1 - above)) / others**2
    # The cut is no less certain than those near it are: it may lie in a gap between two groups.
    moved = np.clip((0.5 - above) / others, -np.sqrt(near), np.sqrt(near))
    spread = np.sqrt(scale[:, np.newaxis] ** 2 + np.minimum(unsure, near))
    past = special.ndtr((off * scale[:, np.newaxis] - moved) / spread)
    ends = np.zeros((len(mean), 1, mean.shape[-1]))
    upto = np.concatenate([ends, np.maximum.accumulate(past, axis=1), ends + 1], axis=1)
    return np.where(there[..., np.newaxis], np.diff(upto, axis=1).swapaxes(1, 2), np.nan)


def _without_own(values: Floats) -> Floats:
    return np.maximum(values.sum(axis=-1, keepdims=True) - values, 0)


def _cuts(mean: Floats, sd: Floats, target: tuple[NDArray[np.bool_], Floats]) -> Floats:
    """
    Rows by cuts: above which so many of those who are there are expected.

    Newton's steps, halving instead where a step would leave what is known to hold the cut.
    """
    there, places = target[0][:, np.newaxis], target[1]
    low = np.repeat((mean - FAR * sd).min(axis=-1, keepdims=True), len(QUARTERS), axis=-1)
    high = np.repeat((mean + FAR * sd).max(axis=-1, keepdims=True), len(QUARTERS), axis=-1)
    cuts = quantiles(mean, 1 - QUARTERS)
    for _ in range(STEPS):
        off = (mean[:, np.newaxis] - cuts[..., np.newaxis]) / sd[:, np.newaxis]
        over = (there * special.ndtr(off)).sum(axis=-1) - places
        if (abs(over) < CLOSE).all():
            break
        low, high = np.where(over > 0, cuts, low), np.where(over > 0, high, cuts)
        slope = (there * np.exp(-off * off / 2) / sd[:, np.newaxis]).sum(axis=-1) / ROOT
        step = cuts + over / np.maximum(slope, TINY)
        cuts = np.where((step >= low) & (step <= high), step, (low + high) / 2)
    return cuts
