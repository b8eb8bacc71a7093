"""What a reader can tell of a withheld number, against all nations counted out by hand."""

from itertools import product

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse

from iro_pipeline.audit import nearest, search, solver
from iro_pipeline.audit.bounds import interval
from iro_pipeline.audit.limits import Limits
from iro_pipeline.audit.nearest import Nearest
from iro_pipeline.audit.search import examined
from iro_pipeline.audit.solver import NotOptimal
from iro_pipeline.audit.system import System
from iro_pipeline.audit.tightening import tightened

LIMITS = Limits(
    largest_small_count=2,
    fewest_people=4,
    fewest_authorities=3,
    largest_share=50,
    fewest_left=5,
    fewest_authorities_left=2,
    fewest_for_a_word=5,
    round_to=10,
)
MOST = 5  # of any number in a drawn system: six choices for each of four


@st.composite
def systems(draw: st.DrawFn) -> tuple[System, np.ndarray]:
    """Four withheld numbers bound by up to three sums that a true nation keeps, and that nation."""
    row = st.lists(st.sampled_from([-2, -1, 0, 1, 2]), min_size=4, max_size=4)
    rows = draw(st.lists(row, max_size=3))
    truth = np.array(draw(st.lists(st.integers(0, MOST), min_size=4, max_size=4)), float)
    slack = np.array([draw(st.sampled_from([0, 0, 0, 1, 2])) for _ in rows], float)
    matrix = np.array(rows, float).reshape(len(rows), 4)
    return system(matrix, matrix @ truth - slack, matrix @ truth + slack), truth


