"""Releases drawn from kinds of reviews, of which every indicator counts some."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np
import polars as pl

from iro_pipeline import authorities, benchmarks
from iro_pipeline.disclosure import PUBLIC, Tables, overlapping, protect
from iro_pipeline.disclosure.receipts import RECEIPT
from iro_pipeline.indicators import catalogue
from iro_pipeline.peers import peers
from iro_pipeline.reference import register

PERIOD = 2024
SMALL = 5
FEWEST = 10  # of fewer, none or all tells of each
CODES = [f"pn{code}" for code in range(8)]
# What each kind of review is worth among all of its fact: as in national figures, and small tails.
SHARES = (0.10, 0.45, 0.04, 0.05, 0.02, 0.09, 0.17, 0.05, 0.03)
REVIEWS = dict(zip([*CODES, "unknown"], SHARES, strict=True))
TIMELY = {"first_timely": 0.15, "first_late": 0.02, "later_timely": 0.75, "later_late": 0.08}
Kinds = tuple[tuple[str, ...], tuple[str, ...]]


def _codes(*codes: int) -> tuple[str, ...]:
    return tuple(f"pn{code}" for code in codes)


# The kinds that an indicator's numerator counts, and its denominator: reference/linked.toml.
BY_YEAR: dict[str, Kinds] = {
    **{f"participation_{code}": ((code,), tuple(CODES)) for code in CODES},
    "participation": (_codes(1, 2, 3, 5, 6), _codes(*range(1, 8))),
    "attendance": (_codes(1, 2, 3, 4), _codes(*range(1, 8))),
    "attended_without_contributing": (_codes(4), _codes(1, 2, 3, 4)),
    "no_view_conveyed": (_codes(7), _codes(*range(1, 8))),
    "views_by_advocate": (_codes(2, 5), _codes(*range(1, 8))),
    "participation_not_recorded": (("unknown",), (*CODES, "unknown")),
}
BY_QUARTER: dict[str, Kinds] = {
    "reviews_on_time": (("first_timely", "later_timely"), tuple(TIMELY)),
    "later_reviews_on_time": (("later_timely",), ("later_timely", "later_late")),
}
KINDS = BY_YEAR | BY_QUARTER
NO_LIST = pl.LazyFrame(schema={"list": pl.Int64, "partnership": pl.String, "la_code": pl.String})
NO_NEIGHBOUR = {"model": pl.Int64, "la_code": pl.String, "neighbour_la_code": pl.String}
NO_COVERAGE = {
    **dict.fromkeys(["source", "speaker", "level", "area", "area_name", "region"], pl.String),
    **dict.fromkeys(["period", "authorities", "of", "respondents"], pl.Int64),
}
NO_COUNCIL = {
    **dict.fromkeys(["authority", "authority_name", "region", "period_label"], pl.String),
    **dict.fromkeys(["measure", "unit", "bound", "quote_kind", "source_url"], pl.String),
    **dict.fromkeys(["period", "dfe_children", "dfe_vintage"], pl.Int64),
    **dict.fromkeys(["value", "dfe_rate_per_10000"], pl.Float64),
    "dfe_children_status": pl.String,
}
OWN = ["indicator", "part", "authority", "level", "period", "quarter", "value"]


@cache
def standing() -> pl.DataFrame:
    """The authorities there are, one row each, of the one year drawn."""
    return authorities.in_period(PERIOD).with_columns(period=pl.lit(PERIOD, pl.Int64))


def some(rng: np.random.Generator, regions: int = 2) -> pl.DataFrame:
    """A few authorities of a few regions: nobody else sent anything."""
    there = standing().filter(pl.col("region") != "London")
    names = rng.choice(there["region"].unique().sort().to_numpy(), regions, replace=False)
    own = [there.filter(region=name).sort("authority") for name in names]
    sizes = [min(each.height, int(rng.integers(4, 6))) for each in own]
    return pl.concat(
        each[np.sort(rng.choice(each.height, size, replace=False))]
        for each, size in zip(own, sizes, strict=True)
    )


def drawn(rng: np.random.Generator, places: pl.DataFrame) -> pl.DataFrame:
    """One row per authority, quarter (0: told by year only) and kind, with its `count`."""
    rows = []
    for area in places["authority"]:
        size = float(np.exp(rng.normal(4.8, 0.9)))
        for quarter in range(5):
            kinds = REVIEWS if quarter == 0 else TIMELY
            shares = rng.dirichlet(np.array(list(kinds.values())) * 25)
            counts = rng.poisson(size * (1 if quarter == 0 else 0.3) * shares)
            rows += [(area, quarter, *each) for each in zip(kinds, counts.tolist(), strict=True)]
    schema = {"authority": pl.String, "quarter": pl.Int64, "kind": pl.String, "count": pl.Int64}
    return pl.DataFrame(rows, schema=schema, orient="row")


def sums(counts: pl.DataFrame, kinds: Mapping[str, Kinds] = KINDS) -> pl.DataFrame:
    """Each indicator's numerator and denominator, by authority and quarter, 0 the year."""
    kept = ["indicator", "authority", "quarter"]
    by_year = counts.group_by("authority", "kind", maintain_order=True).agg(pl.sum("count"))
    both = pl.concat(
        [
            by_year.select("authority", "kind", "count", quarter=pl.lit(0, pl.Int64)),
            counts.filter(pl.col("quarter") > 0).select("authority", "kind", "count", "quarter"),
        ]
    )
    members = pl.DataFrame(
        [
            (name, part, kind)
            for name, counted in kinds.items()
            for part, those in zip(("numerator", "denominator"), counted, strict=True)
            for kind in those
        ],
        schema=["indicator", "part", "kind"],
        orient="row",
    )
    long = both.join(members, on="kind").group_by(*kept, "part").agg(pl.sum("count"))
    return (
        long.pivot("part", index=kept, values="count")
        .with_columns(pl.col("numerator", "denominator").cast(pl.Float64).fill_null(0))
        .sort(kept)
    )


