import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from iro_pipeline.statistics.stabilised import back, corrected, stabilised

KINDS = ("proportion", "rate", "mean")


def test_a_half_of_a_hundred_by_hand():
    # asin sqrt .5 is an eighth of a turn; 1 / (2 sqrt 100)
    assert stabilised("proportion", 50, 100) == pytest.approx((np.pi / 4, 0.05))


def test_nine_events_in_four_years_by_hand():
    assert stabilised("rate", 9, 4) == pytest.approx((1.5, 0.25))


def test_a_mean_stays_and_its_error_falls_with_the_root_of_its_answers():
    assert stabilised("mean", 12, 4, sd=1.2) == pytest.approx((3, 0.6))


@pytest.mark.parametrize("kind", KINDS)
@given(n=st.integers(1, 10_000), share=st.floats(0, 1))
def test_what_is_stabilised_comes_back(kind, n, share):
    y, _ = stabilised(kind, share * n, n)
    assert back(kind, y) == pytest.approx(share, abs=1e-9)


@pytest.mark.parametrize(("part", "y"), [(0, 0), (7, np.pi / 2)])
def test_none_and_all_have_an_error_too(part, y):
    assert stabilised("proportion", part, 7) == pytest.approx((y, 1 / (2 * np.sqrt(7))))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("parts", [(np.nan, 5), (5, np.nan), (0, 0)])
def test_what_is_missing_or_not_counted_is_missing(kind, parts):
    assert np.isnan(stabilised(kind, *parts)).all()


def test_what_lies_beyond_an_end_is_the_end():
    assert back("proportion", [-0.1, 1.7]) == pytest.approx([0, 1])
    assert back("rate", -0.1) == 0


@pytest.mark.parametrize("p", [0.3, 0.5, 0.8])
def test_the_error_of_a_share_of_forty_is_what_chance_makes_it(p):
    drawn = np.random.default_rng(20170331).binomial(40, p, 20_000)
    y, s = stabilised("proportion", drawn, 40)
    assert y.std() == pytest.approx(s[0], rel=0.05)


def test_few_events_are_corrected_by_hand():
    # (7 + .375) / (7 + .75), error 1 / (2 sqrt 7.5); (0 + .375) / 4
    y, s = corrected("proportion", 7, 7)
    assert (np.sin(y) ** 2, s) == pytest.approx((0.951613, 0.182574), abs=1e-6)
    assert corrected("rate", 0, 4) == pytest.approx((np.sqrt(0.09375), 0.25))


@pytest.mark.parametrize("kind", ["proportion", "rate"])
def test_many_events_need_no_correction(kind):
    for one, other in zip(corrected(kind, 6e5, 1e6), stabilised(kind, 6e5, 1e6), strict=True):
        assert one == pytest.approx(other, rel=1e-6)


def test_a_mean_is_not_corrected():
    assert corrected("mean", 12, 4, sd=1.2) == stabilised("mean", 12, 4, sd=1.2)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("parts", [(np.nan, 5), (5, np.nan), (0, 0)])
def test_what_is_missing_has_no_corrected_figure(kind, parts):
    assert np.isnan(corrected(kind, *parts)).all()
