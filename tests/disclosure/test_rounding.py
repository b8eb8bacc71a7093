import polars as pl
import pytest

from iro_pipeline.disclosure import PUBLIC, protect
from tests.disclosure.drawn import BOLTON, ENGLAND, NORTH_WEST, drawn, seen

TABLES = """
    | indicator       | authority | numerator | denominator | n   |
    |-----------------|-----------|-----------|-------------|-----|
    | reviews_on_time | E08000001 | 33        | 47          | 47  |
    | reviews_on_time | E08000002 | 41        | 58          | 58  |
    | reviews_on_time | E08000003 | 52        | 69          | 69  |
"""
COUNTS = ["numerator", "denominator", "n"]


@pytest.mark.parametrize("area", [NORTH_WEST, ENGLAND])
def test_counts_of_areas_are_told_to_the_nearest_ten_and_shares_to_one_decimal(area: str):
    row = seen(protect(drawn(TABLES), PUBLIC), "figures").filter(area=area).row(0, named=True)
    assert [row[name] for name in COUNTS] == [130, 170, 170]
    assert row["value"] == 72.4  # of 126 and 174
    assert row["lower"] == round(row["lower"], 1)


def test_counts_of_an_authority_are_told_as_they_are():
    row = seen(protect(drawn(TABLES), PUBLIC), "figures").filter(area=BOLTON).row(0, named=True)
    assert [row[name] for name in COUNTS] == [33, 47, 47]
    assert row["value"] == pytest.approx(100 * 33 / 47)


def test_the_peers_of_an_authority_are_told_as_their_area_is():
    rows = seen(protect(drawn(TABLES), PUBLIC), "benchmarks").filter(authority=BOLTON)
    peers = rows.filter(pl.col("peer_group").is_in(["region", "england"]))
    told = peers.select("peer_numerator", "peer_denominator", "peer_value").unique()
    assert told.rows() == [(130, 170, 72.4)]


def test_what_services_count_of_themselves_is_not_rounded():
    tables = drawn("""
        | indicator                              | authority | numerator | denominator | n |
        |----------------------------------------|-----------|-----------|-------------|---|
        | q15_service_resourced_score_by_service | E08000001 | 4         | 1           | 1 |
        | q15_service_resourced_score_by_service | E08000002 | 3         | 1           | 1 |
        | q15_service_resourced_score_by_service | E08000003 | 2         | 1           | 1 |
    """)
    region = seen(protect(tables, PUBLIC), "figures").filter(area=NORTH_WEST).row(0, named=True)
    assert (region["value"], region["n"]) == (3, 3)
