"""Whom the exact reckoning asks of which numbers, and that it answers as a count of all nations."""

from collections.abc import Sequence

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.attacks import mutations
from benchmarks.attacks.oracle import Oracle
from benchmarks.attacks.releases import Release, drawn, standing, sums, tables
from benchmarks.attacks.words import PARTS, Cell, Pair, Sum, Unknowns, Words, words

BOLTON, BURY, MANCHESTER, NORTH_WEST = "E08000001", "E08000002", "E08000003", "E12000002"
Found = set[tuple[str, Sum]]
ALL = (0, 1, 2)
SMALL = 5
MOST = 16  # of all numbers together in a drawn nation


def oracle(*numbers: tuple[str, int], of: Sequence[Sum] = ()) -> Oracle:
    """Of numbers, each with its authority. Figures tell each of them, and these sums of several."""
    owner, truth = (np.array(each) for each in zip(*numbers, strict=True))
    told = [*((at,) for at in range(len(truth))), *of]
    cells = {cell(those, owner): those for those in told}
    return Oracle(Unknowns(truth, owner, np.zeros(len(truth), bool), cells))


def cell(those: Sum, owner: np.ndarray) -> Cell:
    areas = {str(owner[at]) for at in those}
    return f"kinds {those}", "numerator", areas.pop() if len(areas) == 1 else NORTH_WEST, 0


def said(of: Oracle, shown: Sequence[Sum], *, but: Sequence[Sum] = ()) -> Words:
    """These numbers are shown; all others that there are figures of are withheld, `but` some."""
    spoken = Words(len(of.unknowns.truth))
    for those in shown:
        exact = float(value(of.unknowns.truth, those))
        spoken.say(those, exact, exact)
    there = {*shown, *but}
    spoken.withheld = {name for name, those in of.unknowns.cells.items() if those not in there}
    return spoken


def value(truth: np.ndarray, those: Sequence[int]) -> int:
    return int(truth[list(those)].sum())


def found(of: Oracle, spoken: Words) -> Found:
    return set(of.recoverable(spoken))


def test_what_is_left_of_a_sum_can_be_told_by_anyone():
    of = oracle((BOLTON, 3), (BURY, 14), (MANCHESTER, 20))
    assert found(of, said(of, [(1,), (2,), ALL])) == {("anyone", (0,))}


def test_nobody_is_asked_of_what_is_many_or_none():
    of = oracle((BOLTON, 6), (BURY, 0), (MANCHESTER, 20))
    assert of.asked(said(of, [(2,)])) == {}


def test_nobody_is_asked_of_what_no_figure_withholds():
    """As of a quarter of what is told by year only: no one looks for it."""
    of = oracle((BOLTON, 3), (BURY, 4), (MANCHESTER, 20))
    assert of.asked(said(of, [], but=[(1,)])) == {(0,): BOLTON}


def test_nobody_is_asked_of_what_another_figure_shows():
    of = oracle((BOLTON, 3), (BURY, 14))
    of.unknowns.cells["its other name", "rest", BOLTON, 0] = (0,)
    spoken = said(of, [(0,)])
    spoken.withheld.add(("its other name", "rest", BOLTON, 0))
    assert of.asked(spoken) == {}


def test_an_authority_takes_its_own_away_from_a_sum():
    of = oracle((BOLTON, 3), (BURY, 34), (MANCHESTER, 20))
    assert found(of, said(of, [(2,), ALL])) == {(BURY, (0,))}


def test_an_authority_is_not_asked_of_its_own_numbers():
    of = oracle((BOLTON, 3), (BURY, 34), (MANCHESTER, 20))
    assert found(of, said(of, [ALL])) == set()


def test_of_a_sum_of_several_only_those_outside_are_asked():
    """Manchester can tell the other two, and so both together: it is asked of each."""
    of = oracle((BOLTON, 2), (BURY, 2), (MANCHESTER, 30), of=[(0, 1)])
    spoken = said(of, [ALL])
    assert of.asked(spoken) == {(0,): BOLTON, (1,): BURY, (0, 1): ""}
    assert found(of, spoken) == {(MANCHESTER, (0,)), (MANCHESTER, (1,))}


