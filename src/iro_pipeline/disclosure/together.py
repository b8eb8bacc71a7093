"""Numbers that can only move together: a programme of far fewer that says the same."""

from dataclasses import dataclass
from typing import Self

import numpy as np
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from iro_pipeline.disclosure.equations import NOTHING


@dataclass(frozen=True)
class Together:
    """
    Numbers, by what they move with: number i by `way[i]` (1, -1, or 0: not at all) whenever its
    `mover[i]` moves by 1.

    `equations` (m, k) over the k movers lie between `least` and `most` (m,), movers between `low`
    and `high` (k,).
    """

    mover: np.ndarray
    way: np.ndarray
    equations: sparse.csr_array
    least: np.ndarray
    most: np.ndarray
    low: np.ndarray
    high: np.ndarray

    @classmethod
    def of(
        cls, equations: sparse.csr_array, exact: np.ndarray, slack: np.ndarray, value: np.ndarray
    ) -> Self:
        """
        `equations` (m, n): what a movement adds to a row is 0, or where it is not `exact` at least
        -`slack`. No number falls below 0 from its `value`.

        Where a denominator is told, the numerator rises by as much as the rest falls: the two are
        one mover, and their row is no longer needed. Then another row may be of two movers, or of
        one, which is an end of it.
        """
        mover, way = np.arange(len(value)), np.ones(len(value))
        equations = equations.copy()
        equations.eliminate_zeros()
        while (step := _step(equations, exact)) is not None:
            equations = sparse.csr_array(equations @ _moved(*step))
            equations.eliminate_zeros()
            mover, way = step[0][mover], way * step[1][mover]
        many = np.diff(equations.indptr)
        rows, alone = many > 1, equations[many == 1]
        low, high = _ends(
            np.concatenate([mover, alone.indices]),
            np.concatenate([way, alone.data]),
            np.concatenate([value, slack[many == 1]]),
            equations.shape[1],
        )
        return cls(
            mover,
            way,
            equations[rows],
            np.where(exact, 0.0, -slack)[rows],
            np.where(exact, 0.0, np.inf)[rows],
            low,
            high,
        )

    def may(self, mover: int, by: float) -> bool:
        """Whether no number or row of its own keeps a mover from it."""
        return self.low[mover] - NOTHING <= by <= self.high[mover] + NOTHING

    def costs(self, cost: np.ndarray) -> np.ndarray:
        """What a mover costs (k,) where each of its numbers has a `cost` (n,)."""
        return np.bincount(self.mover, cost * abs(self.way), len(self.low))

    def numbers(self, by: np.ndarray) -> np.ndarray:
        """By how much each number moves (n,) where the movers move `by` so much (k,)."""
        return self.way * by[self.mover]


def _step(equations: sparse.csr_array, exact: np.ndarray) -> tuple[np.ndarray, np.ndarray] | None:
    """
    With what each column moves, and which way, where rows of one or two tell; None where none do.

    Each column stands for itself and for its opposite: what is bound to its own opposite is still.
    """
    count, many, first = equations.shape[1], np.diff(equations.indptr), equations.indptr[:-1]
    one, two = first[exact & (many == 1)], first[exact & (many == 2)]
    two = two[abs(equations.data[two]) == abs(equations.data[two + 1])]
    if not len(one) + len(two):
        return None
    still, left, right = (equations.indices[each] for each in (one, two, two + 1))
    alike = equations.data[two] * equations.data[two + 1] < 0
    pairs = (
        np.concatenate([still, left, left + count]),
        np.concatenate([still + count, right + count * ~alike, right + count * alike]),
    )
    ties = sparse.coo_array((np.ones(len(pairs[0]), np.int8), pairs), (2 * count, 2 * count))
    label = connected_components(ties, directed=False)[1]
    itself, opposite = label[:count], label[count:]
    way = np.sign(opposite - itself).astype(float)
    return np.unique(np.minimum(itself, opposite), return_inverse=True)[1], way


def _moved(mover: np.ndarray, way: np.ndarray) -> sparse.csr_array:
    rows = np.arange(len(mover) + 1)
    return sparse.csr_array((way, mover, rows), (len(mover), int(mover.max(initial=-1)) + 1))


def _ends(
    mover: np.ndarray, by: np.ndarray, room: np.ndarray, count: int
) -> tuple[np.ndarray, np.ndarray]:
    """
    How far each of `count` movers can fall and rise: whatever moves `by` so much with its `mover`,
    a number or a row of one, must not fall by more than its `room`.
    """
    low, high = np.full(count, -np.inf), np.full(count, np.inf)
    np.maximum.at(low, mover[by > 0], -room[by > 0] / by[by > 0])
    np.minimum.at(high, mover[by < 0], -room[by < 0] / by[by < 0])
    return low, high
