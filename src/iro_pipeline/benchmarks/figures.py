"""Figures: each authority, and each area as its authorities together."""

import polars as pl

from iro_pipeline.benchmarks.areas import AREA, OWNER, areas_of, there_are
from iro_pipeline.benchmarks.changes import of_groups
from iro_pipeline.benchmarks.groups import interval, summed, value
from iro_pipeline.indicators.caseload import bands

KEY = ["indicator", "period", "speaker"]
ITSELF = "its own"
MEASURE = ["numerator", "denominator", "value", "lower", "upper", "n"]


def figures(own: pl.DataFrame, authorities: pl.DataFrame) -> pl.DataFrame:
    """
    One row per area, indicator and period, for each authority, each region and England.

    `own` is `own_figures`; `authorities` (authority, period, name, region, region_code) says which
    there are. A region is the sum of its authorities; in what people and services say, their mean.
    Only areas have their change here: an authority's is in its benchmarks.
    """
    areas = areas_of(authorities.lazy()).collect(engine="in-memory")
    rows = own.join(areas, on=OWNER)
    own_rows, together = rows.filter(level="authority"), rows.filter(pl.col("level") != "authority")
    there = there_are(areas.lazy()).collect(engine="in-memory")
    return (
        pl.concat([_of_authorities(own_rows), _of_groups(together)], how="diagonal")
        .join(there.select("period", "level", "area", "of"), on=["period", "level", "area"])
        .select(*AREA, *KEY, *MEASURE, "previous_period", "change", "change_verdict",
                "change_authorities", "authorities", "of", "method")
        .sort("indicator", "period", "level", "area")
    )  # fmt: skip


def caseload_bands(figures: pl.LazyFrame) -> pl.LazyFrame:
    """One row per area, period, speaker and band of survey question 5: answers, of all answers."""
    return (
        figures.join(bands(), on="indicator")
        .select(
            *AREA,
            *("period", "speaker", "band", "band_order", "words"),
            *("lo", "hi", "closed_hi", "extras"),
            count=pl.col("numerator").cast(pl.Int64),
            of=pl.col("denominator").cast(pl.Int64),
        )
        .sort("period", "level", "area", "speaker", "band_order")
    )


def _of_authorities(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.select(
        *AREA,
        *KEY,
        *MEASURE,
        authorities=pl.col("value").is_not_null().cast(pl.Int64),
        method=pl.lit(ITSELF),
    )


def _of_groups(rows: pl.DataFrame) -> pl.DataFrame:
    by = [*AREA, *KEY]
    changed = of_groups(rows, [*AREA, *KEY]).rename({"same": "change_authorities"})
    return (
        rows.group_by(by, maintain_order=True)
        .agg(*summed(), pl.first("previous_period"))
        .with_columns(*value(), *interval())
        .join(changed, on=by, how="left", nulls_equal=True, maintain_order="left")
        .select(
            *by,
            *MEASURE,
            "previous_period",
            *("change", "change_verdict"),
            pl.col("change_authorities").fill_null(0),
            *("authorities", "method"),
        )
    )
