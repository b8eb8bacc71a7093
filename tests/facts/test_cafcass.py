import polars as pl

from iro_pipeline.authorities import in_period
from iro_pipeline.facts.cafcass import enquiries
from tests.inspections import rested
from tests.tables import table

CASES = table(
    """
    | authority | period | case_kind |
    |-----------|--------|----------|
    | E08000012 | 2024   | enquiry  |
    | E08000012 | 2024   | enquiry  |
    | E08000012 | 2024   | referral |
    | E06000063 | 2024   | enquiry  |
    """,
    period=pl.Int64,
)


def test_enquiries_and_referrals_are_counted_apart():
    found = enquiries(CASES, CASES.clear(), [2024]).filter(pl.col("authority") == "E08000012")
    assert found.collect().rows() == [("E08000012", 2024, 2, 1)]


def test_an_authority_that_the_national_file_does_not_name_brought_nothing():
    found = enquiries(CASES, CASES.clear(), [2024]).collect()
    assert set(found["authority"]) == set(in_period(2024)["authority"])
    assert found.select(pl.sum("enquiries", "referrals")).row(0) == (3, 1)


def test_a_file_without_a_case_covers_its_year():
    found = enquiries(CASES.clear(), CASES.clear(), [2023]).collect()
    assert found.height == in_period(2023).height
    assert found.select(pl.sum("enquiries", "referrals")).row(0) == (0, 0)


def test_a_year_without_a_file_is_unknown_and_not_nought():
    assert enquiries(CASES.clear(), CASES.clear(), []).collect().is_empty()


def test_where_a_row_was_rejected_a_nought_is_not_known_to_be_one():
    rejected = table("| authority | period |\n|-|-|\n| | 2024 |", period=pl.Int64)
    found = rested("enquiries", enquiries(CASES, rejected, [2024]))
    liverpool = found.filter(authority="E08000012").select("enquiries", "referrals")
    assert liverpool.row(0) == (2, 1)
    assert found["enquiries"].null_count() == found.height - 2
