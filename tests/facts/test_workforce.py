from datetime import date

import polars as pl
import pytest

from iro_pipeline.contracts import Contract
from iro_pipeline.facts.workforce import (
    DUTIES,
    SPEND,
    caseload,
    cost,
    iro_team,
    reported_reviews,
    service,
)
from tests.tables import table

TYPES = dict(Contract.load("raw/iro_service/service/2012").dtypes)
ORIGIN = {"arrival": pl.Int64, "line": pl.Int64, "period": pl.Int64}


def returns(drawing: str) -> pl.LazyFrame:
    """Service returns of which only some columns matter."""
    names = table(drawing).collect_schema().names()
    types = {name: dtype for name, dtype in {**TYPES, **ORIGIN}.items() if name in names}
    typed = table(drawing, **{name: dtype for name, dtype in types.items() if dtype != pl.Date})
    defaults = {
        **{name: pl.lit(None, dtype) for name, dtype in TYPES.items()},
        "authority": pl.lit("E08000012"),
        "period": pl.lit(2024, pl.Int64),
        "stated_on": pl.lit(date(2024, 3, 31)),
        "arrival": pl.lit(1, pl.Int64),
        "line": pl.lit(2, pl.Int64),
    }
    return typed.with_columns(**{k: v for k, v in defaults.items() if k not in names})


def test_of_several_stated_dates_the_latest_speaks():
    filed = returns(
        """
        | stated_on  | iro_wte_employed |
        |------------|------------------|
        | 2023-09-30 | 9.0              |
        | 2024-03-31 | 11.5             |
        | 2023-12-31 | 10.0             |
        """
    )
    assert service(filed).collect()["iro_wte_employed"].to_list() == [11.5]


@pytest.mark.parametrize(
    ("answers", "extra"),
    [
        ("| no | no | no | no | no |", False),
        ("| no |    | yes |  |    |", True),
        ("| yes | no | no | no | no |", True),
        ("| no | no | no |    | no |", None),
    ],
)
def test_one_duty_is_enough_but_none_needs_every_answer(answers, extra):
    filed = returns(f"| {' | '.join(DUTIES)} |\n|-|\n{answers}")
    assert service(filed).collect()["extra_duties"].to_list() == [extra]


@pytest.mark.parametrize(
    ("amounts", "spend"),
    [("| 900 | 1 | 1 | 1 |", 900), ("| | 500 | 300 | 0 |", 800), ("| | 500 | 300 | |", None)],
)
def test_spend_is_the_sum_of_its_parts_only_where_all_are_stated(amounts, spend):
    filed = returns(f"| spend_gbp | {' | '.join(SPEND)} |\n|-|\n{amounts}")
    assert service(filed).collect()["spend_gbp"].to_list() == [spend]


def caseloads(employed: str, agency: str, looked_after: pl.LazyFrame) -> dict[str, object]:
    filed = returns(
        f"""
        | iro_wte_employed | iro_wte_agency | iro_wte_commissioned |
        |------------------|----------------|----------------------|
        | {employed}       | {agency}       | 0                    |
        """
    )
    published = table(
        """
        | authority | period | children |
        |-----------|--------|----------|
        | E08000012 | 2024   | 150      |
        """,
        period=pl.Int64,
        children=pl.Int64,
    )
    return caseload(service(filed), looked_after, published).collect().row(0, named=True)


LOOKED_AFTER = table(
    """
    | authority | period | child | short_breaks |
    |-----------|--------|-------|--------------|
    | E08000012 | 2024   | a     | no           |
    | E08000012 | 2024   | b     | no           |
    | E08000012 | 2024   | c     | yes          |
    | E08000012 | 2023   | a     | no           |
    """,
    period=pl.Int64,
    short_breaks=pl.Boolean,
)


