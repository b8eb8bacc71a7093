"""To the nearest what counts of people are told, and which of them are told otherwise."""

from collections.abc import Iterator

import polars as pl

from iro_pipeline.audit.breaches import OUTSIDER, Breach, cells
from iro_pipeline.audit.limits import Limits

ROUNDS = {part: f"rounds_{part}" for part in ("numerator", "denominator")}
WORDS = "is told, and is not rounded as others of its kind are"


def base() -> pl.Expr:
    """What counts of people should be told to the nearest of, by level: 1 to the person."""
    return pl.when(level="authority").then(1).otherwise(Limits.load().round_to)


def bases() -> dict[str, pl.Expr]:
    """Of each part (`base_numerator`, …); 1 where it is told to the person."""
    return {
        f"base_{part}": pl.when(pl.col(rounds) & ~_off(part)).then("base").otherwise(1)
        for part, rounds in ROUNDS.items()
    }


def odd() -> pl.Expr:
    """Whether a cell has a count that should have been rounded, and is not."""
    return pl.any_horizontal(pl.col(rounds) & _off(part) for part, rounds in ROUNDS.items())


def unrounded(told: pl.DataFrame) -> Iterator[Breach]:
    """Of cells as told (facts.counted), each number that is no multiple of what it should be."""
    for part, rounds in ROUNDS.items():
        rows = told.filter(pl.col(rounds) & _off(part)).select(
            pl.concat_str("indicator", pl.lit(part), separator=".").alias("name"),
            *("area", "period", "quarter"),
        )
        for each in cells(rows.unique().sort(pl.all())):
            yield Breach(OUTSIDER, each, "unrounded", WORDS)


def _off(part: str) -> pl.Expr:
    # A mean of two days is no whole number, and is told as it is.
    return ((pl.col("base") > 1) & (pl.col(part) % pl.col("base") != 0)).fill_null(False)
