"""What IROs brought to Cafcass."""

from collections.abc import Iterable

import polars as pl

from iro_pipeline.authorities import in_period


def enquiries(cases: pl.LazyFrame, rejected: pl.LazyFrame, periods: Iterable[int]) -> pl.LazyFrame:
    """
    One row per authority that existed and year in `periods`, the years that a file covers.

    The file is national: an authority that it does not name brought nothing, and counts 0; but
    where a row of the year was rejected nobody knows whose it was, and a 0 is not known to be one.
    """
    standing = [
        in_period(period).lazy().select("authority", period=pl.lit(period, pl.Int64))
        for period in sorted(set(periods))
    ]
    nowhere = pl.LazyFrame(schema={"authority": pl.String, "period": pl.Int64})
    unsure = rejected.select("period", unsure=pl.lit(True)).unique()
    counted = cases.group_by("authority", "period").agg(
        enquiries=(pl.col("case_kind") == "enquiry").sum(),
        referrals=(pl.col("case_kind") == "referral").sum(),
    )
    return (
        pl.concat([nowhere, *standing])
        .join(counted, on=["authority", "period"], how="left")
        .join(unsure, on="period", how="left")
        .with_columns(pl.col("enquiries", "referrals").fill_null(0).cast(pl.Int64))
        .with_columns(
            pl.when(pl.col("unsure").is_null() | (pl.col("enquiries") + pl.col("referrals") > 0))
            .then(pl.col("enquiries", "referrals"))
            .name.keep()
        )
        .drop("unsure")
        .sort("authority", "period")
    )
