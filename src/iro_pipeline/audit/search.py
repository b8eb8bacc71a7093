"""Who is safe: nations that show a withheld number both large and one, many cells at a time."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Self

import numpy as np
from scipy import sparse

from iro_pipeline.audit.bounds import unit
from iro_pipeline.audit.limits import Limits
from iro_pipeline.audit.reach import Reach, judged_of
from iro_pipeline.audit.solver import NotOptimal, Programme, integral
from iro_pipeline.audit.swaps import swapped
from iro_pipeline.audit.system import System
from iro_pipeline.statistics.arrays import Floats

ROUNDS = 24  # of many cells at a time; then each that is left by itself
LARGE = 3_000  # numbers in a part, from which on it is looked at region by region
FEWEST_WON = 0.1  # of the cells wanted; a round that wins fewer is followed by one with fewer
SMALLEST_SHARE = 0.05  # of the cells wanted, in one round
MOST_ALONE = 100  # cells of a block; where more are left the release is far from safe, and fails
NEAR = 1e-6


def examined(system: System, limits: Limits, start: Floats | None = None) -> Reach:
    """
    Of a part (independent of others) what swaps, witnesses, and then single programmes, show.

    `start` is a nation that is published in these words, such as the true one; a large part is
    looked at region by region around it.
    """
    reach = Reach(system, limits.largest_small_count)
    if start is None:
        start = _some(system)
    reach.add(start)
    reach.take(swapped(system, start, judged_of(system), reach.largest))
    free = np.full(len(start), True)
    for block in _blocks(system) if len(start) > LARGE else [free]:
        if (np.logical_or(*reach.wanting) & block).any():
            inner = _Block.of(system, start, block)
            _search(reach, inner)
            _alone(reach, inner)
    reach.failed |= np.logical_or(*reach.wanting)
    return reach


def _some(system: System) -> Floats:
    """Any nation of these words. Raises NotOptimal where there is none."""
    programme = _programme(system)
    nation = programme.maximise(np.zeros(programme.size))
    if not integral(nation):
        programme.whole(np.arange(programme.size))
        nation = programme.maximise(np.zeros(programme.size))
    return np.round(nation)


def _blocks(system: System) -> Iterator[np.ndarray]:
    """Each region's authorities, with the sums that they are in."""
    regions = system.cells["region"].fill_null("")
    own = (system.cells["level"] == "authority").to_numpy()
    ties = sparse.csr_array(abs(system.matrix))
    for region in regions.unique().sort():
        block = own & (regions == region).to_numpy()
        if block.any():
            beside = (ties.T @ ((ties @ block.astype(float)) > 0).astype(float)) > 0
            yield block | (beside & ~own)


@dataclass(frozen=True)
class _Block:
    """A part of which only the cells `open` move; all others are as at the `start`."""

    system: System
    start: Floats
    open: np.ndarray
    everything: bool

    @classmethod
    def of(cls, system: System, start: Floats, block: np.ndarray) -> Self:
        low, high = np.where(block, system.low, start), np.where(block, system.high, start)
        inner = system.with_ends(low, high).free()
        return cls(inner, start, np.flatnonzero(low != high), bool(block.all()))

    def nation(self, values: Floats) -> Floats:
        """The whole part, with these values where it moves."""
        nation = self.start.copy()
        nation[self.open] = values
        return nation


def _search(reach: Reach, block: _Block) -> None:
    """Witnesses for as many cells at a time as can be."""
    pull = _Pull.of(block.system, reach.largest)
    share = 0.5
    for turn in range(ROUNDS):
        up, down = (each[block.open] for each in reach.wanting)
        wanted = int(up.sum() + down.sum())
        if not wanted or share < SMALLEST_SHARE:
            return
        try:
            nation = pull.towards(up, down, np.random.default_rng(turn).random(len(up)), share)
            reach.add(block.nation(_mended(block.system, nation)))
        except NotOptimal:
            share /= 2
        left = sum(int(each[block.open].sum()) for each in reach.wanting)
        # Those that cannot get there stand in the way of those that can: fewer at a time.
        share /= 2 if wanted - left < FEWEST_WON * wanted else 1


