"""What a release says of England, in a few lines computed from its public tables."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import polars as pl

HEADLINES = (
    "reviews_on_time",
    "participation",
    "children_per_iro",
    "iro_wte_agency_or_commissioned",
    "iros_within_50_to_70",
)


def headlines(release: Path | None) -> list[str]:
    """England's newest shown figure of each headline indicator, and its authorities' range."""
    import polars as pl

    if release is None:
        return []
    tables = release / "tables"
    figures = pl.read_parquet(tables / "figures.parquet").filter(pl.col("value").is_not_null())
    said = pl.read_parquet(tables / "indicators.parquet").rows_by_key("indicator", named=True)
    return [
        line
        for name in HEADLINES
        if name in said
        for line in headline(said[name][0], figures.filter(indicator=name))
    ]


def headline(indicator: dict[str, Any], figures: pl.DataFrame) -> list[str]:
    england = figures.filter(level="england").sort("period")[-1:].to_dicts()
    return [
        f"{indicator['title']}, England {row['period']}: {shown(row['value'], indicator['unit'])}"
        f"{spread(figures.filter(period=row['period'], level='authority'), indicator['unit'])}"
        for row in england
    ]


def spread(authorities: pl.DataFrame, unit: str) -> str:
    """The range of the authorities that are shown; of one or none there is no range."""
    values = authorities["value"].sort()
    if len(values) < 2:
        return ""
    lowest, highest = (shown(each, unit) for each in (values[0], values[-1]))
    return f" ({len(values)} authorities shown, from {lowest} to {highest})"


def shown(value: float, unit: str) -> str:
    if unit == "count":
        return f"{value:,.0f}"
    return f"{value:.1f}%" if unit == "percent" else f"{value:,.1f}"
