"""How closely a reader can put a withheld number: least and greatest."""

import numpy as np
from scipy import sparse

from iro_pipeline.audit.solver import NotOptimal, Programme
from iro_pipeline.statistics.arrays import Floats


def interval(
    matrix: sparse.csr_array, b: Floats, bounds: tuple[Floats, Floats], which: np.ndarray
) -> Floats:
    """
    Least and greatest (k, 2) of the numbers `which` where matrix y = b and y lies within bounds.

    By linear programming: where y must be whole these are outer bounds. Infinite where unbounded.
    Raises NotOptimal where there is no such y.
    """
    programme = Programme.equal(matrix, b, *bounds)
    programme.maximise(np.zeros(programme.size))
    return np.array([[-_most(programme, at, -1.0), _most(programme, at, 1.0)] for at in which])


def _most(programme: Programme, at: int, sign: float) -> float:
    try:
        return float(sign * programme.maximise(unit(programme.size, at, sign))[at])
    except NotOptimal as failed:
        if failed.unbounded:
            return np.inf
        raise


def unit(size: int, at: int, sign: float) -> Floats:
    """A cost (size,) of one number alone."""
    cost = np.zeros(size)
    cost[at] = sign
    return cost