def tables(added: pl.DataFrame) -> Tables:
    """A release of these sums, nothing withheld yet."""
    there = standing()
    terms = catalogue.terms().select("indicator", "speaker", "dated").collect()
    rows = added.join(terms, on="indicator", maintain_order="left").with_columns(
        period=pl.lit(PERIOD, pl.Int64),
        n=pl.col("denominator").cast(pl.Int64),
        untold=pl.lit(0.0),
        squares=pl.lit(None, pl.Float64),
    )
    own = benchmarks.own_figures(rows.filter(quarter=0).drop("quarter", "dated").lazy(), there)
    by_quarter = rows.filter(pl.col("quarter") > 0, pl.col("dated").is_not_null())
    quarters = by_quarter.drop("speaker", "squares", "dated")
    figures = benchmarks.figures(own, there)
    groups = peers(there.lazy(), pl.LazyFrame(schema=NO_NEIGHBOUR), NO_LIST).collect().lazy()
    return Tables(
        figures=figures,
        benchmarks=benchmarks.benchmarks(own, groups, there).with_columns(reliability=pl.lit(1.0)),
        spread=benchmarks.spread(own),
        series=benchmarks.series(quarters, there),
        trends=benchmarks.trends(quarters, there),
        groups=overlapping.groups(groups).collect(),
        caseload_bands=benchmarks.caseload_bands(figures.lazy()).collect(),
        coverage=pl.DataFrame(schema=NO_COVERAGE),
        published_figures=pl.DataFrame(schema=NO_COUNCIL),
        indicators=catalogue.terms().collect(),
        authorities=register(),
        receipts=pl.DataFrame(schema=RECEIPT),
    )


@dataclass(frozen=True)
class Release:
    """What stands behind a release (`true`), the public tables, `shown`; CPU s of protecting."""

    true: Tables
    shown: dict[str, pl.DataFrame]
    seconds: float

    @classmethod
    def of(cls, true: Tables) -> "Release":
        start = time.process_time()
        seen = protect(true, PUBLIC).tables
        wanted = ("figures", "series", "benchmarks")
        shown = {name: pl.DataFrame(seen[name]) for name in wanted}
        return cls(true, shown, time.process_time() - start)

    def rows(self) -> pl.DataFrame:
        """Every figure with its `status`, and `few`: whether a number of it is small."""
        key = ["indicator", "level", "area", "period", "quarter"]
        rest = pl.col("denominator") - pl.col("numerator")
        parts = pl.col("numerator"), pl.col("denominator"), rest
        small = pl.any_horizontal(each.is_between(1, SMALL) for each in parts)
        status = _quartered(self.shown["figures"], self.shown["series"], [*key, "status"])
        return (
            behind(self.true)
            .join(status, on=key)
            .with_columns(few=small | (pl.col("denominator") < FEWEST))
        )

    def withheld(self) -> dict[str, int]:
        """How many figures there are, how many a rule withholds, and how many protect those."""
        rows = self.rows()
        hidden = rows.filter(status="c")
        by_rule = hidden.filter("few").height
        return {
            "figures": rows.height,
            "by_rule": by_rule,
            "to_protect": hidden.height - by_rule,
        }


def behind(true: Tables) -> pl.DataFrame:
    """Every figure's true numbers: one row per indicator, area and quarter, 0 the year."""
    key = ["indicator", "level", "area", "period", "quarter", "numerator", "denominator"]
    return _quartered(true.figures, true.series, key)


def _quartered(years: pl.DataFrame, quarters: pl.DataFrame, columns: list[str]) -> pl.DataFrame:
    both = years.with_columns(quarter=0), quarters
    return pl.concat(
        each.with_columns(pl.col("quarter").cast(pl.Int64)).select(columns) for each in both
    )


def known(rows: pl.DataFrame) -> pl.DataFrame:
    """What each area is made of, part by part, as the audit takes it."""
    rest = pl.col("denominator") - pl.col("numerator")
    return (
        rows.with_columns(rest=rest, quarter=pl.col("quarter").replace(0, None))
        .rename({"area": "authority"})
        .unpivot(
            ["numerator", "denominator", "rest"],
            index=["indicator", "authority", "level", "period", "quarter"],
            variable_name="part",
        )
        .select(OWN)
    )
