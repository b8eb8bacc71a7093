import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy import stats

from iro_pipeline.statistics.funnels import (
    adjusted_limits,
    adjusted_z,
    count_flags,
    dispersion,
    flags,
    proportion_limits,
    proportion_score,
    ratio_limits,
    winsorised_square,
)

scores = arrays(float, st.integers(2, 12), elements=st.floats(-9, 9))


def test_scores_are_flagged_beyond_95_and_99_8_per_cent():
    z = [0, 1.959, 1.961, 3.090, 3.091, -1.961, -3.091, np.nan]
    assert flags(z) == pytest.approx([0, 0, 1, 1, 2, -1, -2, np.nan], nan_ok=True)


@pytest.mark.parametrize(
    ("observed", "flag"), [(3, -2), (11, -1), (12, 0), (29, 0), (33, 1), (60, 2), (np.nan, np.nan)]
)
def test_counts_are_flagged_where_20_are_expected(observed, flag):
    # Eleven events have ends 5.5 to 19.7, twelve 6.2 to 21.0.
    assert count_flags(observed, 20) == pytest.approx(flag, nan_ok=True)


def test_the_score_of_a_share_by_hand():
    # 60 of 100 about one half: .1 / sqrt (.25 / 100)
    assert proportion_score(60, 100, 0.5) == pytest.approx(2)


@pytest.mark.parametrize("everyone", [0, 1])
def test_where_all_are_alike_nobody_is_far_from_the_centre(everyone):
    assert proportion_score(5 * everyone, 5, everyone) == 0


def test_limits_of_a_share_by_hand_and_cut_at_all():
    # .8 -+ 1.959964 sqrt (.16 / n): half is .078399 at 100, .350609 at 5
    lower, upper = proportion_limits(0.8, [100, 5], 0.95)
    assert lower == pytest.approx([0.721601, 0.449391], abs=1e-6)
    assert upper == pytest.approx([0.878399, 1], abs=1e-6)


@given(st.integers(1, 500), st.floats(0.05, 0.95), st.floats(0, 1))
def test_a_share_is_flagged_where_it_is_outside_the_limits(n, centre, share):
    for confidence in (0.95, 0.998):
        lower, upper = proportion_limits(centre, n, confidence)
        least = 1 if confidence == 0.95 else 2
        flag = flags(proportion_score(share * n, n, centre))
        if abs(share - lower) > 1e-9 and abs(share - upper) > 1e-9:
            assert (share < lower or share > upper) == (abs(flag) >= least)


def test_limits_of_a_ratio_are_the_ends_of_the_expected_count():
    # Twenty events have the exact ends 12.2165 and 30.8884 (Pearson and Hartley, table 40).
    assert ratio_limits(20, 0.95) == pytest.approx((0.610826, 1.544419), abs=1e-5)


def test_dispersion_by_hand():
    # Squares 4, 1, 0, 1, 4: phi is 2; tau squared (10 - 4) / (5 - 5/5).
    phi, tau2 = dispersion([-2, -1, 0, 1, 2], np.ones(5), 0, winsorise=0)
    assert (phi, tau2) == pytest.approx((2, 1.5))


def test_the_outer_tenths_are_drawn_in():
    # The tenth of -2 ... 2 is -1.6: squares 2.56, 1, 0, 1, 2.56.
    assert winsorised_square([-2, -1, 0, 1, 2], 0.1) == pytest.approx(7.12 / 5)


@pytest.mark.parametrize("share", [0, 0.05, 0.1])
def test_chance_alone_has_a_dispersion_of_one(share):
    # Equally likely scores in place of drawn ones.
    z = stats.norm.ppf((np.arange(100_000) + 0.5) / 100_000)
    phi, _ = dispersion(z, np.ones_like(z), 0, share)
    assert phi == pytest.approx(1, abs=1e-3)


def test_a_few_who_are_far_off_hardly_widen_the_limits_of_all():
    z = stats.norm.ppf((np.arange(95) + 0.5) / 95)
    everyone = np.append(z, [8, 8, 9, -9, 10])
    assert dispersion(everyone, np.ones(100), 0)[1] < 0.4
    assert dispersion(everyone, np.ones(100), 0, winsorise=0)[1] > 3


@settings(max_examples=30)
@given(scores)
def test_the_spread_between_authorities_is_never_below_nought(z):
    assert dispersion(z, np.ones_like(z), 0)[1] >= 0


@settings(max_examples=30)
@given(scores)
def test_adjusting_never_brings_a_flag_about(z):
    _, tau2 = dispersion(z, np.ones_like(z), 0)
    adjusted = flags(adjusted_z(z, np.ones_like(z), 0, tau2))
    assert (abs(adjusted) <= abs(flags(z))).all()


@settings(max_examples=30)
@given(scores, st.randoms())
def test_neither_the_order_nor_those_without_a_figure_matter(z, random):
    order = random.sample(range(len(z)), len(z))
    mixed = np.append(z[order], [np.nan, np.nan])
    s = np.ones_like(mixed)
    for one, other in zip(dispersion(mixed, s, 0), dispersion(z, s[: len(z)], 0), strict=True):
        assert one == pytest.approx(other)


def test_each_indicator_has_its_own_centre_and_spread():
    y, s = np.array([[-2.0, 0, 2], [8, 10, 12]]), np.ones(3)
    centre = np.array([0, 10.0])
    phi, tau2 = dispersion(y, s, centre, winsorise=0)
    assert phi == pytest.approx([8 / 3, 8 / 3])
    assert adjusted_z(y, s, centre, tau2)[0] == pytest.approx(adjusted_z(y, s, centre, tau2)[1])


def test_no_figures_have_no_dispersion():
    assert np.isnan(dispersion([np.nan, np.nan], [1, 1], 0)).all()


def test_one_authority_tells_of_no_spread():
    assert dispersion([5.0], [1.0], 0)[1] == 0


def test_adjusted_limits_hold_what_is_not_flagged():
    lower, upper = adjusted_limits(0.3, 1.0, 0.16, 0.95)
    assert (lower, upper) == pytest.approx((1 - 0.979982, 1 + 0.979982), abs=1e-6)
