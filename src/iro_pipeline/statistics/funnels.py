"""
Whether an authority lies outside what chance, and what authorities ordinarily differ, explain.

Arrays have authorities last, shape (..., k), NaN where one has no figure. Flags: 0 within, 1 and
2 above the 95 % and the 99.8 % limits, -1 and -2 below them.
"""

import numpy as np
from numpy.typing import ArrayLike

from iro_pipeline.statistics import counts
from iro_pipeline.statistics.arrays import Floats, known, normal, quantiles

ALERT, ALARM = 0.95, 0.998  # Association of Public Health Observatories, funnel plots, 2008
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

    phi is the mean square of the scores, of which the outer tenths are drawn in to the tenth,
    so that those who are to be flagged do not widen their own limits. tau squared is the spread
    between authorities that phi tells of, nought where phi is no more than chance explains
    (k phi <= k - 1). Spiegelhalter 2005; the form of DerSimonian R, Laird N. Meta-analysis in
    clinical trials. Control Clin Trials 1986;7:177-188.
    """
    y, s = known(y, s)
    z = (y - _column(centre)) / s
    ends = quantiles(z, [winsorise, 1 - winsorise])
    drawn_in = np.clip(z, ends[..., :1], ends[..., 1:])
    k = (~np.isnan(z)).sum(axis=-1)
    w = np.where(np.isnan(s), 0, s**-2)
    excess = np.nansum(drawn_in**2, axis=-1) - (k - 1)
    weight, squares = w.sum(axis=-1), (w**2).sum(axis=-1)
    spread = weight - squares / np.where(k > 0, weight, 1)
    tau2 = np.where(excess > 0, excess, 0) / np.where(k > 1, spread, np.inf)
    phi = (excess + k - 1) / np.where(k > 0, k, np.nan)
    return phi, np.where(k > 0, tau2, np.nan)


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
