"""To the nearest what counts of people are told, and which of them are told otherwise."""

from collections.abc import Iterator

import polars as pl

from iro_pipeline.audit.breaches import OUTSIDER, Breach, cells
from iro_pipeline.audit.limits import Limits
from iro_pipeline.statistics.arrays import normal

FIVE = 5
ROUNDS = {part: f"rounds_{part}" for part in ("numerator", "denominator")}
EXACT = 1e-9
Z = normal(0.95)
OF_OTHERS = "is told, and is not made of the counts that are told with it"
WORDS = "is told, and is not rounded as others of its kind are"


def base() -> pl.Expr:
    """What counts of people should be told to the nearest of, by level: 1 to the person."""
    limits = Limits.load()
    if limits.all_rounded:
        return pl.lit(FIVE)
    return pl.when(level="authority").then(1).otherwise(limits.round_to)


def bases() -> dict[str, pl.Expr]:
    """Of each part (`base_numerator`, …); 1 where it is told to the person."""
    return {
        f"base_{part}": pl.when(pl.col(rounds) & ~_off(part)).then("base").otherwise(1)
        for part, rounds in ROUNDS.items()
    }


def odd() -> pl.Expr:
    """Whether a cell has a count that should have been rounded, and is not."""
    return pl.any_horizontal(pl.col(rounds) & _off(part) for part, rounds in ROUNDS.items())


def unrounded(told: pl.DataFrame, limits: Limits) -> Iterator[Breach]:
    """
    Of cells as told (facts.counted), each number that is no multiple of what it should be; where
    every count is rounded, each share and interval too that is not one of the counts told.
    """
    for part, rounds in ROUNDS.items():
        yield from _named(told.filter(pl.col(rounds) & _off(part)), part, WORDS)
    if limits.all_rounded:
        for name, made in _made_of_told().items():
            yield from _named(told.filter(_of_others(name, made)), name, OF_OTHERS)


def _named(rows: pl.DataFrame, part: str, words: str) -> Iterator[Breach]:
    name = pl.concat_str("indicator", pl.lit(part), separator=".").alias("name")
    for each in cells(rows.select(name, "area", "period", "quarter").unique().sort(pl.all())):
        yield Breach(OUTSIDER, each, "unrounded", words)


def _made_of_told() -> dict[str, pl.Expr]:
    """The share or rate of the counts that are told, and of a share Wilson's ends."""
    n, d, scale = pl.col("numerator"), pl.col("denominator"), pl.col("scale")
    spread = Z * (Z**2 + 4 * n * (d - n) / d).sqrt()
    share = pl.when("proportion")
    return {
        "value": scale * n / d,
        "lower": share.then(scale * (2 * n + Z**2 - spread) / (2 * (d + Z**2))),
        "upper": share.then(scale * (2 * n + Z**2 + spread) / (2 * (d + Z**2))),
    }


def _of_others(name: str, made: pl.Expr) -> pl.Expr:
    both = pl.all_horizontal(ROUNDS.values()) & (pl.col("denominator") > 0)
    off = (pl.col(name) - made).abs() > EXACT * (1 + made.abs())
    return (both & off).fill_null(False)


def _off(part: str) -> pl.Expr:
    # A mean of two days is no whole number, and is told as it is.
    return ((pl.col("base") > 1) & (pl.col(part) % pl.col("base") != 0)).fill_null(False)
