import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from iro_pipeline.statistics.clusters import (
    interval_of_mean,
    interval_of_share,
    variance_of_mean,
)


def test_authorities_that_all_answered_for_themselves_leave_nothing_to_chance():
    assert variance_of_mean(4.0, 153, 153) == 0
    assert interval_of_mean(3.0, 0.0, 153) == (3, 3)


def test_of_some_authorities_it_is_the_variance_of_a_sample_without_replacement():
    # (1 - 30/150) * 1.5/30
    assert variance_of_mean(1.5, 30, 150) == pytest.approx(0.04)


def test_two_stages_by_hand():
    # Half of the authorities: (1 - 1/2) * 2/10 and 1/2 * 0.8/10
    assert variance_of_mean(2.0, 10, 20, 0.8) == pytest.approx(0.1 + 0.04)


def test_both_stages_together_are_unbiased():
    draw = np.random.default_rng(7)
    true, of, answered, people, rounds = draw.normal(0, 1, 40), 40, 15, 3, 4000
    means, estimated = [], []
    for _ in range(rounds):
        chosen = draw.choice(of, answered, replace=False)
        said = true[chosen, None] + draw.normal(0, 1.5, (answered, people))
        figure, msw = said.mean(axis=1), said.var(axis=1, ddof=1).mean()
        means.append(figure.mean())
        estimated.append(variance_of_mean(figure.var(ddof=1), answered, of, msw / people))
    assert np.mean(estimated) == pytest.approx(np.var(means), rel=0.07)


def test_one_authority_tells_nothing_of_the_others():
    assert np.isnan(interval_of_mean(3.0, variance_of_mean(np.nan, 1, 10), 1)).all()
    assert np.isnan(interval_of_share(0.5, np.nan, (1, 10))).all()


def test_three_that_agree_leave_the_others_open():
    lower, upper = interval_of_share(0.0, 0.0, (3, 10))
    assert lower == 0
    assert 0.3 < upper < 1


@given(st.integers(2, 100), st.integers(0, 53), st.data())
def test_a_share_of_services_lies_in_its_interval_and_more_answers_narrow_it(k, others, data):
    yes = data.draw(st.integers(0, k))
    p, of = yes / k, k + others
    variance = variance_of_mean(k / (k - 1) * p * (1 - p), k, of)
    lower, upper = interval_of_share(p, variance, (k, of))
    assert -1e-12 <= lower <= p + 1e-12
    assert p - 1e-12 <= upper <= 1 + 1e-12
    if not others:
        assert (lower, upper) == pytest.approx((p, p))
