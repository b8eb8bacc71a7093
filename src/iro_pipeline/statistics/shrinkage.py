"""
What an authority's figure is likely to be, given its own and what authorities differ.

y_i ~ N(theta_i, s_i squared), theta_i ~ N(mu, tau squared). Arrays have authorities last, shape
(..., k), NaN where one has no figure; those change nothing for the others.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from iro_pipeline.statistics.arrays import Floats, blocks, known, normal

POINTS = 121  # of tau
FEWEST = 4  # with a flat variance, fewer authorities leave the posterior without a sum


@dataclass(frozen=True, eq=False)
class Posterior:
    """`mean` and `sd` of each authority, shape (..., k); `mu` and `tau` of all, shape (...)."""

    mean: Floats
    sd: Floats
    mu: Floats
    tau: Floats

    def interval(self, confidence: float = 0.95) -> tuple[Floats, Floats]:
        """Ends from the two moments; benchmarks/coverage.py tells how often they hold."""
        half = normal(confidence) * self.sd
        return self.mean - half, self.mean + half


def posterior(y: ArrayLike, s: ArrayLike) -> Posterior:
    """
    The moments of theta, with tau integrated out over a fixed grid: nothing is drawn.

    The variance between authorities is flat a priori: intervals then cover what they say (Morris
    CN, Tang R. Estimating random effects via adjustment for density maximization. Stat Sci
    2011;26:271-287); with tau itself flat they fall short where authorities differ little. The
    mixture is that of Gelman A et al. Bayesian data analysis, 3rd ed, 2013, section 5.4. NaN
    where fewer than four authorities have a figure.
    """
    y, s = known(y, s)
    few = (~np.isnan(y)).sum(axis=-1, keepdims=True) < FEWEST
    k, lead = y.shape[-1], y.shape[:-1]
    rows, errors = (np.where(few, np.nan, each).reshape(-1, k) for each in (y, s))
    mean, sd = np.empty_like(rows), np.empty_like(rows)
    mu, tau = np.empty(len(rows)), np.empty(len(rows))
    for at in blocks(len(rows), POINTS * k):
        mean[at], sd[at], mu[at], tau[at] = _moments(rows[at], errors[at])
    return Posterior(
        mean.reshape(y.shape), sd.reshape(y.shape), mu.reshape(lead), tau.reshape(lead)
    )


def between_variance(y: ArrayLike, s: ArrayLike) -> Floats:
    """
    Tau squared of shape (...), never below nought; NaN without a figure.

    DerSimonian R, Laird N. Meta-analysis in clinical trials. Control Clin Trials 1986;7:177-188.
    """
    y, s = known(y, s)
    w = np.where(np.isnan(s), 0, s**-2)
    k, weight = (w > 0).sum(axis=-1), w.sum(axis=-1)
    some = np.where(k > 0, weight, 1)
    mean = np.nansum(w * y, axis=-1) / some
    q = np.nansum(w * (y - mean[..., np.newaxis]) ** 2, axis=-1)
    spread = np.where(k > 1, weight - (w**2).sum(axis=-1) / some, np.inf)
    return np.where(k > 0, np.maximum(q - (k - 1), 0) / spread, np.nan)


def _moments(y: Floats, s: Floats) -> tuple[Floats, Floats, Floats, Floats]:
    """Of rows of authorities: the mean and sd of each, the mu and tau of all."""
    there = ~np.isnan(y)
    middle = np.sum(y, axis=-1, where=there) / np.maximum(there.sum(axis=-1), 1)
    off = np.where(there, y - middle[:, np.newaxis], 0)
    variance = np.where(there, s**2, 1)
    grid = _weighted(off, variance, there)
    mean, sd = _mixed(off, variance, grid)
    mu, tau = ((grid.p * each).sum(axis=-1) for each in (grid.mu, grid.tau))
    all_missing = np.where(there.any(axis=-1), 0, np.nan)
    return (
        np.where(there, mean + middle[:, np.newaxis], np.nan),
        np.where(there, sd, np.nan),
        mu + middle + all_missing,
        tau + all_missing,
    )


@dataclass(frozen=True, eq=False)
class _Grid:
    """Rows by points: tau, its weight, mu given tau and how precise it is; `share` by authority."""

    tau: Floats
    p: Floats
    mu: Floats
    precision: Floats
    share: Floats  # of the way from mu to its own figure


def _weighted(off: Floats, variance: Floats, there: NDArray[np.bool_]) -> _Grid:
    # Points are equally far in u = tau / (tau + scale), so that they reach from nought to infinity.
    u = (np.arange(POINTS) + 0.5) / POINTS
    certain = (there / variance).sum(axis=-1)
    chance = there.sum(axis=-1) / np.where(certain > 0, certain, 1)
    between = np.nan_to_num(between_variance(np.where(there, off, np.nan), np.sqrt(variance)))
    tau = np.sqrt(chance + between)[:, np.newaxis] * (u / (1 - u))
    total = variance[:, np.newaxis] + tau[..., np.newaxis] ** 2
    w = there[:, np.newaxis] / total
    precision = np.where(there.any(axis=-1, keepdims=True), w.sum(axis=-1), 1)
    mu = (w @ off[..., np.newaxis])[..., 0] / precision
    square = (w @ (off**2)[..., np.newaxis])[..., 0] - precision * mu**2
    spread = (np.log(total) @ there[..., np.newaxis].astype(float))[..., 0]
    flat_variance = np.log(u) - 3 * np.log1p(-u)
    log_p = flat_variance - (square + spread + np.log(precision)) / 2
    p = np.exp(log_p - log_p.max(axis=-1, keepdims=True))
    p /= p.sum(axis=-1, keepdims=True)
    return _Grid(tau, p, mu, precision, tau[..., np.newaxis] ** 2 * w)


def _mixed(off: Floats, variance: Floats, grid: _Grid) -> tuple[Floats, Floats]:
    """Given tau, theta is N(mu + B (y - mu), B s^2 + (1 - B)^2 / precision), B the share."""
    p, mu = grid.p, grid.mu
    terms = np.stack([p, p * mu, p * mu**2, p / grid.precision], axis=1)
    none = terms.sum(axis=-1)[..., np.newaxis]
    one, two = terms @ grid.share, terms @ grid.share**2
    left, left2 = none - one, none - 2 * one + two  # with 1 - B, and its square, in place of B
    mean = left[:, 1] + off * one[:, 0]
    square = left2[:, 2] + 2 * off * (one[:, 1] - two[:, 1]) + off**2 * two[:, 0]
    within = variance * one[:, 0] + left2[:, 3]
    return mean, np.sqrt(np.maximum(square - mean**2 + within, 0))
