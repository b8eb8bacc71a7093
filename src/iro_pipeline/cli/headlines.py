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
    """England's newest shown figure of each headline indicator, and its authorities' number."""
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
        f"{spread(figures.filter(period=row['period'], level='authority'))}"
        for row in england
    ]


def spread(authorities: pl.DataFrame) -> str:
    """How many authorities are shown. No range: those withheld are mostly at one end of it."""
    return f" ({len(authorities)} authorities shown)" if len(authorities) > 1 else ""


def shown(value: float, unit: str) -> str:
    if unit == "count":
        return f"{value:,.0f}"
    return f"{value:.1f}%" if unit == "percent" else f"{value:,.1f}"
