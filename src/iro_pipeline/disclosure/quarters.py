"""Quarter by quarter: four quarters add up to their year, so that none may be shown alone."""

import polars as pl

from iro_pipeline.disclosure import nearest, rounding
from iro_pipeline.disclosure.people import service_return
from iro_pipeline.disclosure.subtraction import ONE_MEASURE, close
from iro_pipeline.disclosure.symbols import NUMBERS, status, withhold
from iro_pipeline.disclosure.thresholds import Thresholds

YEAR = ["level", "area", "indicator", "period"]
VALUES = ["value", "lower", "upper"]
LINES = ["mean", "limit_low", "limit_high"]
CHART = ["mean", "limit_low", "limit_high", "signal", "direction"]
TREND = ["change", "change_verdict", "signal", "reads_as"]
IN_YEAR = 10  # so that a year and its quarter make one period: 2024 and 3 are 20243


def judged(series: pl.DataFrame, years: pl.DataFrame, limits: Thresholds) -> pl.DataFrame:
    """
    `series` (a row per area, indicator and quarter, with the indicator's terms) and why each is
    `withheld`.

    A quarter is held to the rules of any figure. Where one is withheld, or the year is (`years`:
    cells of the figures, `withheld` null where shown), all four are: their year is known.
    """
    cells = (
        series.with_columns(speaker=pl.lit("records"), largest=pl.lit(None, pl.Int64))
        .join(years.select(*YEAR, of_year="withheld"), on=YEAR, how="left", maintain_order="left")
        .with_columns(
            withheld=pl.coalesce("of_year", limits.withheld()),
            year="period",
            period=pl.col("period") * IN_YEAR + pl.col("quarter"),
        )
    )
    return _whole_years(cells, limits).with_columns(period="year").drop("year", "of_year")


def screen(cells: pl.DataFrame, limits: Thresholds) -> pl.DataFrame:
    """Quarters that were judged, as they may be shown: a chart where all of its points are."""
    charted = ["level", "lasting", "indicator"]
    in_chart = pl.when("same").then(pl.col("withheld").is_not_null())
    whole = ~in_chart.any().over(charted)
    told = cells.with_columns(
        *status(),
        *(pl.when(whole).then(pl.col(name)).alias(name) for name in CHART),
        by_name=service_return() & (pl.col("level") == "authority"),
    ).with_columns(withhold(pl.col("withheld"), [*NUMBERS, *CHART]))
    return (
        told.with_columns(rounding.counts(limits))
        .with_columns(rounding.values([*VALUES, *LINES], limits))
        .pipe(nearest.retold, limits)
        .with_columns(rounding=rounding.base(limits))
    )


def trends(found: pl.DataFrame, screened: pl.DataFrame, limits: Thresholds) -> pl.DataFrame:
    """Trends of the series of which every quarter is shown."""
    one = ["level", "lasting", "indicator"]
    because = (
        screened.filter("same")
        .group_by(one, maintain_order=True)
        .agg(withheld=pl.col("status_reason").drop_nulls().first(), by_name=pl.any("by_name"))
    )
    rows = found.with_columns(speaker=pl.lit("records")).join(
        because, on=one, how="left", maintain_order="left"
    )
    return (
        rows.with_columns(status=pl.lit(""), status_reason=pl.lit(None, pl.String))
        .with_columns(withhold(pl.col("withheld"), TREND))
        .with_columns(rounding.values(["change"], limits))
    )


def _whole_years(cells: pl.DataFrame, limits: Thresholds) -> pl.DataFrame:
    """Closed against subtraction with all four quarters of a year withheld where one is."""
    rest, settled = cells, [cells.clear()]
    while rest.height:
        closed = close(rest, limits)
        of_year = pl.col("withheld").drop_nulls().first().over("level", "area", "indicator", "year")
        whole = closed.with_columns(withheld=pl.coalesce("withheld", of_year))
        moved = closed["withheld"].ne_missing(whole["withheld"])
        found = whole.with_columns(moved=moved).with_columns(
            pl.col("moved").any().over("indicator", "year")
        )
        settled.append(found.filter(~pl.col("moved")).drop("moved"))
        rest = found.filter("moved").drop("moved")
    return pl.concat(settled).sort(*ONE_MEASURE, "level", "area")
