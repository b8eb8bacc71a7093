"""
Which further figures must be withheld so that no small number can be reckoned from what is shown.

A reader knows every sum of numbers.py. A number of 1 to T people that is withheld must be able to
be T + 1 or more, and one or none, whoever reads: someone outside, or an authority that knows its
own numbers, or the only one in a number. Where it cannot, the cheapest figures are withheld whose
numbers would let it: one linear programme a number and direction (the incremental attacker problem
of Fischetti and Salazar-Gonzalez, Mathematical Programming 84, 1999).
"""

from collections.abc import Iterator

import numpy as np
import polars as pl
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from iro_pipeline.disclosure.equations import YEAR
from iro_pipeline.disclosure.movement import ENOUGH, Component, Movement, parted
from iro_pipeline.disclosure.numbers import FAMILY, Numbers, nothing_earlier
from iro_pipeline.disclosure.readers import ONE, Found, Goal, Insiders, Search

KEY = ["indicator", "level", "area", "period"]
WHOLE_AREA = 10.0  # what a region's figure is worth, in figures of authorities
NUDGE = 1e-3  # of movements that cost nothing the smallest is taken


def repaired(
    cells: pl.DataFrame, largest_small_count: int, earlier: pl.DataFrame | None = None
) -> pl.Series:
    """
    Of each cell whether it must be withheld, in their order.

    `cells`: as for Numbers.of, with `hidden` (withheld by a rule, or in the release before and the
    same since) and `same` (as in the release before). A fact's period that is all the same stays
    as it was. `earlier`: what releases before told of the others (numbers.EARLIER).
    """
    hidden = cells["hidden"].to_numpy().copy()
    before = nothing_earlier() if earlier is None else earlier
    # What is all the same has stood the audit that let it appear.
    places = cells.select((~pl.col("same")).any().over(FAMILY)).to_series().arg_true().to_numpy()
    new = cells[places]
    for figures, numbers in Numbers.of(new.with_row_index("figure"), before).families():
        sheet = Sheet(new[figures], numbers, largest_small_count)
        sheet.keep()
        hidden[places[figures]] = sheet.hidden
    return pl.Series("hidden", hidden)


class Sheet:
    """Figures of one fact and period, shown and withheld, and what can be reckoned from them."""

    def __init__(self, cells: pl.DataFrame, numbers: Numbers, largest_small_count: int) -> None:
        self.numbers = numbers
        table = numbers.table
        self._region = _places(table, ["region"])
        self._of_authority = (table["level"] == "authority").to_numpy()
        owner = np.where(self._of_authority, _places(table, ["area"]), 0)
        alone = (numbers.value == ONE) & self._of_authority
        insiders = Insiders.of(owner, _persons(numbers, alone))
        self._found = Found(numbers.value, insiders, largest_small_count)
        self.small = (numbers.value > 0) & (numbers.value <= largest_small_count)
        # Withholding it now hides nothing.
        self._told = table["told"].to_numpy()
        self._group = _places(cells, KEY)
        self._by_year = (cells["quarter"] == YEAR).to_numpy()
        self._worth = _worth(cells)
        self._shows = _showing(numbers, cells.height)
        # By region and how much of it may move: the last of each.
        self._made: dict[tuple[int, str], Movement] = {}
        self.hidden = np.zeros(cells.height, dtype=bool)
        self.hide(cells["hidden"].to_numpy())

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
        return (self._shows.T @ (~self.hidden).astype(float) == 0) & ~self._told

    def keep(self) -> None:
        """
        Withholds more until no small number can be told too closely, or nothing more would help.

        What could move still can when more is withheld.
        """
        while True:
            unknown = self.unknown()
            for goal in self._unmet(self.small & unknown, unknown):
                if not self._found.serves(goal):
                    self.mend(goal)
            if (unknown == self.unknown()).all():
                return

    def _unmet(self, asked: np.ndarray, unknown: np.ndarray) -> list[Goal]:
        parts = [each for each in parted(self.numbers, unknown) if asked[each.columns].any()]
        searches = (Search(self.numbers, part, self._region, self._found) for part in parts)
        return [goal for each in searches for goal in each.unmet(asked, self._of_authority)]

    def mend(self, goal: Goal) -> None:
        """Withholds the cheapest figures that let it move, in its region or else anywhere."""
        for movement in self._programmes(int(self._region[goal.column])):
            by = self._found.moved(movement, goal)
            if by is not None:
                moved = movement.columns[abs(by) > ENOUGH]
                self.hide(self._shows[:, moved].sum(axis=1) > 0)
                return

    def _programmes(self, region: int) -> Iterator[Movement]:
        """What may move, cheaper to solve before dearer."""
        unknown, near = self.unknown(), self._region == region
        # A total that is withheld may move with those of other regions, at no cost.
        alone = not (unknown & near & ~self._of_authority).any()
        may_move = {
            "as it is": unknown & near,  # some can that could not, once others are withheld
            "near": near & (unknown | self._of_authority) if alone else unknown | near,
            "beside": unknown | near,
            "anywhere": np.ones_like(near),
        }
        for name, free in may_move.items():
            yield self._movement((region, name), np.flatnonzero(free & ~self._told), unknown)

    def _movement(
        self, name: tuple[int, str], columns: np.ndarray, unknown: np.ndarray
    ) -> Movement:
        """The last of its name where its columns are the same, at what they cost now."""
        cost = np.where(unknown, NUDGE, self._shows.T @ (self._worth * ~self.hidden))[columns]
        last = self._made.get(name)
        if last is None or not np.array_equal(last.columns, columns):
            part = Component.of(self.numbers, columns)
            self._made[name] = Movement(part, self.numbers.value[columns], cost)
        else:
            last.price(cost)
        return self._made[name]


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
