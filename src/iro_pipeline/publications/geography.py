"""Where and when a row is about, in the columns that DfE's open data standards ask for."""

import polars as pl

from iro_pipeline.disclosure.audiences import ENGLAND

SAYS = {
    "time_period": "202324 for the year from April 2023 to March 2024; 2024 for a survey's wave",
    "time_identifier": "Which kind of year it is",
    "geographic_level": "National, Regional or Local authority",
    "country_code": "GSS code of England",
    "country_name": "England",
    "region_code": "GSS code of the region; blank of England",
    "region_name": "The region's name",
    "new_la_code": "GSS code of the authority; blank of areas",
    "old_la_code": "DfE's number of the authority",
    "la_name": "The authority's name",
}
PLACES = tuple(SAYS)
LEVELS = {"england": "National", "region": "Regional", "authority": "Local authority"}
ANSWERS = ("iro_answers", "iro_scores")  # of waves, which are no years from April to March


def placed(rows: pl.DataFrame, authorities: pl.DataFrame) -> pl.DataFrame:
    """With the columns of places; blank where a level is not of them, as the standards ask."""
    regions = authorities.select("region", "region_code").unique()
    numbers = authorities.select(area="authority", old_la_code="la_code").unique("area")
    is_la = pl.col("level") == "authority"
    joined = rows.join(regions, on="region", how="left", maintain_order="left").join(
        numbers, on="area", how="left", maintain_order="left"
    )
    return joined.with_columns(
        geographic_level=pl.col("level").replace(LEVELS),
        country_code=pl.lit(ENGLAND),
        country_name=pl.lit("England"),
        region_name="region",
        new_la_code=pl.when(is_la).then("area"),
        old_la_code=pl.when(is_la).then("old_la_code"),
        la_name=pl.when(is_la).then("area_name"),
    )


def year(data_set: str) -> tuple[pl.Expr, pl.Expr]:
    """Its two columns of time: 202324 for a year from April to March, 2024 for a wave."""
    ends = pl.col("period")
    if data_set in ANSWERS:
        return ends.cast(pl.String).alias("time_period"), _identifier("Reporting year")
    both = pl.format("{}{}", ends - 1, (ends % 100).cast(pl.String).str.zfill(2))
    return both.alias("time_period"), _identifier("Financial year")


def _identifier(kind: str) -> pl.Expr:
    return pl.lit(kind).alias("time_identifier")
