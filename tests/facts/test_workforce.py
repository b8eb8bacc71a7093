from datetime import date

import polars as pl
import pytest

from iro_pipeline.facts.workforce import DUTIES, SPEND, caseload, service
from tests.tables import table

YESES_AND_NOES = dict.fromkeys([*DUTIES, "pay_parity"], pl.Boolean)
AMOUNTS = dict.fromkeys(
    [
        *("iro_wte_employed", "iro_wte_agency", "iro_wte_commissioned", "iro_wte_vacant"),
        *("manager_wte", "admin_wte", "spend_gbp", *SPEND),
    ],
    pl.Float64,
)
ORIGIN = {
    "arrival": pl.Int64,
    "line": pl.Int64,
    "period": pl.Int64,
}


def returns(drawing: str) -> pl.LazyFrame:
    """Service returns of which only some columns matter."""
    drawn = table(drawing)
    names = drawn.collect_schema().names()
    types = {**YESES_AND_NOES, **AMOUNTS, **ORIGIN, "child_protection_children": pl.Int64}
    typed = table(drawing, **{name: types[name] for name in names if name in types})
    defaults = {
        **dict.fromkeys(YESES_AND_NOES, pl.lit(None, pl.Boolean)),
        **dict.fromkeys(AMOUNTS, pl.lit(None, pl.Float64)),
        "authority": pl.lit("E08000012"),
        "period": pl.lit(2024, pl.Int64),
        "stated_on": pl.lit(date(2024, 3, 31)),
        "independent_legal_advice": pl.lit(None, pl.String),
        "child_protection_children": pl.lit(None, pl.Int64),
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
    assert caseloads("8", "2.5", LOOKED_AFTER) == {
        "authority": "E08000012",
        "period": 2024,
        "iro_wte": 10.5,
        "iro_wte_agency_commissioned": 2.5,
        "children": 2,
        "children_published": 150,
        "cases": None,
    }


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
