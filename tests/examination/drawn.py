"""Returns and registers drawn as tables, and what the rules find in them."""

import polars as pl

from iro_pipeline.examination import Examination, Parted, Tables, examine
from iro_pipeline.record.receipts import Receipt
from tests.tables import table

AUTHORITY, PERIOD = "E08000012", 2024
ARRIVALS = {"header": 1, "episodes": 2, "reviews": 3, "allocation": 4}
COLUMNS = {
    "header": "child | born",
    "episodes": "child | started_on | ended_on | episode_reason | legal_status",
    "reviews": "child | born | held_on | participation",
    "allocation": "child | iro | started_on | ended_on | wte",
}
CARE = """
    | a | 2022-06-01 | 2023-09-01 | S | C1 |
    | a | 2023-09-01 |            | P | C2 |
    """


def rows(name: str, drawing: str, *, first: int = 2, period: int = PERIOD) -> pl.LazyFrame:
    """Rows of one table and year as they rest, from line `first` on."""
    dtypes: dict[str, type[pl.DataType]] = {"wte": pl.Float64} if name == "allocation" else {}
    drawn = table(f"| {COLUMNS[name]} |\n|-|\n{drawing.strip()}", **dtypes)
    return drawn.with_columns(
        arrival=pl.lit(ARRIVALS[name], pl.Int64),
        line=pl.int_range(pl.len(), dtype=pl.Int64) + first,
        period=pl.lit(period, pl.Int64),
        authority=pl.lit(AUTHORITY),
    )


def tables(accepted: dict[str, str], rejected: dict[str, str] | None = None) -> Tables:
    """The four tables; one that is not drawn has no rows."""
    lost = rejected or {}
    return {
        name: Parted(rows(name, accepted.get(name, "")), rows(name, lost.get(name, ""), first=100))
        for name in COLUMNS
    }


def receipts(*names: str) -> list[Receipt]:
    """One loaded receipt for each table, of all four unless some are named."""
    return [
        Receipt(
            ARRIVALS[name],
            f"{name}.csv",
            "iro_allocation" if name == "allocation" else "ssda903",
            name,
            PERIOD,
            AUTHORITY,
            "",
            "loaded",
        )
        for name in names or COLUMNS
    ]


def examined(rejected: dict[str, str] | None = None, **accepted: str) -> Examination:
    """What the rules find when all four tables have arrived."""
    return examine(tables(accepted, rejected), receipts())


def against(found: Examination) -> set[tuple[str, int]]:
    """Each rule and line found."""
    return set(found.rows.select("rule", "line").iter_rows())


def outcome(found: Examination, rule: str) -> tuple[str, int | None, str | None]:
    """How one rule went."""
    return found.findings.filter(rule=rule).select("finding", "rows", "why_not").row(0)
