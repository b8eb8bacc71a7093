"""Linear programmes by HiGHS, silent, warm, and failing closed."""

from collections.abc import Sequence
from typing import Self

import highspy
import numpy as np
from scipy import sparse

from iro_pipeline.statistics.arrays import Floats

INTEGRAL = 1e-6
# Of one integer programme; whatever takes more is not proven, and fails closed. No limit of time:
# that of HiGHS is of all that one object ever solved, and what is found may not hang on the clock.
NODES = 500


class NotOptimal(Exception):
    """The solver gave anything but an optimum: nothing is known of what was asked."""

    def __init__(self, words: str, *, unbounded: bool = False) -> None:
        super().__init__(words)
        self.unbounded = unbounded


class Programme:
    """
    `least` <= `matrix` y <= `most`, `low` <= y <= `high`: solved again and again from where it was.

    Raises ValueError for a model that HiGHS does not take.
    """

    def __init__(
        self, matrix: sparse.csr_array, ends: tuple[Floats, Floats], bounds: tuple[Floats, Floats]
    ) -> None:
        self.size = matrix.shape[1]
        self._columns = np.arange(self.size, dtype=np.int32)
        self._highs = highspy.Highs()
        for option, value in {
            "output_flag": False,
            "threads": 1,
            "random_seed": 1,
            "presolve": "off",
            "dual_simplex_cost_perturbation_multiplier": 0.0,
            "mip_max_nodes": NODES,
            "mip_rel_gap": 0.0,
            "mip_pool_age_limit": 1,
        }.items():
            self._highs.setOptionValue(option, value)
        lp = highspy.HighsLp()
        lp.num_col_, lp.num_row_ = self.size, matrix.shape[0]
        lp.col_cost_ = np.zeros(self.size)
        lp.col_lower_, lp.col_upper_ = (_ends(each) for each in bounds)
        lp.row_lower_, lp.row_upper_ = (_ends(each) for each in ends)
        lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        lp.a_matrix_.start_ = matrix.indptr
        lp.a_matrix_.index_ = matrix.indices
        lp.a_matrix_.value_ = matrix.data
        if self._highs.passModel(lp) == highspy.HighsStatus.kError:
            raise ValueError("The model has a row or column that cannot be")

    @classmethod
    def equal(cls, matrix: sparse.csr_array, b: Floats, low: Floats, high: Floats) -> Self:
        """With every sum told."""
        return cls(matrix, (b, b), (low, high))

    def maximise(self, cost: Floats, *, afresh: bool = False) -> Floats:
        """
        The y of the greatest cost'y, from where the last one was, or `afresh`: which is faster
        where many costs change. Raises NotOptimal, also where there is no greatest.
        """
        if afresh:
            self._highs.clearSolver()
        self._highs.changeColsCost(self.size, self._columns, -cost)
        return self._solved()

    def minimise(self, cost: Floats) -> Floats:
        """The y of the least cost'y, and a place to start from again. Raises NotOptimal."""
        found = self.maximise(-cost)
        self._start = self._highs.getBasis()
        return found

    def again(self) -> Floats:
        """The same of other ends, from where `minimise` was. Raises NotOptimal."""
        self._highs.setBasis(self._start)
        return self._solved()

    def whole(self, columns: Sequence[int] | np.ndarray) -> None:
        """From now on these are integers."""
        kinds = np.full(len(columns), highspy.HighsVarType.kInteger)
        # A programme of whole numbers starts from nowhere, so that it may be made smaller first.
        self._highs.setOptionValue("presolve", "choose")
        self._highs.changeColsIntegrality(len(columns), np.asarray(columns, np.int32), kinds)

    def fix(self, columns: np.ndarray, low: Floats, high: Floats) -> None:
        """From now on these lie between other ends."""
        self._highs.changeColsBounds(
            len(columns), columns.astype(np.int32), _ends(low), _ends(high)
        )

    def _solved(self) -> Floats:
        self._highs.run()
        status = self._highs.getModelStatus()
        if status != highspy.HighsModelStatus.kOptimal:
            words = self._highs.modelStatusToString(status)
            raise NotOptimal(words, unbounded=status == highspy.HighsModelStatus.kUnbounded)
        return np.array(self._highs.getSolution().col_value)


def integral(values: Floats) -> bool:
    """Whether these are whole numbers, as far as a solver tells."""
    return bool((abs(values - np.round(values)) < INTEGRAL).all())


def _ends(values: Floats) -> Floats:
    return np.asarray(values, float)
