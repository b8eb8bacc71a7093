"""Which small numbers a reader can tell too closely: someone outside, or who knows a part of it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Self

import numpy as np

from iro_pipeline.disclosure.movement import ENOUGH, Component, Movement
from iro_pipeline.disclosure.numbers import Numbers

ONE = 1
WHOLE = -1  # in the place of a region
SMALL = 200  # numbers in a part, up to which it is not looked at region by region first
NOBODY = np.zeros(0, np.int64)


@dataclass(frozen=True)
class Goal:
    """A number that must be able to move by `need`, while those `known` to its reader stay."""

    column: int
    need: float
    known: np.ndarray = field(default_factory=lambda: NOBODY)

    def met(self, by: np.ndarray) -> bool:
        """Whether it is where every number moves by so much."""
        far = abs(by[self.column]) > abs(self.need) - ENOUGH
        return far and by[self.column] * self.need > 0 and not (abs(by[self.known]) > ENOUGH).any()


@dataclass(frozen=True)
class Insiders:
    """
    Of each number the authority whose it is and the person who is the only one in it, each by a
    number of their own; 0: none.

    Each of them knows all numbers of theirs. `columns`: which those are.
    """

    authority: np.ndarray
    person: np.ndarray
    columns: dict[int, np.ndarray]

    @classmethod
    def of(cls, authority: np.ndarray, person: np.ndarray) -> Self:
        """Both are numbered from 1."""
        people = np.where(person > 0, person + authority.max(initial=0), 0)
        known = {
            each: np.flatnonzero(whose == each)
            for whose in (authority, people)
            for each in np.unique(whose[whose > 0]).tolist()
        }
        return cls(authority, people, known)

    def among(self, columns: np.ndarray) -> set[int]:
        """Who knows any of these."""
        known = {*self.authority[columns].tolist(), *self.person[columns].tolist()}
        return known - {0}


class Search:
    """
    Movements of a component, until nobody takes part in all that move a number as far as it must.

    What a reader knows does not move for them: a movement in which none of it does is a nation
    that they cannot tell from the true one. `region`: of each number of the nation its region.
    """

    def __init__(
        self,
        numbers: Numbers,
        part: Component,
        insiders: Insiders,
        region: np.ndarray,
        largest_small_count: int,
    ) -> None:
        self._numbers, self._part, self._insiders, self._region = numbers, part, insiders, region
        self._ends = (largest_small_count + 1, ONE)
        self._movements: dict[int, Movement] = {}
        # Of a column and where it must get to: who takes part in all movements there so far.
        self._left: dict[tuple[int, int], set[int]] = {}

    def unmet(self, asked: np.ndarray, of_authority: np.ndarray) -> Iterator[Goal]:
        """What cannot move, of the columns `asked`; of totals only for a reader from outside."""
        for column in self._part.columns[asked[self._part.columns]]:
            own = self._insiders.among(np.array([column])) if of_authority[column] else None
            for end in self._ends:
                if need := float(end - self._numbers.value[column]):
                    yield from self._stuck(Goal(int(column), need), end, own)

    def _stuck(self, goal: Goal, end: int, own: set[int] | None) -> Iterator[Goal]:
        if (goal.column, end) not in self._left and not self._moved(goal):
            yield goal
        elif own is not None:
            while left := self._left[goal.column, end] - own:
                insider = min(left)
                beside = replace(goal, known=self._insiders.columns[insider])
                if not self._moved(beside):
                    own = own | {insider}
                    yield beside

    def _moved(self, goal: Goal) -> bool:
        """Whether it can; what else gets where it must with it is remembered too."""
        for movement in self._programmes(goal.column):
            by = movement.cheapest(goal.column, goal.need, goal.known)
            if by is not None and (abs(by - np.round(by)) < ENOUGH).all():  # people are whole
                moved = np.flatnonzero(abs(by) > ENOUGH)
                ways = [each[moved] for each in movement.furthest(by)]
                self._remember(movement.columns[moved], ways)
                return True
        return False

    def _programmes(self, column: int) -> Iterator[Movement]:
        """Of the column's region, and of the whole: what is small is solved sooner."""
        columns, region = self._part.columns, int(self._region[column])
        if len(columns) > SMALL:
            if region not in self._movements:
                near = columns[self._region[columns] == region]
                self._movements[region] = self._movement(Component.of(self._numbers, near))
            yield self._movements[region]
        if WHOLE not in self._movements:
            self._movements[WHOLE] = self._movement(self._part)
        yield self._movements[WHOLE]

    def _movement(self, part: Component) -> Movement:
        value = self._numbers.value[part.columns]
        return Movement(part, value, np.ones(len(value)))

    def _remember(self, moved: np.ndarray, ways: Iterable[np.ndarray]) -> None:
        taking_part = self._insiders.among(moved)
        value = self._numbers.value[moved]
        for by in ways:
            then = value + by
            reached = (then > self._ends[0] - ENOUGH, then < ONE + ENOUGH)
            for end, there in zip(self._ends, reached, strict=True):
                for column in moved[there].tolist():
                    before = self._left.get((column, end), taking_part)
                    self._left[column, end] = before & taking_part
