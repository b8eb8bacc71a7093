import polars as pl
import pytest

from iro_pipeline.survey.gaps import gaps
from iro_pipeline.survey.reliability import reliability
from iro_pipeline.survey.spoken import by_authority, spoken
from iro_pipeline.survey.votes import scales, within
from tests.survey.drawn import ENGLAND, GATESHEAD, KNOWSLEY, LIVERPOOL, NORTH_WEST, areas, row, said

ANSWERS = said("""
    | authority | role        | answers |
    |-----------|-------------|---------|
    | E08000012 | iro         | 2 2 3 1 |
    | E08000011 | iro         | 4 4 5   |
    | E08000037 | iro         | 3       |
    | E08000012 | iro_manager | 4       |
    | E08000015 | iro_manager | 2       |
    | E08000011 | iro_manager | 3       |
""")


def between(answers: pl.DataFrame) -> pl.DataFrame:
    each = spoken(answers)
    return gaps(by_authority(each), within(each), areas(), reliability(each, scales()))


def test_a_gap_is_the_services_mean_less_the_practitioners_an_authority_one_vote_on_each_side():
    found = row(between(ANSWERS), area=ENGLAND)
    assert found["service_value"] == 3
    assert found["practitioner_value"] == pytest.approx((2 + 13 / 3 + 3) / 3)
    assert found["gap"] == pytest.approx(3 - (2 + 13 / 3 + 3) / 3)
    assert (found["services"], found["authorities"], found["both"]) == (3, 3, 2)


def test_the_spread_is_how_far_apart_the_two_are_inside_an_authority():
    found = between(ANSWERS)
    assert row(found, area=ENGLAND)["spread"] == pytest.approx((2 + 4 / 3) / 2)
    assert row(found, area=NORTH_WEST)["spread"] is None


def test_authorities_that_rate_high_on_both_sides_make_the_gap_surer():
    alike = said("""
        | authority | role        | answers |
        |-----------|-------------|---------|
        | E08000012 | iro         | 1 1     |
        | E08000011 | iro         | 3 4     |
        | E08000015 | iro         | 5 5     |
        | E08000012 | iro_manager | 1       |
        | E08000011 | iro_manager | 3       |
        | E08000015 | iro_manager | 5       |
    """)
    crossed = alike.with_columns(
        score=pl.when(speaker="service").then(6 - pl.col("score")).otherwise("score")
    ).with_columns(answer=pl.col("score").cast(pl.String))
    same, opposite = (row(between(each), area=ENGLAND) for each in (alike, crossed))
    assert same["gap"] == opposite["gap"]
    assert opposite["upper"] - opposite["lower"] > 2 * (same["upper"] - same["lower"])


def test_an_authority_s_own_gap_has_the_interval_of_the_pooled_spread():
    found = row(between(ANSWERS), area=LIVERPOOL)
    assert found["gap"] == 2
    # Within: (2 + 2/3)/(8 - 3) over four answers.
    reach = 1.959964 * ((2 + 2 / 3) / 5 / 4) ** 0.5
    assert (found["lower"], found["upper"]) == pytest.approx((2 - reach, 2 + reach))
    assert 0 < found["reliability"] < 1


def test_beside_an_authority_stands_what_its_region_s_practitioners_say():
    found = row(between(ANSWERS), area=KNOWSLEY)
    assert found["regional_value"] == pytest.approx((2 + 13 / 3) / 2)


def test_one_side_alone_has_no_gap():
    found = row(between(ANSWERS), area=GATESHEAD)
    assert (found["service_value"], found["practitioner_value"], found["gap"]) == (None, 3, None)


def test_where_nobody_answered_there_is_no_row():
    assert between(ANSWERS.clear()).is_empty()
