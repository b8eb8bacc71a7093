"""What is withheld from everyone, whoever they are: found once for all audiences."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import polars as pl

from iro_pipeline.contracts import Contract
from iro_pipeline.disclosure import (
    comparisons,
    nearest,
    protecting,
    quarters,
    receipts,
    rounding,
    survey,
)
from iro_pipeline.disclosure.changes import before, change_shown, only
from iro_pipeline.disclosure.judging import judged
from iro_pipeline.disclosure.people import one_vote_each, service_return
from iro_pipeline.disclosure.subtraction import close
from iro_pipeline.disclosure.symbols import CHANGE, NUMBERS, ONE_VOTE, status, withhold
from iro_pipeline.disclosure.thresholds import Thresholds, unreliable
from iro_pipeline.disclosure.wording import of_areas, of_authorities

VALUES = ["value", "lower", "upper", "change"]
BAND = ["level", "area", "period", "speaker", "band"]


def nobody_agreed() -> pl.DataFrame:
    """The authorities that agreed to be contacted, where none did."""
    return Contract.load("processed/agreed_to_contact").empty()


@dataclass(frozen=True)
class Tables:
    """
    What a release is made from, as it is, nothing withheld: tables of data/processed/.

    `indicators` is the catalogue's terms, `authorities` the register, `receipts` one row an
    arrival (`receipts.listed`), `survey` the tables of what surveys say, by their names, `before`
    what earlier releases said.
    """

    figures: pl.DataFrame
    benchmarks: pl.DataFrame
    groups: pl.DataFrame
    caseload_bands: pl.DataFrame
    coverage: pl.DataFrame
    spread: pl.DataFrame
    series: pl.DataFrame
    trends: pl.DataFrame
    published_figures: pl.DataFrame
    indicators: pl.DataFrame
    authorities: pl.DataFrame
    receipts: pl.DataFrame
    survey: Mapping[str, pl.DataFrame] = field(default_factory=survey.nothing)
    before: protecting.Before = field(default_factory=protecting.Before)
    agreed_to_contact: pl.DataFrame = field(default_factory=nobody_agreed)


def screen(tables: Tables) -> Tables:
    """
    Status and reason beside every cell; `by_name` marks what only some audiences may see.

    Raises ValueError for a figure of an indicator that the catalogue does not have.
    """
    limits = Thresholds.load()
    asked = pl.col("question").replace("", None)  # the same for all answers that add up
    terms = tables.indicators.select("indicator", "unit", "fact", question=asked)
    known = _with_largest(_known(tables.figures, terms))
    years = close(judged(known, limits), limits)
    by_year_and_quarter = years, quarters.judged(_known(tables.series, terms), years, limits)
    cells, quarterly = protecting.protected(*by_year_and_quarter, tables.before, limits)
    by_quarter = quarters.screen(quarterly, limits)
    figures = _figures(_with_reliability(cells, tables.benchmarks), tables.figures.columns, limits)
    return Tables(
        figures=figures,
        benchmarks=comparisons.benchmarks(
            _known(tables.benchmarks, terms), tables.groups, cells, limits
        ),
        groups=tables.groups,
        caseload_bands=_caseload_bands(tables.caseload_bands, figures),
        coverage=_coverage(tables.coverage, limits),
        # Of ten authorities and more together: whoever is withheld is not told apart in it.
        spread=_spread(tables.spread, cells),
        series=by_quarter,
        trends=quarters.trends(_known(tables.trends, terms), by_quarter, limits),
        # Out already, by the council's own hand.
        published_figures=tables.published_figures,
        indicators=tables.indicators,
        authorities=tables.authorities.rename({"gss_code": "authority"}),
        receipts=receipts.screen(tables.receipts, limits),
        survey=survey.screen(tables.survey, cells, limits),
        # A service's answer: the gate gives each reader those of its own network and neighbours.
        agreed_to_contact=tables.agreed_to_contact,
    )


def _known(table: pl.DataFrame, terms: pl.DataFrame) -> pl.DataFrame:
    known = table.join(terms, on="indicator", how="left", maintain_order="left")
    if strangers := known["unit"].null_count():
        raise ValueError(f"{strangers} rows are of indicators that the catalogue does not have")
    return known


def _with_largest(figures: pl.DataFrame) -> pl.DataFrame:
    """Beside each figure how many of its `n` rows are of the authority with the most of them."""
    measure = ["indicator", "period", "speaker"]
    own = figures.filter(level="authority")
    of_region = own.group_by(*measure, "region").agg(in_region=pl.max("n"))
    of_england = own.group_by(measure).agg(in_england=pl.max("n"))
    return (
        figures.join(of_region, on=[*measure, "region"], how="left", maintain_order="left")
        .join(of_england, on=measure, how="left", maintain_order="left")
        .with_columns(
            largest=pl.when(level="authority")
            .then("n")
            .when(level="region")
            .then("in_region")
            .otherwise("in_england")
        )
        .drop("in_region", "in_england")
    )


def _figures(cells: pl.DataFrame, columns: list[str], limits: Thresholds) -> pl.DataFrame:
    named = service_return() & (pl.col("level") == "authority")
    area = ["level", "area", "indicator", "speaker"]
    return (
        cells.with_columns(*status(), by_name=named)
        .with_columns(withhold(unreliable(limits), NUMBERS, as_="u"))
        .with_columns(withhold(pl.col("withheld"), NUMBERS))
        .with_columns(only(~one_vote_each(), ["numerator"]))
        .pipe(before, area)
        .with_columns(change_shown("", CHANGE, limits))
        .with_columns(of_areas(["value", "change"]))
        .with_columns(of_authorities(NUMBERS))
        .with_columns(rounding.counts(limits))
        .with_columns(rounding.values(VALUES, limits))
        .pipe(nearest.retold, limits)
        .select(*columns, "status", "status_reason", "by_name", rounding=rounding.base(limits))
    )


def _spread(spread: pl.DataFrame, cells: pl.DataFrame) -> pl.DataFrame:
    """Its centre is England's figure, and goes with it."""
    england = cells.filter(pl.col("level") == "england", pl.col("withheld").is_not_null())
    shown = spread.join(england, on=["indicator", "period"], how="anti", maintain_order="left")
    return rounding.spreads(shown)


