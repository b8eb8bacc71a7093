"""Every indicator is a ratio of two sums over one fact."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

import polars as pl

from iro_pipeline.contracts import Contract

SCALE = {"percent": 100, "per 100 children": 100, "per 10,000": 10_000}
# The basis: what each row counted is. Of reviews: those that fell due, or those that were held.
CountedBy = Literal[
    "events due",
    "events held",
    "children",
    "IROs",
    "disputes",
    "cases",
    "answers",
    "authorities",
    "amounts",
]
Unit = Literal[
    "percent", "score", "days", "hours", "count", "ratio", "WTE", "GBP", "children per WTE",
    "per child",
    "per 100 children", "per 10,000", "GBP per child", "GBP per review", "GBP per WTE",
]  # fmt: skip
UNDIVIDED = ("count", "WTE", "GBP")  # no denominator: the value is the numerator
AVERAGED = ("score", "days")  # the mean of one number a row
YEAR = ("authority", "period")
QUARTER = (*YEAR, "quarter")


def total(part: str) -> pl.Expr:
    """Adds up in millionths, as integers: floats such as 7.3 WTE differ with the order."""
    return (pl.col(part) * 1e6).round().cast(pl.Int64).sum() / 1e6


def quarter(day: pl.Expr) -> pl.Expr:
    """The quarter of the year ending 31 March in which a day lies: 1 is April to June."""
    return ((day.dt.month().cast(pl.Int64) - 4) % 12) // 3 + 1


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
    counts: str  # the numerator in words
    out_of: str = ""  # the denominator in words, where there is one
    counted_by: CountedBy
    unit: Unit
    better: Literal["higher", "lower", "within", "neither"]
    basis: str
    headline: bool = False
    code: str | None = None
    standard: str | None = None
    caveat: str = ""
    speaker: Literal["records", "service", "director", "practitioner"] = "records"
    question: str = ""  # whose answers, each an indicator, add up to all that were given
    decimals: int | None = None  # places to which a source publishes these very values
    counted: bool = True  # False where the parts are amounts, such as WTE: then no interval
    untold: pl.Expr | None = None  # how many of the fact's rows leave it open
    dated: str | None = None  # the fact's day by which it can be told by quarter

    @property
    def scale(self) -> int:
        """What the ratio is multiplied by to be in `unit`."""
        return SCALE.get(self.unit, 1)

    @property
    def chance(self) -> Literal["proportion", "rate", "mean", "none"]:
        """
        How chance enters: k of n, a count over an exposure (none for a count alone), or a mean.

        What an authority states of itself is no sample, and an amount counts nothing: none.
        """
        if not self.counted or self.speaker in ("service", "director"):
            return "none"
        if self.unit in AVERAGED:
            return "mean"
        return "proportion" if self.unit == "percent" else "rate"

    def measure(self, fact: pl.LazyFrame, by: Literal["year", "quarter"] = "year") -> pl.LazyFrame:
        """
        One row per authority and period, or quarter of it; `n`: rows of the fact that counted.

        `untold`: rows, counted or not, of which it cannot be told. `squares`: the sum of squares
        of what a mean is the mean of, else null. An authority with nothing that counted has no row.

        Raises ValueError by quarter where its events have no day.
        """
        if by == "year":
            return self._summed(fact, YEAR).select(
                pl.lit(self.name).alias("indicator"),
                *YEAR,
                pl.lit(self.speaker).alias("speaker"),
                *("numerator", "denominator", "n", "untold", "squares"),
            )
        if self.dated is None:
            raise ValueError(f"{self.name} has no day by which to tell it by quarter")
        placed = fact.with_columns(quarter=quarter(pl.col(self.dated))).drop_nulls("quarter")
        return self._summed(placed, QUARTER).select(
            pl.lit(self.name).alias("indicator"),
            *QUARTER,
            *("numerator", "denominator", "n", "untold"),
        )

    def _summed(self, fact: pl.LazyFrame, owner: tuple[str, ...]) -> pl.LazyFrame:
        none = pl.lit(None, pl.Float64)
        divided, averaged = self.denominator is not None, self.unit in AVERAGED
        return (
            fact.select(*owner, *self.parts())
            .group_by(owner)
            .agg(
                *(total(part) for part in ("numerator", "denominator", "untold", "squares")),
                n=pl.col("numerator").count().cast(pl.Int64),
            )
            .filter(pl.col("n") > 0)
            .with_columns(
                denominator=pl.col("denominator") if divided else none,
                squares=pl.col("squares") if averaged else none,
            )
        )

    def parts(self) -> list[pl.Expr]:
        """What is summed, row by row; both parts of the ratio are null where one does not count."""
        part = self.numerator.cast(pl.Float64)
        whole = pl.lit(1.0) if self.denominator is None else self.denominator.cast(pl.Float64)
        counted = pl.when(part.is_not_null() & (whole > 0))
        untold = pl.lit(0.0) if self.untold is None else self.untold.cast(pl.Float64)
        return [
            counted.then(part).alias("numerator"),
            counted.then(whole).alias("denominator"),
            untold.fill_null(0.0).alias("untold"),
            counted.then(part * part).alias("squares"),
        ]


def stated(part: str, whole: str) -> pl.Expr:
    """A part that a service states; null, for it cannot be so, where it exceeds its whole."""
    return pl.when(pl.col(part) <= pl.col(whole)).then(part)


def distribution(fact: str, column: str, title: str, **terms: Any) -> Iterator[Indicator]:
    """
    The share of each code of a fact's column, in the order of its list, neither good nor bad.

    `terms`: those of an indicator; a `denominator` says which rows, beside having a code, count.
    """
    among = terms.pop("denominator", pl.lit(True)) & pl.col(column).is_not_null()
    field = next(
        each for each in Contract.load(f"processed/facts/{fact}").fields if each.name == column
    )
    for code, labels in field.codes.items():
        share: dict[str, Any] = {
            "name": f"{column}_{code}".lower(),
            "title": f"{title}: {labels[0]}",
            "fact": fact,
            "numerator": pl.col(column) == code,
            "denominator": among,
            "counts": f'those of "{labels[0]}"',
            "unit": "percent",
            "better": "neither",
            "question": column,
        }
        yield Indicator(**(share | terms))
