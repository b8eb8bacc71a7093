"""How far two answers to one question agree."""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike


class Agreement(NamedTuple):
    """`exact` and `within_one` are shares of `n`; `kappa` is NaN where all answers are alike."""

    n: int
    exact: float
    within_one: float
    kappa: float
    error: float


def agreement(first: ArrayLike, second: ArrayLike, options: int) -> Agreement:
    """
    Of pairs of answers 1 to `options`: the same, at most one apart, and quadratic-weighted kappa.

    Cohen J. Weighted kappa. Psychol Bull 1968;70:213-220. `error` is kappa's large-sample standard
    error: Fleiss JL, Cohen J, Everitt BS. Large sample standard errors of kappa and weighted kappa.
    Psychol Bull 1969;72:323-327, equation 9. Raises ValueError without a pair.
    """
    one, two = np.asarray(first, int) - 1, np.asarray(second, int) - 1
    if not one.size:
        raise ValueError("No pair of answers to compare")
    apart = np.abs(one - two)
    shares = np.zeros((options, options))
    np.add.at(shares, (one, two), 1 / one.size)
    kappa, error = _weighted_kappa(shares, one.size)
    return Agreement(one.size, float(np.mean(apart == 0)), float(np.mean(apart <= 1)), kappa, error)


def _weighted_kappa(shares: np.ndarray, n: int) -> tuple[float, float]:
    place = np.arange(len(shares))
    weight = 1 - ((place[:, None] - place) / (len(shares) - 1)) ** 2
    rows, columns = shares.sum(axis=1), shares.sum(axis=0)
    observed, expected = (weight * shares).sum(), rows @ weight @ columns
    if np.isclose(expected, 1):
        return np.nan, np.nan
    kappa = (observed - expected) / (1 - expected)
    margins = (weight @ columns)[:, None] + rows @ weight
    spread = (shares * (weight - margins * (1 - kappa)) ** 2).sum()
    variance = (spread - (kappa - expected * (1 - kappa)) ** 2) / (n * (1 - expected) ** 2)
    return float(kappa), float(np.sqrt(max(variance, 0)))
