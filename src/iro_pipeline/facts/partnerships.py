"""Which authorities compare themselves under a name of their own."""

import polars as pl

from iro_pipeline.reference import register


def partnership(members: pl.LazyFrame) -> pl.LazyFrame:
    """One row per list, partnership and member, by the lasting number of the authority."""
    lasting = register().lazy().select("la_code", authority="gss_code").unique()
    return (
        members.join(lasting, on="authority")
        .select("partnership", "la_code", list="period")
        .unique()
        .select("list", "partnership", "la_code")
        .sort("list", "partnership", "la_code")
    )
