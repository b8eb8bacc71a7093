"""Figures from what services log and report, of children who could be told apart."""

import polars as pl
import pytest

from iro_pipeline.disclosure import PUBLIC, Audience
from tests.disclosure.drawn import BOLTON, BURY, MANCHESTER, NORTH_WEST, drawn, shown

MEMBERS = Audience("network", "North West")
INFORMAL, IN_TIME, REPORTED = (
    "informal_challenges",
    "formal_disputes_resolved_in_time",
    "reviews_on_time_as_reported",
)


def rows(indicator: str, *cells: tuple[str, float, float, int]) -> str:
    drawing = "\n".join(
        f"| {indicator} | {area} | {part} | {whole} | {n} |" for area, part, whole, n in cells
    )
    return f"| indicator | authority | numerator | denominator | n |\n|-|\n{drawing}"


@pytest.mark.parametrize(("challenges", "status"), [(0, 0), (3, None), (6, 2)])
def test_few_challenges_are_withheld_and_none_is_shown(challenges: int, status: float | None):
    tables = drawn(rows(INFORMAL, (BOLTON, challenges, 300, 1)))
    assert shown(tables, PUBLIC, pl.col("level") == "authority")[BOLTON] == status


def test_few_formal_disputes_are_withheld():
    tables = drawn(rows(IN_TIME, (BOLTON, 2, 5, 5), (BURY, 6, 12, 12)))
    assert shown(tables, PUBLIC, pl.col("area") == BOLTON)[BOLTON] is None


def test_a_reported_share_is_by_name_inside_the_network_only():
    tables = drawn(
        rows(
            REPORTED,
            (BOLTON, 900, 1000, 1), (BURY, 800, 1000, 1), (MANCHESTER, 850, 1000, 1),
        )
    )  # fmt: skip
    assert shown(tables, MEMBERS, pl.col("area") == BOLTON)[BOLTON] == 90
    assert shown(tables, PUBLIC, pl.col("area") == BOLTON)[BOLTON] is None
    assert shown(tables, PUBLIC, pl.col("area") == NORTH_WEST)[NORTH_WEST] == 85


def test_a_reported_share_that_leaves_few_children_is_withheld_inside_it_and_cannot_be_found():
    cells = [(BOLTON, 997, 1000, 1), (BURY, 800, 1000, 1), (MANCHESTER, 850, 1000, 1)]
    found = shown(drawn(rows(REPORTED, *cells)), MEMBERS, pl.col("level") != "england")
    assert found[BOLTON] is None
    hidden = [area for area, value in found.items() if value is None]
    assert len(hidden) > 1
