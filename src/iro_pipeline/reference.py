"""The tables of reference/: rows that hold from one day to another."""

from datetime import date
from functools import cache

import polars as pl

from iro_pipeline.places import REFERENCE

BEGINS = date(2009, 4, 1)  # of the register: the day of the last reorganisation before 2019


@cache
def reference(table: str) -> pl.DataFrame:
    """A table of reference/, every column text except its dates."""
    # From bytes: polars would read a path as a pattern if the checkout's name held brackets.
    frame = pl.read_csv((REFERENCE / f"{table}.csv").read_bytes(), infer_schema=False)
    return frame.with_columns(pl.col("valid_from", "valid_to").str.to_date())


def register() -> pl.DataFrame:
    """One row per authority and spell under one GSS code, in order of la_code and time."""
    return reference("authorities")


def standing(day: pl.Expr) -> pl.Expr:
    """Whether a dated row holds on the day; both ends are included, a blank end is open."""
    begun = pl.col("valid_from").is_null() | (pl.col("valid_from") <= day)
    return begun & (pl.col("valid_to").is_null() | (pl.col("valid_to") >= day))


def year_end(period: pl.Expr) -> pl.Expr:
    return pl.date(period, 3, 31)
