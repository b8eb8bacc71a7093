import polars as pl
import pytest

from iro_pipeline.indicators.caseload import bands
from iro_pipeline.indicators.catalogue import INDICATORS
from tests.tables import table

BY_NAME = {each.name: each for each in INDICATORS}


def measured(name: str, fact: pl.LazyFrame) -> list[tuple]:
    return BY_NAME[name].measure(fact).select("numerator", "denominator", "n").collect().rows()


ANSWER = table(
    """
    | authority | period | speaker      | chosen | question          | answer         |
    |-----------|--------|--------------|--------|-------------------|----------------|
    | E08000012 | 2017   | service      | yes    | q05_caseload_band | c              |
    | E08000012 | 2017   | service      | no     | q05_caseload_band | a              |
    | E08000012 | 2017   | practitioner | yes    | q05_caseload_band | a              |
    | E08000012 | 2017   | practitioner | yes    | q05_caseload_band | unclassifiable |
    | E08000012 | 2017   | practitioner | yes    | q15_service_res   | 5              |
    """,
    period=pl.Int64,
    chosen=pl.Boolean,
)


@pytest.mark.parametrize(
    ("band", "service", "practitioners"),
    [("a", 0, 1), ("b", 0, 0), ("c", 1, 0), ("d", 0, 0), ("unclassifiable", 0, 1)],
)
def test_a_band_is_a_share_of_all_answers_for_the_service_and_for_practitioners_apart(
    band, service, practitioners
):
    assert measured(f"q05_caseload_band_{band}_by_service", ANSWER) == [(service, 1, 1)]
    assert measured(f"q05_caseload_band_{band}_by_practitioner", ANSWER) == [(practitioners, 2, 2)]


def test_a_band_is_an_interval_and_70_stands_in_three_of_them():
    rows = bands().filter(pl.col("indicator").str.ends_with("service")).collect()
    assert rows.select("band", "lo", "hi", "closed_hi", "extras").rows() == [
        ("a", 70, None, False, True),
        ("b", 70, None, False, False),
        ("c", 60, 70, True, False),
        ("d", 50, 60, True, False),
        ("e", 45, 50, True, False),
        ("f", 40, 45, True, False),
        ("unclassifiable", None, None, None, None),
    ]
    holds_70 = (pl.col("lo") <= 70) & (pl.col("hi").fill_null(70) >= 70)
    assert rows.filter(holds_70)["band"].to_list() == ["a", "b", "c"]


def test_every_band_indicator_has_its_interval():
    of_the_survey = {each.name for each in INDICATORS if each.question == "q05_caseload_band"}
    assert set(bands().collect()["indicator"]) == of_the_survey


CASELOAD = table(
    """
    | authority | period | iro_wte | iro_wte_agency_commissioned | children | children_published |
    |-----------|--------|---------|-----------------------------|----------|--------------------|
    | E08000012 | 2024   | 7.5     | 1.5                         | 525      | 530                |
    | E06000009 | 2024   | 4       | 0                           |          | 300                |
    | E06000008 | 2024   |         |                             | 400      | 410                |
    """,
    period=pl.Int64,
    iro_wte=pl.Float64,
    iro_wte_agency_commissioned=pl.Float64,
    children=pl.Int64,
    children_published=pl.Int64,
).with_columns(cases=pl.when(pl.col("iro_wte") > 5).then(pl.col("children") + 100))


def test_children_per_iro_rest_on_the_authority_s_own_return_or_on_what_dfe_published():
    assert measured("children_per_iro", CASELOAD) == [(525, 7.5, 1)]
    assert sorted(measured("children_published_per_iro", CASELOAD)) == [
        (300, 4, 1),
        (530, 7.5, 1),
    ]


def test_all_cases_per_iro_rest_on_the_services_that_have_both_kinds():
    assert measured("cases_per_dual_role_iro", CASELOAD) == [(625, 7.5, 1)]


def test_none_from_an_agency_is_a_share_of_nought():
    share = sorted(measured("iro_wte_agency_or_commissioned", CASELOAD))
    assert share == [(0, 4, 1), (1.5, 7.5, 1)]


IRO = table(
    """
    | authority | period | iro | wte | children |
    |-----------|--------|-----|-----|----------|
    | E08000012 | 2024   | a   | 1   | 71       |
    | E08000012 | 2024   | b   | 1   | 70       |
    | E08000012 | 2024   | c   | 0.5 | 25       |
    | E08000012 | 2024   | d   | 0.6 | 29       |
    | E08000012 | 2024   | e   |     | 80       |
    | E08000012 | 2024   | f   | 0   | 3        |
    """,
    period=pl.Int64,
    wte=pl.Float64,
    children=pl.Int64,
)


def test_both_ends_of_the_handbook_s_band_are_within_it_by_each_iro_s_working_time():
    assert measured("iros_above_70", IRO) == [(1, 4, 4)]
    assert measured("iros_within_50_to_70", IRO) == [(2, 4, 4)]
