"""DfE's numbers of looked after children, as if of invented children."""

from collections.abc import Iterator
from pathlib import Path

import polars as pl

from iro_pipeline.invention import filing
from iro_pipeline.invention.children import year
from iro_pipeline.invention.nation import Nation

_FIRST_RELEASE = 2023  # the earliest whose form is known
_GROWTH = 1.004  # of the population in a year
_COUNTS = ["looked_after", "started", "ceased"]
_AREA = ["level", "region", "region_name", "la_code", "la_name", "area"]
_ENGLAND = {"country_code": "E92000001", "country_name": "England"}
_LONDON = "E12000007"
_INNER_LONDON = [*map(str, (201, 202, *range(204, 214), 309, 316))]
_FEW = (1, 5)  # children of an authority that a symbol hides


def arrivals(nation: Nation) -> Iterator[Path]:
    """Write one release: numbers and rates of the years up to the last period."""
    vintage = max(_FIRST_RELEASE, nation.periods[-1])
    terms = filing.contract("cla_statistics", "rate", vintage)
    place = nation.raw / "cla_statistics" / str(vintage) / "cla_number_and_rate_per_10k_children"
    yield filing.one(place, terms, rates(nation))


def rates(nation: Nation) -> pl.DataFrame:
    """
    One row per year, area and count: England and the regions rounded to 10.

    Authorities of any of the years are in all of them: x and z where they did not exist.
    """
    authorities = pl.concat(_authorities(nation, period) for period in nation.members)
    parts = authorities.with_columns(
        _part_of_london("region", "E13000001", "E13000002")
    ).with_columns(_part_of_london("region_name", "Inner London", "Outer London"))
    regions = pl.concat([parts, authorities.filter(region=_LONDON)])
    summed = [_summed(regions, "region", "region", "region_name"), _summed(authorities, "england")]
    counted = pl.concat(
        [parts.with_columns(level=pl.lit("authority")), *summed], how="diagonal"
    ).unpivot(_COUNTS, index=["period", *_AREA, "population"], variable_name="counted")
    return _in_columns(counted)


def _in_columns(counted: pl.DataFrame) -> pl.DataFrame:
    order = ["period", "counted", "level", "region", "area"]
    return counted.sort(order, nulls_last=True).select(
        "period",
        pl.lit("Reporting year").alias("time_identifier"),
        "level",
        *(pl.lit(text).alias(name) for name, text in _ENGLAND.items()),
        *_AREA[1:],
        "counted",
        pl.col("population").cast(pl.String).fill_null("x"),
        children=_shown(_rounded()),
        rate_per_10000=_shown(pl.col("value") / pl.col("population") * 10_000),
    )


def _authorities(nation: Nation, period: int) -> pl.DataFrame:
    """Every authority of any year; population and counts are null where it did not exist."""
    stood = nation.members[period].select("la_code").join(nation.services, on="la_code")
    numbers = (
        stood.select("la_code", population=pl.col("population") * _GROWTH ** (period - 2017))
        .join(_counts(nation.stays, period), on="la_code", how="left")
        .with_columns(pl.col(_COUNTS).fill_null(0), pl.col("population").round().cast(pl.Int64))
    )
    return (
        pl.concat(nation.members.values())
        .unique("la_code", keep="last", maintain_order=True)
        .select(
            *("la_code", pl.col("name").alias("la_name"), pl.col("authority").alias("area")),
            *(pl.col("region_code").alias("region"), pl.col("region").alias("region_name")),
            period=pl.lit(period),
        )
        .join(numbers, on="la_code", how="left", maintain_order="left")
    )


def _counts(stays: pl.DataFrame, period: int) -> pl.DataFrame:
    (opening, closing), began, ended = year(period), pl.col("began"), pl.col("ended")
    counted = stays.filter(~pl.col("route").is_in(["V3", "V4"])).group_by("la_code")
    return counted.agg(
        looked_after=((began <= closing) & (ended > closing)).sum().cast(pl.Int64),
        started=began.is_between(opening, closing).sum().cast(pl.Int64),
        ceased=ended.is_between(opening, closing).sum().cast(pl.Int64),
    )


def _part_of_london(column: str, inner: str, outer: str) -> pl.Expr:
    part = (
        pl.when(pl.col("la_code").is_in(_INNER_LONDON)).then(pl.lit(inner)).otherwise(pl.lit(outer))
    )
    return pl.when(pl.col("area").str.starts_with("E09")).then(part).otherwise(column).alias(column)


def _summed(authorities: pl.DataFrame, level: str, *of: str) -> pl.DataFrame:
    sums = authorities.group_by("period", *of).agg(pl.sum("population", *_COUNTS))
    return sums.with_columns(level=pl.lit(level))


def _rounded() -> pl.Expr:
    tens = (pl.col("value") / 10).round() * 10
    return pl.when(pl.col("level") == "authority").then("value").otherwise(tens)


def _shown(number: pl.Expr) -> pl.Expr:
    """The number as a whole, or the symbol in its place."""
    few = (pl.col("level") == "authority") & pl.col("value").is_between(*_FEW)
    text = number.round().cast(pl.Int64).cast(pl.String).fill_null("z")
    return pl.when(few).then(pl.lit("c")).otherwise(text)
