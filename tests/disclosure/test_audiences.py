from dataclasses import replace

import polars as pl
import pytest

from iro_pipeline.disclosure import PUBLIC, Audience, Protected, audiences, protect
from iro_pipeline.reference import register
from tests.disclosure.drawn import (
    BOLTON,
    BURY,
    ENGLAND,
    GATESHEAD,
    MANCHESTER,
    NORTH_EAST,
    NORTH_WEST,
    RETURNED,
    drawn,
    seen,
    shown,
)

AUTHORITIES = pl.col("level") == "authority"
EVERYTHING = pl.lit(True)
RETURNS = f"""
    | indicator       | authority | numerator | denominator | n   |
    |-----------------|-----------|-----------|-------------|-----|
    | {RETURNED}      | E08000001 | 4         | 1           | 1   |
    | {RETURNED}      | E08000002 | 3         | 1           | 1   |
    | {RETURNED}      | E08000003 | 2         | 1           | 1   |
    | {RETURNED}      | E08000037 | 5         | 1           | 1   |
    | {RETURNED}      | E08000024 | 4         | 1           | 1   |
    | {RETURNED}      | E06000047 | 3         | 1           | 1   |
"""


def test_the_public_sees_service_returns_only_together():
    values = shown(drawn(RETURNS), PUBLIC, EVERYTHING)
    assert {area: value for area, value in values.items() if value is not None} == {
        NORTH_EAST: 4,
        NORTH_WEST: 3,
        ENGLAND: 3.5,
    }
    reasons = seen(protect(drawn(RETURNS), PUBLIC), "figures").filter(AUTHORITIES)["status_reason"]
    assert set(reasons) == {"shown by name only inside its network"}


def test_a_network_sees_its_members_by_name_beside_the_regions_and_england():
    values = shown(drawn(RETURNS), Audience("network", "North West"), EVERYTHING)
    members = {BOLTON: 4, BURY: 3, MANCHESTER: 2}
    assert values == members | {NORTH_WEST: 3, NORTH_EAST: 4, ENGLAND: 3.5}


def test_an_authority_sees_itself_its_region_and_england():
    values = shown(drawn(RETURNS), Audience("authority", BOLTON), EVERYTHING)
    assert values == {BOLTON: 4, NORTH_WEST: 3, ENGLAND: 3.5}


def test_an_authority_sees_itself_under_the_codes_it_used_to_have():
    tables = drawn("""
        | indicator       | authority | numerator | denominator | n   |
        |-----------------|-----------|-----------|-------------|-----|
        | reviews_on_time | E06000065 | 50        | 100         | 100 |
    """)
    former = tables.figures.with_columns(pl.col("area").replace("E06000065", "E10000023"))
    tables = replace(tables, figures=former)
    values = shown(tables, Audience("authority", "E06000065"), AUTHORITIES)
    assert values == {"E10000023": 50}


def test_what_rests_on_a_service_return_is_the_authoritys_too():
    tables = drawn("""
        | indicator        | authority | numerator | denominator | n |
        |------------------|-----------|-----------|-------------|---|
        | children_per_iro | E08000001 | 300       | 5           | 1 |
    """)
    assert shown(tables, PUBLIC, AUTHORITIES) == {BOLTON: None}
    assert shown(tables, Audience("network", "North West"), AUTHORITIES) == {BOLTON: 60}
    assert shown(tables, Audience("authority", GATESHEAD), AUTHORITIES) == {}


def test_the_benchmarks_of_an_authority_are_its_own():
    benchmarks = seen(protect(drawn(RETURNS), Audience("authority", BOLTON)), "benchmarks")
    assert set(benchmarks["authority"]) == {BOLTON}
    assert set(benchmarks["peer_value"].drop_nulls()) == {3, 3.5}


def test_there_is_an_audience_for_the_public_each_region_and_each_authority_that_exists():
    everyone = register().select(level=pl.lit("authority"), area="gss_code")
    every = audiences(register(), everyone)
    kinds = pl.Series([each.kind for each in every]).value_counts(name="count")
    assert dict(kinds.rows()) == {"public": 1, "network": 9, "authority": 153}
    folders = [each.folder for each in every]
    assert len(set(folders)) == 163
    assert {"tables", "regions/yorkshire-and-the-humber", f"authorities/{BOLTON}"} < set(folders)


def test_an_authority_that_sent_nothing_has_no_folder_and_keeps_it_when_its_code_changes():
    barnsley_before_2025 = pl.DataFrame({"level": ["authority"], "area": ["E08000016"]})
    every = audiences(register(), barnsley_before_2025)
    assert [each.area for each in every if each.kind == "authority"] == ["E08000038"]


@pytest.mark.parametrize(("kind", "area"), [("public", BOLTON), ("network", ""), ("authority", "")])
def test_only_the_public_has_no_area(kind, area):
    with pytest.raises(ValueError, match="cannot have the area"):
        Audience(kind, area)


def test_an_area_that_the_register_does_not_have_is_nobody():
    with pytest.raises(ValueError, match="No network has the area"):
        protect(drawn(RETURNS), Audience("network", "Mercia"))


def test_only_the_gate_can_call_tables_protected():
    with pytest.raises(TypeError, match="Only disclosure"):
        Protected(PUBLIC, {}, object())
    through = protect(drawn(RETURNS), PUBLIC)
    with pytest.raises((TypeError, ValueError)):
        replace(through, tables={})
    with pytest.raises(TypeError, match="item assignment"):
        through.tables["figures"] = through.tables["benchmarks"]  # ty: ignore[invalid-assignment]
