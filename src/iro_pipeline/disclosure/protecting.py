"""Figures by year and by quarter together, with all that must be withheld to protect the rest."""

from dataclasses import dataclass, field

import polars as pl

from iro_pipeline.disclosure.numbers import nothing_earlier
from iro_pipeline.disclosure.repair import repaired
from iro_pipeline.disclosure.thresholds import Thresholds

FIGURE = ["indicator", "level", "area", "period", "quarter"]
# Of a figure of the release before: whether it may be shown as it was in it or was shown before,
# and whether it is the same since; one that is not must not be shown beside it.
TOLD = {
    "indicator": pl.String,
    "level": pl.String,
    "area": pl.String,
    "period": pl.Int64,
    "quarter": pl.Int64,
    "shown": pl.Boolean,
    "same": pl.Boolean,
}
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
    then = cells.join(before.told, on=FIGURE, how="left", maintain_order="left")
    marked = cells.with_columns(
        hidden=pl.col("withheld").is_not_null() | then["shown"].eq_missing(False),
        same=then["same"].fill_null(False),
    )
    earlier = _of_new(marked, before.earlier)
    hidden = repaired(marked, limits.largest_small_count, earlier)
    found = cells.select("row", "quarter", hidden=hidden).filter("hidden")
    year = pl.col("quarter") == 0
    return (
        _widened(years, found.filter(year)["row"], limits),
        _widened(quarters, found.filter(~year)["row"], limits),
    )


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
