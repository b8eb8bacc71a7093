"""Corrections that are shown: of fewer people than may be told of, they tell who they are about."""

from collections.abc import Iterator

import polars as pl

from iro_pipeline.audit.breaches import Breach, cell
from iro_pipeline.audit.limits import Limits

WORDS = "a revision of fewer than six records"


def revisions(dated: pl.DataFrame, facts: pl.DataFrame, limits: Limits) -> Iterator[Breach]:
    """
    `dated`: facts of earlier releases and this, with `release`; `facts`: fact of each indicator.

    Of each authority, fact and period: what was told last beside what would be told now. A
    revision whose changes are some, and none above T, is one.
    """
    if dated["release"].n_unique() < 2:
        return
    this = dated["release"].max()
    told = dated.filter(level="authority").filter(pl.col("low") == pl.col("high"))
    key = ["indicator", "part", "area", "period", "quarter"]
    before = (
        told.filter(pl.col("release") < this)
        .filter(pl.col("release") == pl.col("release").max().over(key))
        .select(*key, before="low")
        .unique(key)
    )
    moved = (
        told.filter(release=this)
        .join(before, on=key, nulls_equal=True)
        .join(facts.select("indicator", "fact"), on="indicator", how="left")
        .group_by("fact", "area", "period")
        .agg(most=(pl.col("low") - pl.col("before")).abs().max())
        .filter((pl.col("most") > 0) & (pl.col("most") <= limits.largest_small_count))
        .sort("fact", "area", "period")
    )
    for fact, area, period in moved.select("fact", "area", "period").iter_rows():
        where = cell(indicator=fact, area=area, period=period)
        yield Breach("a reader of two releases", where, "revision", WORDS)
