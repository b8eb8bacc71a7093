"""The nearest movement of withheld numbers, against all movements counted out by hand."""

from itertools import product

import numpy as np
from hypothesis import given, reject, settings
from hypothesis import strategies as st
from scipy import sparse

from iro_pipeline.disclosure.movement import Component, Movement

NOBODY = np.zeros(0, np.int64)
MOST = 3  # of a true number, and of what it rises by: seven choices for each of four
COLUMNS = np.array([2, 3, 5, 8])


@st.composite
def components(draw: st.DrawFn) -> tuple[Component, np.ndarray]:
    """Four numbers, bound by up to four equations of which some have room, and what they are."""
    value = np.array(draw(st.lists(st.integers(0, MOST), min_size=4, max_size=4)), float)
    row = st.lists(st.sampled_from([-2, -1, 0, 1, 2]), min_size=4, max_size=4).filter(any)
    rows = np.array(draw(st.lists(row, max_size=4)), float).reshape(-1, 4)
    slack = np.array([draw(st.sampled_from([0, 0, 0, 1])) for _ in rows], float)
    exact = np.array(
        [not each and draw(st.sampled_from([True, True, False])) for each in slack], bool
    )
    return Component(COLUMNS, sparse.csr_array(rows), exact, slack), value


def movements(part: Component, value: np.ndarray) -> np.ndarray:
    """Every movement of whole people, one a row, that leaves every equation and number as told."""
    every = np.array(list(product(range(-MOST, MOST + 1), repeat=len(value))), float)
    moved = every @ part.equations.toarray().T
    kept = np.where(part.exact, moved == 0, moved >= -part.slack).all(axis=1)
    return every[kept & (value + every >= 0).all(axis=1)]


@settings(max_examples=80, deadline=None)
@given(components(), st.integers(0, 3), st.integers(-1, 3))
def test_it_is_found_wherever_there_is_one_and_costs_no_more_than_any(drawn, at, known):
    part, value = drawn
    kept = NOBODY if known in (-1, at) else np.array([known])
    every, cost = movements(part, value), np.array([1.0, 2.0, 3.0, 5.0])
    every = every[(every[:, kept] == 0).all(axis=1)]
    movement = Movement(part, value, cost)
    for need in (-2.0, -1.0, 1.0, 2.0):
        found = movement.cheapest(int(COLUMNS[at]), need, COLUMNS[kept])
        known_ways = every[every[:, at] == need]
        if found is None:
            assert not len(known_ways)
        elif len(known_ways):
            assert cost @ abs(found) <= (abs(known_ways) @ cost).min() + 1e-6


@settings(max_examples=80, deadline=None)
@given(components(), st.integers(0, 3), st.integers(-1, 3))
def test_whatever_is_found_leaves_what_is_told_and_known_as_it_is(drawn, at, known):
    part, value = drawn
    kept = NOBODY if known in (-1, at) else np.array([known])
    movement = Movement(part, value, np.ones(4))
    for need in (-2.0, -1.0, 1.0, 2.0):
        found = movement.cheapest(int(COLUMNS[at]), need, COLUMNS[kept])
        if found is not None:
            moved = part.equations @ found
            assert (np.where(part.exact, -abs(moved), moved + part.slack) > -1e-6).all()
            assert (value + found > -1e-6).all()
            assert (abs(found[kept]) < 1e-6).all()
            assert abs(found[at] - need) < 1e-6


@settings(max_examples=80, deadline=None)
@given(components(), st.integers(0, 3))
def test_a_movement_is_taken_as_often_as_it_can_be_there_and_back(drawn, at):
    part, value = drawn
    every, movement = movements(part, value), Movement(part, value, np.ones(4))
    found = movement.cheapest(int(COLUMNS[at]), 1.0, NOBODY)
    if found is None or (abs(found - np.round(found)) > 1e-6).any():
        reject()
    for by, once in zip(movement.furthest(found), (found, -found), strict=True):
        assert (value + by > -1e-6).all()
        once_more = np.round(by + once)
        assert abs(once_more).max() > MOST or not (every == once_more).all(axis=1).any()
