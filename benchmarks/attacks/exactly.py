"""The fewest further cells that protect those withheld: every choice tried, fewest first."""

from collections.abc import Callable
from itertools import combinations

import numpy as np
from scipy.optimize import linprog

Ends = Callable[[np.ndarray, np.ndarray], np.ndarray]


def fewest(
    sums: np.ndarray, value: np.ndarray, withheld: np.ndarray, protected: Ends, least: float = 0
) -> list[tuple[int, ...]]:
    """
    All smallest sets of cells to withhold beside `withheld` so that each of these is `protected`,
    which says so of a reader's ends (k,), (k,).

    sums: (m, n), each row times value (n,) is 0. A reader knows that a withheld cell is `least`.
    """
    others = np.flatnonzero(~withheld)
    for size in range(len(others) + 1):
        found = [
            chosen
            for chosen in combinations(others.tolist(), size)
            if protected(*_ends(sums, value, (withheld, chosen), least)).all()
        ]
        if found:
            return found
    return []


def _ends(
    sums: np.ndarray, value: np.ndarray, hidden: tuple[np.ndarray, tuple[int, ...]], least: float
) -> tuple[np.ndarray, np.ndarray]:
    withheld, chosen = hidden
    open_ = withheld.copy()
    open_[list(chosen)] = True
    bounds = [(least, None) if free else (at, at) for at, free in zip(value, open_, strict=True)]
    right = np.zeros(len(sums))
    ends = []
    for at in np.flatnonzero(withheld):
        cost = np.zeros(len(value))
        for sign in (1, -1):
            cost[at] = sign
            found = linprog(cost, A_eq=sums, b_eq=right, bounds=bounds)
            ends.append(found.x[at] if found.status == 0 else np.inf)
    both = np.round(np.array(ends).reshape(-1, 2), 6)
    return both[:, 0], both[:, 1]
