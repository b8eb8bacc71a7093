from datetime import date

import polars as pl
import pytest

from iro_pipeline.invention.children import ADULT, day, on, stays, year
from iro_pipeline.invention.draws import Draws
from tests.invention.nation import CITY, small

SERVICES = pl.DataFrame({"la_code": ["341"], "size": [1000.0]})
STAYS = stays(SERVICES, Draws(1), 2023, 2024)


def test_the_children_looked_after_are_about_as_many_as_the_size_says() -> None:
    assert on(STAYS, day(2024, 3, 31)).height == pytest.approx(1000, rel=0.1)


def test_a_stay_does_not_depend_on_the_years_asked_for() -> None:
    longer = stays(SERVICES, Draws(1), 2021, 2026)
    assert STAYS.join(longer, on=STAYS.columns, how="anti").is_empty()


def test_care_ends_by_the_eighteenth_birthday() -> None:
    assert (STAYS["ended"] - STAYS["born"]).le(ADULT).all()


def test_a_child_who_comes_back_keeps_number_and_birthday() -> None:
    again = (
        STAYS.group_by("child").agg(pl.len(), pl.col("born").n_unique()).filter(pl.col("len") > 1)
    )
    assert again.height > 10
    assert again["born"].unique().to_list() == [1]


def test_stays_of_one_child_do_not_overlap() -> None:
    order = STAYS.sort("child", "began").with_columns(before=pl.col("ended").shift().over("child"))
    assert order.filter(pl.col("before") >= pl.col("began")).is_empty()


def test_a_year_runs_from_1_april_to_31_march() -> None:
    assert year(1970) == (-275, 89)
    assert day(1970, 1, 2) == (date(1970, 1, 2) - date(1970, 1, 1)).days


def test_a_small_authority_may_have_no_child_at_all() -> None:
    assert small(children=0.01, authorities=[CITY]).stays.is_empty()