def test_a_sum_of_several_that_those_outside_can_tell_is_found():
    of = oracle((BOLTON, 2), (BURY, 2), (MANCHESTER, 30), of=[(0, 1)])
    assert ("anyone", (0, 1)) in found(of, said(of, [(2,), ALL]))


def between(of: Oracle, those: Sum, low: float, high: float) -> Words:
    spoken = said(of, [])
    spoken.say(those, low, high)
    return spoken


def test_who_is_the_only_one_in_a_number_is_asked_of_others_of_the_same_authority():
    of = oracle((BOLTON, 1), (BOLTON, 4))
    assert found(of, between(of, (0, 1), 3, 12)) == {(f"one of {BOLTON}", (1,))}


def test_who_is_the_only_one_in_a_number_is_not_asked_of_another_authority():
    of = oracle((BOLTON, 1), (BURY, 4))
    assert found(of, between(of, (0, 1), 3, 12)) == {(BOLTON, (1,))}


def test_who_is_the_only_one_in_a_sum_of_several_is_not_asked_of_another_sum():
    of = oracle((BOLTON, 1), (BURY, 0), (MANCHESTER, 3), of=[(0, 1), ALL])
    assert found(of, between(of, (2,), 0, 4)) == set()


def test_a_number_in_which_only_they_are_is_no_secret_to_them():
    of = oracle((BOLTON, 1), (BOLTON, 0), of=[(0, 1)])
    assert found(of, between(of, (1,), 0, 2)) == set()
    of = oracle((BOLTON, 1), (BOLTON, 1), of=[(0, 1)])
    assert (f"one of {BOLTON}", (0, 1)) in found(of, between(of, (1,), 0, 2))


def test_a_nation_that_fitted_other_words_is_not_taken_for_one_of_these():
    of = oracle((BOLTON, 3), (BURY, 34), (MANCHESTER, 20))
    assert found(of, said(of, [ALL])) == set()
    assert found(of, said(of, [(1,), (2,), ALL])) == {("anyone", (0,))}


def test_what_is_known_by_year_only_stays_as_it_is_while_quarters_move():
    """No figure adds up the two, so that neither helps to tell the other."""
    of = oracle((BOLTON, 3), (BURY, 34), (BOLTON, 4), (MANCHESTER, 9))
    of.unknowns.family[2:] = True
    assert found(of, said(of, [(0, 1), (3,), (2, 3)])) == {(BURY, (0,)), ("anyone", (2,))}


@pytest.mark.parametrize(
    ("region", "expected"),
    [
        ([(17, 97), (23, 103), (15, 95)], set()),
        ([(17, 97), (23, 103), (16, 96)], {("anyone", (0,))}),
    ],
    ids=["of one, and of nine", "of one no longer"],
)
def test_a_rounded_figure_stands_for_those_pairs_only_that_print_as_it_does(
    region: list[tuple[int, int]], expected: Found
):
    """Bolton's 3 and Bury's 14 are told as 20, of 100: of Bury all is shown."""
    of = oracle((BOLTON, 3), (BURY, 14), (BURY, 80))
    spoken = said(of, [(1,), (2,)])
    spoken.say((0, 1), 15, 24)
    spoken.pairs.append(Pair((0, 1), (0, 1, 2), np.array(region)))
    assert found(of, spoken) == expected


def test_the_only_one_in_a_number_reads_rounded_figures_too():
    """Bolton's two are 5 of 85, or 9 of 89: 2 of 83 would leave 81, and 80 are shown."""
    of = oracle((BOLTON, 1), (BOLTON, 4), (BOLTON, 80))
    spoken = said(of, [(2,)])
    spoken.say((0, 1), 2, 9)
    spoken.pairs.append(Pair((0, 1), (0, 1, 2), np.array([(5, 85), (9, 89), (2, 83)])))
    assert found(of, spoken) == {(f"one of {BOLTON}", (1,))}


