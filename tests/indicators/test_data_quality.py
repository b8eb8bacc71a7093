import polars as pl
import pytest

from iro_pipeline.indicators.data_quality import INDICATORS
from tests.tables import table

BY_NAME = {each.name: each for each in INDICATORS}


def measured(name: str, fact: pl.LazyFrame) -> list[tuple]:
    found = BY_NAME[name].measure(fact).select("numerator", "denominator", "untold")
    return found.collect().rows()


QUALITY = table(
    """
    | authority | reviews | against_age | short_breaks_only | children | children_published |
    |-----------|---------|-------------|-------------------|----------|--------------------|
    | E08000012 | 1500    | 6           | 0                 | 525      | 530                |
    | E06000009 | 900     |             |                   | 310      | 300                |
    | E06000008 | 800     | 0           | 2                 |          | 290                |
    """,
    **dict.fromkeys(
        ["reviews", "against_age", "short_breaks_only", "children", "children_published"], pl.Int64
    ),
).with_columns(period=pl.lit(2024, pl.Int64))


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("reviews_against_age", [(0, 800, 0), (6, 1500, 0)]),
        ("reviews_of_short_breaks", [(0, None, 0), (2, None, 0)]),
        ("children_otherwise_published", [(5, 530, 0), (10, 300, 0)]),
    ],
)
def test_a_difference_counts_either_way_and_what_could_not_be_looked_into_is_no_nought(name, told):
    assert sorted(measured(name, QUALITY)) == told


def test_a_module_that_did_not_come_counts_against_the_return():
    modules = table("| loaded |\n|-|\n| yes |\n| yes |\n| no |", loaded=pl.Boolean)
    owned = modules.with_columns(authority=pl.lit("E08000012"), period=pl.lit(2024, pl.Int64))
    assert measured("return_modules_loaded", owned) == [(2, 3, 0)]


ALLOCATED = table(
    """
    | looked_after | with_iro | determinable |
    |--------------|----------|--------------|
    | yes          | yes      | yes          |
    | yes          | no       | yes          |
    | no           | yes      | yes          |
    | yes          | no       | no           |
    """,
    **dict.fromkeys(["looked_after", "with_iro", "determinable"], pl.Boolean),
).with_columns(authority=pl.lit("E08000012"), period=pl.lit(2024, pl.Int64))


def test_a_child_in_one_list_and_not_the_other_is_unmatched_either_way():
    assert measured("allocations_unmatched", ALLOCATED) == [(2, 3, 1)]


def test_blanks_are_a_share_of_all_questions_asked():
    forms = table(
        "| asked | answered |\n|-|\n| 31 | 31 |\n| 31 | 11 |", asked=pl.Int64, answered=pl.Int64
    )
    owned = forms.with_columns(authority=pl.lit("E08000012"), period=pl.lit(2017, pl.Int64))
    assert measured("questions_left_blank", owned) == [(20, 62, 0)]
