"""Nations beside a known one, in which some numbers change places: few at a time, and checked."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

import numpy as np
from scipy import sparse

from iro_pipeline.audit.nearest import Nearest
from iro_pipeline.audit.system import SLACK, System
from iro_pipeline.statistics.arrays import Floats

NOBODY = np.zeros(0, np.int64)
MANY = 1e3  # times that anything can be had that nothing limits


@dataclass
class Swaps:
    """
    Changes to the nation `base` of a `system` that leave it bound by every sum, each checked.

    Change i has the `cells[i]` as `values[i]`, and all others as they are.
    """

    system: System
    base: Floats
    cells: list[np.ndarray] = field(default_factory=list)
    values: list[Floats] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._sums = self.system.matrix @ self.base
        self._by_cell = sparse.csc_array(self.system.matrix)
        self._sound = self.system.holds(self.base)

    def add(self, cells: np.ndarray, values: Floats) -> list[Floats]:
        """
        Takes a change if it is one: the base is a nation, and every sum and end that the change
        touches holds after it. It is taken as often as they allow, and the other way as often; what
        the cells are then.
        """
        by = values - self.base[cells]
        often = np.gcd.reduce(np.round(by).astype(np.int64))
        once, room = by / often, self._room(cells, by / often)
        there, back = _times(*room), _times(-room[0], *room[1:])
        if not self._sound or there < often:
            return []
        found = [self.base[cells] + times * once for times in (there, -back) if times]
        self.cells += [cells] * len(found)
        self.values += found
        return found

    def _room(self, cells: np.ndarray, by: Floats) -> tuple[Floats, Floats, Floats]:
        """
        Of each sum and cell that moves where these cells change `by` so much: by how much, and the
        least and the most that it may.
        """
        starts = self._by_cell.indptr
        places = [np.arange(starts[cell], starts[cell + 1]) for cell in cells]
        entries = np.concatenate(places)
        moved = self._by_cell.data[entries] * np.repeat(by, [len(each) for each in places])
        rows, which = np.unique(self._by_cell.indices[entries], return_inverse=True)
        system, sums, base = self.system, self._sums[rows], self.base[cells]
        return (
            np.concatenate([np.bincount(which, moved), by]),
            np.concatenate([system.least[rows] - sums, system.low[cells] - base]),
            np.concatenate([system.most[rows] - sums, system.high[cells] - base]),
        )

    def reached(self, largest: int, known: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Cells that are more than `largest`, and those at most 1, where what is `known` stays."""
        up, down = self.base > largest, self.base <= 1
        if not self.cells:
            return up, down
        changes = self._changes
        still = np.repeat(
            ~np.logical_or.reduceat(known[changes.cells], changes.starts), changes.many
        )
        more, less = (changes.values > largest) & still, (changes.values <= 1) & still
        up[changes.cells[more]], down[changes.cells[less]] = True, True
        return up, down

    @cached_property
    def _changes(self) -> "_Changes":
        """All of them, once all are there."""
        many = np.array([len(each) for each in self.cells])
        starts = np.concatenate([[0], np.cumsum(many)[:-1]])
        return _Changes(np.concatenate(self.cells), np.concatenate(self.values), starts, many)


def _times(by: Floats, least: Floats, most: Floats) -> float:
    """How often all can move `by` so much, from nought, between these ends."""
    moving = abs(by) > SLACK
    room = np.where(by > 0, most, least)[moving] / by[moving]
    return float(np.floor(room.min(initial=MANY) + SLACK))


class _Changes(NamedTuple):
    """The `cells` and `values` of changes in a row: where each `starts`, and how `many` it has."""

    cells: np.ndarray
    values: Floats
    starts: np.ndarray
    many: np.ndarray


def swapped(system: System, base: Floats, wanted: np.ndarray, largest: int) -> Swaps:
    """
    Changes in which each cell `wanted` is large, or 1 or none; and, if there are, others without
    each authority, and each person counted alone, that takes part in all of them.
    """
    return _Hunt(Swaps(system, base), largest).over(wanted)


@dataclass
class _Hunt:
    """Who takes part in every change so far that brings a cell up, or down, as is wanted."""

    swaps: Swaps
    largest: int
    inside: dict[tuple[int, bool], set[int]] = field(default_factory=dict)

    def over(self, wanted: np.ndarray) -> Swaps:
        """Cell by cell, until nobody does, or nothing changes without them."""
        base = self.swaps.base
        for cell in map(int, np.flatnonzero(wanted)):
            for up in (True, False):
                if base[cell] <= self.largest if up else base[cell] > 1:
                    self._brought(cell, up=up)
        return self.swaps

    def _brought(self, cell: int, *, up: bool) -> None:
        if (cell, up) not in self.inside and not self._found(cell, up=up, without=NOBODY):
            return
        spared = set(self._insiders(np.array([cell])))
        if left := self.inside[cell, up] - spared:  # all at once, and then whoever is left alone
            self._found(cell, up=up, without=np.concatenate([*map(self._theirs, left)]))
        while left := self.inside[cell, up] - spared:
            insider = min(left)
            self._found(cell, up=up, without=self._theirs(insider))
            if insider in self.inside[cell, up]:
                spared.add(insider)

    def _found(self, cell: int, *, up: bool, without: np.ndarray) -> bool:
        change = self._nearest.change(cell, self._goals(up=up), without)
        if change is None:
            return False
        cells, _ = change
        insiders, found = set(self._insiders(cells)), self.swaps.add(*change)
        for values in found:
            for way, reached in ((True, values > self.largest), (False, values <= 1)):
                for each in cells[reached].tolist():
                    self.inside[each, way] = self.inside.get((each, way), insiders) & insiders
        return bool(found)

    def _goals(self, *, up: bool) -> list[float]:
        """What serves, the nearest first: where one cannot be in whole numbers another can."""
        if not up:
            return [1.0, 0.0]
        return [self.largest + 1.0, self.largest + 2.0, self.largest + 3.0]

    def _insiders(self, cells: np.ndarray) -> list[int]:
        """Authorities by their places, and below nought the cells in which somebody is alone."""
        own = self._authority[cells]
        alone = cells[(own >= 0) & (self.swaps.base[cells] == 1)]
        return [*map(int, np.unique(own[own >= 0])), *map(int, -1 - alone)]

    def _theirs(self, insider: int) -> np.ndarray:
        if insider < 0:
            return np.array([-1 - insider])
        return np.flatnonzero(self._authority == insider)

    @cached_property
    def _nearest(self) -> Nearest:
        return Nearest(self.swaps.system, self.swaps.base)

    @cached_property
    def _authority(self) -> np.ndarray:
        """Of each cell the place of its authority; -1 of a sum."""
        cells = self.swaps.system.cells
        place = cells["area"].rank("dense").to_numpy().astype(np.int64)
        return np.where((cells["level"] == "authority").to_numpy(), place, -1)
