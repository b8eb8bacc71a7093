from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest

from iro_pipeline.disclosure import PUBLIC, Audience, protect
from iro_pipeline.disclosure.thresholds import Thresholds
from tests.disclosure.drawn import (
    ABOVE_70,
    BOLTON,
    ENQUIRIES,
    PER_IRO,
    RETURNED,
    SCORE,
    drawn,
    seen,
    shown,
)

MEMBERS = Audience("network", "North West")
ABOVE = pl.col("level") != "authority"


def test_the_thresholds_in_force_are_the_last_of_each_name():
    assert Thresholds.load() == Thresholds(5, 10, 3, 50, 10, 0.5, 10, 5, 20, 5, 2, 30, 10, "exact")


def test_a_profile_that_there_is_not_is_told_with_those_that_there_are(tmp_path: Path):
    rows = (f"[[{name}]]\nvalue = {value!r}\n" for name, value in vars(Thresholds.load()).items())
    told = "".join(rows).replace("'exact'", "'nearest_7'")
    (tmp_path / "disclosure.toml").write_text(told, encoding="utf-8")
    with pytest.raises(ValueError, match="'nearest_7': expected one of exact, nearest_5"):
        Thresholds.load(tmp_path)


@pytest.mark.parametrize("numerator", [1, 5])
def test_a_count_of_one_to_five_is_withheld_with_all_its_numbers(numerator: int):
    row = cell("reviews_on_time", numerator, 40, 40)
    numbers = ["value", "numerator", "denominator", "lower", "upper", "n"]
    assert [row[name] for name in numbers] == [None] * 6
    assert row["status"] == "c"
    assert row["status_reason"] == "a count of 1 to 5, or a figure that would give one away"


def test_a_true_zero_is_shown():
    row = cell("reviews_on_time", 0, 40, 40)
    assert (row["value"], row["status"], row["status_reason"]) == (0, "", None)


def test_six_are_shown():
    assert cell("reviews_on_time", 6, 12, 12)["value"] == 50


def test_a_small_whole_is_withheld_even_of_nought():
    assert cell("reviews_on_time", 0, 5, 5)["status"] == "c"


def test_what_leaves_one_to_five_on_the_other_side_is_withheld():
    assert cell("reviews_on_time", 37, 40, 40)["status"] == "c"


def test_many_reviews_of_few_children_are_withheld():
    assert cell("children_reviewed_on_time", 8, 16, 4)["status"] == "c"


@pytest.mark.parametrize(("count", "status"), [(0, ""), (3, "c"), (6, "")])
def test_of_a_count_the_count_itself_decides(count: int, status: str):
    assert cell(ENQUIRIES, count, None, 1)["status"] == status


def test_nine_practitioners_are_too_few():
    row = cell(SCORE, 27, 9, 9)
    assert (row["value"], row["status"]) == (None, "c")
    assert row["status_reason"] == "fewer than 10 people, or a figure that would give theirs away"


def test_of_ten_practitioners_the_mean_score_is_shown_and_its_sum_is_no_count():
    assert cell(SCORE, 20, 10, 10)["value"] == 2


def test_a_share_of_few_practitioners_is_withheld_among_ten_too():
    assert cell("q15_service_resourced_top_two_by_practitioner", 3, 12, 12)["status"] == "c"


def test_figures_about_fewer_than_ten_iros_are_withheld_above_all_when_they_are_alike():
    assert cell(ABOVE_70, 8, 8, 8)["status"] == "c"


@pytest.mark.parametrize(("iros", "status"), [(9, "c"), (10, "")])
def test_a_service_s_own_word_about_fewer_than_ten_iros_is_withheld_from_everyone(iros, status):
    assert cell("iros_trained", 0, iros, 1, MEMBERS)["status"] == status


def test_blanks_on_fewer_than_ten_forms_are_withheld():
    assert cell("questions_left_blank", 90, 9 * 31, 9)["status"] == "c"
    assert cell("questions_left_blank", 90, 10 * 31, 10)["status"] == ""


def test_spend_per_child_is_judged_by_its_children_and_never_by_its_pounds():
    assert cell("spend_per_child", 9000, 9, 1, MEMBERS)["value"] == 1000
    assert cell("spend_per_child", 5000, 5, 1, MEMBERS)["status"] == "c"
    assert cell("spend_per_iro", 60_000, 1, 1, MEMBERS)["value"] == 60_000


def test_the_modules_of_a_return_are_nobody():
    assert cell("return_modules_loaded", 2, 3, 3)["status"] == ""


def test_children_per_iro_is_judged_by_its_children_and_not_by_its_wte():
    assert cell(PER_IRO, 180, 3, 1, MEMBERS)["value"] == 60
    assert cell(PER_IRO, 4, 1, 1, MEMBERS)["status"] == "c"


