"""
To what numbers are told: counts of people of areas to the nearest ten, as DfE tells them, or all of
them to the nearest five (`nearest`).

What is made with numbers that are withheld (an estimate, a distance, a spread) has no more decimals
than are read: in full, it could be of one set of hidden numbers only.
"""

from collections.abc import Iterable, Sequence

import polars as pl

from iro_pipeline.disclosure.people import counting_people, statement
from iro_pipeline.disclosure.thresholds import Thresholds

# What DfE counted is told as DfE rounded it; how many modules came in is of no person.
ROUNDED_ALREADY = ["cla_statistic", "neighbour", "published_figure", "return_module"]
SHARES = ["percent", "per 100 children", "per 10,000"]
FIGURES = 3  # significant figures of a spread

ABOVE = pl.col("level") != "authority"


def counts(limits: Thresholds, prefix: str = "") -> list[pl.Expr]:
    """A cell's counts of people, where they are rounded. Reads level too."""
    rounded = of_people() & (limits.base() > 1)
    parts = ["numerator", "denominator"] if prefix else ["numerator", "denominator", "n"]
    return [
        pl.when(rounded & counting_people()[part])
        .then(nearest(pl.col(f"{prefix}{part}"), limits.base()))
        .otherwise(f"{prefix}{part}")
        .alias(f"{prefix}{part}")
        for part in parts
    ]


def values(names: Sequence[str], limits: Thresholds) -> list[pl.Expr]:
    """Of areas above an authority; a value that is itself a count as the count. Reads unit too."""
    told = _decimals(names, ABOVE & of_people())
    count = of_people() & (limits.base() > 1) & (pl.col("unit") == "count")
    return [
        pl.when(count).then(nearest(pl.col(name), limits.base())).otherwise(value).alias(name)
        for name, value in zip(names, told, strict=True)
    ]


def made_with_others(names: Iterable[str]) -> list[pl.Expr]:
    """The same of whatever is made of an authority's figure and of others'."""
    return _decimals(names, of_people())


def spreads(table: pl.DataFrame) -> pl.DataFrame:
    """Every float of it to three significant figures."""
    return table.with_columns(pl.col(pl.Float64).round_sig_figs(FIGURES))


def _decimals(names: Iterable[str], where: pl.Expr) -> list[pl.Expr]:
    share = pl.col("unit").is_in(SHARES)
    return [
        pl.when(where & share)
        .then(pl.col(name).round(1))
        .when(where)
        .then(pl.col(name).round(2))
        .otherwise(name)
        .alias(name)
        for name in names
    ]


def base(limits: Thresholds) -> pl.Expr:
    """To the nearest what a row's counts of people are told; 1: as they are. Reads level too."""
    return pl.when(of_people()).then(limits.base()).otherwise(1).cast(pl.Int64)


def of_people() -> pl.Expr:
    """Whether a row counts people from records, and not as another has rounded them."""
    records = pl.col("speaker") == "records"
    return records & ~statement() & ~pl.col("fact").is_in(ROUNDED_ALREADY)


def nearest(number: pl.Expr, base: pl.Expr | int) -> pl.Expr:
    """Halves up."""
    return (number + base // 2) // base * base
