"""The nation nearest to a known one in which one number is another."""

from collections.abc import Sequence

import numpy as np
from scipy import sparse

from iro_pipeline.audit.bundles import Bundles
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
        self._cells, self._base = np.flatnonzero(moving), base[moving]
        rows = sparse.csr_array(system.matrix[:, self._cells])
        sums = system.matrix @ base
        room = (system.least - sums).clip(max=0), (system.most - sums).clip(0)
        ends = system.low[moving] - self._base, system.high[moving] - self._base
        self._bundles = Bundles.of(rows, room, (ends[0].clip(max=0), ends[1].clip(0)))
        if not len(self._bundles.low):  # nothing of it can change
            return
        both = sparse.csr_array(sparse.hstack([self._bundles.sums, -self._bundles.sums]))
        allowed = self._bundles.least, self._bundles.most
        self._ends = np.concatenate([self._bundles.high, -self._bundles.low])
        self._programme = Programme(both, allowed, (np.zeros(len(self._ends)), self._ends))
        self._programme.minimise(np.tile(self._bundles.sizes, 2))
        if whole:
            self._programme.whole(np.arange(len(self._ends)))

    def change(self, cell: int, goal: float, still: np.ndarray) -> Change | None:
        """The nearest, which may be in halves; None where there is none."""
        at = int(np.searchsorted(self._cells, cell))
        if goal == self._base[at]:
            return self._cells[:0], self._base[:0]
        places = np.searchsorted(self._cells, still).clip(max=len(self._cells) - 1)
        kept = self._bundles.named(places[self._cells[places] == still])
        own = self._bundles.changing(at, goal - self._base[at])
        if own is None or own[0] in kept:
            return None
        one, by = own
        size = len(self._bundles.sizes)
        held = np.concatenate([kept, kept + size, [one, one + size]])
        ends = np.where(held == (one if by > 0 else one + size), abs(by), 0.0)
        self._programme.fix(held, ends, ends)
        try:
            found = self._programme.again()
        except NotOptimal:
            return None
        finally:
            self._programme.fix(held, np.zeros(len(held)), self._ends[held])
        change = self._bundles.numbers(found[:size] - found[size:])
        moved = np.flatnonzero(abs(change) > MOVED)
        return self._cells[moved], self._base[moved] + change[moved]


def _whole(change: Change) -> Change:
    return change[0], np.round(change[1])
