"""The fewest further cells that protect those withheld: every choice tried, fewest first."""

from collections.abc import Callable
from itertools import combinations

import numpy as np
from scipy.optimize import linprog

Ends = Callable[[np.ndarray, np.ndarray], np.ndarray]


def fewest(
    sums: np.ndarray, value: np.ndarray, withheld: np.ndarray, protected: Ends, insiders: int = 0
) -> list[tuple[int, ...]]:
    """
    All smallest sets of cells to withhold beside `withheld` so that each of these is `protected`,
    which says so of a reader's ends (k,), (k,).

    sums: (m, n), each row times value (n,) is 0. Whoever the first `insiders` cells are of reads
    too, and knows that one; then only these may be withheld.
    """
    others = np.flatnonzero(~withheld)
    others = others[others < insiders] if insiders else others
    for size in range(len(others) + 1):
        found = [
            chosen
            for chosen in combinations(others.tolist(), size)
            if all(
                protected(*_ends(sums, value, withheld, (chosen, knowing))).all()
                for knowing in (-1, *(each for each in chosen if each < insiders))
            )
        ]
        if found:
            return found
    return []


def _ends(
    sums: np.ndarray, value: np.ndarray, withheld: np.ndarray, seat: tuple[tuple[int, ...], int]
) -> tuple[np.ndarray, np.ndarray]:
    chosen, knowing = seat
    open_ = withheld.copy()
    open_[[each for each in chosen if each != knowing]] = True
    bounds = [(0, None) if free else (at, at) for at, free in zip(value, open_, strict=True)]
    right = np.zeros(len(sums))
    ends = []
    for at in np.flatnonzero(withheld):
        cost = np.zeros(len(value))
        for sign in (1, -1):
            cost[at] = sign
            found = linprog(cost, A_eq=sums, b_eq=right, bounds=bounds)
            ends.append(np.inf if found.x is None else found.x[at])
    both = np.round(np.array(ends).reshape(-1, 2), 6)
    return both[:, 0], both[:, 1]
