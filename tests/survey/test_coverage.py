import polars as pl
import pytest

from iro_pipeline.survey.coverage import coverage, non_response
from iro_pipeline.survey.workforce import workforce
from tests.survey.drawn import (
    ENGLAND,
    NORTH_EAST,
    NORTH_WEST,
    RESOURCED,
    SUPPORT,
    areas,
    children,
    facts,
    row,
    said,
    there,
)

ANSWERS = said("""
    | authority | role         | answers   |
    |-----------|--------------|-----------|
    | E08000012 | iro          | 1 2 3 4 5 |
    | E08000011 | iro          | 4 4       |
    | E08000011 | iro_combined | 3         |
    | E08000015 | iro_manager  | 3         |
""")
TWICE = pl.concat([ANSWERS, ANSWERS.with_columns(question=pl.lit(SUPPORT)).head(6)])


def covered(**told: pl.LazyFrame) -> pl.DataFrame:
    found = coverage(TWICE, workforce(facts(**told), there()), areas())
    return found.filter(speaker="practitioner")


def test_authorities_are_told_by_how_many_answered_in_each():
    found = row(covered(), area=ENGLAND, role_group="all")
    assert (found["respondents"], found["authorities"], found["of"]) == (8, 2, 5)
    assert (found["authorities_3"], found["authorities_5"]) == (2, 1)


def test_role_groups_are_told_apart_for_england():
    found = covered().filter(level="england")
    assert dict(found.select("role_group", "respondents").rows()) == {
        "all": 8, "iro": 7, "iro_combined": 1,
    }  # fmt: skip
    assert set(covered().filter(level="region")["role_group"]) == {"all"}


def test_a_region_in_which_nobody_answered_has_its_row():
    found = row(covered(), area=NORTH_EAST)
    assert (found["respondents"], found["authorities"], found["of"]) == (0, 0, 2)


def test_so_much_of_england_s_children_is_in_authorities_that_answered():
    staff = children(Liverpool=900, Knowsley=300, Wirral=300, Gateshead=500)
    found = covered(cla_statistic=staff)
    assert row(found, area=ENGLAND, role_group="all")["children_share"] == 60
    assert row(found, area=NORTH_WEST)["children_share"] == 80
    assert row(covered(), area=NORTH_WEST)["children_share"] is None


def test_a_question_left_out_is_counted_among_those_who_answered_anything():
    found = non_response(TWICE)
    of_iros = row(found, question=SUPPORT, speaker="practitioner")
    assert (of_iros["answered"], of_iros["respondents"]) == (6, 8)
    assert of_iros["value"] == pytest.approx(25)
    assert row(found, question=SUPPORT, speaker="service")["value"] == 100
    assert row(found, question=RESOURCED, speaker="service")["value"] == 0
