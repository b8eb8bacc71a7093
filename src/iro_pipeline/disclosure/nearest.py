"""
The profile `nearest_5`: shares, intervals and changes of the counts that are told.

A share of exact counts gives them back, to one decimal as well as in full. So nothing stands beside
rounded counts that is made of exact ones but words, and what is made of many areas or quarters.
"""

import polars as pl

from iro_pipeline.benchmarks.values import counted_interval, ratio
from iro_pipeline.disclosure.people import means
from iro_pipeline.disclosure.rounding import of_people
from iro_pipeline.disclosure.thresholds import Thresholds
from iro_pipeline.indicators import catalogue

ONE = 1  # decimal of a mean, whose sum is not told
OF_EXACT = [
    *("estimate", "estimate_lower", "estimate_upper", "reliability", "quartile_probability"),
    *("distance", "distance_by_chance", "mean", "limit_low", "limit_high"),
]


def retold(rows: pl.DataFrame, limits: Thresholds) -> pl.DataFrame:
    """A cell's value and interval, of its rounded counts; without what is made of exact ones."""
    if not limits.of_counts_told:
        return rows
    hidden = [name for name in OF_EXACT if name in rows.columns]
    ends = zip(("lower", "upper"), counted_interval(), strict=True)
    return (
        _with_terms(rows)
        .with_columns(
            _where_told("value", _value("")),
            *(_where_told(name, _of_mean(name, end)) for name, end in ends),
            *(pl.when(~of_people()).then(pl.col(name)).alias(name) for name in hidden),
            _without_sum("numerator"),
        )
        .select(rows.columns)
    )


def compared(rows: pl.DataFrame, limits: Thresholds) -> pl.DataFrame:
    """The same of the peers beside an authority, and its change as that of the values told."""
    if not limits.of_counts_told:
        return rows
    mine = ["indicator", "speaker", "previous_authority", "previous_period"]
    earlier = rows.select(
        "indicator",
        "speaker",
        previous_authority="authority",
        previous_period="period",
        then="value",
    ).unique(mine, keep="first", maintain_order=True)
    told = (
        _with_terms(rows)
        .with_columns(_where_told("peer_value", _value("peer_")), _without_sum("peer_numerator"))
        .join(earlier, on=mine, how="left", maintain_order="left")
        .with_columns(_where_told("previous_value", pl.col("then")))
        .with_columns(_where_told("change", pl.col("value") - pl.col("previous_value")))
    )
    return told.select(rows.columns)


def _with_terms(rows: pl.DataFrame) -> pl.DataFrame:
    terms = catalogue.terms().select("indicator", "scale", "chance").collect()
    return rows.join(terms, on="indicator", how="left", maintain_order="left")


def _where_told(name: str, otherwise: pl.Expr) -> pl.Expr:
    """`otherwise` where there is a number that counts people from records."""
    there = of_people() & pl.col(name).is_not_null()
    return pl.when(there).then(otherwise).otherwise(pl.col(name)).alias(name)


def _value(whose: str) -> pl.Expr:
    """Of what is counted alone the count; of a group's, their mean, which is rounded already."""
    alone = pl.col(f"{whose}denominator").is_null()
    own = (pl.col("level") == "authority") & pl.lit(not whose)
    count = pl.when(own).then(pl.col(f"{whose}numerator")).otherwise(pl.col(f"{whose}value"))
    return _of_mean(f"{whose}value", pl.when(alone).then(count).otherwise(ratio(whose)))


def _of_mean(name: str, otherwise: pl.Expr) -> pl.Expr:
    return pl.when(means()).then(pl.col(name).round(ONE)).otherwise(otherwise)


def _without_sum(name: str) -> pl.Expr:
    return pl.when(~(of_people() & means())).then(pl.col(name)).alias(name)
