"""Which small numbers a reader can tell too closely: someone outside, or who knows a part of it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
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
    """A number that must be able to be `end`, while whatever an `insider` knows stays as it is."""

    column: int
    end: int
    insider: int | None = None


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


class Found:
    """
    Who takes part in all movements found that bring a number where it must be able to be.

    What a reader knows does not move for them: a movement in which none of it does is a nation
    that they cannot tell from the true one.
    """

    def __init__(self, value: np.ndarray, insiders: Insiders, largest_small_count: int) -> None:
        self.ends = (largest_small_count + 1, ONE)
        self.value, self.insiders = value, insiders
        self._in_all: dict[tuple[int, int], set[int]] = {}

    def serves(self, goal: Goal) -> bool:
        """Whether it is reached in any of them."""
        left = self._in_all.get((goal.column, goal.end))
        return left is not None and goal.insider not in left

    def taking_part(self, goal: Goal) -> set[int]:
        """In every one of those that reach it, of which there must be one."""
        return self._in_all[goal.column, goal.end]

    def moved(self, movement: Movement, goal: Goal) -> np.ndarray | None:
        """By how much its columns move to reach it, which is remembered; None where it cannot."""
        need = float(goal.end - self.value[goal.column])
        known = NOBODY if goal.insider is None else self.insiders.columns[goal.insider]
        by = movement.cheapest(goal.column, need, known)
        if by is not None and (abs(by - np.round(by)) < ENOUGH).all():  # people are whole
            moving = np.flatnonzero(abs(by) > ENOUGH)
            ways = [each[moving] for each in movement.furthest(by)]
            self.add(movement.columns[moving], ways)
        return by

    def add(self, moved: np.ndarray, ways: Iterable[np.ndarray]) -> None:
        """Takes movements of the same numbers, by how much each."""
        taking_part = self.insiders.among(moved)
        value = self.value[moved]
        for by in ways:
            then = value + by
            reached = (then > self.ends[0] - ENOUGH, then < ONE + ENOUGH)
            for end, there in zip(self.ends, reached, strict=True):
                for column in moved[there].tolist():
                    before = self._in_all.get((column, end), taking_part)
                    self._in_all[column, end] = before & taking_part


class Search:
    """
    Movements of a component, until nobody takes part in all that move a number as far as it must.

    `region`: of each number of the nation its region.
    """

    def __init__(self, numbers: Numbers, part: Component, region: np.ndarray, found: Found) -> None:
        self._numbers, self._part, self._region, self._found = numbers, part, region, found
        self._movements: dict[int, Movement] = {}

    def unmet(self, asked: np.ndarray, of_authority: np.ndarray) -> Iterator[Goal]:
        """What cannot move, of the columns `asked`; of totals only for a reader from outside."""
        for column in self._part.columns[asked[self._part.columns]].tolist():
            own = self._found.insiders.among(np.array([column])) if of_authority[column] else None
            for end in self._found.ends:
                if end != self._found.value[column]:
                    yield from self._stuck(Goal(column, end), own)

    def _stuck(self, goal: Goal, own: set[int] | None) -> Iterator[Goal]:
        if not self._reached(goal):
            yield goal
        elif own is not None:
            while left := self._found.taking_part(goal) - own:
                beside = replace(goal, insider=min(left))
                if not self._reached(beside):
                    own = own | {min(left)}
                    yield beside

    def _reached(self, goal: Goal) -> bool:
        if self._found.serves(goal):
            return True
        for movement in self._programmes(goal.column):
            self._found.moved(movement, goal)
            if self._found.serves(goal):
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
