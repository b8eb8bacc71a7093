import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from iro_pipeline.statistics.intervals import wilson


def ends(part: int, whole: int, confidence: float = 0.95) -> tuple[float, float]:
    frame = pl.DataFrame({"part": [part], "whole": [whole]}, schema_overrides={"part": pl.Float64})
    lower, upper = wilson(pl.col("part"), pl.col("whole"), confidence)
    return frame.select(lower=lower, upper=upper).row(0)


def test_five_of_ten_by_hand():
    # z = 1.959964, z^2 = 3.841459: (10 + 3.841459 -+ 1.959964 sqrt(3.841459 + 10)) / 27.682918
    assert ends(5, 10) == pytest.approx((0.236593, 0.763407), abs=1e-6)


def test_none_of_ten_by_hand():
    # The lower end is nought; the upper z^2 / (n + z^2) = 3.841459 / 13.841459.
    assert ends(0, 10) == pytest.approx((0, 0.277533), abs=1e-6)


counts = st.integers(1, 100_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@given(counts)
def test_the_interval_holds_the_share_and_stays_between_none_and_all(count):
    part, whole = count
    lower, upper = ends(part, whole)
    assert 0 <= lower <= part / whole <= upper <= 1


@given(counts)
def test_what_is_left_over_has_the_mirrored_interval(count):
    part, whole = count
    lower, upper = ends(whole - part, whole)
    assert ends(part, whole) == pytest.approx((1 - upper, 1 - lower), abs=1e-12)


@given(counts)
def test_more_confidence_is_a_wider_interval(count):
    (lower, upper), (lowest, uppermost) = ends(*count), ends(*count, confidence=0.998)
    assert lowest <= lower
    assert upper <= uppermost


def test_nothing_counted_has_no_interval():
    assert ends(0, 0) == (None, None)
