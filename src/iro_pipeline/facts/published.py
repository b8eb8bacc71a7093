"""What councils have published about their own IRO service."""

import polars as pl

LOWER_BOUND = "_lower_bound"
YEARS = (1990, 2100)  # a label may be mistyped: what is no year of ours has no period
PARAPHRASE = "[paraphrase]"


def published_figure(figures: pl.LazyFrame) -> pl.LazyFrame:
    """One row per figure; `period` only where its label says one full year or a 31 March."""
    bounded = pl.col("measure").str.ends_with(LOWER_BOUND)
    noted = pl.col("quote").str.starts_with(PARAPHRASE).fill_null(True)
    return figures.select(
        "authority",
        _full_year(pl.col("period_label")).alias("period"),
        "period_label",
        pl.col("measure").str.strip_suffix(LOWER_BOUND),
        "value",
        "unit",
        pl.when(bounded).then(pl.lit("at least")).otherwise(pl.lit("exact")).alias("bound"),
        "source_url",
        pl.when(noted).then(pl.lit("paraphrase")).otherwise(pl.lit("verbatim")).alias("quote_kind"),
        "arrival",
        "line",
    ).sort("authority", "period_label", "measure", "source_url", "arrival", "line")


def _full_year(label: pl.Expr) -> pl.Expr:
    """2022/23 and 2023-03-31 are 2023; a quarter, a month or thirteen months are no year."""
    first, last = (
        label.str.extract(r"^(\d{4})/(?:\d{2})?(\d{2})$", i).cast(pl.Int64) for i in (1, 2)
    )
    snapshot = label.str.extract(r"^(\d{4})-03-31$").cast(pl.Int64)
    year = pl.when((first + 1) % 100 == last).then(first + 1).otherwise(snapshot)
    return pl.when(year.is_between(*YEARS)).then(year)
