"""What is withheld from everyone, whoever they are: found once for all audiences."""

from dataclasses import dataclass

import polars as pl

from iro_pipeline.disclosure import receipts
from iro_pipeline.disclosure.rules import (
    NUMBERS,
    PEER_NUMBERS,
    Thresholds,
    service_return,
    status,
    withhold,
)
from iro_pipeline.disclosure.subtraction import close

BAND = ["level", "area", "period", "speaker", "band"]


@dataclass(frozen=True)
class Tables:
    """
    What a release is made from, as it is, nothing withheld: tables of data/processed/.

    `indicators` is the catalogue's terms, `authorities` the register, `receipts` one row an
    arrival (`receipts.listed`).
    """

    figures: pl.DataFrame
    benchmarks: pl.DataFrame
    caseload_bands: pl.DataFrame
    coverage: pl.DataFrame
    published_figures: pl.DataFrame
    indicators: pl.DataFrame
    authorities: pl.DataFrame
    receipts: pl.DataFrame


def screen(tables: Tables) -> Tables:
    """
    Status and reason beside every cell; `by_name` marks what only some audiences may see.

    Raises ValueError for a figure of an indicator that the catalogue does not have.
    """
    limits = Thresholds.load()
    asked = pl.col("question").replace("", None)  # the same for all answers that add up
    terms = tables.indicators.select("indicator", "unit", "fact", question=asked)
    judged = _known(tables.figures, terms).with_columns(withheld=limits.withheld())
    cells = close(judged, limits)
    figures = _figures(cells, tables.figures.columns)
    return Tables(
        figures=figures,
        benchmarks=_benchmarks(_known(tables.benchmarks, terms), cells, limits),
        caseload_bands=_caseload_bands(tables.caseload_bands, figures),
        coverage=_coverage(tables.coverage, limits),
        # Out already, by the council's own hand.
        published_figures=tables.published_figures,
        indicators=tables.indicators,
        authorities=tables.authorities.rename({"gss_code": "authority"}),
        receipts=receipts.screen(tables.receipts, limits),
    )


def _known(table: pl.DataFrame, terms: pl.DataFrame) -> pl.DataFrame:
    known = table.join(terms, on="indicator", how="left", maintain_order="left")
    if strangers := known["unit"].null_count():
        raise ValueError(f"{strangers} rows are of indicators that the catalogue does not have")
    return known


def _figures(cells: pl.DataFrame, columns: list[str]) -> pl.DataFrame:
    named = service_return() & (pl.col("level") == "authority")
    return (
        cells.with_columns(*status(), by_name=named)
        .with_columns(withhold(pl.col("withheld"), NUMBERS))
        .select(*columns, "status", "status_reason", "by_name")
    )


def _benchmarks(known: pl.DataFrame, cells: pl.DataFrame, limits: Thresholds) -> pl.DataFrame:
    """Each side is judged anew, and withheld too where the same figure is in `figures`."""
    asked = pl.col("numerator").is_not_null()
    own = known.select(*_own_side()).select(limits.withheld())
    peers = known.select(*_peer_side()).select(pl.when(asked).then(limits.withheld()))
    return (
        known.with_columns(*status(), *status("peer_"), by_name=service_return())
        .with_columns(own_judged=own.to_series(), peer_judged=peers.to_series())
        .pipe(_as_in_figures, cells)
        .with_columns(withhold(pl.coalesce("own_withheld", "own_judged"), NUMBERS))
        .with_columns(withhold(pl.coalesce("peer_withheld", "peer_judged"), PEER_NUMBERS, "peer_"))
        .select(
            *known.drop("unit", "fact", "question").columns,
            *("status", "status_reason", "peer_status", "peer_status_reason", "by_name"),
        )
    )


def _as_in_figures(benchmarks: pl.DataFrame, cells: pl.DataFrame) -> pl.DataFrame:
    measure = ["indicator", "period", "speaker"]
    own = cells.filter(level="authority").select(
        *measure, authority="area", own_withheld="withheld"
    )
    peers = cells.filter(pl.col("level") != "authority").select(
        *measure, peer_group="level", peer="area_name", peer_withheld="withheld"
    )
    return benchmarks.join(own, on=[*measure, "authority"], how="left", maintain_order="left").join(
        peers, on=[*measure, "peer_group", "peer"], how="left", maintain_order="left"
    )


def _own_side() -> list[pl.Expr]:
    parts = ["unit", "fact", "speaker", "numerator", "denominator", "n"]
    return [*map(pl.col, parts), pl.lit("authority").alias("level"), pl.lit(1).alias("authorities")]


def _peer_side() -> list[pl.Expr]:
    return [
        *(pl.col(same) for same in ("unit", "fact", "speaker")),
        pl.col("peer_group").alias("level"),
        pl.col("peer_numerator").alias("numerator"),
        pl.col("peer_denominator").alias("denominator"),
        pl.col("peer_denominator").alias("n"),
        pl.col("peer_authorities").alias("authorities"),
    ]


def _caseload_bands(bands: pl.DataFrame, figures: pl.DataFrame) -> pl.DataFrame:
    """Its numbers come from the screened figures, where each band is an indicator."""
    letter = pl.col("indicator").str.extract(r"^q05_caseload_band_([a-z]+)_by_")
    screened = figures.with_columns(band=letter).select(
        *BAND, "numerator", "denominator", "status", "status_reason", "by_name"
    )
    return bands.drop("count", "of").join(screened, on=BAND, how="left", maintain_order="left")


def _coverage(coverage: pl.DataFrame, limits: Thresholds) -> pl.DataFrame:
    """Of its numbers only the practitioners who answered are people; the rest count authorities."""
    asked = pl.when(pl.col("speaker") == "practitioner").then("respondents")
    cells = coverage.with_row_index("row").with_columns(
        indicator=pl.concat_str("source", "speaker", separator=" "),
        speaker=pl.lit("records"),
        unit=pl.lit("count"),
        fact=pl.lit("respondent"),
        question=pl.lit(None, pl.String),
        numerator=asked.cast(pl.Float64),
        denominator=pl.lit(None, pl.Float64),
        n=pl.lit(None, pl.Int64),
    )
    judged = close(cells.with_columns(withheld=limits.withheld()), limits).sort("row")
    return (
        coverage.with_columns(status=pl.lit(""), status_reason=pl.lit(None, pl.String))
        .with_columns(judged["withheld"], by_name=pl.lit(False))
        .with_columns(withhold(pl.col("withheld"), ["respondents"]))
        .drop("withheld")
    )
