"""The areas that figures are of: authorities, regions, England."""

import polars as pl

ENGLAND = "E92000001"
OWNER = ["authority", "period"]
AREA = ["level", "area", "area_name", "region"]


def areas_of(authorities: pl.LazyFrame) -> pl.LazyFrame:
    """Three rows per authority and period: itself, its region, England."""
    itself = {"level": pl.lit("authority"), "area": "authority", "area_name": "name"}
    region = {"level": pl.lit("region"), "area": "region_code", "area_name": "region"}
    england = {
        "level": pl.lit("england"),
        "area": pl.lit(ENGLAND),
        "area_name": pl.lit("England"),
        "region": pl.lit(None, pl.String),
    }
    return pl.concat(
        authorities.select(*OWNER, **({"region": "region"} | area)).select(*OWNER, *AREA)
        for area in (itself, region, england)
    )


def there_are(areas: pl.LazyFrame) -> pl.LazyFrame:
    """One row per area and period: how many authorities there are in it (`of`)."""
    return areas.group_by("period", *AREA).agg(of=pl.len().cast(pl.Int64))
