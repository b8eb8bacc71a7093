import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import mannwhitneyu

from iro_pipeline.statistics.ordinal import shift

answers = st.lists(st.integers(1, 5), min_size=2, max_size=40)


def alone(said: list[int], first: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Each answer of an authority of its own."""
    return np.array(said), np.arange(first, first + len(said))


def mean_ridit(later: list[int], earlier: list[int]) -> float:
    """Bross's own way: each answer's share of earlier ones below it and half of those the same."""
    share = np.bincount(earlier, minlength=6) / len(earlier)
    return float((share.cumsum() - share / 2)[later].mean())


@given(answers)
def test_answers_are_a_half_beside_themselves(said):
    assert shift(alone(said), alone(said, 100)).ridit == pytest.approx(0.5)


@given(answers, answers)
def test_the_mean_ridit_is_mann_and_whitney_s_u_over_all_pairs(earlier, later):
    found = shift(alone(earlier), alone(later, 100)).ridit
    pairs = len(earlier) * len(later)
    assert found == pytest.approx(mannwhitneyu(later, earlier).statistic / pairs)
    assert found == pytest.approx(mean_ridit(later, earlier))


@given(answers, answers)
def test_only_the_order_of_the_scale_counts_and_its_reverse_mirrors(earlier, later):
    found = shift(alone(earlier), alone(later, 100))
    stretched = shift(alone([x**3 for x in earlier]), alone([x**3 for x in later], 100))
    mirrored = shift(alone([-x for x in earlier]), alone([-x for x in later], 100))
    assert np.allclose(found, stretched, equal_nan=True)
    assert (found.ridit, found.error) == pytest.approx((1 - mirrored.ridit, mirrored.error))


@given(answers, answers)
def test_of_authorities_of_one_answer_each_the_error_is_delong_s(earlier, later):
    before, then = np.array(earlier), np.array(later)
    above = (then[:, None] > before) + 0.5 * (then[:, None] == before)
    m, n = len(later), len(earlier)
    parts = above.mean(axis=1).var() / m + above.mean(axis=0).var() / n
    groups = m + n
    assert shift(alone(earlier), alone(later, 100)).error == pytest.approx(
        np.sqrt(parts * groups / (groups - 1))
    )


def test_the_same_authorities_saying_the_same_again_leave_no_room_for_chance():
    found = shift(alone([1, 2, 3, 5]), alone([1, 2, 3, 5]))
    assert (found.ridit, found.error) == pytest.approx((0.5, 0))


def test_people_of_one_authority_are_not_as_many_witnesses():
    earlier, later = [2, 2, 2, 3, 3, 3], [3, 3, 3, 4, 4, 4]
    together = (np.array(earlier), np.array([*"aaabbb"]))
    assert shift(together, (np.array(later), np.array([*"cccddd"]))).error > (
        shift(alone(earlier), alone(later, 100)).error
    )


def test_every_answer_higher_is_certain_to_be_higher():
    assert shift(alone([1, 2]), alone([4, 5], 100)).ridit == 1


def test_nothing_cannot_be_compared():
    with pytest.raises(ValueError, match="nothing"):
        shift(alone([]), alone([1, 2]))
