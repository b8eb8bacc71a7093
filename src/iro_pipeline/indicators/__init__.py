"""Every indicator is a ratio of two sums over one fact."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

import polars as pl

from iro_pipeline.contracts import Contract
from iro_pipeline.indicators.measuring import AVERAGED, quarter, together, total

__all__ = ["AVERAGED", "Indicator", "distribution", "quarter", "stated", "together", "total"]

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
    # Of regions only, where most authorities have too few: no other figure of theirs may bound it.
    finest: Literal["authority", "region"] = "authority"

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
        return together([self], fact, by)


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
