"""How much authorities differ, the places they may have and the quarter they lie in."""

import numpy as np
import polars as pl
import pytest

from iro_pipeline import benchmarks
from tests.benchmarks.drawn import ON_TIME, beside, measured, own, row

APART = [(part, 1000) for part in range(500, 980, 12)]  # forty, far apart for their size
ALIKE = [(90 + i % 3, 100) for i in range(40)]


def test_spread_needs_ten_authorities():
    assert benchmarks.spread(own(measured(APART[:9]))).is_empty()
    assert benchmarks.spread(own(measured(APART[:10])))["authorities"].to_list() == [10]


def test_authorities_that_differ_by_chance_alone_have_no_spread():
    draw = np.random.default_rng(1)
    drawn = [(part, 100) for part in draw.binomial(100, 0.9, 150)]
    found = benchmarks.spread(own(measured(drawn))).row(0, named=True)
    assert found["dispersion"] == pytest.approx(1, abs=0.25)
    assert found["rankability"] < 0.2


def test_those_far_apart_can_be_told_apart():
    found = benchmarks.spread(own(measured(APART))).row(0, named=True)
    assert found["dispersion"] > 10
    assert found["rankability"] > 0.9


def test_a_place_is_a_set_of_places_of_so_many_and_the_first_is_the_best():
    found = beside(own(measured(APART)))
    best, worst = row(found, 39), row(found, 0)
    assert best["rank_low"] == 1
    assert 1 <= best["rank_high"] < worst["rank_low"] <= worst["rank_high"] == 40
    assert set(found["rank_of"]) == {40}


def test_where_lower_is_better_the_lowest_is_first():
    found = beside(own(measured(APART, "no_view_conveyed")))
    assert row(found, 0)["rank_low"] == 1


@pytest.mark.parametrize(
    ("rows", "terms"),
    [
        pytest.param(ALIKE, {}, id="whose differences are mostly chance"),
        pytest.param(APART, {"indicator": "formal_disputes"}, id="of what is neither good nor bad"),
        pytest.param(APART[:9], {}, id="of a small group"),
    ],
)
def test_there_are_no_places(rows: list, terms: dict):
    assert beside(own(measured(rows, **terms)))["rank_low"].null_count() == len(rows)


def test_there_are_no_places_in_what_people_say():
    said = measured(
        [(part, 20) for part in range(20, 100, 2)],
        "q15_service_resourced_score_by_practitioner",
        speaker="practitioner",
    ).with_columns(squares=pl.col("numerator") ** 2 / 20 + 15)
    found = beside(own(said))
    assert found["estimate"].null_count() == 0
    assert found["rank_low"].null_count() == 40


def test_a_quarter_is_named_where_it_is_sure_and_never_for_small_groups():
    found = beside(own(measured(APART)))
    assert row(found, 0)["quartile"] == "lowest"
    assert row(found, 39)["quartile"] == "highest"
    assert row(found, 10)["quartile"] == "not enough information"
    assert beside(own(measured(APART[:39])))["quartile"].null_count() == 39


def test_an_estimate_lies_between_the_figure_and_the_others_and_more_so_of_few():
    few, many = (
        row(beside(own(measured([(part, whole), *APART]))))
        for part, whole in ((5, 10), (500, 1000))
    )
    assert few["value"] == many["value"] == 50
    assert 50 < many["estimate"] < few["estimate"] < 75
    assert few["estimate_lower"] < few["estimate"] < few["estimate_upper"]


def test_the_order_of_rows_changes_nothing():
    rows = measured(APART)
    mixed = rows.collect().sample(fraction=1, shuffle=True, seed=5).lazy()
    assert beside(own(rows)).equals(beside(own(mixed)))


def test_each_indicator_is_apart():
    alone = beside(own(measured(APART)))
    together = beside(own(measured(APART), measured(ALIKE, "participation")))
    assert together.filter(indicator=ON_TIME).equals(alone)