def test_a_caseload_sets_children_without_short_breaks_beside_all_who_review_them():
    found = caseloads("8", "2.5", LOOKED_AFTER)
    assert (found["iro_wte"], found["iro_wte_agency_commissioned"]) == (10.5, 2.5)
    assert (found["children"], found["children_published"], found["cases"]) == (2, 150, None)


@pytest.mark.parametrize(
    ("dual", "chaired", "cases"), [("yes", "40", 42), ("no", "40", None), ("yes", "", None)]
)
def test_all_cases_are_counted_in_a_dual_role_service_that_states_them(dual, chaired, cases):
    filed = returns(
        f"| dual_role | child_protection_children |\n|-|\n| {dual} | {chaired} |",
    )
    none = LOOKED_AFTER.select("authority", "period", children=pl.lit(None, pl.Int64)).clear()
    assert caseload(service(filed), LOOKED_AFTER, none).collect()["cases"].to_list() == [cases]


def test_a_blank_wte_is_unknown_and_never_nought():
    found = caseloads("8", "", LOOKED_AFTER)
    assert found["iro_wte"] is None
    assert found["iro_wte_agency_commissioned"] is None


def test_children_are_unknown_without_an_ssda903_return():
    found = caseloads("8", "0", LOOKED_AFTER.filter(pl.col("period") == 2023))
    assert found["children"] is None
    assert found["children_published"] == 150


def test_the_mean_of_a_year_needs_the_return_of_the_year_before():
    filed = returns(
        """
        | period | stated_on  | iro_wte_employed | iro_wte_agency | iro_wte_commissioned |
        |--------|------------|------------------|----------------|----------------------|
        | 2023   | 2023-03-31 | 8                | 0              | 0                    |
        | 2024   | 2024-03-31 | 9                | 2              | 0                    |
        """
    )
    none = LOOKED_AFTER.select("authority", "period", children=pl.lit(None, pl.Int64)).clear()
    found = caseload(service(filed), LOOKED_AFTER, none).collect()
    assert found["iro_wte_mean"].to_list() == [None, 9.5]


CARE_YEAR = table(
    """
    | authority | period | reviews | children_mean |
    |-----------|--------|---------|---------------|
    | E08000012 | 2024   | 1200    | 480.5         |
    """,
    period=pl.Int64,
    reviews=pl.Int64,
    children_mean=pl.Float64,
)


def test_spend_is_set_beside_the_children_and_reviews_of_its_year():
    filed = returns("| spend_gbp | dual_role |\n|-|\n| 600000 | no |")
    row = cost(service(filed), CARE_YEAR).collect().row(0, named=True)
    assert (row["spend_gbp"], row["reviews"], row["children_mean"]) == (600_000, 1200, 480.5)


def test_a_service_that_states_no_spend_has_no_cost():
    assert cost(service(returns("| dual_role |\n|-|\n| no |")), CARE_YEAR).collect().is_empty()


def test_what_is_reported_of_reviews_stands_beside_the_children_and_needs_no_other_answer():
    filed = returns("| children_asked | hours_per_review |\n|-|\n| 1 | 6.5 |")
    row = reported_reviews(filed, LOOKED_AFTER).collect().row(0, named=True)
    assert (row["children_asked"], row["children"], row["hours_in_reviews"]) == (1, 2, None)


def test_hours_are_those_of_all_the_reviews_reported():
    filed = returns("| reported_reviews | hours_per_review |\n|-|\n| 200 | 6.5 |")
    assert reported_reviews(filed, LOOKED_AFTER).collect()["hours_in_reviews"].to_list() == [1300]


def test_a_team_is_told_of_where_the_return_says_how_many_they_were():
    stated = iro_team(returns("| iros_in_post | iros_trained |\n|-|\n| 12 | 9 |")).collect()
    assert stated.select("iros_in_post", "iros_trained", "iros_observed").rows() == [(12, 9, None)]
    assert iro_team(returns("| iros_trained |\n|-|\n| 9 |")).collect().is_empty()