def _with_reliability(cells: pl.DataFrame, benchmarks: pl.DataFrame) -> pl.DataFrame:
    own = benchmarks.select("indicator", "period", "reliability", area="authority")
    own = own.drop_nulls("reliability").unique(["indicator", "period", "area"])
    return cells.join(own, on=["indicator", "period", "area"], how="left", maintain_order="left")


def _caseload_bands(bands: pl.DataFrame, figures: pl.DataFrame) -> pl.DataFrame:
    """Its numbers come from the screened figures, where each band is an indicator."""
    letter = pl.col("indicator").str.extract(r"^q05_caseload_band_([a-z]+)_by_")
    counts = ["numerator", "denominator"]
    screened = (
        figures.with_columns(band=letter)
        .with_columns(withhold(pl.when(one_vote_each()).then(pl.lit(ONE_VOTE)), counts))
        .select(*BAND, *counts, "status", "status_reason", "by_name")
    )
    return bands.drop("count", "of").join(screened, on=BAND, how="left", maintain_order="left")


def _coverage(coverage: pl.DataFrame, limits: Thresholds) -> pl.DataFrame:
    """
    Of its numbers only the practitioners who answered are people; the rest count authorities.

    They are as many as a figure's answers, and are withheld where those are; nobody is shown.
    """
    people = pl.col("speaker") == "practitioner"
    asked = pl.when(people & (pl.col("respondents") > 0)).then("respondents")
    cells = coverage.with_row_index("row").with_columns(
        indicator=pl.concat_str("source", "speaker", separator=" "),
        speaker=pl.when(asked.is_not_null()).then("speaker").otherwise(pl.lit("records")),
        unit=pl.lit("count"),
        fact=pl.lit("respondent"),
        question=pl.lit(None, pl.String),
        numerator=asked.cast(pl.Float64),
        denominator=pl.lit(None, pl.Float64),
        n=asked,
        largest=pl.lit(None, pl.Int64),
    )
    judged = close(cells.with_columns(withheld=limits.withheld()), limits).sort("row")
    return (
        coverage.with_columns(status=pl.lit(""), status_reason=pl.lit(None, pl.String))
        .with_columns(judged["withheld"], by_name=pl.lit(False))
        .with_columns(withhold(pl.col("withheld"), ["respondents"]))
        .drop("withheld")
    )
