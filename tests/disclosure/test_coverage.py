import polars as pl

from iro_pipeline.disclosure import PUBLIC, Audience, protect
from tests.disclosure.drawn import SURVEY, covering


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
