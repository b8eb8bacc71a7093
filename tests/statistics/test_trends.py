import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from iro_pipeline.statistics.trends import RULES, change, trend, xmr

NAN = float("nan")
series = st.integers(12, 30).flatmap(lambda n: arrays(float, n, elements=st.floats(-9, 9)))
# A mean of 10 and moving ranges of 1 each time: limits 10 -+ 2.66.
STEADY = [9.5, 10.5] * 8


def rules(values: list[float]) -> list[str]:
    return [RULES[int(rule)] for rule in xmr(values).rule]


def test_limits_by_hand():
    chart = xmr(STEADY)
    assert (chart.mean, chart.lower, chart.upper) == pytest.approx((10, 7.34, 12.66))


def test_the_flow_of_the_handbook_has_its_limits():
    # NIST/SEMATECH e-Handbook of Statistical Methods, 6.3.2.2: 50.81, mean moving range 1.8778.
    flow = [49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4, 53.6, 52.1]
    chart = xmr(flow, firm=10)
    assert chart.mean == pytest.approx(50.81)
    assert chart.upper == pytest.approx(50.81 + 2.66 * 1.87778, abs=1e-4)


def test_a_leap_does_not_widen_the_limits_that_tell_of_it():
    chart = xmr([*STEADY, 30, *STEADY])
    assert chart.upper - chart.lower == pytest.approx(2 * 2.66)
    assert rules([*STEADY, 30, *STEADY])[16] == "outside"


def test_a_series_of_chance_breaks_no_rule():
    assert set(rules(STEADY)) == {""}


def test_seven_on_one_side_are_a_shift():
    found = rules([*STEADY, *[10.7, 10.9] * 3, 10.7, *[9.4, 9.6] * 4])
    assert found[17:23] == ["shift"] * 6


def test_six_on_one_side_are_not():
    # The last of STEADY is above the mean too.
    assert "shift" not in rules([*STEADY, *[10.7, 10.9] * 2, 10.7, *[9.4, 9.6] * 3])


def test_seven_that_rise_are_a_trend_and_its_direction_is_told():
    chart = xmr([*STEADY, 9, 9.3, 9.7, 9.9, 10.2, 10.4, 11, *STEADY])
    assert {RULES[int(rule)] for rule in chart.rule[16:23]} == {"trend"}
    assert set(chart.direction[16:23]) == {1}


def test_two_of_three_near_a_limit_on_one_side_are_told():
    # Two thirds of the way to the limit is 1.77 off a mean of about ten.
    found = rules([*STEADY, 12.2, 10.4, 12.2, *STEADY])
    assert found[16:19] == ["two of three", "", "two of three"]


def test_two_of_three_on_both_sides_are_not():
    assert "two of three" not in rules([*STEADY, 12.2, 9.6, 12.2, *STEADY])


def test_below_twelve_points_there_are_no_limits():
    chart = xmr(STEADY[:11])
    assert np.isnan([chart.lower, chart.upper]).all()
    assert chart.mean == pytest.approx(np.mean(STEADY[:11]))


def test_a_run_is_told_without_limits():
    assert rules([1, 2, 3, 4, 5, 6, 7]) == ["trend"] * 7


def test_a_gap_is_passed_over_and_has_no_rule_of_its_own():
    whole, gaps = xmr([*STEADY, 30]), xmr([*STEADY[:5], NAN, *STEADY[5:], NAN, 30])
    assert (gaps.lower, gaps.upper) == pytest.approx((whole.lower, whole.upper))
    assert np.isnan(gaps.rule[[5, 17]]).all()
    assert np.delete(gaps.rule, [5, 17]).tolist() == whole.rule.tolist()


@settings(max_examples=30)
@given(series)
def test_a_series_turned_over_breaks_the_same_rules_the_other_way(values):
    values = values.round(3)
    up, down = xmr(values), xmr(-values)
    assert up.rule.tolist() == down.rule.tolist()
    assert up.direction.tolist() == (-down.direction).tolist()


def test_each_series_is_judged_of_its_own():
    values = np.random.default_rng(2).normal(size=(4, 5, 20))
    assert xmr(values).rule[2, 3].tolist() == xmr(values[2, 3]).rule.tolist()


def test_a_series_without_a_point_has_no_chart():
    chart = xmr([NAN] * 14)
    assert np.isnan([chart.mean, chart.lower, *chart.rule]).all()


def test_a_line_by_hand():
    # Slope 1; square of the times about their mean 2; on the line, so no excess.
    found = trend([1, 2, 3], [0.5, 0.5, 0.5], [2022, 2023, 2024])
    assert (found.slope, found.error) == pytest.approx((1, 0.5 / np.sqrt(2)))


def test_points_off_the_line_widen_its_error():
    # Residuals 1, -2, 1 with error 1: chi-square 6 on one degree of freedom.
    found = trend([1, -2, 1], [1, 1, 1], [0, 1, 2])
    assert (found.slope, found.error) == pytest.approx((0, np.sqrt(6 / 2)))


def test_statsmodels_has_the_same_line_where_there_is_excess():
    rng = np.random.default_rng(5)
    times, s = np.arange(9.0), rng.uniform(0.1, 0.3, 9)
    y = 0.3 * times + rng.normal(0, 1, 9)
    other = sm.WLS(y, sm.add_constant(times), weights=s**-2).fit()
    found = trend(y, s, times)
    assert (found.slope, found.error, found.p) == pytest.approx(
        (other.params[1], other.bse[1], other.pvalues[1])
    )


@given(st.integers(0, 2))
def test_a_line_needs_three_points(number):
    y = [1.0] * number + [NAN] * 3
    found = trend(y, [1.0] * len(y), range(len(y)))
    assert np.isnan([found.slope, found.p]).all()
    assert found.n == number


def test_points_of_one_time_have_no_line():
    assert np.isnan(trend([1, 2, 3], [1, 1, 1], [5, 5, 5]).slope)


def test_gaps_change_nothing():
    whole = trend([1, 3, 2, 4], [1, 2, 1, 2], [0, 2, 3, 5])
    gaps = trend([1, NAN, 3, 2, NAN, 4], [1, 9, 2, 1, 9, 2], [0, 1, 2, 3, 4, 5])
    assert (gaps.slope, gaps.p) == pytest.approx((whole.slope, whole.p))


def test_a_change_by_hand():
    assert change((1.0, 3.0), (11.0, 4.0)) == pytest.approx(2)
    assert change((1.0, 3.0), (11.0, 4.0), tau2=75.0) == pytest.approx(1)


def test_no_change_is_told_of_what_is_missing():
    assert np.isnan(change((NAN, 3.0), (11.0, 4.0)))
