"""What few practitioners' answers, or answers that all agree, may tell."""

from dataclasses import replace

import polars as pl
import pytest

from iro_pipeline.disclosure import PUBLIC, Audience, protect
from iro_pipeline.disclosure.thresholds import Thresholds
from tests.disclosure.drawn import (
    BOLTON,
    BURY,
    ENGLAND,
    MANCHESTER,
    NORTH_WEST,
    ON_TIME,
    RETURNED,
    SCORE,
    drawn,
    seen,
    shown,
)

TOP_TWO = "q15_service_resourced_top_two_by_practitioner"
BAND_A, BAND_B = (f"q05_caseload_band_{each}_by_practitioner" for each in "ab")
OWN = Audience("authority", BOLTON)
MEMBERS = Audience("network", "North West")
AREAS = pl.col("level") != "authority"
Row = tuple[str, str, float, int]


def rows(*each: Row) -> str:
    """Of (indicator, authority, numerator, denominator)."""
    lines = [f"| {name} | {area} | {part} | {of} | {of} |" for name, area, part, of in each]
    return "\n".join(
        ["| indicator | authority | numerator | denominator | n |", "|---|---|---|---|---|", *lines]
    )


def own(indicator: str, part: float, of: int) -> dict:
    figures = seen(protect(drawn(rows((indicator, BOLTON, part, of))), OWN), "figures")
    return figures.filter(area=BOLTON).row(0, named=True)


@pytest.mark.parametrize(
    ("indicator", "part", "status"),
    [
        (SCORE, 12, "c"),
        (SCORE, 13, ""),
        (SCORE, 60, "c"),
        (SCORE, 36, ""),
        (TOP_TWO, 0, "c"),
        (TOP_TWO, 12, "c"),
        (TOP_TWO, 6, ""),
        (BAND_A, 12, "c"),
        (BAND_A, 0, ""),
    ],
)
def test_an_authoritys_practitioners_who_all_answered_alike_are_withheld(indicator, part, status):
    assert own(indicator, part, 12)["status"] == status


def test_that_they_answered_alike_has_no_word_of_its_own():
    assert own(SCORE, 60, 12)["status_reason"] == own(SCORE, 30, 9)["status_reason"]


def test_where_all_gave_one_answer_that_nobody_gave_another_is_withheld_too():
    tables = drawn(rows((BAND_A, BOLTON, 12, 12), (BAND_B, BOLTON, 0, 12)))
    figures = seen(protect(tables, OWN), "figures").filter(area=BOLTON)
    assert figures["value"].to_list() == [None, None]


@pytest.mark.parametrize(("each", "value"), [(9, None), (10, 100)])
def test_an_areas_practitioners_who_all_answered_alike_are_shown_from_thirty_on(each, value):
    tables = drawn(rows(*((TOP_TWO, area, each, each) for area in (BOLTON, BURY, MANCHESTER))))
    assert shown(tables, PUBLIC, AREAS) == {NORTH_WEST: value, ENGLAND: value}


@pytest.mark.parametrize(("of", "status"), [(9, "c"), (10, "")])
@pytest.mark.parametrize("all_of_them", [False, True])
def test_none_or_all_of_fewer_than_ten_reviews_is_withheld(of, status, all_of_them):
    assert own(ON_TIME, of if all_of_them else 0, of)["status"] == status


@pytest.mark.parametrize(("last", "value"), [(4, None), (1, 3)])
def test_services_that_say_the_same_are_not_shown_together(last, value):
    said = ((BOLTON, 4), (BURY, 4), (MANCHESTER, last))
    tables = drawn(rows(*((RETURNED, area, part, 1) for area, part in said)))
    assert shown(tables, PUBLIC, AREAS) == {NORTH_WEST: value, ENGLAND: value}
    assert shown(tables, MEMBERS, ~AREAS) == dict(said)


@pytest.mark.parametrize(("others", "status"), [(3, "c"), (4, "")])
def test_nobody_may_come_within_a_fifth_of_anothers_answers(others, status):
    """Of 20, 20 and 3 answers the second, without its own, knows the first's to within 3."""
    answers = ((BOLTON, 20), (BURY, 20), (MANCHESTER, others))
    tables = drawn(rows(*((SCORE, area, 3 * of, of) for area, of in answers)))
    figures = seen(protect(tables, PUBLIC), "figures").filter(AREAS)
    assert set(figures["status"]) == {status}


