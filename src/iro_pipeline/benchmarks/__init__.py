"""Benchmarks: an authority beside its peers, and each area as its authorities together."""

import polars as pl

from iro_pipeline.benchmarks.areas import AREA, ENGLAND, OWNER, areas_of, there_are
from iro_pipeline.benchmarks.changes import with_before
from iro_pipeline.benchmarks.figures import caseload_bands, figures
from iro_pipeline.benchmarks.rows import MEDIAN, benchmarks
from iro_pipeline.benchmarks.series import series, trends
from iro_pipeline.benchmarks.spread import spread
from iro_pipeline.benchmarks.values import valued

__all__ = [
    "AREA",
    "ENGLAND",
    "MEDIAN",
    "OWNER",
    "areas_of",
    "benchmarks",
    "caseload_bands",
    "figures",
    "own_figures",
    "series",
    "spread",
    "there_are",
    "trends",
]


def own_figures(indicators: pl.LazyFrame, authorities: pl.DataFrame) -> pl.DataFrame:
    """
    One row per indicator, authority and period: its value, its interval, and the time before.

    `authorities` (authority, period, la_code) tells who is who under another code.
    """
    own = valued(indicators).collect(engine="in-memory")
    return with_before(own.sort("indicator", "period", "authority"), authorities)
