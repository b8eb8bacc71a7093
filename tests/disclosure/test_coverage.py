from dataclasses import replace

import polars as pl

from iro_pipeline.disclosure import PUBLIC, Audience, protect
from tests.disclosure.drawn import COVERAGE, Tables, made
from tests.tables import table

NOTHING = table(
    """
    | indicator | authority | period | numerator | denominator | n |
    |-----------|-----------|--------|-----------|-------------|---|
    """,
    period=pl.Int64,
    numerator=pl.Float64,
    denominator=pl.Float64,
    n=pl.Int64,
)
SURVEY = """
    | speaker      | level     | area      | region     | authorities | of | respondents |
    |--------------|-----------|-----------|------------|-------------|----|-------------|
    | practitioner | authority | E08000001 | North West | 1           | 1  | 3           |
    | practitioner | authority | E08000002 | North West | 1           | 1  | 7           |
    | practitioner | authority | E08000003 | North West | 0           | 1  | 0           |
    | practitioner | authority | E08000004 | North West | 1           | 1  | 9           |
    | practitioner | region    | E12000002 | North West | 3           | 24 | 19          |
    | service      | authority | E08000001 | North West | 1           | 1  | 1           |
    | records      | authority | E08000001 | North West | 1           | 1  |             |
"""


def test_how_many_practitioners_answered_is_withheld_when_they_are_one_to_five():
    coverage = protect(covering(SURVEY), PUBLIC).tables.coverage
    practitioners = coverage.filter(speaker="practitioner")
    # The three are withheld; the seven too, or the region's nineteen would tell.
    assert practitioners["respondents"].to_list() == [None, None, 0, 9, 19]
    assert practitioners["status"].to_list() == ["c", "c", "", "", ""]


def test_how_many_services_and_authorities_sent_anything_is_no_secret():
    coverage = protect(covering(SURVEY), PUBLIC).tables.coverage
    assert coverage["authorities"].null_count() == 0
    assert coverage.filter(speaker="service")["respondents"].to_list() == [1]
    assert set(coverage.filter(pl.col("speaker") != "practitioner")["status"]) == {""}


def test_an_audience_sees_the_coverage_of_its_own_areas():
    seen = protect(covering(SURVEY), Audience("authority", "E08000002")).tables.coverage
    assert set(seen["area"]) == {"E08000002", "E12000002"}


def covering(drawing: str) -> Tables:
    counts = dict.fromkeys(["authorities", "of", "respondents"], pl.Int64)
    rows = table(drawing, **counts)
    coverage = rows.with_columns(
        source=pl.lit("state_of_the_nation"), period=pl.lit(2024, pl.Int64), area_name="area"
    ).select(*COVERAGE)
    return replace(made(NOTHING), coverage=coverage.collect())
