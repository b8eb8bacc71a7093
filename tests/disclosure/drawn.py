"""Releases drawn from a few indicator values: areas, peers and bands follow from them."""

from dataclasses import replace
from functools import cache

import polars as pl

from iro_pipeline import authorities, benchmarks
from iro_pipeline.disclosure import Audience, Protected, Tables, overlapping, protect
from iro_pipeline.disclosure.receipts import RECEIPT
from iro_pipeline.indicators import catalogue
from iro_pipeline.peers import peers
from iro_pipeline.reference import register
from tests.measured import with_nothing_untold
from tests.tables import table

ON_TIME = "reviews_on_time"
SCORE = "q15_service_resourced_score_by_practitioner"
RETURNED = "q15_service_resourced_score_by_service"
PER_IRO = "children_per_iro"
ABOVE_70 = "iros_above_70"
ENQUIRIES = "cafcass_enquiries"

# Four of the North West, three of the North East.
BOLTON, BURY, MANCHESTER, OLDHAM = "E08000001", "E08000002", "E08000003", "E08000004"
GATESHEAD, SUNDERLAND, DURHAM = "E08000037", "E08000024", "E06000047"
NORTH_EAST, NORTH_WEST, ENGLAND = "E12000001", "E12000002", "E92000001"

ALONE = pl.LazyFrame(schema={"list": pl.Int64, "partnership": pl.String, "la_code": pl.String})
NO_QUARTERS = pl.DataFrame(
    schema={
        **{"indicator": pl.String, "authority": pl.String, "period": pl.Int64},
        **{"quarter": pl.Int64, "numerator": pl.Float64, "denominator": pl.Float64},
        **{"n": pl.Int64, "untold": pl.Float64},
    }
)
COVERAGE = {
    "source": pl.String,
    "period": pl.Int64,
    "speaker": pl.String,
    "level": pl.String,
    "area": pl.String,
    "area_name": pl.String,
    "region": pl.String,
    "authorities": pl.Int64,
    "of": pl.Int64,
    "respondents": pl.Int64,
}


BY_COUNCILS = {
    "period": pl.Int64,
    "value": pl.Float64,
    "dfe_children": pl.Int64,
    "dfe_rate_per_10000": pl.Float64,
    "dfe_vintage": pl.Int64,
}
# One of each region; of Bolton a count that any other table would withhold.
PUBLISHED = (
    table(
        """
        | authority | authority_name | region     | period_label | period | value | dfe_children |
        |-----------|----------------|------------|--------------|--------|-------|--------------|
        | E08000001 | Bolton         | North West | 2023/24      | 2024   | 3     | 600          |
        | E08000024 | Sunderland     | North East | 2023/24 Q1   |        | 80    |              |
        """,
        **{name: BY_COUNCILS[name] for name in ("period", "value", "dfe_children")},
    )
    .with_columns(
        measure=pl.lit("iro_headcount"),
        unit=pl.lit("count"),
        bound=pl.lit("exact"),
        quote_kind=pl.lit("verbatim"),
        source_url=pl.lit("https://example.org/report"),
        dfe_children_status=pl.lit(""),
        dfe_rate_per_10000=pl.lit(90.0),
        dfe_vintage=pl.lit(2024, pl.Int64),
    )
    .collect()
)


def drawn(
    drawing: str, neighbours: pl.LazyFrame | None = None, reliability: float | None = 1.0
) -> Tables:
    """Tables of one year from rows of indicator, authority, numerator, denominator and n."""
    values = table(drawing, numerator=pl.Float64, denominator=pl.Float64, n=pl.Int64)
    return made(values.with_columns(period=pl.lit(2024, pl.Int64)), neighbours, reliability)


def made(
    values: pl.LazyFrame, neighbours: pl.LazyFrame | None = None, reliability: float | None = 1.0
) -> Tables:
    """The same from a frame with a period."""
    speaker = catalogue.terms().select("indicator", "speaker")
    indicators = values.join(speaker, on="indicator", maintain_order="left")
    there = in_2024()
    standing = there.collect(engine="in-memory")
    own = benchmarks.own_figures(with_nothing_untold(indicators), standing)
    figures = benchmarks.figures(own, standing)
    together = peers_alone() if neighbours is None else peers(there, neighbours, ALONE)
    return Tables(
        figures=figures,
        # Few authorities are drawn, from which nobody could tell it: test_reliability.py does.
        benchmarks=benchmarks.benchmarks(own, together, standing).with_columns(
            reliability=pl.lit(reliability)
        ),
        spread=benchmarks.spread(own),
        series=benchmarks.series(NO_QUARTERS, standing),
        trends=benchmarks.trends(NO_QUARTERS, standing),
        groups=overlapping.groups(together).collect(),
        caseload_bands=benchmarks.caseload_bands(figures.lazy()).collect(engine="in-memory"),
        coverage=pl.DataFrame(schema=COVERAGE),
        published_figures=PUBLISHED,
        indicators=catalogue.terms().collect(engine="in-memory"),
        authorities=register(),
        receipts=pl.DataFrame(schema=RECEIPT),
    )


def seen(protected: Protected, name: str) -> pl.DataFrame:
    """A table as its audience sees it."""
    return pl.DataFrame(protected.tables[name])


def shown(tables: Tables, audience: Audience, where: pl.Expr) -> dict[str, float | None]:
    """The values of figures by area, null where withheld."""
    figures = seen(protect(tables, audience), "figures").filter(where)
    assert figures.filter((pl.col("status") == "") != pl.col("value").is_not_null()).is_empty()
    return dict(figures.select("area", "value").sort("area").rows())


def in_2024() -> pl.LazyFrame:
    return authorities.in_period(2024).lazy().with_columns(period=pl.lit(2024, pl.Int64))


@cache
def peers_alone() -> pl.LazyFrame:
    """England and the regions, without a model of statistical neighbours."""
    none = {"model": pl.Int64, "la_code": pl.String, "neighbour_la_code": pl.String}
    return peers(in_2024(), pl.LazyFrame(schema=none), ALONE).collect().lazy()


NOTHING = table(
    """
    | indicator | authority | period | numerator | denominator | n |
    |-----------|-----------|--------|-----------|-------------|---|
    """,
    period=pl.Int64,
    numerator=pl.Float64,
    denominator=pl.Float64,
    n=pl.Int64,
)
SURVEY = """
    | speaker      | level     | area      | region     | authorities | of | respondents |
    |--------------|-----------|-----------|------------|-------------|----|-------------|
    | practitioner | authority | E08000001 | North West | 1           | 1  | 3           |
    | practitioner | authority | E08000002 | North West | 1           | 1  | 7           |
    | practitioner | authority | E08000003 | North West | 0           | 1  | 0           |
    | practitioner | authority | E08000004 | North West | 1           | 1  | 9           |
    | practitioner | region    | E12000002 | North West | 3           | 24 | 19          |
    | service      | authority | E08000001 | North West | 1           | 1  | 1           |
    | records      | authority | E08000001 | North West | 1           | 1  |             |
"""


def covering(drawing: str) -> Tables:
    counts = dict.fromkeys(["authorities", "of", "respondents"], pl.Int64)
    rows = table(drawing, **counts)
    coverage = rows.with_columns(
        source=pl.lit("state_of_the_nation"), period=pl.lit(2024, pl.Int64), area_name="area"
    ).select(*COVERAGE)
    return replace(made(NOTHING), coverage=coverage.collect())
