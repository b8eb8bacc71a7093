import polars as pl

from iro_pipeline.disclosure import PUBLIC, Audience, protect
from tests.disclosure.drawn import SURVEY, covering, seen


def test_how_many_practitioners_answered_is_withheld_when_they_are_fewer_than_ten():
    coverage = seen(protect(covering(SURVEY), PUBLIC), "coverage")
    practitioners = coverage.filter(speaker="practitioner")
    assert practitioners["respondents"].to_list() == [None, None, 0, None, 19]
    assert practitioners["status"].to_list() == ["c", "c", "", "c", ""]


def test_how_many_services_and_authorities_sent_anything_is_no_secret():
    coverage = seen(protect(covering(SURVEY), PUBLIC), "coverage")
    assert coverage["authorities"].null_count() == 0
    assert coverage.filter(speaker="service")["respondents"].to_list() == [1]
    assert set(coverage.filter(pl.col("speaker") != "practitioner")["status"]) == {""}


def test_a_network_sees_the_coverage_of_its_own_areas():
    coverage = seen(protect(covering(SURVEY), Audience("network", "North East")), "coverage")
    assert set(coverage["area"]) == {"E12000002"}
