import polars as pl

from iro_pipeline.survey.workforce import workforce
from tests.survey.drawn import DURHAM, GATESHEAD, KNOWSLEY, LIVERPOOL, WIRRAL, facts, row, there
from tests.tables import table

WHOLE = {"period": pl.Int64, "children": pl.Int64}


def test_children_are_dfe_s_of_the_nearest_year_and_else_those_of_the_own_return():
    published = table(
        """
        | authority | period | children |
        |-----------|--------|----------|
        | E08000012 | 2016   | 900      |
        | E08000012 | 2019   | 950      |
        | E08000011 | 2017   |          |
        | E08000015 | 2021   | 700      |
        """,
        **WHOLE,
    )
    own = table(
        """
        | authority | period | child | short_breaks |
        |-----------|--------|-------|--------------|
        | E08000011 | 2017   | a     | no           |
        | E08000011 | 2017   | b     | yes          |
        | E08000012 | 2016   | c     | no           |
        """,
        period=pl.Int64,
        short_breaks=pl.Boolean,
    )
    found = workforce(facts(cla_statistic=published, looked_after=own), there(2017))
    assert row(found, authority=LIVERPOOL)["children"] == 900
    assert row(found, authority=LIVERPOOL)["children_year"] == 2016
    assert row(found, authority=KNOWSLEY)["children"] == 1
    assert row(found, authority=WIRRAL)["children"] is None


def test_a_number_under_an_earlier_code_is_the_authority_s_still():
    published = table(
        """
        | authority | period | children |
        |-----------|--------|----------|
        | E06000048 | 2012   | 300      |
        """,
        **WHOLE,
    )
    standing = there(2014).with_columns(
        authority=pl.col("authority").replace("E08000037", "E06000057")
    )
    found = workforce(facts(cla_statistic=published), standing)
    assert row(found, authority="E06000057")["children"] == 300


def test_iros_are_the_heads_of_allocations_else_of_returns_else_as_many_as_elsewhere():
    children = table(
        """
        | authority | period | children |
        |-----------|--------|----------|
        | E08000012 | 2017   | 120      |
        | E08000011 | 2017   | 80       |
        | E08000015 | 2017   | 150      |
        | E08000037 | 2017   | 10       |
        """,
        **WHOLE,
    )
    allocated = table(
        """
        | authority | period | iro |
        |-----------|--------|-----|
        | E08000012 | 2017   | a   |
        | E08000012 | 2017   | b   |
        """,
        period=pl.Int64,
    )
    returned = table(
        """
        | authority | period | iro_wte |
        |-----------|--------|---------|
        | E08000012 | 2017   | 9       |
        | E08000011 | 2017   | 1.2     |
        """,
        period=pl.Int64,
        iro_wte=pl.Float64,
    )
    found = workforce(facts(cla_statistic=children, iro=allocated, caseload=returned), there(2017))
    iros = dict(found.select("authority", "iros").rows())
    # Four IROs of 200 children are three of 150; every authority has one.
    assert iros == {LIVERPOOL: 2, KNOWSLEY: 2, WIRRAL: 3, GATESHEAD: 1, DURHAM: 1}
    assert found.filter("iros_known")["authority"].sort().to_list() == [KNOWSLEY, LIVERPOOL]


def test_where_nothing_was_sent_nothing_is_known():
    found = workforce(facts(), there(2017))
    assert found["iros"].null_count() == found["children"].null_count() == 5
