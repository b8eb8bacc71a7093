import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.proportion import proportion_confint

from iro_pipeline.statistics import counts
from iro_pipeline.statistics.intervals import (
    hypergeometric,
    indirectly_standardised,
    poisson,
    pooled,
    student,
    wilson,
)


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


counts_of_a_whole = st.integers(1, 100_000).flatmap(
    lambda n: st.tuples(st.integers(0, n), st.just(n))
)


@given(counts_of_a_whole)
def test_the_interval_holds_the_share_and_stays_between_none_and_all(count):
    part, whole = count
    lower, upper = ends(part, whole)
    assert 0 <= lower <= part / whole <= upper <= 1


@given(counts_of_a_whole)
def test_what_is_left_over_has_the_mirrored_interval(count):
    part, whole = count
    lower, upper = ends(whole - part, whole)
    assert ends(part, whole) == pytest.approx((1 - upper, 1 - lower), abs=1e-12)


@given(counts_of_a_whole)
def test_more_confidence_is_a_wider_interval(count):
    (lower, upper), (lowest, uppermost) = ends(*count), ends(*count, confidence=0.998)
    assert lowest <= lower
    assert upper <= uppermost


@settings(max_examples=30)
@given(counts_of_a_whole)
def test_statsmodels_has_the_same_interval(count):
    assert ends(*count) == pytest.approx(proportion_confint(*count, method="wilson"), abs=1e-12)


def test_nothing_counted_has_no_interval():
    assert ends(0, 0) == (None, None)


def row(exprs: tuple[pl.Expr, ...], **cells: float | None) -> tuple:
    frame = pl.DataFrame({name: [cell] for name, cell in cells.items()})
    return frame.select(expr.alias(str(i)) for i, expr in enumerate(exprs)).row(0)


def counted(count: float | None, confidence: float = 0.95) -> tuple:
    return row(poisson(pl.col("count").cast(pl.Float64), confidence), count=count)


@pytest.mark.parametrize(
    ("count", "lower", "upper"), [(0, 0, 3.689), (1, 0.0253, 5.572), (5, 1.623, 11.668)]
)
def test_few_events_have_the_ends_of_the_printed_tables(count, lower, upper):
    # Pearson ES, Hartley HO. Biometrika tables for statisticians I, table 40.
    assert counted(count) == pytest.approx((lower, upper), abs=1e-3)


def test_many_events_have_byars_ends_by_hand():
    # 100 (1 - 1/900 - 1.959964/30)^3 and 101 (1 - 1/909 + 1.959964/(3 sqrt 101))^3
    assert counted(100) == pytest.approx((81.3625, 121.6276), abs=1e-3)


@settings(max_examples=30)
@given(st.just(0.0) | st.floats(1e-6, 1e6))
def test_the_interval_of_a_count_holds_the_count(count):
    lower, upper = counted(count)
    assert 0 <= lower <= count <= upper


@settings(max_examples=30)
@given(st.integers(0, 30))
def test_one_event_more_is_a_higher_interval(count):
    few, many = counted(count), counted(count + 1)
    assert few[0] < many[0]
    assert few[1] < many[1]


def test_byars_ends_meet_the_exact_ones_at_ten_within_a_twentieth_of_an_event():
    assert counted(10) == pytest.approx([end.item() for end in counts.exact(10)], abs=0.05)


@pytest.mark.parametrize("count", [None, -1])
def test_what_is_no_count_has_no_interval(count):
    assert counted(count) == (None, None)


def test_observed_over_expected_by_hand():
    # Five events where four were expected: 5/4, and the ends of five over four.
    ratio = indirectly_standardised(pl.col("o"), pl.col("e"))
    assert row(ratio, o=5.0, e=4.0) == pytest.approx((1.25, 0.40587, 2.91708), abs=1e-4)


def test_nothing_expected_is_no_ratio():
    ratio = indirectly_standardised(pl.col("o"), pl.col("e"))
    assert row(ratio, o=5.0, e=0.0) == (None, None, None)


MEAN, SD, N = (pl.col(name) for name in ("mean", "sd", "n"))


def test_five_answers_have_students_interval_by_hand():
    # t with four degrees of freedom is 2.776445: 3 -+ 2.776445 / sqrt 5
    assert row(student(MEAN, SD, N), mean=3.0, sd=1.0, n=5) == pytest.approx((1.758336, 4.241664))


def test_one_answer_says_nothing_of_its_own_spread():
    assert row(student(MEAN, SD, N), mean=3.0, sd=None, n=1) == (None, None)


def test_one_answer_has_the_interval_of_the_spread_of_all():
    assert row(pooled(MEAN, SD, N), mean=3.0, sd=1.0, n=1) == pytest.approx((1.040036, 4.959964))


def test_no_answer_has_no_interval():
    assert row(pooled(MEAN, SD, N), mean=None, sd=1.0, n=0) == (None, None)


def test_three_of_five_in_a_team_of_twelve_by_enumeration():
    # C(3,3) C(9,2) / C(12,5) = 36/792 exceeds .025, so three yeses of twelve are not refused;
    # mirrored, ten are the most.
    assert ends_of_a_team(3, 5, 12) == pytest.approx((3 / 12, 10 / 12))


def test_a_team_that_was_asked_whole_has_no_uncertainty():
    assert ends_of_a_team(3, 10, 10) == pytest.approx((0.3, 0.3))


teams = st.integers(1, 60).flatmap(
    lambda whole: st.integers(1, whole).flatmap(
        lambda n: st.tuples(st.integers(0, n), st.just(n), st.just(whole))
    )
)


@settings(max_examples=30)
@given(teams)
def test_the_interval_of_a_team_holds_its_share_and_what_is_possible(team):
    yes, asked, whole = team
    lower, upper = ends_of_a_team(*team)
    assert yes / whole - 1e-12 <= lower <= yes / asked + 1e-12
    assert yes / asked - 1e-12 <= upper <= (whole - asked + yes) / whole + 1e-12


@settings(max_examples=30)
@given(teams)
def test_no_number_within_the_interval_is_refused_and_the_next_one_is(team):
    yes, asked, whole = team
    upper = round(ends_of_a_team(*team)[1] * whole)
    assert stats.hypergeom.cdf(yes, whole, upper, asked) > 0.025 - 1e-9
    if upper < whole - asked + yes:
        assert stats.hypergeom.cdf(yes, whole, upper + 1, asked) < 0.025


@pytest.mark.parametrize("team", [(6, 5, 12), (1, 0, 12), (1, 5, 4), (np.nan, 5, 12)])
def test_what_cannot_be_asked_of_a_team_has_no_interval(team):
    assert np.isnan(ends_of_a_team(*team)).all()


def ends_of_a_team(yes: float, asked: float, whole: float) -> tuple[float, float]:
    lower, upper = hypergeometric(yes, asked, whole)
    return lower.item(), upper.item()
