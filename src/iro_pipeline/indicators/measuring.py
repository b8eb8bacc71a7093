"""The sums that indicators of one fact are made of, in one pass over it."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Literal

import polars as pl

if TYPE_CHECKING:
    from iro_pipeline.indicators import Indicator

YEAR = ("authority", "period")
QUARTER = (*YEAR, "quarter")
AVERAGED = ("score", "days")  # the mean of one number a row
NONE = pl.lit(None, pl.Float64)


def total(part: str) -> pl.Expr:
    """Adds up in millionths, as integers: floats such as 7.3 WTE differ with the order."""
    return (pl.col(part) * 1e6).round().cast(pl.Int64).sum() / 1e6


def quarter(day: pl.Expr) -> pl.Expr:
    """The quarter of the year ending 31 March in which a day lies: 1 is April to June."""
    return ((day.dt.month().cast(pl.Int64) - 4) % 12) // 3 + 1


def together(
    listed: Sequence["Indicator"], fact: pl.LazyFrame, by: Literal["year", "quarter"] = "year"
) -> pl.LazyFrame:
    """
    What `Indicator.measure` says of each, all of one fact and, by quarter, of one day.

    Raises ValueError by quarter where its events have no day.
    """
    owner, rows = (YEAR, fact) if by == "year" else (QUARTER, _placed(listed[0], fact))
    parts = [part.name.suffix(f" {i}") for i, each in enumerate(listed) for part in _parts(each)]
    sums = [total(part.meta.output_name()) for part in parts]
    counts = [pl.col(f"numerator {i}").count().alias(f"n {i}") for i in range(len(listed))]
    added = rows.select(*owner, *parts).group_by(owner).agg(*sums, *counts).cache()
    return pl.concat(_one(each, i, added, owner) for i, each in enumerate(listed))


def contributions(each: "Indicator") -> dict[str, pl.Expr]:
    """What each row of the fact adds to each of the indicator's sums, by the sum's name."""
    return {part.meta.output_name(): part for part in _parts(each)}


def _placed(each: "Indicator", fact: pl.LazyFrame) -> pl.LazyFrame:
    if each.dated is None:
        raise ValueError(f"{each.name} has no day by which to tell it by quarter")
    return fact.with_columns(quarter=quarter(pl.col(each.dated))).drop_nulls("quarter")


def _parts(each: "Indicator") -> Iterator[pl.Expr]:
    """What is summed, row by row; both parts of the ratio are null where one does not count."""
    part = each.numerator.cast(pl.Float64)
    whole = pl.lit(1.0) if each.denominator is None else each.denominator.cast(pl.Float64)
    counted = pl.when(part.is_not_null() & (whole > 0))
    yield counted.then(part).alias("numerator")
    if each.denominator is not None:
        yield counted.then(whole).alias("denominator")
    if each.untold is not None:
        yield each.untold.cast(pl.Float64).fill_null(0.0).alias("untold")
    if each.unit in AVERAGED:
        yield counted.then(part * part).alias("squares")


def _one(each: "Indicator", i: int, added: pl.LazyFrame, owner: tuple[str, ...]) -> pl.LazyFrame:
    yearly = owner == YEAR
    return added.filter(pl.col(f"n {i}") > 0).select(
        pl.lit(each.name).alias("indicator"),
        *owner,
        *([pl.lit(each.speaker).alias("speaker")] if yearly else []),
        pl.col(f"numerator {i}").alias("numerator"),
        (NONE if each.denominator is None else pl.col(f"denominator {i}")).alias("denominator"),
        pl.col(f"n {i}").cast(pl.Int64).alias("n"),
        (pl.lit(0.0) if each.untold is None else pl.col(f"untold {i}")).alias("untold"),
        *([_squares(each, i)] if yearly else []),
    )


def _squares(each: "Indicator", i: int) -> pl.Expr:
    return (pl.col(f"squares {i}") if each.unit in AVERAGED else NONE).alias("squares")
