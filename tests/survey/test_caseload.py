import polars as pl
import pytest

from iro_pipeline.survey.caseload import bounds, reported
from iro_pipeline.survey.workforce import workforce
from tests.survey.drawn import (
    ENGLAND,
    GATESHEAD,
    KNOWSLEY,
    LIVERPOOL,
    NORTH_EAST,
    NORTH_WEST,
    WIRRAL,
    areas,
    facts,
    row,
    said,
    there,
)
from tests.tables import table

BAND = "q05_caseload_band"
SERVICES = said(
    """
    | authority | role        | answers        |
    |-----------|-------------|----------------|
    | E08000012 | iro_manager | c              |
    | E08000011 | iro_manager | d              |
    | E08000015 | iro_manager | a              |
    | E08000037 | iro_manager | unclassifiable |
    """,
    BAND,
)
RECORDS = table(
    """
    | authority | period | children | children_published | iro_wte |
    |-----------|--------|----------|--------------------|---------|
    | E08000012 | 2017   | 350      | 999                | 5       |
    | E08000011 | 2016   |          | 320                | 5       |
    | E08000011 | 2021   | 100      |                    | 5       |
    | E08000015 | 2017   | 400      |                    | 8       |
    | E08000037 | 2017   | 400      |                    | 8       |
    """,
    period=pl.Int64,
    children=pl.Int64,
    children_published=pl.Int64,
    iro_wte=pl.Float64,
)


def beside(**told: pl.LazyFrame) -> pl.DataFrame:
    return reported(SERVICES, facts(**told), areas())


@pytest.mark.parametrize(
    ("authority", "records", "records_say", "outside"),
    [
        (LIVERPOOL, 70, "agrees", 0),  # an end of a band is in it
        (KNOWSLEY, 64, "records higher", 4),  # of 2016, the nearest year
        (WIRRAL, 50, "records lower", 20),
        (GATESHEAD, 50, None, None),
    ],
)
def test_a_service_s_band_is_set_beside_its_records(authority, records, records_say, outside):
    found = row(beside(caseload=RECORDS), area=authority)
    assert (found["records_caseload"], found["records_say"], found["outside"]) == (
        records, records_say, outside,
    )  # fmt: skip


def test_the_disagreement_is_the_share_of_services_whose_band_does_not_hold_their_records():
    found = row(beside(caseload=RECORDS), area=ENGLAND)
    assert found["value"] == pytest.approx(200 / 3)
    assert (found["records_higher"], found["records_lower"]) == (1, 1)
    assert (found["authorities"], found["of"]) == (3, 5)
    assert found["lower"] < found["value"] < found["upper"]


def test_without_records_the_band_stands_alone():
    found = beside()
    assert set(found["level"]) == {"authority"}
    assert found["records_say"].null_count() == 4
    assert found["reported_band"].null_count() == 0


IROS = said(
    """
    | authority | role | answers        |
    |-----------|------|----------------|
    | E08000012 | iro  | a b c          |
    | E08000011 | iro  | d              |
    | E08000037 | iro  | unclassifiable |
    """,
    BAND,
)
HEADS = table(
    """
    | authority | period | iro_wte |
    |-----------|--------|---------|
    | E08000012 | 2017   | 5       |
    | E08000011 | 2017   | 3       |
    | E08000015 | 2017   | 4       |
    | E08000037 | 2017   | 3       |
    | E06000047 | 2017   | 5       |
    """,
    period=pl.Int64,
    iro_wte=pl.Float64,
)


def bounded(answers: pl.DataFrame, **told: pl.LazyFrame) -> pl.DataFrame:
    return bounds(answers, workforce(facts(**told), there()), areas())


def test_at_best_nobody_else_has_seventy_and_at_worst_everybody_else():
    found = row(bounded(IROS, caseload=HEADS), area=ENGLAND)
    assert (found["answers"], found["at_70"], found["population"]) == (4, 2, 20)
    assert found["value"] == 50
    assert (found["lowest"], found["highest"]) == (10, 90)
    assert found["highest_with_edge"] == 95
    assert found["population_known"] == 100


def test_an_answer_that_no_band_fits_may_be_anything():
    found = row(bounded(IROS, caseload=HEADS), area=NORTH_EAST)
    assert (found["value"], found["lowest"], found["highest"]) == (None, 0, 100)


def test_more_answers_than_iros_are_known_of_are_as_many_iros():
    fewer = HEADS.with_columns(iro_wte=pl.lit(1.0))
    found = row(bounded(IROS, caseload=fewer), area=NORTH_WEST)
    assert found["population"] == 3 + 1 + 1


def test_of_services_all_authorities_are_the_whole():
    found = row(bounded(SERVICES), area=ENGLAND)
    assert (found["population"], found["lowest"], found["highest"]) == (5, 20, 60)


def test_where_nothing_tells_how_many_iros_there_are_there_are_no_bounds():
    found = row(bounded(IROS), area=ENGLAND)
    assert (found["value"], found["population"], found["highest"]) == (50, None, None)


def test_bounds_hold_the_share_whatever_the_others_would_have_said():
    found = bounded(IROS, caseload=HEADS).drop_nulls("value")
    assert (found["lowest"] <= found["value"]).all()
    assert (found["value"] <= found["highest"]).all()
    assert (found["highest"] <= found["highest_with_edge"]).all()
