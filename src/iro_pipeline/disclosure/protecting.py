"""Figures by year and by quarter together, with all that must be withheld to protect the rest."""

from dataclasses import dataclass, field

import polars as pl

from iro_pipeline.disclosure.numbers import FAMILY, nothing_earlier
from iro_pipeline.disclosure.people import counting_people, means, shares
from iro_pipeline.disclosure.repair import repaired
from iro_pipeline.disclosure.thresholds import Thresholds

FIGURE = ["indicator", "level", "area", "period", "quarter"]
# Of a figure: whether it is the same as in the release before, whether it may be shown as it is
# (null: not known yet), and its parts as they were when it was last shown (null: it never was).
TOLD = {
    "indicator": pl.String,
    "level": pl.String,
    "area": pl.String,
    "period": pl.Int64,
    "quarter": pl.Int64,
    "shown": pl.Boolean,
    "same": pl.Boolean,
    "numerator": pl.Float64,
    "denominator": pl.Float64,
}
PARTS = ["numerator", "denominator"]
THEN = " shown"
TERMS = ["unit", "fact", "speaker", "region", "numerator", "denominator", "n", "withheld"]


def nothing_told() -> pl.DataFrame:
    """Before the first release."""
    return pl.DataFrame(schema=TOLD)


@dataclass(frozen=True)
class Before:
    """
    What releases before said: `told` (TOLD) of today's figures; `earlier` (numbers.EARLIER) all
    that stood behind each of them.
    """

    told: pl.DataFrame = field(default_factory=nothing_told)
    earlier: pl.DataFrame = field(default_factory=nothing_earlier)


def protected(
    years: pl.DataFrame, quarters: pl.DataFrame, before: Before, limits: Thresholds
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """
    Both with `withheld` widened: to what the release before withheld and is the same since, and to
    what would give a small number of people away. In what practitioners say nothing is changed.
    """
    of_year = years.with_row_index("row").with_columns(quarter=pl.lit(0, pl.Int64))
    of_quarter = quarters.with_row_index("row").with_columns(pl.col("quarter").cast(pl.Int64))
    columns = ["row", *FIGURE, *TERMS]
    cells = pl.concat([of_year.select(columns), of_quarter.select(columns)]).filter(
        speaker="records"
    )
    marked = cells.join(
        before.told, on=FIGURE, how="left", suffix=THEN, maintain_order="left"
    ).with_columns(
        hidden=pl.col("withheld").is_not_null() | pl.col("shown").eq_missing(False),
        same=pl.col("same").fill_null(False),
    )
    hidden = _hidden(marked, before.earlier, limits.largest_small_count)
    found = cells.select("row", "quarter", hidden=hidden).filter("hidden")
    year = pl.col("quarter") == 0
    return (
        _widened(years, found.filter(year)["row"], limits),
        _widened(quarters, found.filter(~year)["row"], limits),
    )


def _hidden(cells: pl.DataFrame, earlier: pl.DataFrame, few: int) -> pl.Series:
    """
    Of each cell whether it must be withheld, in their order.

    Where repair withholds most of a correction, what is left to show of it may be of a few people.
    """
    left = pl.repeat(value=True, n=cells.height, eager=True)
    while left.any():
        cells = cells.with_columns(hidden=pl.col("hidden") | _revised_by_few(few))
        asked = cells.filter(left)
        hidden = cells["hidden"].scatter(
            left.arg_true(), repaired(asked, few, _of_new(asked, earlier))
        )
        cells = cells.with_columns(hidden).with_columns(again=_revised_by_few(few))
        left = cells.select(pl.col("again").any().over(FAMILY)).to_series()
    return cells["hidden"]


def _revised_by_few(few: int) -> pl.Expr:
    """
    What is shown, was shown otherwise before, and has moved by no more than a `few` people, as have
    all of its authority, fact and period that are: the two together tell who was corrected.
    """
    otherwise = pl.any_horizontal(
        pl.col(part).ne_missing(pl.col(f"{part}{THEN}")) for part in PARTS
    )
    ever = pl.any_horizontal(pl.col(f"{part}{THEN}").is_not_null() for part in PARTS)
    revised = (pl.col("level") == "authority") & ~pl.col("hidden") & ever & otherwise
    most = pl.when(revised).then(_people_moved()).max().over("fact", "area", "period")
    return revised & (most <= few)


def _people_moved() -> pl.Expr:
    """By how many people a part of a figure has moved at most since it was last shown."""
    numerator, denominator = (pl.col(part) - pl.col(f"{part}{THEN}") for part in PARTS)
    counts = counting_people()
    moved = (
        pl.when(counts["numerator"] & ~means()).then(numerator),
        pl.when(counts["denominator"] & shares()).then(denominator),
        pl.when(counts["rest"]).then(denominator - numerator),
    )
    return pl.max_horizontal(each.abs() for each in moved).fill_null(0)


def _of_new(cells: pl.DataFrame, earlier: pl.DataFrame) -> pl.DataFrame:
    """Those of facts and periods of which something is new: what is the same is as it was."""
    facts = cells.select("indicator", "fact").unique()
    new = cells.filter(~pl.col("same")).select("fact", "period").unique()
    known = facts.join(new, on="fact").select("indicator", "period")
    return earlier.join(known, on=["indicator", "period"], how="semi", maintain_order="left")


def _widened(rows: pl.DataFrame, places: pl.Series, limits: Thresholds) -> pl.DataFrame:
    hidden = pl.int_range(pl.len()).is_in(places.implode())
    because = pl.when(hidden).then(limits.small_rows())
    return rows.with_columns(withheld=pl.coalesce("withheld", because))
