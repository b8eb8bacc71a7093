"""Intervals for a mean of authorities, some of which answered."""

from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import stdtrit

Ends = tuple[np.ndarray, np.ndarray]


def variance_of_mean(
    between: ArrayLike, answered: ArrayLike, of: ArrayLike, within: ArrayLike = 0
) -> np.ndarray:
    """
    Variance of a mean of `answered` authorities, each one vote, as an estimate for all `of` them.

    (1 - f) between/answered + f within/answered with f = answered/of: `between` is the variance of
    the authorities' figures, `within` the mean variance of one of them from those who answered for
    it, 0 where the authority itself speaks. Cochran WG. Sampling Techniques, 3rd ed., 1977, section
    10.4, two stages. NaN for one authority, unless it is the only one there is and itself speaks.
    """
    k, share = np.asarray(answered, float), np.asarray(answered, float) / np.asarray(of, float)
    left = np.where(share < 1, (1 - share) * np.asarray(between, float), 0)
    return (left + share * np.asarray(within, float)) / k


def interval_of_mean(
    mean: ArrayLike, variance: ArrayLike, answered: ArrayLike, confidence: float = 0.95
) -> Ends:
    """Both ends by Student's t with one degree of freedom less than authorities answered."""
    reach = _quantile(answered, confidence) * np.sqrt(np.asarray(variance, float))
    reach = np.where(np.asarray(variance, float) == 0, 0, reach)
    return np.asarray(mean, float) - reach, np.asarray(mean, float) + reach


def interval_of_share(
    share: ArrayLike,
    variance: ArrayLike,
    counts: tuple[ArrayLike, ArrayLike],
    confidence: float = 0.95,
) -> Ends:
    """
    Both ends for a share between 0 and 1; `counts` are the authorities that answered, and all.

    Wilson's interval over as many answers as would have that variance, fewer by (z/t)²: Korn EL,
    Graubard BI. Confidence intervals for proportions with small expected number of positive counts
    estimated from survey data. Survey Methodology 1998;24:193-201. Where all agree the variance
    tells nothing, and each authority is one answer of those there are.
    """
    p, v = np.asarray(share, float), np.asarray(variance, float)
    k, of = (np.asarray(each, float) for each in counts)
    z = NormalDist().inv_cdf(0.5 + confidence / 2)
    with np.errstate(divide="ignore", invalid="ignore"):
        alike = np.where(k < of, k / (1 - k / of), np.inf)
        size = np.where(v > 0, p * (1 - p) / v, np.where(np.isnan(v), np.nan, alike))
        size = size * np.where(k > 1, (z / _quantile(k, confidence)) ** 2, np.nan)
        middle = (p + z**2 / (2 * size)) / (1 + z**2 / size)
        reach = z * np.sqrt(p * (1 - p) / size + z**2 / (4 * size**2)) / (1 + z**2 / size)
    return np.clip(middle - reach, 0, 1), np.clip(middle + reach, 0, 1)


def _quantile(answered: ArrayLike, confidence: float) -> np.ndarray:
    freedom = np.asarray(answered, float) - 1
    return stdtrit(np.where(freedom > 0, freedom, np.nan), 0.5 + confidence / 2)
