"""Every indicator is a ratio of two sums over one fact."""

from dataclasses import dataclass
from typing import Literal

import polars as pl

SCALE = {"percent": 100, "per 100 children": 100, "per 10,000": 10_000}


def total(part: str) -> pl.Expr:
    """Adds up in millionths, as integers: floats such as 7.3 WTE differ with the order."""
    return (pl.col(part) * 1e6).round().cast(pl.Int64).sum() / 1e6


@dataclass(frozen=True, eq=False, kw_only=True)
class Indicator:
    """
    `denominator` says how much each row of the fact weighs, `numerator` how much of that
    counts. Both are summed: a region is the sum of its authorities, never their average.
    A count has no denominator: its value is its numerator.
    """

    name: str
    title: str
    fact: str
    numerator: pl.Expr
    denominator: pl.Expr | None
    unit: Literal["percent", "score", "count", "children per WTE", "per 100 children", "per 10,000"]
    better: Literal["higher", "lower", "within", "neither"]
    basis: str
    code: str | None = None
    standard: str | None = None
    caveat: str = ""
    speaker: Literal["records", "service", "director", "practitioner"] = "records"
    question: str = ""  # whose answers, each an indicator, add up to all that were given
    decimals: int | None = None  # places to which a source publishes these very values
    counted: bool = True  # False where the parts are amounts, such as WTE: then no interval

    @property
    def scale(self) -> int:
        """What the ratio is multiplied by to be in `unit`."""
        return SCALE.get(self.unit, 1)

    def measure(self, fact: pl.LazyFrame) -> pl.LazyFrame:
        """One row per authority and period; `n` is how many rows of the fact were counted."""
        weight = pl.lit(1) if self.denominator is None else self.denominator
        return (
            fact.select(
                "authority",
                "period",
                numerator=self.numerator.cast(pl.Float64),
                denominator=weight.cast(pl.Float64),
            )
            .filter(pl.col("numerator").is_not_null(), pl.col("denominator") > 0)
            .group_by("authority", "period")
            .agg(total("numerator"), total("denominator"), n=pl.len().cast(pl.Int64))
            .select(
                pl.lit(self.name).alias("indicator"),
                "authority",
                "period",
                pl.lit(self.speaker).alias("speaker"),
                "numerator",
                pl.lit(None, pl.Float64).alias("denominator")
                if self.denominator is None
                else pl.col("denominator"),
                "n",
            )
        )
