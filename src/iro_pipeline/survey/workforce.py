"""The children and the IROs of each authority: what answers are weighed by and measured against."""

from collections.abc import Mapping

import polars as pl

from iro_pipeline.benchmarks import OWNER
from iro_pipeline.reference import register

FURTHEST = 3  # years between a wave and the number it is weighed by; our own choice


def workforce(facts: Mapping[str, pl.LazyFrame], authorities: pl.LazyFrame) -> pl.DataFrame:
    """
    One row per authority and period: its looked-after children, its IROs, and how they are known.

    The nearest year with a number, at most three away. `children`: DfE's, else its own return's.
    `iros`: heads of its allocations, else the WTE of its service return as whole people; where it
    sent neither (`iros_known` false), its children at the rate of all who did.
    """
    named = authorities.select(*OWNER, "region").join(identity(), on="authority", how="left")
    asked = named.unique(OWNER).collect()
    told = (
        asked.join(_nearest(asked, _children(facts), "children"), on=OWNER, how="left")
        .join(_nearest(asked, _heads(facts), "iros"), on=OWNER, how="left")
        .join(_nearest(asked, _dual(facts), "dual_role"), on=OWNER, how="left")
    )
    return _completed(told).sort(OWNER)


def nearest(asked: pl.DataFrame, told: pl.DataFrame, name: str) -> pl.DataFrame:
    """
    Of each authority and period `asked` about (with its la_code) the number of the nearest year.

    `told`: authority, period, the column `name` and `rank`, by which the better of one year wins.
    """
    by_identity = told.join(identity().collect(), on="authority").select(
        "la_code", "rank", name, year="period"
    )
    apart = (pl.col("year") - pl.col("period")).abs()
    return (
        asked.select(*OWNER, "la_code")
        .join(by_identity, on="la_code")
        .filter(apart <= FURTHEST)
        .sort(*OWNER, apart, "rank", "year")
        .unique(OWNER, keep="first", maintain_order=True)
        .select(*OWNER, name, pl.col("year").alias(f"{name}_year"))
    )


def _nearest(asked: pl.DataFrame, told: list[pl.LazyFrame], name: str) -> pl.DataFrame:
    ranked = [each.with_columns(rank=pl.lit(rank)) for rank, each in enumerate(told)]
    return nearest(asked, pl.concat(ranked).drop_nulls(name).collect(), name)


def identity() -> pl.LazyFrame:
    """Each code that an authority has had, with its lasting `la_code`."""
    return register().lazy().select("la_code", authority="gss_code").unique()


def _children(facts: Mapping[str, pl.LazyFrame]) -> list[pl.LazyFrame]:
    own = facts["looked_after"].group_by(OWNER).agg(children=_whole(~pl.col("short_breaks")))
    return [facts["cla_statistic"].select(*OWNER, "children"), own.select(*OWNER, "children")]


def _heads(facts: Mapping[str, pl.LazyFrame]) -> list[pl.LazyFrame]:
    allocated = facts["iro"].group_by(OWNER).agg(iros=pl.len().cast(pl.Int64))
    stated = facts["caseload"].filter(pl.col("iro_wte") > 0)
    return [
        allocated.select(*OWNER, "iros"),
        stated.select(*OWNER, iros=pl.col("iro_wte").ceil().cast(pl.Int64)),
    ]


def _dual(facts: Mapping[str, pl.LazyFrame]) -> list[pl.LazyFrame]:
    return [facts["service"].select(*OWNER, "dual_role")]


def _completed(told: pl.DataFrame) -> pl.DataFrame:
    both = pl.col("iros").is_not_null() & pl.col("children").is_not_null()
    sums = [pl.col(name).filter(both).sum().over("period") for name in ("iros", "children")]
    rate = pl.when(sums[1] > 0).then(sums[0] / sums[1])
    # Every authority must appoint an IRO: Children Act 1989, section 25A.
    guess = pl.max_horizontal(pl.lit(1), (pl.col("children").fill_null(0) * rate).round())
    return told.with_columns(
        iros=pl.coalesce("iros", pl.when(rate.is_not_null()).then(guess.cast(pl.Int64))),
        iros_known=pl.col("iros").is_not_null(),
    )


def _whole(true: pl.Expr) -> pl.Expr:
    return true.sum().cast(pl.Int64)
