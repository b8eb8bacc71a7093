import polars as pl
import pytest

from iro_pipeline.invention import care, placements, reviews
from iro_pipeline.invention.children import on, year
from tests.invention.nation import KENT, share, small

NATION = small(authorities=[KENT], children=0.5)
RETURNS = {(period, table): rows for period, table, rows in care.returns(NATION)}
EPISODES, REVIEWS = RETURNS[2024, "episodes"], RETURNS[2024, "reviews"]
SHORT_BREAKS = pl.col("legal_status").is_in(["V3", "V4"])


def test_an_episode_open_on_31_march_is_in_both_years_returns_and_ends_in_the_second() -> None:
    both = RETURNS[2023, "episodes"].join(EPISODES, on=["key", "child", "started_on"])
    assert both["ended_on"].drop_nulls().is_in(["31/03/2023", "31/02/2023", "01/04/2022"]).all()
    assert both["ended_on_right"].null_count() < both.height


def test_a_stay_begins_with_reason_s_and_goes_on_with_others() -> None:
    whole = placements.episodes(NATION.stays, NATION.draws, 2010, 2024)
    coded = placements.in_year(whole, NATION.draws, 2024).join(whole, on="key", suffix="_")
    stays = coded.filter(pl.col("route") != "V3")
    assert ((stays["episode_reason"] == "S") == (stays["part"] == 0)).all()


def test_episodes_of_a_stay_follow_each_other_without_gaps() -> None:
    episodes = placements.episodes(NATION.stays, NATION.draws, 2005, 2043)
    ordinary = episodes.filter(pl.col("route").is_in(["court", "agreed"]))
    following = ordinary.with_columns(next=pl.col("began").shift(-1)).filter(~pl.col("last"))
    assert (following["ended"] == following["next"]).all()
    assert (ordinary["ended"] > ordinary["began"]).all()


def test_the_children_of_a_return_all_have_a_header() -> None:
    assert set(EPISODES["child"]) == set(RETURNS[2024, "header"]["child"])


def test_children_in_short_breaks_have_no_reviews() -> None:
    cared_for = set(EPISODES.filter(~SHORT_BREAKS)["child"])
    only_breaks = set(EPISODES.filter(legal_status="V4")["child"]) - cared_for
    assert only_breaks
    assert not only_breaks & set(REVIEWS["child"])


def test_reviews_are_returned_for_the_year_in_which_they_were_held() -> None:
    held = REVIEWS["held_on"].str.to_date("%d/%m/%Y", strict=False).drop_nulls()
    assert held.cast(pl.Int32).is_between(*year(2024)).all()
    assert held.dt.weekday().le(5).all()


def test_a_child_has_between_two_and_three_reviews_a_year() -> None:
    assert 2 < REVIEWS.height / on(NATION.stays, year(2024)[1]).height < 3


def test_reviews_are_as_often_on_time_as_the_service_is_punctual() -> None:
    punctual = NATION.stays.with_columns(timeliness=pl.lit(0.8), trend=pl.lit(0.0))
    held = reviews.reviews(punctual, NATION.draws, 2024).with_columns(
        interval=pl.col("held") - pl.col("held").shift().over("stay")
    )
    later = held.filter(pl.col("key") % 64 > 2)
    assert share(later["interval"] <= 181) == pytest.approx(0.8, abs=0.03)


def test_participation_is_pn0_until_the_fourth_birthday_and_only_until_then() -> None:
    seen = REVIEWS.filter(pl.col("held_on").str.starts_with("31/02").not_()).with_columns(
        pl.col("held_on", "born").str.to_date("%d/%m/%Y")
    )
    younger = pl.col("held_on") < pl.col("born").dt.offset_by("4y")
    codes = seen.filter(pl.col("participation") != "PN9").group_by(younger).agg("participation")
    known = dict(codes.iter_rows())
    assert set(known[True]) == {"PN0"}
    assert set(known[False]) == {f"PN{number}" for number in range(1, 8)}


def test_about_one_row_in_a_thousand_is_at_fault() -> None:
    repeated = REVIEWS.height - REVIEWS.unique("key").height
    wrong = REVIEWS.filter((pl.col("participation") == "PN9") | (pl.col("held_on") == "31/02/2024"))
    assert 0 < (repeated + wrong.height) / REVIEWS.height < 0.003
