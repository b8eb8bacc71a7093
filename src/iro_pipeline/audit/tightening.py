"""What follows from each sum alone, again and again: outer bounds, cheap, before any programme."""

from dataclasses import dataclass

import numpy as np
from scipy import sparse

from iro_pipeline.audit.system import System
from iro_pipeline.statistics.arrays import Floats

ROUNDS = 8  # what creeps on after that is left to the programmes
NEAR = 1e-7


def tightened(system: System) -> tuple[Floats, Floats]:
    """
    Low and high (n,) that every whole solution keeps; low above high where there is none.

    Bound propagation, as in Savelsbergh MWP. Preprocessing and probing techniques for mixed
    integer programming problems. ORSA J Comput 1994;6:445-454.
    """
    low, high = np.ceil(system.low - NEAR), np.floor(system.high + NEAR)
    open_ = low != high
    told = system.matrix @ np.where(open_, 0, low)
    least, most = system.least - told, system.most - told
    entries = _Entries.of(sparse.csr_array(system.matrix[:, open_]))
    if _broken(np.bincount(entries.rows, minlength=len(told)) == 0, least, most):
        open_, least, most = np.full(len(low), True), system.least, system.most
        entries = _Entries.of(system.matrix)
    low[open_], high[open_] = _propagated(entries, (least, most), low[open_], high[open_])
    return low, high


def _broken(told: np.ndarray, least: Floats, most: Floats) -> bool:
    """Whether any sum of which every number is told is not what it must be."""
    return bool((told & ((least > NEAR) | (most < -NEAR))).any())


def _propagated(
    entries: "_Entries", ends: tuple[Floats, Floats], low: Floats, high: Floats
) -> tuple[Floats, Floats]:
    for _ in range(ROUNDS):
        closer_low, closer_high = entries.implied(ends, low, high)
        closer_low, closer_high = np.maximum(low, closer_low), np.minimum(high, closer_high)
        if (closer_low == low).all() and (closer_high == high).all():
            break
        low, high = closer_low, closer_high
        if (low > high).any():
            break
    return low, high


@dataclass(frozen=True)
class _Entries:
    """The entries of a matrix, row by row, and their order column by column."""

    rows: np.ndarray
    columns: np.ndarray
    values: Floats
    by_column: np.ndarray
    shape: tuple[int, int]

    @classmethod
    def of(cls, matrix: sparse.csr_array) -> "_Entries":
        rows = np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))
        order = np.argsort(matrix.indices, kind="stable")
        return cls(rows, matrix.indices, matrix.data, order, matrix.shape)

    def implied(
        self, ends: tuple[Floats, Floats], low: Floats, high: Floats
    ) -> tuple[Floats, Floats]:
        """Of each column, what its rows, between `ends`, leave it when all others are at theirs."""
        bottom, top = ends
        up = self.values > 0
        least, most = low[self.columns], high[self.columns]
        smallest = self.values * np.where(up, least, most)
        greatest = self.values * np.where(up, most, least)
        above = (top[self.rows] - self._others(smallest)) / self.values
        below = (bottom[self.rows] - self._others(greatest)) / self.values
        lower = np.ceil(np.where(up, below, above) - NEAR)
        upper = np.floor(np.where(up, above, below) + NEAR)
        return self._closest(lower, np.maximum, -np.inf), self._closest(upper, np.minimum, np.inf)

    def _others(self, terms: Floats) -> Floats:
        """The sum of the other terms of the row; infinite where one of those is."""
        endless = ~np.isfinite(terms)
        sums = np.bincount(self.rows, np.where(endless, 0, terms), self.shape[0])[self.rows]
        many = np.bincount(self.rows, endless, self.shape[0])[self.rows]
        sign = np.where(endless, terms, 0)
        worst = np.bincount(self.rows, np.sign(sign), self.shape[0])[self.rows]
        alone = (many == 1) & endless
        return np.where(
            many == 0, sums - terms, np.where(alone, sums, np.inf * np.where(worst == 0, 1, worst))
        )

    def _closest(self, bounds: Floats, choose: np.ufunc, none: float) -> Floats:
        found = np.full(self.shape[1], none)
        ordered = self.columns[self.by_column]
        if len(ordered):
            first = np.flatnonzero(np.diff(ordered, prepend=-1))
            found[ordered[first]] = choose.reduceat(bounds[self.by_column], first)
        return found
