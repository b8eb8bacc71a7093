"""A total that is not rounded is named, and what it gives away is reckoned beside rounded ones."""

from dataclasses import replace

import polars as pl
import pytest

from iro_pipeline.audit.bases import OF_OTHERS, WORDS
from iro_pipeline.audit.limits import Limits
from tests.audit.drawn import (
    BOLTON,
    BURY,
    ENGLAND,
    MANCHESTER,
    MOVES,
    NORTH_WEST,
    audited,
    figures,
    own,
)

FOURTH = "E08000004"
TRUE = {BOLTON: (3, 40), BURY: (14, 50), MANCHESTER: (20, 60), FOURTH: (20, 50)}
SAFE = {**dict.fromkeys(TRUE), NORTH_WEST: (57, 200), ENGLAND: (57, 200)}


def rounded(told: pl.DataFrame, areas: list[str]) -> pl.DataFrame:
    """As areas are told: counts to the nearest ten, the value to one decimal."""
    here = pl.col("area").is_in(areas)
    nearest = [((pl.col(name) + 5) // 10 * 10).alias(name) for name in ("numerator", "denominator")]
    return told.with_columns(
        pl.when(here).then(each).otherwise(each.meta.output_name()).alias(each.meta.output_name())
        for each in [*nearest, pl.col("value").round(1)]
    )


def found(told: pl.DataFrame) -> list[tuple[str, str]]:
    breaches = audited({"figures": told}, own(TRUE))
    return [(each.cell, each.words) for each in breaches]


def test_rounded_totals_are_let_through():
    assert found(rounded(figures(SAFE), [NORTH_WEST, ENGLAND])) == []


def test_a_total_that_is_not_rounded_is_named_and_nothing_else_is():
    assert found(rounded(figures(SAFE), [ENGLAND])) == [
        (f"{MOVES} numerator, North West (E12000002), 2024", WORDS)
    ]


def test_a_number_that_an_unrounded_total_gives_away_is_named_beside_it():
    few = {**TRUE, BOLTON: None, NORTH_WEST: (57, 200), ENGLAND: (57, 200)}
    cells = dict(found(rounded(figures(few), [ENGLAND])))
    assert set(cells) >= {
        f"{MOVES} numerator, North West (E12000002), 2024",
        f"{MOVES} numerator, Bolton (E08000001), 2024",
    }
    assert not any("no nation" in words for words in cells.values())


def test_what_services_state_of_an_area_is_told_as_it_is():
    stated = figures({NORTH_WEST: (57, 203)}, "children_per_iro", speaker="service")
    assert found(stated) == []


def to_the_nearest_five(told: pl.DataFrame) -> pl.DataFrame:
    counts = [(pl.col(name) + 2) // 5 * 5 for name in ("numerator", "denominator")]
    return told.with_columns(counts).with_columns(
        value=100 * pl.col("numerator") / pl.col("denominator")
    )


@pytest.fixture
def all_rounded(monkeypatch: pytest.MonkeyPatch) -> None:
    limits = replace(Limits.load(), profile="nearest_5")
    monkeypatch.setattr(Limits, "load", classmethod(lambda _: limits))


@pytest.mark.usefixtures("all_rounded")
def test_counts_to_the_nearest_five_are_let_through():
    assert found(to_the_nearest_five(figures(SAFE))) == []


@pytest.mark.usefixtures("all_rounded")
def test_an_exact_count_of_an_authority_is_named_where_every_count_is_rounded():
    told = to_the_nearest_five(figures({BURY: (14, 50)})).with_columns(numerator=14.0)
    assert (f"{MOVES} numerator, Bury (E08000002), 2024", WORDS) in found(told)


@pytest.mark.usefixtures("all_rounded")
def test_a_share_of_the_exact_counts_is_named_where_every_count_is_rounded():
    told = to_the_nearest_five(figures({BURY: (14, 50)})).with_columns(value=28.0)
    assert found(told) == [(f"{MOVES} value, Bury (E08000002), 2024", OF_OTHERS)]


@pytest.mark.usefixtures("all_rounded")
def test_a_small_number_that_is_shown_as_five_is_found_behind_it():
    told = to_the_nearest_five(figures({BOLTON: (3, 40)}))
    assert f"{MOVES} numerator, Bolton (E08000001), 2024" in dict(found(told))


def test_practitioners_of_an_area_are_told_as_they_are():
    said = figures({NORTH_WEST: (57, 203)}, "q15_service_resourced_top_two_by_practitioner",
                   speaker="practitioner")  # fmt: skip
    assert not any(words == WORDS for _, words in found(said))


def test_the_half_child_of_a_mean_of_two_days_is_no_mistake_of_an_authority():
    told = figures({BOLTON: (60, 41)}, "reviews_per_child").with_columns(denominator=40.5)
    assert found(told) == []
