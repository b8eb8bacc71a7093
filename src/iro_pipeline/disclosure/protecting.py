"""Figures by year and by quarter together, with all that must be withheld to protect the rest."""

import polars as pl

from iro_pipeline.disclosure.repair import repaired
from iro_pipeline.disclosure.thresholds import Thresholds

FIGURE = ["indicator", "level", "area", "period", "quarter"]
# Of a figure of the release before: whether it may be shown as it was in it, and whether it is the
# same since; one that is not must not be shown beside it.
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


def protected(
    years: pl.DataFrame, quarters: pl.DataFrame, told: pl.DataFrame, limits: Thresholds
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
    before = cells.join(told, on=FIGURE, how="left", maintain_order="left")
    shown = before["shown"]
    hidden = repaired(
        cells.with_columns(
            hidden=pl.col("withheld").is_not_null() | shown.eq_missing(False),
            told=shown.fill_null(False),
            same=before["same"].fill_null(False),
        ),
        limits.largest_small_count,
    )
    found = cells.select("row", "quarter", hidden=hidden).filter("hidden")
    year = pl.col("quarter") == 0
    return (
        _widened(years, found.filter(year)["row"], limits),
        _widened(quarters, found.filter(~year)["row"], limits),
    )


def _widened(rows: pl.DataFrame, places: pl.Series, limits: Thresholds) -> pl.DataFrame:
    hidden = pl.int_range(pl.len()).is_in(places.implode())
    because = pl.when(hidden).then(limits.small_rows())
    return rows.with_columns(withheld=pl.coalesce("withheld", because))