def test_of_an_authority_a_mean_score_has_one_decimal_and_nothing_that_gives_more():
    tables = drawn(rows((SCORE, BOLTON, 40, 13), (SCORE, BURY, 35, 12)))
    tables = replace(
        tables, benchmarks=tables.benchmarks.with_columns(lower=2.61, upper=3.54, distance=0.123)
    )
    protected = protect(tables, OWN)
    figure = seen(protected, "figures").filter(area=BOLTON).row(0, named=True)
    beside = seen(protected, "benchmarks").row(0, named=True)
    assert figure["value"] == beside["value"] == 3.1
    assert (beside["lower"], beside["upper"]) == (2.6, 3.5)
    assert figure["numerator"] is beside["numerator"] is beside["distance"] is None


def test_of_an_area_a_mean_of_means_has_two_decimals():
    answers = ((BOLTON, 40, 13), (BURY, 35, 12), (MANCHESTER, 30, 11))
    tables = drawn(rows(*((SCORE, *each) for each in answers)))
    assert shown(tables, PUBLIC, AREAS)[ENGLAND] == 2.91


def told(part: float, of: int, *, agrees: bool = True, indicator: str = SCORE) -> dict:
    """Bolton beside its region, of which its verdict says higher."""
    others = [(area, 3 * 20 if indicator == SCORE else 8, 20) for area in OTHERS]
    tables = drawn(rows((indicator, BOLTON, part, of), *((indicator, *each) for each in others)))
    higher = tables.benchmarks.with_columns(
        verdict=pl.lit("higher"), reads_as=pl.lit("better"), estimate_agrees=pl.lit(agrees)
    )
    found = seen(protect(replace(tables, benchmarks=higher), OWN), "benchmarks")
    return found.filter(peer_group="region").row(0, named=True)


OTHERS = (BURY, MANCHESTER, "E08000004", "E08000005")


@pytest.mark.parametrize(("of", "word"), [(4, None), (5, "higher"), (9, "higher")])
def test_from_five_answers_on_a_word_is_said_and_no_number(of: int, word: str | None):
    row = told(4 * of, of)
    assert (row["verdict"], row["status"]) == (word, "c")
    assert row["reads_as"] == (word and "better")
    assert {row[name] for name in ("value", "n", "estimate", "lower", "distance")} == {None}


def test_it_is_not_said_where_the_estimate_does_not_say_so():
    assert told(32, 8, agrees=False)["verdict"] is None


@pytest.mark.parametrize(("part", "word"), [(21, "higher"), (22, None), (25, None)])
def test_it_is_not_said_where_it_would_bound_what_each_of_them_answered(part, word):
    """Of five answers that add up to 21, any one may still be a 1."""
    assert told(part, 5)["verdict"] == word


def test_of_a_share_of_few_no_word_is_said():
    assert told(6, 8, indicator=TOP_TWO)["verdict"] is None


@pytest.mark.parametrize(("largest", "withheld"), [(8, True), (7, False)])
def test_less_any_one_authoritys_five_answers_must_be_left(largest: int, withheld: bool):
    assert above(replace(LOOSE, fewest_left=5), largest=largest, authorities=3) == withheld


@pytest.mark.parametrize(("authorities", "withheld"), [(2, True), (3, False)])
def test_less_any_one_authoritys_two_authorities_must_be_left(authorities: int, withheld: bool):
    limits = replace(LOOSE, fewest_authorities_left=2)
    assert above(limits, largest=7, authorities=authorities) == withheld


# Each of these two rules alone: as the thresholds stand, others already see to them.
LOOSE = replace(
    Thresholds.load(),
    **{"largest_share": 100, "fewest_left": 0, "fewest_authorities": 1},
    **{"fewest_authorities_left": 0},
)


def above(limits: Thresholds, **terms: int) -> bool:
    """Whether twelve answers of a region's practitioners are withheld."""
    said = {"indicator": SCORE, "level": "region", "unit": "score", "fact": "answer"}
    counts = {"numerator": 30.0, "denominator": 12.0, "n": 12}
    cell = pl.DataFrame([{**said, **counts, "speaker": "practitioner", **terms}])
    return cell.select(limits.withheld()).item() is not None
