"""Quarter by quarter, on the same authorities."""

import polars as pl
import pytest

from iro_pipeline import benchmarks
from tests.benchmarks.drawn import ON_TIME, code, there

FLAT = (90, 91, 89, 90, 91, 90, 89, 91, 90, 90, 91, 89)


def drawn(*parts: tuple[int | None, ...], first: int = 2022, of: int = 100) -> pl.DataFrame:
    """For each authority its numerators, quarter after quarter; none where nothing was counted."""
    return pl.DataFrame(
        [
            {
                "indicator": ON_TIME,
                "authority": code(number),
                "period": first + at // 4,
                "quarter": at % 4 + 1,
                "numerator": float(part),
                "denominator": float(of),
                "n": of,
                "untold": 0.0,
            }
            for number, each in enumerate(parts)
            for at, part in enumerate(each)
            if part is not None
        ]
    )


def trend(quarters: pl.DataFrame, level: str = "england") -> dict:
    found = benchmarks.trends(quarters, there(9, range(2022, 2026)))
    return found.filter(level=level).row(0, named=True)


def series(quarters: pl.DataFrame, level: str = "england") -> pl.DataFrame:
    return benchmarks.series(quarters, there(9, range(2022, 2026))).filter(level=level)


def test_the_quarters_of_an_area_are_the_sums_of_its_authorities():
    found = series(drawn(FLAT, FLAT))
    assert found["numerator"].to_list() == [2 * each for each in FLAT]
    assert set(found["authorities"]) == {2}


def test_twelve_quarters_have_a_chart_and_eleven_have_none():
    """By hand: the mean of the twelve is 90.08; the moving ranges add up to 13, 11 of them."""
    chart = series(drawn(FLAT)).row(0, named=True)
    assert chart["mean"] == pytest.approx(1081 / 12)
    assert chart["limit_high"] == pytest.approx(1081 / 12 + 2.66 * 13 / 11)
    assert series(drawn(FLAT[:11]))["mean"].null_count() == 11


def test_a_quarter_outside_the_limits_is_a_signal_and_says_which_way():
    found = trend(drawn((*FLAT[:11], 70), of=100))
    told = found["method"], found["signal"], found["change_verdict"], found["reads_as"]
    assert told == ("control chart", "outside", "fallen", "worse")


def test_quarters_that_go_up_and_down_change_by_chance():
    found = trend(drawn(FLAT))
    assert (found["change_verdict"], found["reads_as"]) == ("no more than chance", None)


def test_fewer_are_tested_by_a_line_through_them():
    found = trend(drawn((500, 600, 700, 800, 900), of=1000))
    told = found["method"], found["points"], found["change_verdict"]
    assert told == ("tested trend", 5, "risen")
    assert found["change"] == pytest.approx(40, abs=1)


def test_two_quarters_have_no_verdict():
    assert trend(drawn((50, 90)))["change_verdict"] is None


def test_only_quarters_on_the_same_authorities_are_read_together():
    """The second authority's returns begin in the third year, lower than the first's."""
    late = (*[None] * 8, 40, 40, 40, 40)
    found = trend(drawn(FLAT, late))
    assert (found["points"], found["first_period"], found["authorities"]) == (4, 2024, 2)
    assert found["change_verdict"] == "no more than chance"
    assert series(drawn(FLAT, late))["same"].to_list() == [False] * 8 + [True] * 4


def test_an_authority_has_its_own_series_whatever_others_send():
    found = trend(drawn(FLAT, (*[None] * 8, 40, 40, 40, 40)), "authority")
    assert found["points"] == 12
