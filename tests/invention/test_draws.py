import polars as pl
import pytest

from iro_pipeline.invention.draws import Draws, along, chosen
from tests.invention.nation import share

KEYS = pl.DataFrame({"key": range(20_000)}, schema={"key": pl.UInt64})


def uniform(purpose: str, seed: int = 1) -> pl.Series:
    return KEYS.select(Draws(seed).uniform(purpose)).to_series()


def test_draws_fill_the_stretch_from_0_to_1_evenly() -> None:
    drawn = uniform("age")
    assert drawn.is_between(0, 1, closed="left").all()
    counts = drawn.hist(bins=[i / 10 for i in range(11)])["count"].cast(pl.Int64)
    assert counts.is_between(1800, 2200).all()


def test_a_draw_is_the_same_whatever_else_is_in_the_frame() -> None:
    some = KEYS.tail(3).reverse().select(Draws(1).uniform("age")).to_series()
    assert some.to_list() == uniform("age").tail(3).reverse().to_list()


@pytest.mark.parametrize(("purpose", "seed"), [("stay", 1), ("age", 2)])
def test_another_purpose_or_seed_draws_other_numbers(purpose: str, seed: int) -> None:
    pair = pl.DataFrame({"one": uniform("age"), "other": uniform(purpose, seed)})
    assert abs(pair.select(pl.corr("one", "other")).item()) < 0.03


def test_draws_do_not_change_with_the_version_of_polars() -> None:
    assert uniform("age").head(3).round(6).to_list() == [0.417528, 0.482047, 0.006183]


def test_a_choice_falls_on_each_text_as_often_as_its_weight() -> None:
    drawn = KEYS.select(Draws(1).choice("route", {"a": 3, "b": 1})).to_series()
    assert share(drawn == "a") == pytest.approx(0.75, abs=0.01)
    assert set(drawn) == {"a", "b"}


def test_a_share_on_the_border_belongs_to_the_text_above_it() -> None:
    shares = pl.DataFrame({"share": [0.0, 0.5, 0.99]})
    assert shares.select(chosen(pl.col("share"), {"a": 1, "b": 1})).to_series().to_list() == list(
        "abb"
    )


def test_between_its_quantiles_a_distribution_runs_straight() -> None:
    shares = pl.DataFrame({"share": [0.0, 0.25, 0.5, 0.75]})
    values = shares.select(along(pl.col("share"), ((0, 10), (0.5, 20), (1, 60)))).to_series()
    assert values.to_list() == [10, 15, 20, 40]
