import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from iro_pipeline.statistics.limits import Group, distance, share_limits

ENGLAND = Group(part=91_000.0, whole=100_000.0, squares=1.2e8, tau2=0.004)


def test_limits_lie_where_the_distance_is_that_many_standard_errors():
    n = np.array([100.0, 1000.0, 5000.0])
    lower, upper = share_limits(n, ENGLAND, 0.95)
    assert np.allclose(distance(lower * n, n, ENGLAND), -1.959964, atol=1e-6)
    assert np.allclose(distance(upper * n, n, ENGLAND), 1.959964, atol=1e-6)


def test_limits_widen_where_fewer_are_counted_and_where_more_sure():
    lower, upper = share_limits([50.0, 500.0], ENGLAND, 0.95)
    assert lower[0] < lower[1] < 0.91 < upper[1] < upper[0]
    outer_lower, outer_upper = share_limits([500.0], ENGLAND, 0.998)
    assert outer_lower[0] < lower[1]
    assert outer_upper[0] > upper[1]


def test_where_no_share_of_so_few_could_lie_beyond_the_limit_is_all_or_none():
    few = Group(part=98.0, whole=100.0, squares=2000.0, tau2=0.01)
    _, upper = share_limits([5.0], few, 0.95)
    assert upper[0] == 1
    few = Group(part=2.0, whole=100.0, squares=2000.0, tau2=0.01)
    lower, _ = share_limits([5.0], few, 0.95)
    assert lower[0] == 0


@given(st.integers(0, 400), st.integers(1, 400))
def test_a_share_is_beyond_a_limit_exactly_where_its_distance_is(part: int, whole: int):
    part = min(part, whole)
    away = distance(part, whole, ENGLAND)
    lower, upper = share_limits([float(whole)], ENGLAND, 0.95)
    if abs(abs(away) - 1.959964) > 1e-6:
        outside = part / whole < lower[0] or part / whole > upper[0]
        assert outside == bool(abs(away) > 1.959964)
