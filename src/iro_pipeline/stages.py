"""From facts to the tables that may be published: indicators, and each authority beside others."""

from collections.abc import Iterable

import polars as pl

from iro_pipeline import authorities, benchmarks, coverage, survey
from iro_pipeline.disclosure import overlapping
from iro_pipeline.indicators import catalogue
from iro_pipeline.peers import peers
from iro_pipeline.published import published_figures
from iro_pipeline.workspace import Workspace

FACTS = (
    "allocated",
    "answer",
    "appointment",
    "care_year",
    "caseload",
    "challenges",
    "child_participation",
    "cla_statistic",
    "cost",
    "dispute",
    "enquiries",
    "form",
    "iro",
    "iro_days",
    "iro_team",
    "looked_after",
    "move",
    "neighbour",
    "overdue",
    "partnership",
    "published_figure",
    "record",
    "reported_reviews",
    "return_module",
    "return_quality",
    "review",
    "review_due",
    "reviewed_child",
    "service",
)


def measure_indicators(workspace: Workspace) -> None:
    """Sum every indicator's two parts for each authority and year."""
    workspace.write("indicators", catalogue.indicators(at_rest(workspace)))


def compare_with_peers(workspace: Workspace) -> None:
    """Set each authority beside England, its region, its neighbours and its partnerships."""
    told, indicators = at_rest(workspace), workspace.scan("indicators")
    there = standing(told.values())
    together, standing_then = peers(there, told["neighbour"], told["partnership"]), there.collect()
    workspace.write("overlapping_groups", overlapping.groups(together))
    measured = benchmarks.own_figures(indicators, standing_then)
    own = measured.filter(~catalogue.of_areas_only())
    of_all = benchmarks.figures(measured, standing_then)
    single = catalogue.of_areas_only() & (pl.col("level") == "authority")
    workspace.write("figures", of_all.filter(~single))
    workspace.write("benchmarks", benchmarks.benchmarks(own, together, standing_then))
    workspace.write("spread", benchmarks.spread(own))
    quarters = catalogue.by_quarter(told).collect()
    workspace.write("series", benchmarks.series(quarters, standing_then))
    workspace.write("trends", benchmarks.trends(quarters, standing_then))
    workspace.write("caseload_bands", benchmarks.caseload_bands(workspace.scan("figures")))
    workspace.write("coverage", coverage.coverage(told, there))
    for name, table in survey.tables(told, there).items():
        workspace.write(name, table)
    workspace.write("agreed_to_contact", survey.agreed_to_contact(told["form"]))
    published = published_figures(told["published_figure"], told["cla_statistic"])
    workspace.write("published_figures", published)


def at_rest(workspace: Workspace) -> dict[str, pl.LazyFrame]:
    """The facts, by their tables' names."""
    return {name: workspace.scan(f"facts/{name}") for name in FACTS}


def standing(told: Iterable[pl.LazyFrame]) -> pl.LazyFrame:
    """The authorities that existed in each period that any fact speaks of."""
    dated = [fact.select("period") for fact in told if {"authority", "period"} <= _columns(fact)]
    periods = pl.concat(dated).unique().drop_nulls().collect()["period"].sort()
    schema = {**authorities.in_period(2024).schema, "period": pl.Int64()}
    lists = [
        authorities.in_period(period).lazy().with_columns(period=pl.lit(period, pl.Int64))
        for period in periods
    ]
    return pl.concat([pl.LazyFrame(schema=schema), *lists])


def _columns(fact: pl.LazyFrame) -> set[str]:
    return set(fact.collect_schema())
