import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.inter_rater import cohens_kappa

from iro_pipeline.statistics.agreement import agreement

answers = st.integers(1, 5)
pairs = st.lists(st.tuples(answers, answers), min_size=2, max_size=60)


def test_four_of_five_the_same_and_one_a_step_away_by_hand():
    # Observed weight (4 + 15/16)/5; expected from the margins 1:2, 3:1, 5:2 and 1:2, 3:1, 4:1, 5:1.
    found = agreement([1, 1, 3, 5, 5], [1, 1, 3, 5, 4], 5)
    assert (found.n, found.exact, found.within_one) == (5, 0.8, 1.0)
    expected = 1 - (2 * (4 + 9 + 16) + (8 + 1 + 4) + 2 * (32 + 4 + 1)) / (25 * 16)
    assert found.kappa == pytest.approx((0.9875 - expected) / (1 - expected))


@given(pairs)
def test_kappa_and_its_error_are_those_of_another_implementation(given_twice):
    first, second = np.array(given_twice).T
    found = agreement(first, second, 5)
    table = np.zeros((5, 5))
    np.add.at(table, (first - 1, second - 1), 1)
    if np.isnan(found.kappa):
        assert len({*first, *second}) == 1
        return
    with np.errstate(invalid="ignore", divide="ignore"):
        other = cohens_kappa(table, weights=np.arange(5), wt="quadratic")
    assert found.kappa == pytest.approx(other.kappa, abs=1e-9)
    assert found.error**2 == pytest.approx(other.var_kappa, abs=1e-9)


@given(pairs)
def test_it_does_not_matter_which_answer_came_first(given_twice):
    first, second = zip(*given_twice, strict=True)
    one, other = agreement(first, second, 5), agreement(second, first, 5)
    assert np.allclose(one, other, atol=1e-6, equal_nan=True)


@given(st.lists(answers, min_size=2).filter(lambda said: len(set(said)) > 1))
def test_whoever_says_the_same_twice_agrees_wholly(said):
    found = agreement(said, said, 5)
    assert (found.exact, found.within_one) == (1, 1)
    assert (found.kappa, found.error) == pytest.approx((1, 0), abs=1e-6)


def test_no_pair_is_refused():
    with pytest.raises(ValueError, match="No pair"):
        agreement([], [], 5)
