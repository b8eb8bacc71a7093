"""The fewest further cells that protect those withheld: every choice tried, fewest first."""

from collections.abc import Callable
from itertools import combinations

import numpy as np
from scipy.optimize import linprog

Ends = Callable[[np.ndarray, np.ndarray], np.ndarray]


def fewest(
    sums: np.ndarray,
    value: np.ndarray,
    withheld: np.ndarray,
    protected: Ends,
    *,
    may: np.ndarray,
    insiders: int = 0,
    least: float = 0,
) -> list[tuple[int, ...]]:
    """
    All smallest sets of cells to withhold beside `withheld` so that each of these is `protected`,
    which says so of a reader's ends (k,), (k,).

    sums: (m, n), each row times value (n,) is 0. `may`: which cells may be withheld as well.
    Whoever the first `insiders` cells are of reads too, and knows that one. `least`: what everyone
    knows a withheld cell to be at least.
    """
    others = np.flatnonzero(~withheld & may).tolist()

    def protects(chosen: tuple[int, ...]) -> bool:
        readers = (None, *(each for each in chosen if each < insiders))
        return all(
            protected(*ends(sums, value, withheld, {*chosen} - {knows}, least)).all()
            for knows in readers
        )

    for size in range(len(others) + 1):
        found = [chosen for chosen in combinations(others, size) if protects(chosen)]
        if found:
            return found
    return []


def ends(
    sums: np.ndarray, value: np.ndarray, withheld: np.ndarray, chosen: set[int], least: float = 0
) -> tuple[np.ndarray, np.ndarray]:
    """The least and the greatest of each withheld cell where those `chosen` are withheld too."""
    open_ = withheld.copy()
    open_[[*chosen]] = True
    bounds = [(least, None) if free else (at, at) for at, free in zip(value, open_, strict=True)]
    right = np.zeros(len(sums))
    found = [
        _end(sums, right, bounds, at, sign) for at in np.flatnonzero(withheld) for sign in (1, -1)
    ]
    both = np.round(np.array(found).reshape(-1, 2), 6)
    return both[:, 0], both[:, 1]


def _end(
    sums: np.ndarray,
    right: np.ndarray,
    bounds: list[tuple[float, float | None]],
    at: int,
    sign: int,
) -> float:
    cost = np.zeros(sums.shape[1])
    cost[at] = sign
    found = linprog(cost, A_eq=sums, b_eq=right, bounds=bounds)
    return np.inf if found.x is None else found.x[at]
