import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from iro_pipeline.statistics.reliability import (
    alpha,
    centred,
    omega_total,
    one_way,
    within_group_agreement,
)

# Shrout PE, Fleiss JL. Psychol Bull 1979;86:420-428, table 2: six targets, four ratings each.
SHROUT_FLEISS = np.array(
    [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]]
)
LOADINGS = np.array([0.8, 0.7, 0.6, 0.5])


def test_the_published_example_has_its_published_mean_squares_and_correlations():
    found = one_way(SHROUT_FLEISS.ravel(), np.repeat(range(6), 4))
    assert (found.msb, found.msw) == pytest.approx((11.24, 6.26), abs=0.01)
    assert (found.icc1, found.icc2) == pytest.approx((0.17, 0.44), abs=0.005)
    assert (found.n, found.groups, found.n0) == (24, 6, 4)


def test_groups_of_unlike_size_count_less_than_on_average():
    # (10 - (36 + 9 + 1)/10) / 2
    found = one_way([1, 2, 3, 1, 2, 3, 4, 5, 4, 1], [*["a"] * 6, *["b"] * 3, "c"])
    assert found.n0 == pytest.approx(2.7)


@pytest.mark.parametrize("groups", [["a", "a", "a"], ["a", "b", "c"]])
def test_one_group_or_no_group_with_two_answers_tells_nothing(groups):
    assert np.isnan(one_way([1, 2, 3], groups).icc1)


@given(st.lists(st.tuples(st.integers(1, 5), st.sampled_from("abcdef")), min_size=3, max_size=50))
def test_a_mean_of_n0_answers_is_as_reliable_as_spearman_and_brown_say(rows):
    found = one_way(*zip(*rows, strict=True))
    if found.msw > 0 and found.msb > 0:
        stepped_up = found.n0 * found.icc1 / (1 + (found.n0 - 1) * found.icc1)
        assert found.icc2 == pytest.approx(stepped_up, abs=1e-6)
        assert found.tau2 >= 0


def test_agreement_within_a_group_is_none_for_answers_spread_evenly_and_never_below():
    assert within_group_agreement([0, 1, 2, 4], 5) == pytest.approx([1, 0.5, 0, 0])


def test_alpha_of_two_items_is_four_covariances_over_the_variance_of_the_sum():
    items = np.array([[1, 2], [2, 2], [3, 5], [5, 4], [4, 3]])
    cov = np.cov(items, rowvar=False)
    assert alpha(items) == pytest.approx(4 * cov[0, 1] / cov.sum())


def with_covariances(wanted: np.ndarray, n: int = 50) -> np.ndarray:
    """Answers that have exactly these covariances."""
    drawn = np.random.default_rng(1).normal(size=(n, len(wanted)))
    drawn = np.linalg.qr(drawn - drawn.mean(axis=0))[0] * np.sqrt(n - 1)
    return drawn @ np.linalg.cholesky(wanted).T


def test_omega_of_one_factor_by_hand():
    # 2.6² / (2.6² + .36 + .51 + .64 + .75)
    wanted = np.outer(LOADINGS, LOADINGS)
    np.fill_diagonal(wanted, 1)
    assert omega_total(with_covariances(wanted)) == pytest.approx(0.7494, abs=1e-4)


def test_items_that_load_alike_have_one_omega_and_alpha():
    wanted = np.full((4, 4), 0.36)
    np.fill_diagonal(wanted, 1)
    items = with_covariances(wanted)
    assert omega_total(items) == pytest.approx(alpha(items), abs=1e-6)


def test_one_factor_cannot_be_told_from_two_items_nor_anything_from_one_all_answer_alike():
    assert np.isnan(omega_total([[1, 2], [2, 1], [3, 3]]))
    assert np.isnan(alpha([[1, 3], [2, 3], [3, 3]]))


def test_what_is_centred_has_no_difference_between_groups_left():
    left = centred([[1, 5], [3, 3], [5, 2], [4, 1]], ["a", "a", "b", "b"])
    assert left.tolist() == [[-1, 1], [1, -1], [0.5, 0.5], [-0.5, -0.5]]