def test_a_number_is_found_by_every_name_that_it_has():
    of = oracle((BOLTON, 3), (BURY, 14))
    of.unknowns.cells["attendance", "rest", BOLTON, 2] = (0,)
    names = mutations.names(of, said(of, [(1,), (0, 1)]))
    assert names == {
        "kinds (0,) numerator, Bolton (E08000001), 2024",
        "attendance rest, Bolton (E08000001), 2024 Q2",
    }


def test_of_a_release_the_small_numbers_are_asked_of_that_it_withholds():
    places = standing().filter(region="North East").head(3)
    counts = drawn(np.random.default_rng(5), places)
    release, unknowns = Release.of(tables(sums(counts))), Unknowns.of(counts, places)
    spoken = words(unknowns, release.shown)
    rest = pl.col("denominator") - pl.col("numerator")
    small = (
        release.rows()
        .filter(status="c")
        .with_columns(rest=rest)
        .unpivot(PARTS, index=["indicator", "area", "quarter"], variable_name="part")
        .filter(pl.col("value").is_between(1, SMALL))
        .select("indicator", "part", "area", "quarter")
    )
    expected = {unknowns.cells[name] for name in small.iter_rows()} - spoken.told
    assert expected
    assert set(Oracle(unknowns).asked(spoken)) == expected


@st.composite
def nations(draw: st.DrawFn) -> tuple[Oracle, Words]:
    """Two numbers of each of two authorities; some sums are told, to the person or nearly."""
    truth = draw(st.lists(st.integers(0, 4), min_size=4, max_size=4))
    several = [(0, 1), (2, 3), (0, 2), (1, 3)]
    of = oracle(*zip([BOLTON, BOLTON, BURY, BURY], truth, strict=True), of=several)
    spoken = said(of, draw(st.lists(st.sampled_from([(0,), (3,), *several]), max_size=2)))
    for those in draw(st.lists(st.sampled_from(several), max_size=2)):
        exact = value(np.array(truth), those)
        spoken.say(those, exact - draw(st.integers(0, 3)), exact + draw(st.integers(0, 8)))
        spoken.told.discard(those)
    spoken.say((0, 1, 2, 3), 0, MOST)
    return of, spoken


def counted(of: Oracle, spoken: Words) -> Found:
    """The same by a count of all nations that would be told in these words."""
    truth, owner = of.unknowns.truth, of.unknowns.owner
    axes = [np.arange(MOST + 1)] * len(truth)
    every = np.stack(np.meshgrid(*axes, indexing="ij"), axis=-1).reshape(-1, len(truth))
    every = every[spoken.hold(every)]
    cells = of.unknowns.cells
    small = [name for name in spoken.withheld if 1 <= value(truth, cells[name]) <= SMALL]
    asked = {cells[name]: name[2] for name in small}

    def tell(left: np.ndarray, those: Sum) -> bool:
        values = left[:, list(those)].sum(axis=1)
        return not ((values > SMALL).any() and (values <= 1).any())

    anyone = {("anyone", those) for those in asked if tell(every, those)}
    closed = {those: area for those, area in asked.items() if ("anyone", those) not in anyone}
    members = {
        (member, those)
        for member in (BOLTON, BURY)
        for those, area in closed.items()
        if area not in (NORTH_WEST, member)
        and tell(every[(every == truth)[:, owner == member].all(axis=1)], those)
    }
    contributors = {
        (f"one of {area}", those)
        for one, area in closed.items()
        for those, of_area in closed.items()
        if area == of_area != NORTH_WEST and value(truth, one) == 1
        and value(truth, [at for at in those if at not in one])
        and tell(every[every[:, list(one)].sum(axis=1) == 1], those)
    }  # fmt: skip
    return anyone | members | contributors


@settings(max_examples=40, deadline=None)
@given(nations())
def test_it_finds_what_a_count_of_all_nations_finds(nation: tuple[Oracle, Words]):
    of, spoken = nation
    assert found(of, spoken) == counted(of, spoken)
