"""What must hold of any release, whatever the figures."""

from collections import defaultdict
from collections.abc import Iterator

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from iro_pipeline.disclosure import PUBLIC, Audience, Tables, protect, protect_each
from tests.disclosure.drawn import (
    ABOVE_70,
    BOLTON,
    BURY,
    DURHAM,
    ENGLAND,
    GATESHEAD,
    MANCHESTER,
    ON_TIME,
    RETURNED,
    SCORE,
    SUNDERLAND,
    made,
    seen,
)

REGIONS = {
    "North West": (BOLTON, BURY, MANCHESTER),
    "North East": (GATESHEAD, SUNDERLAND, DURHAM),
}
AUTHORITIES = [authority for members in REGIONS.values() for authority in members]
AUDIENCES = [
    PUBLIC,
    *(Audience("network", region) for region in REGIONS),
    *(Audience("authority", authority) for authority in AUTHORITIES),
]
VALUES = {
    "indicator": pl.String,
    "authority": pl.String,
    "numerator": pl.Float64,
    "denominator": pl.Float64,
    "n": pl.Int64,
}


SUMS = ["numerator", "denominator", "n", "authorities"]


@st.composite
def shares(draw: st.DrawFn, indicator: str) -> list[tuple]:
    """Counts of people, small ones often."""
    rows = []
    for authority in draw(st.lists(st.sampled_from(AUTHORITIES), unique=True)):
        whole = draw(st.integers(1, 30))
        part = draw(st.integers(0, whole))
        rows.append((indicator, authority, part, whole, whole))
    return rows


@st.composite
def scores(draw: st.DrawFn, indicator: str, most: int) -> list[tuple]:
    rows = []
    for authority in draw(st.lists(st.sampled_from(AUTHORITIES), unique=True)):
        given_by = draw(st.lists(st.integers(1, 5), min_size=1, max_size=most))
        rows.append((indicator, authority, sum(given_by), len(given_by), len(given_by)))
    return rows


releases = st.tuples(shares(ON_TIME), shares(ABOVE_70), scores(SCORE, 14), scores(RETURNED, 1)).map(
    lambda parts: [row for part in parts for row in part]
)


@settings(deadline=None, max_examples=10)
@given(releases.filter(bool))
def test_no_audience_is_shown_what_a_rule_withholds(rows: list[tuple]):
    tables = tabled(rows)
    for protected in protect_each(tables, AUDIENCES):
        for figure in seen(protected, "figures").filter(status="").to_dicts():
            assert allowed(figure), figure
            if figure["speaker"] == "service" and figure["level"] == "authority":
                assert figure["area"] in network(protected.audience)
        for row in seen(protected, "benchmarks").to_dicts():
            if row["speaker"] == "service" and row["authority"] not in network(protected.audience):
                assert row["value"] is row["numerator"] is row["n"] is None


@settings(deadline=None, max_examples=10)
@given(releases.filter(bool))
def test_no_total_shown_leaves_too_little_when_the_parts_shown_are_taken_away(rows: list[tuple]):
    tables = tabled(rows)
    figures = seen(protect(tables, PUBLIC), "figures")
    raw = {(row["indicator"], row["area"]): row for row in tables.figures.to_dicts()}
    for indicator, parts in families(figures):
        hidden = [raw[indicator, part["area"]] for part in parts if part["status"] == "c"]
        rest = {name: sum(part[name] for part in hidden) for name in SUMS}
        assert not hidden or (len(hidden) > 1 and allowed({**hidden[0], **rest, "level": "rest"}))


def allowed(figure: dict) -> bool:
    """The rules again, in other words than the code's."""
    together = figure["level"] == "authority" or figure["authorities"] >= 3
    if figure["speaker"] == "service":
        return together
    if figure["speaker"] == "practitioner":
        return figure["n"] >= 10 and together
    part, whole = figure["numerator"], figure["denominator"]
    enough = figure["n"] >= 10 or figure["indicator"] != ABOVE_70
    return enough and not {part, whole, whole - part, figure["n"]} & {1, 2, 3, 4, 5}


def families(figures: pl.DataFrame) -> Iterator[tuple[str, list[dict]]]:
    """Each total that is shown, with its parts; a region's service returns have no total."""
    parts, totals = defaultdict(list), set()
    for row in figures.to_dicts():
        if row["level"] != "authority" and row["status"] == "":
            totals.add((row["indicator"], row["region"] or ENGLAND))
        if row["level"] == "region":
            parts[row["indicator"], ENGLAND].append(row)
        if row["level"] == "authority" and row["speaker"] != "service":
            parts[row["indicator"], row["region"]].append(row)
    return ((indicator, parts[indicator, area]) for indicator, area in totals)


def network(audience: Audience) -> tuple[str, ...]:
    if audience.kind == "network":
        return REGIONS[audience.area]
    return (audience.area,)


def tabled(rows: list[tuple]) -> Tables:
    values = pl.LazyFrame(rows, schema=VALUES, orient="row")
    return made(values.with_columns(period=pl.lit(2024, pl.Int64)))
