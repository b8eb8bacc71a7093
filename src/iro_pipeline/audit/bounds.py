"""How closely a reader can put a withheld number: least and greatest, and who is safe from that."""

from dataclasses import dataclass
from typing import Self

import numpy as np
from scipy import sparse

from iro_pipeline.audit.limits import Limits
from iro_pipeline.audit.solver import NotOptimal, Programme, integral
from iro_pipeline.audit.system import System
from iro_pipeline.statistics.arrays import Floats

ROUNDS = 8  # of witnesses at a time; then each that is left alone
NEAR = 1e-6


def interval(
    matrix: sparse.csr_array, b: Floats, bounds: tuple[Floats, Floats], which: np.ndarray
) -> Floats:
    """
    Least and greatest (k, 2) of the numbers `which` where matrix y = b and y lies within bounds.

    By linear programming: where y must be whole these are outer bounds. Infinite where unbounded.
    Raises NotOptimal where there is no such y.
    """
    programme = Programme.equal(matrix, b, *bounds)
    programme.maximise(np.zeros(programme.size))
    return np.array([[-_most(programme, at, -1.0), _most(programme, at, 1.0)] for at in which])


def _most(programme: Programme, at: int, sign: float) -> float:
    try:
        return float(sign * programme.maximise(_unit(programme.size, at, sign))[at])
    except NotOptimal as failed:
        if failed.unbounded:
            return np.inf
        raise


def _unit(size: int, at: int, sign: float) -> Floats:
    cost = np.zeros(size)
    cost[at] = sign
    return cost


@dataclass
class Reach:
    """What witnesses show of each cell of a part: that it can be `up` (T + 1), and `down` (1)."""

    system: System
    up: np.ndarray
    down: np.ndarray
    witnesses: list[Floats]

    @classmethod
    def of(cls, system: System) -> Self:
        nobody = np.zeros(len(system.low), bool)
        return cls(system, nobody, nobody.copy(), [])

    def add(self, nation: Floats, limits: Limits) -> None:
        """Another nation that would have been published in the same words."""
        whole = np.round(nation)
        if integral(nation) and self.system.holds(whole):
            self.witnesses.append(whole)
            self.up |= whole > limits.largest_small_count
            self.down |= whole <= 1
