"""Since the time before: on the same authorities, and more than chance or not."""

import polars as pl
import pytest

from iro_pipeline import benchmarks
from iro_pipeline.authorities import in_period
from tests.benchmarks.drawn import ON_TIME, beside, measured, own, row, there


def two_years(before: tuple[int, int], now: tuple[int, int]) -> dict:
    found = beside(own(measured([before], period=2023), measured([now], period=2024)))
    return row(found)


@pytest.mark.parametrize(
    ("before", "now", "word"),
    [
        ((850, 1000), (900, 1000), "risen"),
        ((900, 1000), (850, 1000), "fallen"),
        ((85, 100), (90, 100), "no more than chance"),
        ((900, 1000), (900, 1000), "no more than chance"),
    ],
)
def test_a_change_is_told_with_whether_it_is_more_than_chance(before, now, word: str):
    found = two_years(before, now)
    assert found["previous_value"] == pytest.approx(100 * before[0] / before[1])
    assert found["change"] == pytest.approx(found["value"] - found["previous_value"])
    assert found["change_verdict"] == word


def test_what_is_stated_changes_without_a_verdict():
    agency = "iro_wte_agency_or_commissioned"
    figures = own(measured([(1, 10)], agency, period=2023), measured([(5, 10)], agency))
    found = row(beside(figures))
    assert (found["change"], found["change_verdict"]) == (pytest.approx(40), None)


def test_the_time_before_is_the_last_in_which_anyone_has_a_figure():
    years = [measured([(80, 100), (70, 100)], period=2021), measured([(90, 100), (71, 100)])]
    assert row(beside(own(*years)))["previous_period"] == 2021
    gap = [*years, measured([(85, 100)], period=2023)]
    found = beside(own(*gap))
    assert row(found, 0)["previous_value"] == 85
    assert row(found, 1)["previous_period"] == 2023
    assert row(found, 1)["previous_value"] is None


def test_an_authority_is_itself_under_its_new_code():
    """North Yorkshire was E10000023 on 31 March 2023 and E06000065 a year later."""
    rows = [("E10000023", 2023, 80.0), ("E06000065", 2024, 90.0)]
    codes = ["authority", "period", "numerator"]
    figures = pl.LazyFrame(rows, schema=codes, orient="row").with_columns(
        indicator=pl.lit(ON_TIME),
        speaker=pl.lit("records"),
        denominator=pl.lit(100.0),
        n=pl.lit(100, pl.Int64),
        untold=pl.lit(0.0),
        squares=pl.lit(None, pl.Float64),
    )
    both = [in_period(year).with_columns(period=pl.lit(year, pl.Int64)) for year in (2023, 2024)]
    found = benchmarks.own_figures(figures, pl.concat(both)).filter(period=2024)
    told = found.select("authority", "previous_authority", "previous_value").row(0)
    assert told == ("E06000065", "E10000023", 80.0)


def region(*years: pl.LazyFrame) -> dict:
    found = benchmarks.figures(own(*years), there(200, (2023, 2024)))
    return found.filter(level="region", period=2024).row(0, named=True)


def test_an_area_changes_by_what_the_same_authorities_changed():
    """The third sent its first return, and is not what changed."""
    found = region(
        measured([(80, 100), (60, 100)], period=2023),
        measured([(90, 100), (70, 100), (0, 100)], period=2024),
    )
    assert found["change"] == pytest.approx(10)
    assert (found["change_authorities"], found["authorities"]) == (2, 3)


def test_one_large_authority_that_moved_is_no_movement_of_all():
    steady = [(90 + i % 3, 100) for i in range(12)]
    moved = region(
        measured([(8000, 10000), *steady], period=2023), measured([(9000, 10000), *steady])
    )
    assert moved["change"] > 5
    assert moved["change_verdict"] is None


def test_all_of_them_moving_alike_is():
    before = [(80 + i % 3, 100) for i in range(12)]
    now = [(part + 5 + i % 2, 100) for i, (part, _) in enumerate(before)]
    assert region(measured(before, period=2023), measured(now))["change_verdict"] == "risen"


def test_the_peers_change_on_the_same_peers():
    figures = own(
        measured([(80, 100), (60, 100)], period=2023),
        measured([(90, 100), (70, 100), (0, 100)], period=2024),
    )
    found = row(beside(figures))
    assert (found["peer_change"], found["peer_change_authorities"]) == (pytest.approx(10), 2)
    assert found["peer_authorities"] == 3
