"""Which returns of an authority are in view, and which of them tell their whole year."""

import logging
from collections.abc import Sequence

import polars as pl

from iro_pipeline import authorities
from iro_pipeline.record.receipts import Receipt

log = logging.getLogger(__name__)


def returns_in_view(loaded: Sequence[Receipt]) -> pl.LazyFrame:
    """One row per authority and year whose episodes and reviews have both arrived."""
    slots = {
        table: {
            (each.authority, each.period)
            for each in loaded
            if (each.source, each.table) == ("ssda903", table)
        }
        for table in ("episodes", "reviews")
    }
    both = sorted(slots["episodes"] & slots["reviews"])
    schema = {"authority": pl.String, "period": pl.Int64}
    periods = sorted({period for _, period in both if period is not None})
    lasting = [
        authorities.codes_for(period).lazy().with_columns(period=pl.lit(period, pl.Int64))
        for period in periods
    ]
    nowhere = pl.LazyFrame(schema={"la_code": pl.String, **schema})
    return pl.LazyFrame(both, schema=schema, orient="row").join(
        pl.concat([nowhere, *lasting]), on=["authority", "period"]
    )


def whole_years(returns: pl.LazyFrame, reviews: pl.LazyFrame) -> pl.LazyFrame:
    """
    The returns whose reviews reach the end of their year; what a shorter one lacks is not late.

    With n reviews spread over a year a silence as long as allowed has odds below 1 in 200; up to a
    month is always allowed.
    """
    year_end = pl.date("period", 3, 31)
    silence = (year_end - pl.col("last")).dt.total_days()
    allowed = pl.max_horizontal(31, 365 * (1 - 0.005 ** (1 / pl.col("held"))))
    reach = (
        reviews.filter(pl.col("held_on").is_between(pl.date(pl.col("period") - 1, 4, 1), year_end))
        .group_by("authority", "period")
        .agg(last=pl.max("held_on"), held=pl.len())
        .filter(silence <= allowed)
    )
    whole = returns.join(reach, on=["authority", "period"], how="semi").collect()
    if short := returns.collect().height - whole.height:
        log.warning("%d returns have no reviews to the end of their year: not measured", short)
    return whole.lazy()
