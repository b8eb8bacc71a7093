"""Figures of authorities as arrays: authorities last, NaN where an authority has none."""

from collections.abc import Iterator
from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
BLOCK = 200_000  # numbers worked on at a time, so that they stay near the processor


def normal(confidence: float) -> float:
    """Standard deviations to either side of the middle that hold `confidence` of a normal."""
    return NormalDist().inv_cdf(0.5 + confidence / 2)


def known(*values: ArrayLike) -> tuple[Floats, ...]:
    """The same arrays in one shape, NaN in all where it is so in one."""
    arrays = np.broadcast_arrays(*(np.asarray(each, float) for each in values))
    missing = np.isnan(arrays).any(axis=0)
    return tuple(np.where(missing, np.nan, each) for each in arrays)


def blocks(rows: int, each: int) -> Iterator[slice]:
    """The rows, as many at a time as come to one block where each makes `each` numbers."""
    size = max(1, BLOCK // max(each, 1))
    return (slice(at, at + size) for at in range(0, rows, size))


def quantiles(values: ArrayLike, shares: ArrayLike) -> Floats:
    """
    Shape (..., shares) of values of shape (..., k), NaN apart; NaN where all are.

    Definition 7 of Hyndman RJ, Fan Y. Sample quantiles in statistical packages. Am Stat
    1996;50:361-365: what R and numpy do unless told otherwise.
    """
    ordered = np.sort(np.asarray(values, float), axis=-1)  # NaN come last
    of = (~np.isnan(ordered)).sum(axis=-1, keepdims=True)
    place = np.maximum(of - 1, 0) * np.asarray(shares, float)
    below = np.floor(place).astype(int)
    lower = np.take_along_axis(ordered, below, axis=-1)
    upper = np.take_along_axis(ordered, np.minimum(below + 1, np.maximum(of - 1, 0)), axis=-1)
    return lower + (place - below) * (upper - lower)
