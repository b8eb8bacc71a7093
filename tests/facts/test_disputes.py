import polars as pl
import pytest

from iro_pipeline.facts.disputes import challenges, dispute
from tests.inspections import rested
from tests.tables import table

COLUMNS = [
    "dispute",
    "dispute_kind",
    "raised_on",
    "formal_on",
    "resolved_on",
    "dispute_outcome",
    "period",
]
LIVERPOOL = "E08000012"


def log(*rows: str) -> pl.LazyFrame:
    """Rows of COLUMNS, a dot for nothing, in Liverpool's logs of their periods."""
    cells = [row.replace(" .", " ").split(" ") for row in rows]
    drawn = "\n".join(f"| {' | '.join(row)} |" for row in [COLUMNS, ["-"], *cells])
    return table(drawn, period=pl.Int64).with_columns(
        authority=pl.lit(LIVERPOOL),
        child=pl.lit("c" * 12),
        iro=pl.lit("i" * 12),
        theme=pl.lit("delay"),
        stage=pl.lit("director"),
        arrival=pl.col("period"),
        line=pl.int_range(pl.len(), dtype=pl.Int64) + 2,
    )


def due(*rows: str) -> list[tuple]:
    return [
        (year, kind, opened.isoformat(), day and day.isoformat())
        for year, kind, opened, day in dispute(log(*rows))
        .select("period", "dispute_kind", "opened_on", "due_on")
        .collect()
        .rows()
    ]


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("d formal 2023-07-03 . . . 2024", (2024, "formal", "2023-07-03", "2023-07-31")),
        ("d formal 2023-04-03 . . . 2024", (2024, "formal", "2023-04-03", "2023-05-04")),
        ("d formal 2023-06-01 2023-07-03 . . 2024", (2024, "formal", "2023-07-03", "2023-07-31")),
        ("d informal 2023-07-03 . . . 2024", (2024, "informal", "2023-07-03", None)),
    ],
)
def test_a_formal_dispute_has_20_working_days_from_the_day_it_became_formal(row, expected):
    assert due(row) == [expected]


def test_a_dispute_too_young_for_its_log_has_no_due_day_however_soon_it_ended():
    young, quick = "a formal 2024-03-20 . . . 2024", "b formal 2024-03-20 . 2024-03-22 upheld 2024"
    assert [day for *_, day in due(young, quick)] == [None, None]


def test_a_log_tells_of_the_days_up_to_the_last_resolution_in_it():
    young, late = "a formal 2024-03-01 . . . 2024", "b formal 2024-02-01 . 2024-04-05 upheld 2024"
    assert [day for *_, day in due(young, late)] == ["2024-04-02", "2024-02-29"]


def test_a_dispute_that_ended_on_a_day_not_stated_is_neither_in_time_nor_late():
    assert due("a formal 2023-07-03 . . withdrawn 2024") == [(2024, "formal", "2023-07-03", None)]


def test_how_it_ended_is_what_the_latest_log_says():
    found = dispute(
        log("a formal 2024-03-20 . . . 2024", "a formal 2024-03-20 . 2024-04-10 partly 2025")
    ).collect()
    (row,) = found.to_dicts()
    assert (row["period"], str(row["due_on"]), row["dispute_outcome"]) == (
        2024,
        "2024-04-19",
        "partly",
    )
    assert str(row["resolved_on"]) == "2024-04-10"


def test_a_challenge_that_becomes_formal_in_a_later_year_is_told_in_both():
    rows = ("a informal 2024-02-01 . . . 2024", "a formal 2024-02-01 2024-05-07 . . 2025")
    assert [(year, kind) for year, kind, *_ in due(*rows)] == [(2024, "informal"), (2025, "formal")]


def test_a_dispute_of_a_year_without_a_log_is_not_told():
    assert due("a formal 2023-02-01 . . . 2024") == []


def test_disputes_keep_their_contract():
    found = rested("dispute", dispute(log("abcdefghijkl formal 2023-07-03 . . . 2024")))
    assert found["stage"].to_list() == ["director"]


LOGS = table(
    f"| authority | period |\n|-|-|\n| {LIVERPOOL} | 2024 |\n| {LIVERPOOL} | 2023 |",
    period=pl.Int64,
)
EPISODES = table(
    """
    | authority | period | child | started_on | ended_on   | legal_status |
    |-----------|--------|-------|------------|------------|--------------|
    | E08000012 | 2024   | a     | 2020-05-01 |            | C2           |
    | E08000012 | 2024   | b     | 2020-05-01 | 2023-06-01 | C2           |
    | E08000012 | 2024   | c     | 2023-06-01 |            | V2           |
    | E08000012 | 2024   | d     | 2023-06-01 |            | C2           |
    | E08000012 | 2024   | e     | 2020-05-01 |            | V4           |
    """,
    period=pl.Int64,
).with_columns(arrival=pl.lit(1, pl.Int64), line=pl.lit(2, pl.Int64))
NONE = log("a formal 2023-07-03 . . . 2024").clear()


def counted(accepted: pl.LazyFrame, rejected: pl.LazyFrame = NONE) -> list[tuple]:
    found = rested("challenges", challenges(accepted, rejected, EPISODES, LOGS))
    return found.select("period", "informal", "formal", "children_mean").rows()


def test_challenges_are_counted_in_the_year_they_are_opened_beside_the_mean_of_the_children():
    accepted = log(
        "a informal 2023-07-03 . . . 2024",
        "b formal 2023-03-03 2023-09-01 . . 2024",
        "c formal 2023-07-03 . . . 2024",
        "d formal 2023-02-03 . . . 2024",
    )
    assert counted(accepted)[1] == (2024, 1, 2, 2.5)


def test_a_log_without_a_row_says_that_there_was_none():
    assert counted(NONE) == [(2023, 0, 0, None), (2024, 0, 0, 2.5)]


def test_a_dispute_rejected_for_its_end_was_raised_all_the_same():
    wrong = log("b formal 2023-07-03 . . . 2024")
    again = log("a formal 2023-07-03 . . . 2024")
    accepted = log("a formal 2023-07-03 . . . 2024")
    assert counted(accepted, pl.concat([wrong, again]))[1] == (2024, 0, 2, 2.5)


@pytest.mark.parametrize("row", ["b . 2023-07-03 . . . 2024", "b formal . . . . 2024"])
def test_a_dispute_of_which_nobody_knows_when_or_how_leaves_the_counts_unknown(row):
    accepted = log("a formal 2023-07-03 . . . 2024")
    assert counted(accepted, log(row)) == [(2023, 0, 0, None), (2024, None, None, 2.5)]
