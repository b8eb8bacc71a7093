import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy import stats

from iro_pipeline.statistics.ranks import bands, places, quarters, rank_sets, rankability


def of_authorities(fewest: int) -> st.SearchStrategy:
    figure, error = st.floats(-5, 5), st.floats(0.01, 2)
    return st.integers(fewest, 10).flatmap(
        lambda k: st.tuples(arrays(float, k, elements=figure), arrays(float, k, elements=error))
    )


figures = of_authorities(1)


def test_three_that_are_far_apart_have_their_places_for_sure():
    low, high, of = rank_sets([0.0, 20, 10], [1.0, 1, 1])
    assert low.tolist() == high.tolist() == [3, 1, 2]
    assert of.tolist() == [3, 3, 3]


def test_two_are_told_apart_beyond_1_96_errors_of_their_difference():
    # One comparison needs no correction: 1.959964 sqrt 2 is 2.771808.
    assert rank_sets([0, 2.771], [1, 1])[1].tolist() == [2, 2]
    assert rank_sets([0, 2.773], [1, 1])[1].tolist() == [2, 1]


def test_of_three_each_is_judged_by_two_differences_at_once():
    # Šidák: .95 ** .5 is .974679, whose normal is 2.236477; times sqrt 2, 3.162857.
    assert rank_sets([0, 3.162, -50], [1, 1, 1])[1].tolist() == [2, 2, 3]
    assert rank_sets([0, 3.164, -50], [1, 1, 1])[1].tolist() == [2, 1, 3]


@settings(max_examples=30)
@given(figures)
def test_a_set_holds_the_place_as_it_stands(drawn):
    low, high, of = rank_sets(*drawn)
    assert (low >= 1).all()
    assert (low <= places(drawn[0])).all()
    assert (places(drawn[0]) <= high).all()
    assert (high <= of).all()


@settings(max_examples=30)
@given(figures)
def test_more_confidence_is_a_wider_set(drawn):
    (low, high, _), (lowest, highest, _) = rank_sets(*drawn), rank_sets(*drawn, confidence=0.998)
    assert (lowest <= low).all()
    assert (high <= highest).all()


@settings(max_examples=30)
@given(figures, st.randoms())
def test_neither_order_nor_those_without_a_figure_matter(drawn, random):
    y, s = drawn
    order = random.sample(range(len(y)), len(y))
    mixed = rank_sets(np.append(y[order], np.nan), np.append(s[order], 1.0))
    for one, other in zip(mixed, rank_sets(y, s), strict=True):
        assert one[:-1].tolist() == other[order].tolist()
        assert np.isnan(one[-1])


def test_each_indicator_is_ranked_of_its_own():
    y, s = np.random.default_rng(1).normal(size=(2, 30, 40)) ** 2
    together = rank_sets(y.reshape(5, 6, 40), s.reshape(5, 6, 40))[0]
    assert together[1, 2].tolist() == rank_sets(y[8], s[8])[0].tolist()


def test_ties_share_the_first_place_and_the_next_is_left_out():
    found = places([[3, 5, 5, np.nan, 1]])
    assert found == pytest.approx(np.array([[3, 1, 1, np.nan, 4]]), nan_ok=True)


def test_bands_by_hand():
    # A quarter of nine places is 2 1/4: up to the third, fifth, seventh and ninth.
    assert bands(np.arange(9.0, 0, -1)).tolist() == [1, 1, 1, 2, 2, 3, 3, 4, 4]


def test_fewer_figures_than_bands_are_in_none():
    assert np.isnan(bands([1.0, 2, 3, np.nan])).all()


def test_rankability_by_hand():
    # Median variance 4 of 1, 4, 9: 12 / (12 + 4).
    assert rankability(12, [1, 2, 3]) == pytest.approx(0.75)


@settings(max_examples=30)
@given(of_authorities(4))
def test_the_chances_of_an_authority_add_up_to_one(drawn):
    found = quarters(*drawn)
    assert (found >= 0).all()
    assert found.sum(axis=-1) == pytest.approx(np.ones(len(found)))


def test_authorities_that_are_alike_are_in_every_quarter_alike():
    assert quarters(np.zeros(40), np.ones(40)) == pytest.approx(np.full((40, 4), 0.25), abs=0.01)


def test_four_that_are_far_apart_have_a_quarter_each():
    found = quarters([0, 300, 100, 200], [1, 1, 1, 1])
    assert found == pytest.approx(np.eye(4)[[3, 0, 2, 1]], abs=1e-9)


@pytest.mark.parametrize("k", [32, 153])
@pytest.mark.parametrize("tau", [0.1, 0.3, 1.0])
def test_chances_of_quarters_are_those_of_drawing_all_and_counting_places(k, tau):
    rng = np.random.default_rng(153)
    mean, sd = rng.normal(0, tau, k), rng.uniform(0.1, 0.5, k)
    drawn = rng.normal(mean, sd, (10_000, k))
    place = stats.rankdata(-drawn, axis=-1).astype(int) - 1
    band = bands(-np.arange(k))[place]
    counted = [(band == quarter).mean(axis=0) for quarter in (1, 2, 3, 4)]
    assert quarters(mean, sd) == pytest.approx(np.transpose(counted), abs=0.03)


def test_chances_of_quarters_agree_with_the_expected_place():
    # Lingsma HF, Eijkemans MJC, Steyerberg EW. BMC Med Res Methodol 2009;9:53: 1 + the sum over
    # others of the normal of their difference. The centres of the bands tell it to a quarter.
    rng = np.random.default_rng(9)
    mean, sd = rng.normal(0, 0.2, 100), np.full(100, 0.3)
    apart = (mean - mean[:, np.newaxis]) / np.hypot(sd, sd[:, np.newaxis])
    expected = 0.5 + stats.norm.cdf(apart).sum(axis=-1)
    assert quarters(mean, sd) @ [13, 38, 63, 88] == pytest.approx(expected, abs=6)


def test_fewer_than_four_have_no_quarters():
    assert np.isnan(quarters([1.0, 2, 3, np.nan], np.ones(4))).all()


def test_those_without_a_figure_are_in_no_quarter():
    found = quarters([1.0, 2, np.nan, 4, 5], np.ones(5))
    assert np.isnan(found[2]).all()
    assert found[[0, 1, 3, 4]] == pytest.approx(quarters([1.0, 2, 4, 5], np.ones(4)))
    assert np.isnan(quarters([np.nan, np.nan], [1, 1])).all()
