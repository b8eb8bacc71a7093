"""
Which further figures must be withheld so that no small number can be reckoned from what is shown.

A reader knows every sum of numbers.py. A number of 1 to T people that is withheld must be able to
be T + 1 or more, and one or none, whoever reads: someone outside, or an authority that knows its
own numbers, or the only one in a number. Where it cannot, the cheapest figures are withheld whose
numbers would let it: one linear programme a number and direction (the incremental attacker problem
of Fischetti and Salazar-Gonzalez, Mathematical Programming 84, 1999).
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import polars as pl
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from iro_pipeline.disclosure.movement import ENOUGH, INFINITE, Component, Movement, parted
from iro_pipeline.disclosure.numbers import YEAR, Numbers

KEY = ["indicator", "level", "area", "period"]
WHOLE_AREA = 10.0  # what a region's figure is worth, in figures of authorities
NUDGE = 1e-3  # of movements that cost nothing the smallest is taken
ONE = 1
# Of a component's programme, its numbers' needs and their owners: who can tell which too closely.
Reader = Callable[[Movement, np.ndarray, np.ndarray], Iterator[tuple[int, int]]]


@dataclass(frozen=True)
class Goal:
    """A number that must be able to move by `need`, while those of `knowing` (0: none) stay."""

    column: int
    need: float
    knowing: int = 0


def repaired(cells: pl.DataFrame, largest_small_count: int) -> pl.Series:
    """
    Of each cell whether it must be withheld, in their order.

    `cells`: as for Numbers.of, with `hidden` (withheld by a rule, or in the release before and the
    same since), `told` (shown in it, and the same since: withholding it now hides nothing) and
    `same` (one of the two). A fact's period that is all the same stays as it was.
    """
    hidden = cells["hidden"].to_numpy().copy()
    for figures, numbers in Numbers.of(cells.with_row_index("figure")).families():
        if cells["same"][figures].all():  # as it stood the audit that let it appear
            continue
        sheet = Sheet(cells[figures], numbers, largest_small_count)
        for reader in (outsider, members):
            sheet.keep_from(reader)
        sheet.seat_contributors()
        sheet.keep_from(members)
        hidden[figures] = sheet.hidden
    return pl.Series("hidden", hidden)


class Sheet:
    """Figures of one fact and period, shown and withheld, and what can be reckoned from them."""

    def __init__(self, cells: pl.DataFrame, numbers: Numbers, largest_small_count: int) -> None:
        self.numbers = numbers
        self._limit = largest_small_count
        table = self.numbers.table
        self._area, self._region = (_places(table, [name]) for name in ("area", "region"))
        self._of_authority = (table["level"] == "authority").to_numpy()
        self._owner = np.where(self._of_authority, self._area, 0)
        self._turn = _turns(self._owner, self._region)
        self.small = (numbers.value > 0) & (numbers.value <= largest_small_count)
        self._told = cells["told"].to_numpy()
        self._group = _places(cells, KEY)
        self._by_year = (cells["quarter"] == YEAR).to_numpy()
        self._worth = _worth(cells)
        self._shows = _showing(self.numbers, cells.height)
        self.hidden = np.zeros(cells.height, dtype=bool)
        self.hide(cells["hidden"].to_numpy())

    def seat_contributors(self) -> None:
        """From now on whoever reads is the only one in a number of an authority, and knows it."""
        self._owner = _persons(self.numbers, (self.numbers.value == ONE) & self._of_authority)
        self._turn = _turns(self._owner, self._region)
        self.small &= self._of_authority

    def hide(self, figures: np.ndarray) -> None:
        """A year takes its quarters with it; one quarter the other three."""
        hidden = self.hidden | figures
        count = self._group.max(initial=0) + 1
        years, quarters = (
            (np.bincount(self._group[hidden & which], minlength=count) > 0)[self._group]
            for which in (self._by_year, ~self._by_year)
        )
        self.hidden = np.where(self._by_year, years, years | quarters)

    def unknown(self) -> np.ndarray:
        """Which numbers no figure shows, nor showed before."""
        return self._shows.T @ (~self.hidden | self._told).astype(float) == 0

    def keep_from(self, reader: Reader) -> None:
        """
        Withholds more until no small number can be told too closely by such a reader, or nothing
        more would help. What could move still can when more is withheld: only the rest is tried.
        """
        asked, unknown = self.small, self.unknown()
        while True:
            goals = list(self._unmet(reader, asked & unknown))
            for goal in goals:
                self.mend(goal)
            before, unknown = unknown, self.unknown()
            if (before == unknown).all():
                return
            asked = self.small & unknown & ~before
            asked[[goal.column for goal in goals]] = True

    def _unmet(self, reader: Reader, asked: np.ndarray) -> Iterator[Goal]:
        """
        Numbers that cannot move while the totals of all areas stay, which parts the regions from
        each other, nor where totals that are withheld move with them.
        """
        unknown = self.unknown()
        within = unknown & self._of_authority
        stuck = [
            goal
            for part in parted(self.numbers, within)
            for goal in self._tried(part, reader, asked)
        ]
        of_part = np.zeros(len(unknown), dtype=np.int64)
        wider = list(parted(self.numbers, unknown))
        for place, part in enumerate(wider):
            of_part[part.columns] = place
        left: list[list[Goal]] = [[] for _ in wider]
        for goal in stuck:
            left[of_part[goal.column]].append(goal)
        for part, goals in zip(wider, left, strict=True):
            if self._of_authority[part.columns].all():
                yield from goals
            else:
                totals = asked & ~self._of_authority
                yield from self._tried_again(part, [*goals, *self._of_totals(part, totals, reader)])

    def _tried(self, part: Component, reader: Reader, asked: np.ndarray) -> Iterator[Goal]:
        wanted = asked[part.columns]
        if not wanted.any():
            return
        value, owner = self.numbers.value[part.columns], self._owner[part.columns]
        movement = Movement(part, value)
        for most in (self._limit + 1, ONE):
            needs = np.where(wanted, most - value, 0)
            for knowing, place in reader(movement, needs, owner):
                yield Goal(int(part.columns[place]), float(needs[place]), knowing)

    def _of_totals(self, part: Component, asked: np.ndarray, reader: Reader) -> Iterator[Goal]:
        """What is asked of totals, beside nobody or beside one authority of each turn."""
        owners = np.unique(self._owner[part.columns])
        _, first = np.unique(self._turn[owners], return_index=True)
        readers = [0] if reader is outsider else [int(each) for each in owners[first] if each]
        for column in part.columns[asked[part.columns]]:
            for most in (self._limit + 1, ONE):
                need = most - self.numbers.value[column]
                yield from (Goal(int(column), float(need), each) for each in readers if need)

    def _tried_again(self, part: Component, goals: list[Goal]) -> Iterator[Goal]:
        """The same readers, one of each region at a time."""
        if not goals:
            return
        value, turn = self.numbers.value[part.columns], self._turn[self._owner[part.columns]]
        movement = Movement(part, value)
        alike: dict[tuple[int, bool], list[Goal]] = {}
        for goal in goals:
            alike.setdefault((int(self._turn[goal.knowing]), goal.need > 0), []).append(goal)
        for (knowing, _), asked in alike.items():
            places = np.searchsorted(part.columns, [goal.column for goal in asked])
            needs = np.zeros(len(value))
            needs[places] = [goal.need for goal in asked]
            stuck = movement.together(needs, (turn == knowing) & (knowing > 0))
            yield from (goal for goal, place in zip(asked, places, strict=True) if stuck[place])

    def mend(self, goal: Goal) -> None:
        """Withholds the cheapest figures that let it move, in its region or else anywhere."""
        unknown, near = self.unknown(), self._region == self._region[goal.column]
        if self._moves(goal, unknown & near):
            return
        # A total that is withheld may move with those of other regions, at no cost.
        alone = not (unknown & near & ~self._of_authority).any()
        within = near & (unknown | self._of_authority)
        for concerned in (within if alone else unknown | near, unknown | near, np.ones_like(near)):
            moved = self._cheapest(goal, concerned, unknown)
            if moved is not None:
                self.hide((self._shows @ moved.astype(float) > 0) & ~self._told)
                return

    def _moves(self, goal: Goal, free: np.ndarray) -> bool:
        """Whether it can move already, as some that were stuck can once others are withheld."""
        part = Component.of(
            self.numbers,
            np.flatnonzero(free & ((self._owner != goal.knowing) | (goal.knowing == 0))),
        )
        needs = np.where(part.columns == goal.column, goal.need, 0)
        movement = Movement(part, self.numbers.value[part.columns])
        return not movement.unmoved(needs, np.zeros(len(needs), dtype=bool)).any()

    def _cheapest(
        self, goal: Goal, concerned: np.ndarray, unknown: np.ndarray
    ) -> np.ndarray | None:
        """Which numbers move where the goal is met at the least cost; None where it cannot be."""
        fixed = self._told_before() | ((self._owner == goal.knowing) & (goal.knowing > 0))
        columns = np.flatnonzero(concerned & ~fixed)
        cost = np.where(unknown, NUDGE, self._shows.T @ (self._worth * ~self.hidden))[columns]
        value = self.numbers.value[columns]
        least, most = (
            np.zeros(2 * len(value)),
            np.concatenate([np.full(len(value), INFINITE), value]),
        )
        place = int(np.searchsorted(columns, goal.column))
        rises, falls = (place, place + len(value))[:: 1 if goal.need > 0 else -1]
        least[rises], most[falls] = abs(goal.need), 0
        movement = Movement(Component.of(self.numbers, columns).twofold(), most)
        found = movement.cheapest(np.concatenate([cost, cost]), least, most)
        if found is None:
            return None
        moved = np.zeros(len(unknown), dtype=bool)
        moved[columns] = found[: len(value)] + found[len(value) :] > ENOUGH
        return moved

    def _told_before(self) -> np.ndarray:
        return self._shows.T @ self._told.astype(float) > 0


def outsider(movement: Movement, needs: np.ndarray, owner: np.ndarray) -> Iterator[tuple[int, int]]:
    """Who knows what is shown, and nothing else: the places of numbers that cannot move."""
    stuck = movement.unmoved(needs, np.zeros(len(owner), dtype=bool))
    return ((0, int(place)) for place in np.flatnonzero(stuck))


def members(movement: Movement, needs: np.ndarray, owner: np.ndarray) -> Iterator[tuple[int, int]]:
    """
    Each authority that knows its own numbers, with places of others' that cannot move beside it.

    Half of the authorities are held still at a time, by each digit of their places in binary: any
    two of them differ in one. What cannot be seen to move so is tried beside each of them alone.
    """
    areas = np.unique(owner[owner > 0])
    asked = np.flatnonzero(needs)
    if not len(asked) or len(areas) < 2:
        return
    seen = owner[asked][:, None] == areas
    number = np.searchsorted(areas, owner)
    for digit in range(int(len(areas) - 1).bit_length()):
        for side in (0, 1):
            still = (owner > 0) & (number >> digit & 1 == side)
            moved = (needs != 0) & ~still & ~movement.unmoved(np.where(still, 0, needs), still)
            seen |= moved[asked][:, None] & (np.arange(len(areas)) >> digit & 1 == side)
    for each, area in enumerate(areas):
        wanted = np.zeros_like(needs)
        wanted[asked] = np.where(seen[:, each], 0, needs[asked])
        for place in np.flatnonzero(movement.unmoved(wanted, owner == area)):
            yield int(area), int(place)


def _turns(owner: np.ndarray, region: np.ndarray) -> np.ndarray:
    """Of each owner its place among those of its region, from 1; 0 of nobody."""
    pairs = np.unique(np.stack([region, owner])[:, owner > 0], axis=1)
    turns = np.zeros(int(owner.max(initial=0)) + 1, dtype=np.int64)
    turns[pairs[1]] = np.arange(pairs.shape[1]) - np.searchsorted(pairs[0], pairs[0]) + 1
    return turns


def _persons(numbers: Numbers, alone: np.ndarray) -> np.ndarray:
    """Who is the one in each number of 1, from 1: in a sum of 1 and its part it is the same."""
    ones = np.flatnonzero(alone)
    within = numbers.equations[:, ones]
    whole, part = ((within * sign > 0).astype(np.int32) for sign in (1, -1))
    person = np.zeros(len(alone), dtype=np.int64)
    person[ones] = connected_components(whole.T @ part, directed=False)[1] + 1
    return person


def _places(rows: pl.DataFrame, names: list[str]) -> np.ndarray:
    """Each row's place among the different ones, from 1."""
    ranks = rows.select(pl.struct(names).rank("dense").cast(pl.Int64))
    return ranks.to_series().to_numpy()


def _worth(cells: pl.DataFrame) -> np.ndarray:
    """What is lost with a figure: more, the more people it tells of."""
    whole = pl.col("denominator").fill_null(pl.col("numerator"))
    area = pl.when(level="authority").then(1.0).otherwise(WHOLE_AREA)
    return cells.select((1 + whole.log1p()) * area).to_series().fill_null(1.0).to_numpy()


def _showing(numbers: Numbers, figures: int) -> sparse.csr_array:
    """Which figure shows which number."""
    place = (numbers.shows["figure"].to_numpy(), numbers.shows["column"].to_numpy())
    shape = (figures, numbers.table.height)
    return sparse.csr_array((np.ones(len(place[0])), place), shape=shape)
