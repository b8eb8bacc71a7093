"""Which authorities agreed to be contacted about what they do: the survey's own question."""

import polars as pl

from iro_pipeline.reference import register

COLUMNS = ("authority", "authority_name", "region", "wave")


def agreed_to_contact(forms: pl.LazyFrame) -> pl.DataFrame:
    """
    One row per authority of today whose service agreed, `wave` the year in which it did.

    The return that speaks for the service says so, never a practitioner's form. The newest wave
    that it answered counts: where that left no name, nobody agreed. An authority that came after
    another agreed to nothing that the other agreed to.
    """
    codes = register().lazy().select("la_code", authority="gss_code").unique()
    today = (
        register()
        .lazy()
        .filter(pl.col("valid_to").is_null())
        .select("la_code", "region", authority="gss_code", authority_name="name")
    )
    newest = pl.col("wave") == pl.col("wave").max().over("la_code")
    return (
        forms.filter("chosen", speaker="service")
        .select("authority", wave="period", agreed=pl.col("agreed").fill_null(value=False))
        .join(codes, on="authority")
        .filter(newest)
        .group_by("la_code", "wave")
        .agg(pl.all("agreed"))
        .filter("agreed")
        .join(today, on="la_code")
        .select(COLUMNS)
        .sort("authority")
        .collect(engine="in-memory")
    )
