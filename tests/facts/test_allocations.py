import polars as pl
import pytest

from iro_pipeline.facts.allocations import iro
from tests.tables import table


def drawn(rows: str) -> pl.LazyFrame:
    """Allocations of the year to 31 March 2024."""
    header = "| child | iro | started_on | ended_on | wte | line |\n|-|"
    return table(f"{header}\n{rows.strip()}", wte=pl.Float64, line=pl.Int64).with_columns(
        authority=pl.lit("E08000012"), period=pl.lit(2024, pl.Int64), arrival=pl.lit(1, pl.Int64)
    )


def iros(rows: str, rejected: str = "") -> list[tuple[str, float | None, int | None]]:
    """Who holds how many children on 31 March 2024, and their WTE."""
    return iro(drawn(rows), drawn(rejected)).select("iro", "wte", "children").collect().rows()


@pytest.mark.parametrize(
    ("started", "ended", "held"),
    [
        ("2023-06-01", "", True),
        ("2024-03-31", "", True),
        ("2024-04-01", "", False),
        ("2023-06-01", "2024-04-01", True),
        ("2023-06-01", "2024-03-31", False),
    ],
)
def test_an_allocation_counts_when_it_lasts_through_31_march(started, ended, held):
    assert bool(iros(f"| a | i | {started} | {ended} | 1 | 2 |")) is held


def test_children_are_counted_for_each_iro():
    rows = """
        | a | i | 2023-06-01 |            | 1.0 | 2 |
        | b | i | 2023-07-01 |            | 1.0 | 3 |
        | c | j | 2023-08-01 |            | 0.6 | 4 |
        | d | j | 2023-08-01 | 2024-01-05 | 0.6 | 5 |
        """
    assert iros(rows) == [("i", 1.0, 2), ("j", 0.6, 1)]


def test_of_two_allocations_of_a_child_left_open_the_later_one_holds():
    rows = "| a | i | 2023-06-01 | | 1.0 | 2 |\n| a | j | 2023-12-01 | | 0.5 | 3 |"
    assert iros(rows) == [("j", 0.5, 1)]


def test_rows_that_disagree_about_an_iros_wte_leave_it_unknown():
    rows = "| a | i | 2023-06-01 | | 1.0 | 2 |\n| b | i | 2023-12-01 | | 0.5 | 3 |"
    assert iros(rows) == [("i", None, 2)]


def test_a_wte_stated_on_one_row_holds_for_the_iro():
    rows = "| a | i | 2023-06-01 | | | 2 |\n| b | i | 2023-12-01 | | 0.5 | 3 |"
    assert iros(rows) == [("i", 0.5, 2)]


HELD = """
    | a | i | 2023-06-01 | | 1.0 | 2 |
    | b | j | 2023-06-01 | | 1.0 | 3 |
    """


@pytest.mark.parametrize(
    ("rejected", "known"),
    [
        ("| c | i | 2023-06-01 |            | 1 | 9 |", {"i": None, "j": 1}),
        ("| c | i |            |            | 1 | 9 |", {"i": None, "j": 1}),
        ("| a | k | 2023-09-01 |            | 1 | 9 |", {"i": None, "j": 1}),
        ("| a | j | 2023-06-01 |            | 1 | 9 |", {"i": None, "j": None}),
        ("| a |   | 2023-09-01 |            | 1 | 9 |", {"i": None, "j": 1}),
        ("| a | i | 2023-06-01 |            | 1 | 9 |", {"i": 1, "j": 1}),
        ("| c | i | 2023-06-01 | 2023-09-01 | 1 | 9 |", {"i": 1, "j": 1}),
        ("| c | i | 2024-06-01 |            | 1 | 9 |", {"i": 1, "j": 1}),
        ("|   |   | 2023-06-01 |            | 1 | 9 |", {"i": 1, "j": 1}),
    ],
)
def test_whoever_a_rejected_row_may_be_of_holds_an_unknown_number_of_children(rejected, known):
    assert {name: children for name, _, children in iros(HELD, rejected)} == known
