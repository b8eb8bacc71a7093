"""Numbers that a reader knows to change together, each bundle of them as one: fewer to solve."""

from dataclasses import dataclass
from functools import cached_property
from typing import Self

import numpy as np
from scipy import sparse
from scipy.sparse import csgraph

from iro_pipeline.audit.system import SLACK
from iro_pipeline.statistics.arrays import Floats


@dataclass(frozen=True)
class Bundles:
    """
    Changes to a nation, each by how much its bundles change: `signs` (n, k) has 1 or -1 where a
    number changes with a bundle, and no entry for a number that cannot change.

    Sums (m, k) of bundles change by `least` to `most` (m,), bundles by `low` to `high` (k,).
    """

    signs: sparse.csr_array
    sums: sparse.csr_array
    least: Floats
    most: Floats
    low: Floats
    high: Floats

    @classmethod
    def of(
        cls, sums: sparse.csr_array, room: tuple[Floats, Floats], ends: tuple[Floats, Floats]
    ) -> Self:
        """
        Of `sums` (m, n) of numbers that may change by no less and no more than `room` (m,), and the
        numbers by no less and no more than `ends` (n,).
        """
        told = room[0] == room[1]
        sums = sums.copy()
        sums.eliminate_zeros()
        signs = sparse.csr_array(sparse.eye_array(sums.shape[1]))
        while (tied := _tied(sums, told)) is not None:
            signs, sums = (sparse.csr_array(each @ tied) for each in (signs, sums))
            sums.eliminate_zeros()
        many = np.diff(sums.indptr)
        single = sparse.csr_array(sparse.vstack([signs, sums[many == 1]]))
        least, most = (
            np.concatenate([own, of_sums[many == 1]])
            for own, of_sums in zip(ends, room, strict=True)
        )
        kept = many > 1
        return cls(signs, sums[kept], room[0][kept], room[1][kept], *_closest(single, least, most))

    @cached_property
    def sizes(self) -> np.ndarray:
        """How many numbers change with each bundle (k,)."""
        return np.bincount(self.signs.indices, minlength=self.signs.shape[1])

    def named(self, numbers: np.ndarray) -> np.ndarray:
        """The bundles that any of these numbers change with."""
        bundle, sign = self._of_number
        return np.unique(bundle[numbers[sign[numbers] != 0]])

    def changing(self, number: int, by: float) -> tuple[int, float] | None:
        """The bundle that a number changes with, and by how much then; None where it cannot."""
        bundle, sign = (each[number] for each in self._of_number)
        if not sign or not self.low[bundle] - SLACK <= by * sign <= self.high[bundle] + SLACK:
            return None
        return int(bundle), float(by * sign)

    def numbers(self, by: Floats) -> Floats:
        """By how much numbers change (n,) where bundles do (k,)."""
        bundle, sign = self._of_number
        return sign * by[bundle]

    @cached_property
    def _of_number(self) -> tuple[np.ndarray, Floats]:
        """The bundle of each number, and its sign; nought where there is none."""
        bundle, sign = np.zeros(self.signs.shape[0], np.int64), np.zeros(self.signs.shape[0])
        there = np.diff(self.signs.indptr) > 0
        bundle[there], sign[there] = self.signs.indices, self.signs.data
        return bundle, sign


def _tied(sums: sparse.csr_array, told: np.ndarray) -> sparse.csr_array | None:
    """
    The signs (k, fewer) of columns in bundles, as sums of two that are told tie them, without those
    that sums of one keep as they are; None where no sum does.

    A graph of every column and its opposite: a column that comes upon its own opposite is still.
    """
    size = sums.shape[1]
    many = np.diff(sums.indptr)
    alone, pair = (sums.indptr[:-1][told & (many == count)] for count in (1, 2))
    one, other = sums.data[pair], sums.data[pair + 1]
    pair = pair[abs(one) == abs(other)]
    if len(alone) == len(pair) == 0:
        return None
    a, b = sums.indices[pair], sums.indices[pair + 1]
    turned = size * (sums.data[pair] == sums.data[pair + 1])
    fixed = sums.indices[alone]
    rows = np.concatenate([fixed, a, a + size])
    columns = np.concatenate([fixed + size, b + turned, b + size - turned])
    graph = sparse.coo_array((np.ones(len(rows), np.int8), (rows, columns)), (2 * size, 2 * size))
    of_column, of_opposite = csgraph.connected_components(graph, directed=False)[1].reshape(2, -1)
    free = np.flatnonzero(of_column != of_opposite)
    bundle = np.minimum(of_column, of_opposite)[free]
    names, place = np.unique(bundle, return_inverse=True)
    sign = np.where(of_column[free] == bundle, 1.0, -1.0)
    return sparse.csr_array((sign, (free, place)), (size, len(names)))


def _closest(single: sparse.csr_array, least: Floats, most: Floats) -> tuple[Floats, Floats]:
    """Of each column the closest ends that rows of one entry leave it."""
    low, high = np.full(single.shape[1], -np.inf), np.full(single.shape[1], np.inf)
    rows = np.repeat(np.arange(single.shape[0]), np.diff(single.indptr))
    by = single.data
    below, above = least[rows] / by, most[rows] / by
    np.maximum.at(low, single.indices, np.where(by > 0, below, above))
    np.minimum.at(high, single.indices, np.where(by > 0, above, below))
    return low, high
