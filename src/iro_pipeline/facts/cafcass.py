"""What IROs brought to Cafcass."""

from collections.abc import Iterable

import polars as pl

from iro_pipeline.authorities import in_period


def enquiries(cases: pl.LazyFrame, periods: Iterable[int]) -> pl.LazyFrame:
    """
    One row per authority that existed and year in `periods`, the years that a file covers.

    The file is national: an authority that it does not name brought nothing, and counts 0.
    """
    standing = [
        in_period(period).lazy().select("authority", period=pl.lit(period, pl.Int64))
        for period in sorted(set(periods))
    ]
    nowhere = pl.LazyFrame(schema={"authority": pl.String, "period": pl.Int64})
    counted = cases.group_by("authority", "period").agg(
        enquiries=(pl.col("case_kind") == "enquiry").sum(),
        referrals=(pl.col("case_kind") == "referral").sum(),
    )
    return (
        pl.concat([nowhere, *standing])
        .join(counted, on=["authority", "period"], how="left")
        .with_columns(pl.col("enquiries", "referrals").fill_null(0).cast(pl.Int64))
        .sort("authority", "period")
    )