def system(matrix: np.ndarray, least: np.ndarray, most: np.ndarray) -> System:
    n = matrix.shape[1]
    cells = pl.DataFrame(
        {
            "cell": range(n),
            "number": ["a.numerator"] * n,
            "level": ["authority"] * n,
            "area": [f"E0800000{at}" for at in range(n)],
            "quarter": [None] * n,
            "vintage": [1] * n,
            "region": ["North West", "North East"] * (n // 2),
            "hidden": [True] * n,
        }
    )
    ends = (np.zeros(n), np.full(n, float(MOST)))
    return System(cells, sparse.csr_array(matrix), least, most, *ends, np.zeros(len(least), bool))


def both(every: np.ndarray) -> np.ndarray:
    """Which numbers are large in one of these nations and one, or nobody, in another."""
    return (every.max(axis=0) > 2) & (every.min(axis=0) <= 1)


def nations(of: System) -> np.ndarray:
    """Every nation that is published in the same words."""
    every = np.array(list(product(range(MOST + 1), repeat=len(of.low))), float)
    sums = every @ of.matrix.toarray().T
    return every[((sums >= of.least) & (sums <= of.most)).all(axis=1)]


@settings(max_examples=30, deadline=None)
@given(systems())
def test_whatever_is_found_protected_is_so_in_a_count_of_all_nations(drawn):
    of, truth = drawn
    every = nations(of)
    harmless = (every.min(axis=0) > 2) | (every.max(axis=0) <= 0)
    assert (both(every) | harmless | examined(of, LIMITS, truth).exposed).all()


@settings(max_examples=30, deadline=None)
@given(systems())
def test_a_number_that_is_large_in_one_nation_and_one_in_another_is_found_protected(drawn):
    of, truth = drawn
    assert not (both(nations(of)) & examined(of, LIMITS, truth).exposed).any()


@settings(max_examples=25, deadline=None)
@given(systems())
def test_each_sum_alone_never_excludes_a_nation_that_there_is(drawn):
    of, _ = drawn
    every = nations(of)
    low, high = tightened(of)
    assert (low <= every.min(axis=0)).all()
    assert (high >= every.max(axis=0)).all()


@settings(max_examples=25, deadline=None)
@given(systems())
def test_what_a_programme_bounds_holds_in_every_nation(drawn):
    of, truth = drawn
    every = nations(system(of.matrix.toarray(), of.matrix @ truth, of.matrix @ truth))
    found = interval(of.matrix, of.matrix @ truth, (of.low, of.high), np.arange(4))
    assert (found[:, 0] <= every.min(axis=0) + 1e-6).all()
    assert (found[:, 1] >= every.max(axis=0) - 1e-6).all()


@settings(max_examples=25, deadline=None)
@given(systems())
def test_every_witness_is_a_nation_of_the_same_words(drawn):
    of, truth = drawn
    assert all(of.holds(each) for each in examined(of, LIMITS, truth).witnesses)


@settings(max_examples=30, deadline=None)
@given(systems())
def test_every_swap_leads_to_a_nation_of_the_same_words(drawn):
    of, truth = drawn
    for swaps in examined(of, LIMITS, truth).swaps:
        for cells, values in zip(swaps.cells, swaps.values, strict=True):
            nation = swaps.base.copy()
            nation[cells] = values
            assert of.holds(nation)


@settings(max_examples=60, deadline=None)
@given(systems())
def test_a_nation_near_by_is_found_wherever_there_is_one(drawn):
    of, truth = drawn
    every, near, nothing = nations(of), Nearest(of, truth), np.zeros(0, np.int64)
    for cell, goal in product(range(len(truth)), range(MOST + 1)):
        found = near.change(cell, [float(goal)], nothing)
        assert (found is None) == (not (every[:, cell] == goal).any())
        if found is not None:
            nation = truth.copy()
            nation[found[0]] = found[1]
            assert (every == nation).all(axis=1).any()
            assert nation[cell] == goal


def test_where_sums_leave_nothing_open_nothing_else_is_found():
    truth = np.array([0.0, 2.0, 1.0, 4.0])
    rows = np.array([[1.0, 0, 0, 0], [1, 1, 0, 0], [0, 1, -1, 0], [0, 0, 1, 1]])
    told = system(rows, rows @ truth, rows @ truth)
    near, nobody = Nearest(told, truth), np.zeros(0, np.int64)
    assert all(near.change(cell, [3.0], nobody) is None for cell in range(4))


def test_what_no_region_can_change_alone_is_found_in_the_whole(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(nearest, "SMALL", 0)
    truth = np.array([1.0, 1.0, 2.0, 2.0])
    rows = np.array([[1.0, -1, 0, 0], [0, 0, 1, -1]])  # of one region each beside the other
    tied = system(rows, rows @ truth, rows @ truth)
    near, nobody = Nearest(tied, truth), np.zeros(0, np.int64)
    for cell, cells in enumerate(([0, 1], [0, 1], [2, 3], [2, 3])):
        found = near.change(cell, [5.0], nobody)
        assert found is not None
        assert found[0].tolist() == cells
        assert found[1].tolist() == [5.0, 5.0]


@settings(max_examples=30, deadline=None)
@given(systems(), st.integers(0, 3))
def test_what_swaps_serve_beside_someone_who_knows_a_number_is_so_in_a_count(drawn, at):
    of, truth = drawn
    known = np.arange(4) == at
    found = examined(of, LIMITS, truth)
    up, down = found.swapped(known, truth[known])
    every = nations(of)
    left = every[every[:, at] == truth[at]]
    assert (both(left) | ~(up & down)).all()


@settings(max_examples=30, deadline=None)
@given(systems())
def test_a_large_part_looked_at_by_region_claims_no_more_than_the_whole(drawn):
    of, truth = drawn
    whole = examined(of, LIMITS, truth).exposed
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(search, "LARGE", 1)
        by_region = examined(of, LIMITS, truth).exposed
    assert (whole <= by_region).all()


def test_without_a_nation_to_start_from_the_programme_finds_one():
    of = system(np.array([[1.0, 1, 1, 1]]), np.array([12.0]), np.array([12.0]))
    assert not examined(of, LIMITS).exposed.any()


def test_a_number_that_only_halves_could_make_large_is_exposed():
    # Twice the first is the second and the third, less one: the programme says 2.5, a nation 2.
    rows = np.array([[2.0, -1, 0, 0], [0, 1.0, 0, 0]])
    of = system(rows, np.array([0.0, 0]), np.array([0.0, MOST]))
    found = interval(of.matrix[:1], np.zeros(1), (of.low, of.high), np.array([0]))
    assert found.tolist() == [[0, 2.5]]
    assert examined(of, LIMITS, np.zeros(4)).exposed.tolist()[0]


def test_sums_that_contradict_one_another_have_no_answer():
    rows = np.array([[1.0, 1, 0, 0], [1.0, 1, 0, 0]])
    of = system(rows, np.array([3.0, 4]), np.array([3.0, 4]))
    with pytest.raises(NotOptimal):
        examined(of, LIMITS)


def test_a_number_that_nothing_holds_is_without_end():
    found = interval(
        sparse.csr_array(np.array([[1.0, -1]])), np.zeros(1), (np.zeros(2), np.full(2, np.inf)),
        np.array([0]),
    )  # fmt: skip
    assert found.tolist() == [[0, np.inf]]


def test_an_integer_programme_of_too_many_steps_fails_closed_whatever_the_clock_says(
    monkeypatch: pytest.MonkeyPatch,
):
    """A market split: two halves that no search finds in five nodes."""
    monkeypatch.setattr(solver, "NODES", 5)
    size = 30
    parts = sparse.csr_array(np.random.default_rng(0).integers(0, 100, (4, size)).astype(float))
    halves = np.floor(parts.sum(axis=1) / 2)
    programme = solver.Programme.equal(parts, halves, np.zeros(size), np.ones(size))
    programme.whole(np.arange(size))
    with pytest.raises(NotOptimal, match="limit"):
        programme.maximise(np.ones(size))
