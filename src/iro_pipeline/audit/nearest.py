"""The nation nearest to a known one in which one number is another."""

from collections.abc import Sequence

import numpy as np
from scipy import sparse

from iro_pipeline.audit.solver import NotOptimal, Programme, integral
from iro_pipeline.audit.system import System
from iro_pipeline.statistics.arrays import Floats

MOVED = 1e-6
SMALL = 200  # numbers in a part, up to which it is not looked at region by region first
Change = tuple[np.ndarray, Floats]  # cells, and what they are then


class Nearest:
    """
    Of a part and a nation of its words: what else must change, as little as can be.

    What can be had within a cell's region is had there: a small programme is solved sooner.
    """

    def __init__(self, system: System, base: Floats) -> None:
        self._system, self._base = system, base
        self._authority = (system.cells["level"] == "authority").to_numpy()
        self._region = system.cells["region"].fill_null("").to_numpy()
        self._made: dict[str | None, _Programme] = {}

    def change(self, cell: int, goals: Sequence[float], still: np.ndarray) -> Change | None:
        """
        What changes where the cell is the first of the `goals` that it can be, and the cells
        `still` do not; None where it can be none of them.
        """
        near = len(self._base) > SMALL and self._authority[cell]
        for region in [self._region[cell], None] if near else [None]:
            for goal in goals:
                if (change := self._programme(region).change(cell, goal, still)) is not None:
                    return change
        return None

    def _programme(self, region: str | None) -> "_Programme":
        if region not in self._made:
            whole = np.ones(len(self._base), bool)
            moving = whole if region is None else self._within(region)
            self._made[region] = _Programme(self._system, self._base, moving)
        return self._made[region]

    def _within(self, region: str) -> np.ndarray:
        """The numbers of its authorities, and the sums that they are in."""
        own = self._authority & (self._region == region)
        ties = sparse.csr_array(abs(self._system.matrix))
        beside = (ties.T @ ((ties @ own.astype(float)) > 0).astype(float)) > 0
        return own | (beside & ~self._authority)


class _Programme:
    """Each of the numbers `moving` rises or falls from its base; what both cost is the least."""

    def __init__(self, system: System, base: Floats, moving: np.ndarray) -> None:
        self._cells = np.flatnonzero(moving)
        self._base, self._size = base[moving], len(self._cells)
        low, high = system.low[moving], system.high[moving]
        self._ends = np.concatenate([high - self._base, self._base - low]).clip(0)
        rows = sparse.csr_array(system.matrix[:, self._cells])
        sums = system.matrix @ base
        room = (system.least - sums).clip(None, 0), (system.most - sums).clip(0)
        both = sparse.csr_array(sparse.hstack([rows, -rows]))
        bound = np.flatnonzero(np.diff(both.indptr))
        ends = room[0][bound], room[1][bound]
        still = np.zeros(2 * self._size)
        self._programme = Programme(sparse.csr_array(both[bound]), ends, (still, self._ends))
        self._programme.minimise(np.ones(2 * self._size))

    def change(self, cell: int, goal: float, still: np.ndarray) -> Change | None:
        at = int(np.searchsorted(self._cells, cell))
        own = np.flatnonzero(np.isin(self._cells, still)) if len(still) else still
        by = goal - self._base[at]
        held = np.concatenate([own, own + self._size, [at, at + self._size]])
        ends = np.where(held == (at if by > 0 else at + self._size), abs(by), 0.0)
        self._programme.fix(held, ends, ends)
        try:
            found = self._programme.again()
        except NotOptimal:
            return None
        finally:
            self._programme.fix(held, np.zeros(len(held)), self._ends[held])
        by = found[: self._size] - found[self._size :]
        moved = np.flatnonzero(abs(by) > MOVED)
        if not integral(by):
            return None
        return self._cells[moved], self._base[moved] + np.round(by[moved])
