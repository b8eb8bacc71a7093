import polars as pl
import pytest

from iro_pipeline.indicators.resourcing import INDICATORS
from tests.tables import table

BY_NAME = {each.name: each for each in INDICATORS}


def measured(name: str, fact: pl.LazyFrame) -> list[tuple]:
    found = BY_NAME[name].measure(fact).select("numerator", "denominator")
    return found.collect().rows()


SERVICE = table(
    """
    | iro_wte_employed | extra_duties | pay_parity | team_like_children |
    |------------------|--------------|------------|--------------------|
    | 7.5              | yes          | no         | alike              |
    """,
    iro_wte_employed=pl.Float64,
    extra_duties=pl.Boolean,
    pay_parity=pl.Boolean,
).with_columns(authority=pl.lit("E08000012"), period=pl.lit(2024, pl.Int64))


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("iro_wte_employed", (7.5, None)),
        ("services_with_extra_duties", (1, 1)),
        ("pay_parity", (0, 1)),
        ("team_like_children_alike", (1, 1)),
        ("team_like_children_not_compared", (0, 1)),
    ],
)
def test_what_a_service_says_of_itself(name, told):
    assert measured(name, SERVICE) == [told]


CASELOAD = table(
    """
    | iro_wte | iro_wte_vacant | iro_leavers_wte | iro_wte_mean | manager_wte | admin_wte |
    |---------|----------------|-----------------|--------------|-------------|-----------|
    | 9       | 1              | 2               | 8            | 1.5         | 3         |
    """,
    **dict.fromkeys(
        [
            *("iro_wte", "iro_wte_vacant", "iro_leavers_wte", "iro_wte_mean"),
            *("manager_wte", "admin_wte"),
        ],
        pl.Float64,
    ),
).with_columns(authority=pl.lit("E08000012"), period=pl.lit(2024, pl.Int64))


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("iro_wte_vacant", (1, 10)),
        ("iro_turnover", (2, 8)),
        ("iros_per_manager", (9, 1.5)),
        ("administrators_per_iro", (3, 9)),
    ],
)
def test_vacancies_are_of_all_posts_and_leavers_of_those_in_post(name, told):
    assert measured(name, CASELOAD) == [told]


COST = table(
    """
    | authority | spend_gbp | dual_role | children_mean | reviews | iro_wte |
    |-----------|-----------|-----------|---------------|---------|---------|
    | E08000012 | 600000    | no        | 500           | 1250    | 8       |
    | E06000009 | 100000    | yes       | 100           | 250     |         |
    """,
    dual_role=pl.Boolean,
    **dict.fromkeys(["spend_gbp", "children_mean", "iro_wte"], pl.Float64),
    reviews=pl.Int64,
).with_columns(period=pl.lit(2024, pl.Int64))


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("spend", [(100_000, None), (600_000, None)]),
        ("spend_per_child", [(100_000, 100), (600_000, 500)]),
        ("spend_per_review", [(600_000, 1250)]),
        ("spend_per_iro", [(600_000, 8)]),
    ],
)
def test_the_money_of_a_dual_role_service_is_not_for_reviews_alone(name, told):
    assert sorted(measured(name, COST)) == told


def test_hours_for_a_review_are_weighed_by_the_reviews():
    rows = "| hours_in_reviews | reported_reviews |\n|-|\n| 1300 | 200 |\n| | 900 |"
    reported = table(rows, hours_in_reviews=pl.Float64, reported_reviews=pl.Int64)
    owned = reported.with_columns(authority=pl.lit("E08000012"), period=pl.lit(2024, pl.Int64))
    assert measured("hours_per_review", owned) == [(1300, 200)]