def _mended(system: System, values: Floats) -> Floats:
    """What is whole stays, and what is broken becomes whole, if that can be so."""
    whole = np.round(values)
    broken = abs(values - whole) > NEAR
    if not broken.any():
        return whole
    low, high = np.where(broken, system.low, whole), np.where(broken, system.high, whole)
    inner = system.with_ends(low, high).free()
    try:
        whole[low != high] = _some(inner)
    except NotOptimal:
        return values
    return whole


def _alone(reach: Reach, block: _Block) -> None:
    """Each cell that no witness serves, by a programme of its own, whole numbers where it must."""
    left = np.flatnonzero(np.logical_or(*reach.wanting)[block.open])
    if not 0 < len(left) <= MOST_ALONE:
        return
    programme = _programme(block.system)
    for at in left:
        for way, sign in ((0, 1.0), (1, -1.0)):
            if reach.wanting[way][block.open[at]]:
                _pushed(reach, block, programme, (at, sign))


def _pushed(reach: Reach, block: _Block, programme: Programme, towards: tuple[int, float]) -> None:
    """The cell as far as it goes one way: a witness, or an end that it cannot pass."""
    at, sign = towards
    cell, cost = block.open[at], unit(programme.size, at, sign)
    try:
        values = programme.maximise(cost)
        if block.everything:
            _closer(reach, cell, values[at], sign)
        reach.add(block.nation(_mended(block.system, values)))
        if not integral(values) and reach.wanting[0 if sign > 0 else 1][cell]:
            whole = _programme(block.system)
            whole.whole(np.arange(whole.size))
            values = whole.maximise(cost)
            if block.everything:
                _closer(reach, cell, values[at], sign)
            reach.add(block.nation(values))
    except NotOptimal as failed:
        if failed.unbounded:
            _beyond(reach, block, at)


def _closer(reach: Reach, cell: int, end: float, sign: float) -> None:
    """No nation of these words has more of it, or less, than where a programme ends."""
    if sign > 0:
        reach.high[cell] = min(reach.high[cell], np.floor(end + NEAR))
    else:
        reach.low[cell] = max(reach.low[cell], np.ceil(end - NEAR))


def _beyond(reach: Reach, block: _Block, at: int) -> None:
    """Of a cell that nothing holds above, the first number that is not small."""
    low = block.system.low.copy()
    low[at] = max(low[at], reach.largest + 1)
    try:
        reach.add(block.nation(_some(block.system.with_ends(low, block.system.high))))
    except NotOptimal:
        return


def _programme(system: System) -> Programme:
    return Programme(system.matrix, (system.least, system.most), (system.low, system.high))


@dataclass(frozen=True)
class _Pull:
    """
    A programme that pulls many cells at once: up to T + 1 and not further, or down to 1.

    Behind the cells stand as many gains (no more than the cell, at most T + 1) and excesses (no
    less than the cell less 1).
    """

    programme: Programme
    size: int

    @classmethod
    def of(cls, system: System, largest: int) -> Self:
        size = len(system.low)
        eye, nothing = sparse.eye_array(size), np.full(size, -np.inf)
        rows = [[system.matrix, None, None], [-eye, eye, None], [eye, None, -eye]]
        least = np.concatenate([system.least, nothing, nothing])
        most = np.concatenate([system.most, np.zeros(size), np.ones(size)])
        low = np.concatenate([system.low, np.full(size, -np.inf), np.zeros(size)])
        high = np.concatenate([system.high, np.full(size, largest + 1.0), np.full(size, np.inf)])
        matrix = sparse.csr_array(sparse.block_array(rows))
        return cls(Programme(matrix, (least, most), (low, high)), size)

    def towards(self, up: np.ndarray, down: np.ndarray, draw: Floats, share: float) -> Floats:
        """
        A nation in which as many of a `share` of the cells as can be are where they are wanted.

        What goes up must come down elsewhere, so that no cell is pulled both ways: `draw` (0 to 1)
        says which. Raises NotOptimal.
        """
        gain, excess = up & (draw < share), down & (draw >= 1 - share)
        still = np.zeros(self.size)
        cost = np.concatenate([still, gain, -1.0 * excess])
        return self.programme.maximise(cost, afresh=True)[: self.size]
