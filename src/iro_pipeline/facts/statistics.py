"""Children looked after, as the Department for Education publishes them."""

import polars as pl

from iro_pipeline.authorities import register, standing, year_end

ENGLAND = "E92000001"
LONDON = "E12000007"
# Inner and Outer London: authorities stand in these, while London as a whole has its own row.
PARTS_OF_LONDON = ["E13000001", "E13000002"]
ROUNDING = 5  # totals are rounded to 10
OBSOLETE = {":": "x", "~": "low"}
ROW = ["vintage", "period", "level", "area"]


def cla_statistic(statistics: pl.LazyFrame) -> pl.LazyFrame:
    """
    One row per authority that existed and year, from the newest release that reports the year.

    A release writes today's GSS codes in every year and keeps rows for authorities that are gone
    or not yet there: the lasting DfE number tells which authority stood on that 31 March.
    """
    region = pl.when(_in_london()).then(pl.lit(LONDON)).otherwise(pl.col("region"))
    stood = register().lazy().select("la_code", "valid_from", "valid_to", authority="gss_code")
    return (
        _authorities(statistics)
        .filter(pl.col("vintage") == pl.col("vintage").max().over("period"))
        .join(stood, on="la_code")
        .filter(standing(year_end(pl.col("period"))))
        .select(
            "authority",
            "period",
            "vintage",
            "children",
            pl.col("children_status").replace(OBSOLETE),
            "population",
            "rate_per_10000",
            region.alias("region"),
        )
        .sort("authority", "period", "region")
        .unique(["authority", "period"], keep="first", maintain_order=True)
    )


def reconcile(statistics: pl.LazyFrame) -> pl.LazyFrame:
    """
    England's and the regions' published numbers beside the sum of their authorities.

    One row per release, year and area. The published ones are rounded to 10, so a difference up
    to 5 is rounding; `withheld` counts the authorities whose number a symbol hides, z excepted.
    """
    summed = (
        pl.concat(_parents(_authorities(statistics)))
        .group_by(ROW)
        .agg(pl.sum("children").alias("summed"), _hidden().sum().cast(pl.Int64).alias("withheld"))
    )
    published = _looked_after(statistics).filter(pl.col("level") != "authority")
    return (
        published.select(
            *ROW[:3],
            pl.when(level="england").then(pl.lit(ENGLAND)).otherwise("region").alias("area"),
            published="children",
        )
        .join(summed, on=ROW, how="left")
        .with_columns(difference=pl.col("published") - pl.col("summed"))
        .with_columns(reproduced=pl.col("difference").abs() <= ROUNDING)
        .select(*ROW, "published", "summed", "difference", "withheld", "reproduced")
        .sort(ROW)
    )


def _looked_after(statistics: pl.LazyFrame) -> pl.LazyFrame:
    return statistics.filter(pl.col("counted") == "looked_after")


def _authorities(statistics: pl.LazyFrame) -> pl.LazyFrame:
    return _looked_after(statistics).filter(pl.col("level") == "authority")


def _in_london() -> pl.Expr:
    return pl.col("region").is_in(PARTS_OF_LONDON)


def _hidden() -> pl.Expr:
    return pl.col("children").is_null() & (pl.col("children_status") != "z")


def _parents(rows: pl.LazyFrame) -> list[pl.LazyFrame]:
    """The rows once for England, once for their region, once more where that is part of London."""
    as_region = rows.with_columns(level=pl.lit("region"))
    return [
        rows.with_columns(level=pl.lit("england"), area=pl.lit(ENGLAND)),
        as_region.with_columns(area="region"),
        as_region.filter(_in_london()).with_columns(area=pl.lit(LONDON)),
    ]
