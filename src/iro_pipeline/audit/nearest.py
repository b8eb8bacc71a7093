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
        `still` do not; None where it can be none of them. Each goal is beyond the one before.
        """
        near = len(self._base) > SMALL and self._authority[cell]
        for region in [self._region[cell], None] if near else [None]:
            found = self._by_region(region, cell, goals, still)
            if found is not None:
                return found
        return None

    def _by_region(
        self, region: str | None, cell: int, goals: Sequence[float], still: np.ndarray
    ) -> Change | None:
        halves = []
        for goal in goals:
            found = self._programme(region).change(cell, goal, still)
            if found is None:  # and so is none of those beyond
                break
            if integral(found[1]):
                return _whole(found)
            halves.append((goal, found[0]))
        for goal, part in halves:
            for moving in (self._taking(part), self._moving(region)):
                programme = _Programme(self._system, self._base, moving, whole=True)
                found = programme.change(cell, goal, still)
                if found is not None and integral(found[1]):
                    return _whole(found)
        return None

    def _programme(self, region: str | None) -> "_Programme":
        if region not in self._made:
            self._made[region] = _Programme(self._system, self._base, self._moving(region))
        return self._made[region]

    def _taking(self, part: np.ndarray) -> np.ndarray:
        """All numbers of the authorities of these cells, and what sums are among the cells."""
        areas = self._system.cells["area"]
        moving = self._authority & areas.is_in(areas[part].implode()).to_numpy()
        moving[part] = True
        return moving

    def _moving(self, region: str | None) -> np.ndarray:
        return np.ones(len(self._base), bool) if region is None else self._within(region)

    def _within(self, region: str) -> np.ndarray:
        """The numbers of its authorities, and the sums that they are in."""
        own = self._authority & (self._region == region)
        ties = sparse.csr_array(abs(self._system.matrix))
        beside = (ties.T @ ((ties @ own.astype(float)) > 0).astype(float)) > 0
        return own | (beside & ~self._authority)


class _Programme:
    """Each of the numbers `moving` rises or falls from its base; what both cost is the least."""

    def __init__(
        self, system: System, base: Floats, moving: np.ndarray, *, whole: bool = False
    ) -> None:
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
        if whole:
            self._programme.whole(np.arange(2 * self._size))

    def change(self, cell: int, goal: float, still: np.ndarray) -> Change | None:
        """The nearest, which may be in halves; None where there is none."""
        at = int(np.searchsorted(self._cells, cell))
        places = np.searchsorted(self._cells, still).clip(max=self._size - 1)
        own = np.unique(places[self._cells[places] == still])
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
        return self._cells[moved], self._base[moved] + by[moved]


def _whole(change: Change) -> Change:
    return change[0], np.round(change[1])
