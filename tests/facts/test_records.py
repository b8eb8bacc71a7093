import polars as pl
import pytest

from iro_pipeline.facts.records import record
from tests.inspections import rested
from tests.tables import table


def records(*rows: str) -> pl.DataFrame:
    """Held, decisions sent, completed, distributed: a dot for nothing."""
    names = ["child", "held_on", "decisions_sent_on", "completed_on", "distributed_on"]
    cells = [[f"{n:012}", *row.replace(" .", " ").split(" ")] for n, row in enumerate(rows)]
    drawn = "\n".join(f"| {' | '.join(row)} |" for row in [names, ["-"], *cells])
    given = table(drawn).with_columns(
        authority=pl.lit("E08000012"),
        period=pl.lit(2024, pl.Int64),
        arrival=pl.lit(1, pl.Int64),
        line=pl.int_range(pl.len(), dtype=pl.Int64),
        spoken_to=pl.lit("yes"),
        midway_check=pl.lit(True),
        decisions_due=pl.lit(4, pl.Int64),
        decisions_on_time=pl.lit(3, pl.Int64),
    )
    return rested("record", record(given))


def days(found: pl.DataFrame, *names: str) -> list[tuple]:
    return [tuple(day and day.isoformat() for day in row) for row in found.select(names).rows()]


LIMITS = ("decisions_by", "completed_by", "distributed_by")


def test_a_record_has_5_15_and_20_working_days():
    found = records("2023-07-03 2023-07-05 2023-07-20 2023-07-28")
    assert days(found, *LIMITS) == [("2023-07-10", "2023-07-24", "2023-07-31")]


def test_of_what_was_due_after_the_list_ends_nobody_knows():
    found = records("2023-07-03 2023-07-05 2023-07-20 2023-07-28", "2024-03-20 2024-03-21 . .")
    assert days(found, *LIMITS)[1] == ("2024-03-27", None, None)


def test_a_list_made_later_tells_of_later_days():
    found = records("2024-03-20 . . .", "2024-03-01 2024-03-05 2024-03-18 2024-04-30")
    assert days(found, *LIMITS)[0] == ("2024-03-27", "2024-04-12", "2024-04-19")


@pytest.mark.parametrize("kept", [("2023-07-03 2023-07-05 . .", "2023-07-04 . . .")])
def test_a_column_without_a_day_is_not_kept_and_so_not_measured(kept):
    assert days(records(*kept), *LIMITS) == [
        ("2023-07-10", None, None),
        ("2023-07-11", None, None),
    ]
