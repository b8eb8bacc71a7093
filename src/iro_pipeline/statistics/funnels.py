"""
Whether an authority lies outside what chance, and what authorities ordinarily differ, explain.

Arrays have authorities last, shape (..., k), NaN where one has no figure. Flags: 0 within, 1 and
2 above the 95 % and the 99.8 % limits, -1 and -2 below them.
"""

from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike

from iro_pipeline.statistics import counts
from iro_pipeline.statistics.arrays import Floats, known, normal, quantiles

ALERT, ALARM = 0.95, 0.998  # Spiegelhalter DJ. Stat Med 2005;24:1185-1202
WINSORISED = 0.1  # of each end. Spiegelhalter, 2005


def flags(z: ArrayLike) -> Floats:
    """Flags of standard scores; NaN where there is none. A score on a limit is within."""
    score = np.asarray(z, float)
    beyond = (abs(score) > normal(ALERT)) + 1.0 * (abs(score) > normal(ALARM))
    return np.where(np.isnan(score), np.nan, np.sign(score) * beyond)


def count_flags(observed: ArrayLike, expected: ArrayLike) -> Floats:
    """Flags of counts: is what was expected outside the interval of what was observed?"""
    count, of = known(observed, expected)
    outside = np.zeros_like(count)
    for confidence in (ALERT, ALARM):
        lower, upper = counts.ends(count, confidence)
        outside += (lower > of) * 1.0 - (upper < of)
    return np.where(np.isnan(count), np.nan, outside)


def proportion_score(numerator: ArrayLike, denominator: ArrayLike, centre: ArrayLike) -> Floats:
    """Standard scores of shares about `centre`; nought where the centre is none or all."""
    part, whole, p0 = known(numerator, denominator, centre)
    off, sd = part / whole - p0, np.sqrt(p0 * (1 - p0) / whole)
    return off / np.where(sd > 0, sd, np.inf) + 0 * sd


def proportion_limits(
    centre: ArrayLike, denominator: ArrayLike, confidence: float
) -> tuple[Floats, Floats]:
    """
    Control limits of a share (0 to 1): centre -+ z sqrt(centre (1 - centre) / n), cut at 0 and 1.

    PHEindicatormethods 2.0 `calculate_funnel_limits` has the same; it cuts the upper limit at
    100 whatever the multiplier, so its limits of shares per 1,000 are not these.
    """
    p0, n = known(centre, denominator)
    half = normal(confidence) * np.sqrt(p0 * (1 - p0) / n)
    return np.maximum(p0 - half, 0), np.minimum(p0 + half, 1)


def ratio_limits(expected: ArrayLike, confidence: float) -> tuple[Floats, Floats]:
    """Control limits of observed over expected, about 1: the exact ends of the expected count."""
    (e,) = known(expected)
    lower, upper = counts.exact(e, confidence)
    return lower / e, upper / e


def dispersion(
    y: ArrayLike, s: ArrayLike, centre: ArrayLike, winsorise: float = WINSORISED
) -> tuple[Floats, Floats]:
    """
    How much more than chance the authorities differ: phi and tau squared, of shape (...).

    phi is the mean square of the scores, the outer tenths drawn in so that those who are to be
    flagged do not widen their own limits, over what it is when chance alone is at work (.679 for
    tenths). Without that last step, which FunnelPlotR 0.5 does not take, one authority in nine is
    flagged where none is an outlier; with it one in twenty (benchmarks/coverage.py). Spiegelhalter
    DJ. Handling over-dispersion of performance indicators. Qual Saf Health Care 2005;14:347-351;
    consistency at the normal as in Huber PJ. Robust statistics. Wiley 1981, chapter 5.
    """
    y, s = known(y, s)
    z = (y - _column(centre)) / s
    phi = winsorised_square(z, winsorise) / square_of_chance(winsorise)
    return phi, excess_variance(phi, s)


def winsorised_square(z: ArrayLike, share: float) -> Floats:
    """The mean square of scores whose outer shares, at each end, are drawn in to that quantile."""
    (z,) = known(z)
    ends = quantiles(z, [share, 1 - share])
    k = (~np.isnan(z)).sum(axis=-1)
    total = np.nansum(np.clip(z, ends[..., :1], ends[..., 1:]) ** 2, axis=-1)
    return total / np.where(k > 0, k, np.nan)


def square_of_chance(share: float) -> float:
    """`winsorised_square` of endlessly many standard normal scores."""
    if share == 0:
        return 1.0
    normal_of = NormalDist()
    cut = normal_of.inv_cdf(1 - share)
    return 1 - 2 * share - 2 * cut * normal_of.pdf(cut) + 2 * share * cut**2


def excess_variance(phi: ArrayLike, s: ArrayLike) -> Floats:
    """
    Tau squared that phi tells of; nought where k phi is no more than chance explains, k - 1.

    The form of DerSimonian R, Laird N. Meta-analysis in clinical trials. Control Clin Trials
    1986;7:177-188.
    """
    w = np.where(np.isnan(s), 0, np.asarray(s, float) ** -2.0)
    k, weight, squares = (w > 0).sum(axis=-1), w.sum(axis=-1), (w**2).sum(axis=-1)
    spread = weight - squares / np.where(k > 0, weight, 1)
    excess = np.maximum(k * np.asarray(phi, float) - (k - 1), 0)
    return excess / np.where(k > 1, spread, np.inf)


def adjusted_z(y: ArrayLike, s: ArrayLike, centre: ArrayLike, tau2: ArrayLike) -> Floats:
    """Standard scores beside both chance and the ordinary spread between authorities."""
    y, s = known(y, s)
    return (y - _column(centre)) / np.hypot(s, np.sqrt(_column(tau2)))


def adjusted_limits(
    s: ArrayLike, centre: ArrayLike, tau2: ArrayLike, confidence: float
) -> tuple[Floats, Floats]:
    """Control limits on the stabilised scale: `stabilised.back` brings them home."""
    half = normal(confidence) * np.hypot(s, np.sqrt(_column(tau2)))
    return _column(centre) - half, _column(centre) + half


def _column(summary: ArrayLike) -> Floats:
    """A summary of shape (...) beside authorities of shape (..., k)."""
    return np.asarray(summary, float)[..., np.newaxis]
