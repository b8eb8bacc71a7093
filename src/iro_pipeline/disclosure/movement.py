"""How far numbers that are withheld can move while all that is shown stays as it is."""

from collections.abc import Iterator
from dataclasses import dataclass

import highspy
import numpy as np
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from iro_pipeline.disclosure.numbers import Numbers, grouped

INFINITE = highspy.kHighsInf
ENOUGH = 1e-6


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
        slack = (numbers.equations[bound] @ numbers.value).clip(0)
        return cls(columns, equations[bound], numbers.exact[bound], slack)

    def twofold(self) -> "Component":
        """Each number as what it rises and what it falls by, both of them no less than 0."""
        equations = sparse.hstack([self.equations, -self.equations], format="csr")
        return Component(np.tile(self.columns, 2), equations, self.exact, self.slack)


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
    """The programme of one component, solved again and again from where it stood."""

    def __init__(self, part: Component, value: np.ndarray) -> None:
        self.lower, self.upper = -value, np.full(len(value), INFINITE)
        self._columns = np.arange(len(value), dtype=np.int32)
        self._solver = highspy.Highs()
        self._solver.setOptionValue("output_flag", False)
        self._solver.setOptionValue("threads", 1)
        self._solver.setOptionValue("presolve", "off")
        self._solver.passModel(self._model(part))

    def cheapest(self, cost: np.ndarray, lower: np.ndarray, upper: np.ndarray) -> np.ndarray | None:
        """The movement between `lower` and `upper` that costs least; None where there is none."""
        count = len(self._columns)
        self._solver.changeColsCost(count, self._columns, cost)
        self._solver.changeColsBounds(count, self._columns, lower, upper)
        self._solver.run()
        if self._solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        return np.array(self._solver.getSolution().col_value)

    def unmoved(self, needs: np.ndarray, fixed: np.ndarray) -> np.ndarray:
        """Which of the numbers that need to move cannot, while those `fixed` stay."""
        return self._alone(self.together(needs, fixed), needs, self._ends(fixed))

    def together(self, needs: np.ndarray, fixed: np.ndarray) -> np.ndarray:
        """
        Which of them could not be seen to: many are moved at once, as far as each needs and no
        further, and again those that are left.
        """
        left = needs != 0
        lower, upper = self._ends(fixed)
        while left.any():
            found = self.cheapest(
                -np.sign(needs) * left,
                np.where(left & (needs < 0), needs, lower),
                np.where(left & (needs > 0), needs, upper),
            )
            there = _met(found, needs) & left
            if not there.any():
                return left
            left &= ~there
        return left

    def _ends(self, fixed: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        return np.where(fixed, 0, self.lower), np.where(fixed, 0, self.upper)

    def _alone(
        self, left: np.ndarray, needs: np.ndarray, ends: tuple[np.ndarray, np.ndarray]
    ) -> np.ndarray:
        """Which of those left cannot move, each for itself."""
        stuck = left.copy()
        for place in np.flatnonzero(left):
            if not stuck[place]:
                continue
            cost, (lower, upper) = np.zeros(len(needs)), (each.copy() for each in ends)
            cost[place] = -np.sign(needs[place])
            (upper if needs[place] > 0 else lower)[place] = needs[place]
            stuck &= ~_met(self.cheapest(cost, lower, upper), needs)
        return stuck

    def _model(self, part: Component) -> highspy.HighsLp:
        model = highspy.HighsLp()
        model.num_row_, model.num_col_ = part.equations.shape
        model.col_cost_ = np.zeros(len(self._columns))
        model.col_lower_, model.col_upper_ = self.lower, self.upper
        model.row_lower_ = np.where(part.exact, 0.0, -part.slack)
        model.row_upper_ = np.where(part.exact, 0.0, INFINITE)
        model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        model.a_matrix_.start_ = part.equations.indptr
        model.a_matrix_.index_ = part.equations.indices
        model.a_matrix_.value_ = part.equations.data
        return model


def _met(found: np.ndarray | None, needs: np.ndarray) -> np.ndarray:
    """Which numbers have moved as far as they need; none in a programme without a solution."""
    if found is None:
        return np.zeros(len(needs), dtype=bool)
    return (needs != 0) & (found * np.sign(needs) >= abs(needs) - ENOUGH)
