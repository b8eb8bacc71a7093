"""How numbers that are withheld can move while all that is shown stays as it is."""

from collections.abc import Iterator
from dataclasses import dataclass

import highspy
import numpy as np
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from iro_pipeline.disclosure.numbers import Numbers, grouped
from iro_pipeline.disclosure.together import Together

OPTIONS = {
    **{"output_flag": False, "threads": 1, "presolve": "off"},
    "dual_simplex_cost_perturbation_multiplier": 0.0,
}
ENOUGH = 1e-6
MANY = 1e3  # times that anything can be had that nothing limits
NOTHING = np.zeros(0)


@dataclass(frozen=True)
class Component:
    """Numbers that equations bind to each other: their `columns`, and the equations over them."""

    columns: np.ndarray
    equations: sparse.csr_array
    exact: np.ndarray
    slack: np.ndarray

    @classmethod
    def of(cls, numbers: Numbers, columns: np.ndarray) -> "Component":
        """Only these numbers may move."""
        equations = numbers.equations[:, columns]
        bound = np.diff(equations.indptr) > 0
        return cls(columns, equations[bound], numbers.exact[bound], numbers.room[bound])


def parted(numbers: Numbers, free: np.ndarray) -> Iterator[Component]:
    """The numbers that are `free` to move, in parts that do not depend on each other."""
    together = Component.of(numbers, np.flatnonzero(free))
    touches = abs(together.equations) > 0
    count, label = connected_components(touches.T.astype(np.int32) @ touches, directed=False)
    of_row = label[together.equations.indices[together.equations.indptr[:-1]]]
    columns, rows = grouped(label, count), grouped(of_row, count)
    for mine, equations in zip(columns, rows, strict=True):
        yield Component(
            together.columns[mine],
            together.equations[equations][:, mine],
            together.exact[equations],
            together.slack[equations],
        )


class Movement:
    """
    The programme of one component: each number rises or falls from its `value`, at a `cost` each.

    It is solved again and again from where nothing moves, which takes few steps: little does.
    """

    def __init__(self, part: Component, value: np.ndarray, cost: np.ndarray) -> None:
        self.columns, self._value = part.columns, value
        rows = np.flatnonzero(~part.exact)
        self._open, self._room = part.equations[rows] if len(rows) else None, part.slack[rows]
        self._together = Together.of(part.equations, part.exact, part.slack, value)
        self._most = np.concatenate([self._together.high, -self._together.low])
        self._solver = highspy.Highs()
        for option, setting in OPTIONS.items():
            self._solver.setOptionValue(option, setting)
        self._solver.passModel(self._model(self._together.costs(cost)))
        self._solver.run()
        self._still = self._solver.getBasis()

    def price(self, cost: np.ndarray) -> None:
        """From now on at other costs, none of them below nought."""
        both = np.tile(self._together.costs(cost), 2)
        self._solver.changeColsCost(len(both), np.arange(len(both), dtype=np.int32), both)

    def cheapest(self, column: int, need: float, known: np.ndarray) -> np.ndarray | None:
        """
        By how much each of its `columns` moves where one does by `need`, which is not 0, and those
        `known` do not, at the least cost; None where it cannot.
        """
        place, still = np.searchsorted(self.columns, column), self._own(known)
        mover, way = self._together.mover, self._together.way
        at, by = mover[place], need * way[place]
        kept = np.unique(mover[still])
        if not by or at in kept or not self._together.may(at, by):
            return None
        size = len(self._together.low)
        held = np.concatenate([kept, kept + size, [at, at + size]])
        ends = np.where(held == at + size * (by < 0), abs(by), 0.0)
        try:
            self._bind(held, ends, ends)
            self._solver.setBasis(self._still)
            self._solver.run()
            if self._solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
                return None
            found = np.array(self._solver.getSolution().col_value)
        finally:
            self._bind(held, np.zeros(len(held)), self._most[held])
        return self._together.numbers(found[:size] - found[size:])

    def furthest(self, by: np.ndarray) -> Iterator[np.ndarray]:
        """A movement of whole people as often as it can be had, there and back."""
        moving = np.concatenate([by, NOTHING if self._open is None else self._open @ by])
        room = np.concatenate([self._value, self._room])
        times_over = np.gcd.reduce(np.round(by).astype(np.int64))
        for way in (1 / times_over, -1 / times_over):
            falling = np.flatnonzero(way * moving < -ENOUGH)
            times = room[falling] / (-way * moving[falling])
            yield np.floor(times.min(initial=MANY) + ENOUGH) * way * by

    def _own(self, columns: np.ndarray) -> np.ndarray:
        """Where those of its own columns are that are among these."""
        places = np.searchsorted(self.columns, columns).clip(max=len(self.columns) - 1)
        return places[self.columns[places] == columns]

    def _bind(self, columns: np.ndarray, least: np.ndarray, most: np.ndarray) -> None:
        self._solver.changeColsBounds(len(columns), columns.astype(np.int32), least, most)

    def _model(self, cost: np.ndarray) -> highspy.HighsLp:
        rise = sparse.csc_array(self._together.equations)
        model = highspy.HighsLp()
        model.num_row_, model.num_col_ = rise.shape[0], 2 * rise.shape[1]
        model.col_cost_ = np.tile(cost, 2)
        model.col_lower_, model.col_upper_ = np.zeros(len(self._most)), self._most
        model.row_lower_, model.row_upper_ = self._together.least, self._together.most
        # What rises, and beside it the same falling.
        model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
        model.a_matrix_.start_ = np.concatenate([rise.indptr, rise.indptr[1:] + rise.nnz])
        model.a_matrix_.index_ = np.tile(rise.indices, 2)
        model.a_matrix_.value_ = np.concatenate([rise.data, -rise.data])
        return model