@pytest.mark.parametrize(("indicator", "each"), [(SCORE, 40), (RETURNED, 4)])
def test_an_area_needs_three_authorities_whose_practitioners_or_services_spoke(
    indicator: str, each: int
):
    n = each // 4
    two = f"""
        | indicator   | authority | numerator | denominator | n   |
        |-------------|-----------|-----------|-------------|-----|
        | {indicator} | E08000001 | {each}    | {n}         | {n} |
        | {indicator} | E08000002 | {each}    | {n}         | {n} |
    """
    three = f"{two.rstrip()}\n| {indicator} | E08000003 | {each // 2} | {n} | {n} |"
    assert set(shown(drawn(two), PUBLIC, ABOVE).values()) == {None}
    found = shown(drawn(three), PUBLIC, ABOVE)
    assert [*found.values()] == [pytest.approx(10 / 3, abs=0.01)] * 2


def test_the_sides_of_a_benchmark_are_withheld_each_on_its_own():
    tables = drawn("""
        | indicator       | authority | numerator | denominator | n  |
        |-----------------|-----------|-----------|-------------|----|
        | reviews_on_time | E08000001 | 3         | 40          | 40 |
        | reviews_on_time | E08000002 | 31        | 40          | 40 |
        | reviews_on_time | E08000003 | 21        | 40          | 40 |
    """)
    rows = seen(protect(tables, PUBLIC), "benchmarks").filter(authority=BOLTON, peer_group="region")
    row = rows.row(0, named=True)
    assert (row["status"], row["numerator"]) == ("c", None)
    assert (row["peer_status"], row["peer_numerator"]) == ("", 60)


def test_statistical_neighbours_are_shown_when_three_of_them_have_a_figure():
    drawing = """
        | indicator       | authority | numerator | denominator | n   |
        |-----------------|-----------|-----------|-------------|-----|
        | reviews_on_time | E08000001 | 50        | 100         | 100 |
        | reviews_on_time | E08000002 | 50        | 100         | 100 |
        | reviews_on_time | E08000003 | 50        | 100         | 100 |
        | reviews_on_time | E08000037 | 50        | 100         | 100 |
    """

    def bolton_beside(*la_codes: str) -> tuple[float | None, str]:
        beside = seen(protect(drawn(drawing, beside_bolton(la_codes)), PUBLIC), "benchmarks")
        mine = beside.filter(authority=BOLTON, peer_group="statistical_neighbours")
        return mine.select("peer_value", "peer_status").row(0)

    assert bolton_beside("351", "352") == (None, "c")
    assert bolton_beside("351", "352", "390") == (50, "")


def test_the_figure_of_a_peer_group_that_has_none_is_not_available():
    drawing = """
        | indicator       | authority | numerator | denominator | n   |
        |-----------------|-----------|-----------|-------------|-----|
        | reviews_on_time | E08000001 | 50        | 100         | 100 |
    """
    beside = seen(protect(drawn(drawing, beside_bolton(["351"])), PUBLIC), "benchmarks")
    row = beside.filter(peer_group="statistical_neighbours").row(0, named=True)
    assert (row["peer_status"], row["peer_status_reason"]) == ("x", "not available")


def test_a_figure_that_the_catalogue_does_not_know_stops_the_release():
    tables = drawn("""
        | indicator       | authority | numerator | denominator | n  |
        |-----------------|-----------|-----------|-------------|----|
        | reviews_on_time | E08000001 | 30        | 40          | 40 |
    """)
    stranger = tables.figures.with_columns(indicator=pl.lit("something_else"))
    with pytest.raises(ValueError, match="3 rows are of indicators that the catalogue"):
        protect(replace(tables, figures=stranger), PUBLIC)


def cell(
    indicator: str, numerator: float, denominator: float | None, n: int, audience: Audience = PUBLIC
) -> dict:
    """Bolton's figure, alone of its kind."""
    drawing = f"""
        | indicator   | authority | numerator   | denominator         | n   |
        |-------------|-----------|-------------|---------------------|-----|
        | {indicator} | E08000001 | {numerator} | {denominator or ""} | {n} |
    """
    figures = seen(protect(drawn(drawing), audience), "figures")
    return figures.filter(area=BOLTON).row(0, named=True)


def beside_bolton(la_codes: Iterable[str]) -> pl.LazyFrame:
    rows = [
        {"model": 2021, "la_code": "350", "rank": rank, "neighbour_la_code": la_code}
        for rank, la_code in enumerate(la_codes, start=1)
    ]
    return pl.LazyFrame(rows).with_columns(closeness=pl.lit("close"))
