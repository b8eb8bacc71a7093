"""How far a mean of several people's answers, or of several items, can be relied on."""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike


class OneWay(NamedTuple):
    """
    A one-way analysis of variance of answers in groups; NaN where nothing can be told.

    `msw` is the variance within groups, `tau2` that between the groups' true means, never
    negative; `n0` the answers of a group, as they count. `icc1` is the reliability of one answer,
    `icc2` that of the mean of a group of `n0`; both are as estimated and may be below nought.
    """

    n: int
    groups: int
    msb: float
    msw: float
    n0: float
    tau2: float
    icc1: float
    icc2: float


def one_way(values: ArrayLike, groups: ArrayLike) -> OneWay:
    """
    ICC(1) and ICC(2) by analysis of variance, with n0 = (N - sum n²/N)/(k - 1) answers a group.

    Shrout PE, Fleiss JL. Intraclass correlations. Psychol Bull 1979;86:420-428; n0: Snedecor GW,
    Cochran WG. Statistical Methods, 8th ed., 1989, section 13.6.
    """
    of, member = np.asarray(values, float), np.unique(np.asarray(groups), return_inverse=True)[1]
    n = np.bincount(member)
    total, k = of.size, n.size
    if k < 2 or total <= k:
        return OneWay(total, k, *[np.nan] * 6)
    means = np.bincount(member, of) / n
    msw = float(((of - means[member]) ** 2).sum() / (total - k))
    msb = float((n * (means - of.mean()) ** 2).sum() / (k - 1))
    n0 = float((total - (n**2).sum() / total) / (k - 1))
    both = msb + (n0 - 1) * msw
    icc1 = (msb - msw) / both if both > 0 else np.nan
    icc2 = (msb - msw) / msb if msb > 0 else np.nan
    return OneWay(total, k, msb, msw, n0, max(0.0, (msb - msw) / n0), icc1, icc2)


def within_group_agreement(variance: ArrayLike, options: int) -> np.ndarray:
    """
    rwg: 1 less the variance of a group's answers over that of answers spread evenly, not below 0.

    James LR, Demaree RG, Wolf G. Estimating within-group interrater reliability. J Appl Psychol
    1984;69:85-98. Agreement, and no reliability.
    """
    return np.maximum(0, 1 - np.asarray(variance, float) * 12 / (options**2 - 1))


def alpha(items: ArrayLike) -> float:
    """
    Cronbach's alpha of complete answers, one row a person and one column an item.

    Cronbach LJ. Coefficient alpha and the internal structure of tests. Psychometrika
    1951;16:297-334; of items scored 0 and 1 it is Kuder and Richardson's formula 20.
    """
    cov = _covariance(items)
    if cov is None:
        return np.nan
    count = len(cov)
    return float(count / (count - 1) * (1 - np.trace(cov) / cov.sum()))


def omega_total(items: ArrayLike) -> float:
    """
    McDonald's omega of one factor, fitted to the covariances by minimum residuals.

    McDonald RP. Test Theory: A Unified Treatment, 1999, chapter 6. NaN of fewer than three items,
    of which one factor cannot be told.
    """
    cov = _covariance(items)
    if cov is None or len(cov) < 3:
        return np.nan
    loading = _one_factor(cov)
    common = loading.sum() ** 2
    return float(common / (common + (np.diag(cov) - loading**2).sum()))


def centred(items: ArrayLike, groups: ArrayLike) -> np.ndarray:
    """The items less the mean of each person's group: what is left within groups."""
    of, member = np.asarray(items, float), np.unique(np.asarray(groups), return_inverse=True)[1]
    n = np.bincount(member)
    means = np.stack([np.bincount(member, column) / n for column in of.T], axis=1)
    return of - means[member]


def _covariance(items: ArrayLike) -> np.ndarray | None:
    """None where there is too little, or an item that everyone answers alike."""
    of = np.asarray(items, float)
    if of.ndim != 2 or of.shape[0] < 3 or of.shape[1] < 2:
        return None
    cov = np.cov(of, rowvar=False)
    return cov if np.diag(cov).min() > 1e-12 and cov.sum() > 1e-12 else None


def _one_factor(cov: np.ndarray) -> np.ndarray:
    """Loadings that leave the least of the covariances; no item's uniqueness is below nought."""
    above = np.triu_indices(len(cov), 1)
    most = np.sqrt(np.diag(cov))

    def left(loading: np.ndarray) -> np.ndarray:
        return (cov - np.outer(loading, loading))[above]

    start = most * np.sqrt(0.5)
    from scipy.optimize import least_squares  # late: for scores alone, and slow to import

    return least_squares(left, start, bounds=(-most, most), xtol=1e-12, ftol=1e-12).x
