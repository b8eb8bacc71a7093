from datetime import date

import polars as pl
import pytest

from iro_pipeline.facts.snapshot import move, overdue
from tests.tables import table

LIVERPOOL = pl.lit("E08000012")
RETURNS = pl.LazyFrame({"period": [2023, 2024]}).with_columns(
    pl.col("period").cast(pl.Int64), authority=LIVERPOOL, la_code=pl.lit("341")
)


def located(rows: pl.LazyFrame) -> pl.LazyFrame:
    return rows.with_columns(
        authority=LIVERPOOL,
        arrival=pl.lit(1, pl.Int64),
        line=pl.int_range(pl.len(), dtype=pl.Int64) + 2,
    )


CHILD = located(
    table(
        """
        | child | period | short_breaks |
        |-------|--------|--------------|
        | a     | 2024   | no           |
        | s     | 2024   | yes          |
        """,
        period=pl.Int64,
        short_breaks=pl.Boolean,
    )
)


def is_overdue(interval: str, began: str = "2022-06-01", clock: str = "care") -> list[bool | None]:
    """Of a child looked after on 31 March 2024, with one interval between reviews."""
    due = table(
        f"| child | period | due_on | held_on | determinable |\n|-|\n{interval}",
        period=pl.Int64,
        determinable=pl.Boolean,
    ).with_columns(clock=pl.lit(clock))
    episodes = table(
        f"| child | period | started_on | episode_reason |\n|-|\n| a | 2024 | {began} | S |",
        period=pl.Int64,
    )
    return overdue(CHILD, due, episodes, RETURNS).collect()["overdue"].to_list()


@pytest.mark.parametrize(
    ("interval", "late"),
    [
        ("| a | 2024 | 2024-03-31 |            | yes |", True),
        ("| a | 2024 | 2024-03-20 | 2024-04-02 | yes |", True),
        ("| a | 2024 | 2024-03-20 | 2024-03-31 | yes |", False),
        ("| a | 2025 | 2024-04-01 |            | yes |", False),
        ("| a | 2024 |            | 2024-02-01 | no  |", False),
        ("| a | 2024 |            |            | no  |", None),
        ("| a | 2025 |            | 2024-05-01 | no  |", None),
    ],
)
def test_a_review_is_overdue_when_it_fell_due_by_31_march_and_was_not_held_by_then(interval, late):
    assert is_overdue(interval) == [late]


def test_what_fell_due_by_the_clock_of_short_breaks_is_nothing_overdue():
    assert is_overdue("| a | 2024 | 2024-01-31 | | no |", clock="short_breaks") == [False]


def test_what_fell_due_in_an_earlier_period_of_care_is_over():
    interval = "| a | 2023 | 2022-11-01 | | yes |"
    assert is_overdue(interval) == [True]
    assert is_overdue(interval, began="2023-06-01") == [False]


def moves(episodes: str, held: str = "", lost: str = "") -> list[tuple]:
    header = "| child | period | started_on | episode_reason | legal_status |\n|-|"
    drawn = located(table(f"{header}\n{episodes.strip()}", period=pl.Int64))
    review, rejected = (table(f"| child | held_on |\n|-|\n{rows}") for rows in (held, lost))
    found = move(drawn, review, rejected, RETURNS)
    return found.select("child", "moved_on", "reviewed_on", "determinable").collect().rows()


def test_a_new_carer_is_a_move_and_a_new_order_or_a_start_is_none():
    episodes = """
        | a | 2024 | 2023-05-01 | S | C2 |
        | a | 2024 | 2023-06-01 | P | C2 |
        | a | 2024 | 2023-07-01 | L | C2 |
        | a | 2024 | 2023-08-01 | B | C2 |
        | a | 2024 | 2023-09-01 | T | C2 |
        | a | 2024 | 2023-10-01 | P | V4 |
        """
    assert [row[1] for row in moves(episodes)] == [date(2023, 6, 1), date(2023, 8, 1)]


def test_an_episode_that_the_next_return_tells_again_is_one_move():
    episodes = "| a | 2023 | 2022-06-01 | P | C2 |\n| a | 2024 | 2022-06-01 | P | C2 |"
    assert len(moves(episodes)) == 1


def test_the_last_review_up_to_a_move_stands_beside_it():
    held = "| a | 2023-03-01 |\n| a | 2023-05-20 |\n| a | 2023-06-02 |"
    assert moves("| a | 2024 | 2023-06-01 | P | C2 |", held) == [
        ("a", date(2023, 6, 1), date(2023, 5, 20), True)
    ]


def test_a_rejected_review_leaves_its_childs_moves_open():
    episodes = "| a | 2024 | 2023-06-01 | P | C2 |\n| b | 2024 | 2023-06-01 | P | C2 |"
    assert [row[3] for row in moves(episodes, lost="| a | 2023-05-01 |")] == [False, True]
