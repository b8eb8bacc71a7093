"""Which small numbers a reader can tell too closely: someone outside, or who knows a part of it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Self

import numpy as np

from iro_pipeline.disclosure.movement import ENOUGH, Component, Movement
from iro_pipeline.disclosure.numbers import Numbers

ONE = 1
NOBODY = np.zeros(0, np.int64)


@dataclass(frozen=True)
class Goal:
    """A number that must be able to move by `need`, while those `known` to its reader stay."""

    column: int
    need: float
    known: np.ndarray = field(default_factory=lambda: NOBODY)


@dataclass(frozen=True)
class Insiders:
    """
    Of each number the authority whose it is and the person who is the only one in it; 0: none.

    Each of them knows all numbers of theirs. `columns`: which those are.
    """

    authority: np.ndarray
    person: np.ndarray
    columns: dict[tuple[str, int], np.ndarray]

    @classmethod
    def of(cls, authority: np.ndarray, person: np.ndarray) -> Self:
        known = {}
        for kind, whose in (("authority", authority), ("person", person)):
            for each in np.unique(whose[whose > 0]):
                known[kind, int(each)] = np.flatnonzero(whose == each)
        return cls(authority, person, known)

    def among(self, columns: np.ndarray) -> set[tuple[str, int]]:
        """Who knows any of these."""
        return {
            (kind, int(each))
            for kind, whose in (("authority", self.authority), ("person", self.person))
            for each in np.unique(whose[columns])
            if each
        }


class Search:
    """
    Movements of a component, until nobody takes part in all that move a number as far as it must.

    What a reader knows does not move for them: a movement in which none of it does is a nation
    that they cannot tell from the true one.
    """

    def __init__(
        self, numbers: Numbers, part: Component, insiders: Insiders, largest_small_count: int
    ) -> None:
        self._columns, self._insiders = part.columns, insiders
        self._value = numbers.value[part.columns]
        self._ends = (largest_small_count + 1, ONE)
        self._movement = Movement(part, self._value, np.ones(len(self._value)))
        # Of a number and where it must get to: who takes part in all movements there so far.
        self._left: dict[tuple[int, int], set[tuple[str, int]]] = {}

    def unmet(self, asked: np.ndarray, of_authority: np.ndarray) -> Iterator[Goal]:
        """What cannot move, of the columns `asked`; of totals only for a reader from outside."""
        for place in np.flatnonzero(asked[self._columns]):
            column = int(self._columns[place])
            own = self._insiders.among(np.array([column]))
            for end in self._ends:
                need = end - self._value[place]
                if need:
                    goal = Goal(column, float(need))
                    yield from self._stuck(goal, int(place), own if of_authority[column] else None)

    def _stuck(self, goal: Goal, place: int, own: set[tuple[str, int]] | None) -> Iterator[Goal]:
        end = int(self._value[place] + goal.need)
        if (place, end) not in self._left and not self._moved(place, goal.need, NOBODY):
            yield goal
        elif own is not None:
            while left := self._left[place, end] - own:
                insider = min(left)
                known = self._insiders.columns[insider]
                if not self._moved(place, goal.need, self._places(known)):
                    own = own | {insider}
                    yield Goal(goal.column, goal.need, known)

    def _places(self, columns: np.ndarray) -> np.ndarray:
        return np.flatnonzero(np.isin(self._columns, columns))

    def _moved(self, place: int, need: float, still: np.ndarray) -> bool:
        """Whether it can; what else gets where it must with it is remembered too."""
        by = self._movement.cheapest(place, need, still)
        if by is None:
            return False
        moved = np.flatnonzero(abs(by) > ENOUGH)
        taking_part = self._insiders.among(self._columns[moved])
        then = self._value[moved] + by[moved]
        for end, there in zip(
            self._ends, (then > self._ends[0] - ENOUGH, then < ONE + ENOUGH), strict=True
        ):
            for each in moved[there]:
                before = self._left.get((int(each), end), taking_part)
                self._left[int(each), end] = before & taking_part
        return True
