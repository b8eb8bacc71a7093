"""What councils published of their own IRO service, beside what DfE published of their children."""

import polars as pl

from iro_pipeline.reference import register

FIGURE = [
    *("authority", "authority_name", "region", "period_label", "period", "measure", "value"),
    *("unit", "bound", "quote_kind", "source_url"),
]
OF_DFE = ["children", "children_status", "rate_per_10000", "vintage"]


def published_figures(figures: pl.LazyFrame, statistics: pl.LazyFrame) -> pl.LazyFrame:
    """
    One row per published figure, with DfE's number of the same authority and year beside it.

    Nothing is worked out from the two: whoever reads a council's figure sees what it is set in.
    DfE's columns are null where the label is no full year, and where no release told of the year.
    """
    named = register().lazy().select("region", authority="gss_code", authority_name="name")
    beside = statistics.select("authority", "period", pl.col(OF_DFE).name.prefix("dfe_"))
    return (
        figures.join(named, on="authority", how="left")
        .join(beside, on=["authority", "period"], how="left")
        .select(*FIGURE, *(f"dfe_{name}" for name in OF_DFE))
        .sort("authority", "period_label", "measure", "bound", "source_url")
    )
