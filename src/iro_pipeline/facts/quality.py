"""How whole the SSDA903 returns are, and how they agree with themselves and with DfE."""

from collections.abc import Sequence

import polars as pl

from iro_pipeline.record.receipts import Receipt

OWNER = ["authority", "period"]
MODULES = ("header", "episodes", "reviews")  # those this project reads
AGE_RULES = ("pn0_after_fourth_birthday", "pn1_to_pn7_before_fourth_birthday")
MODULE = {"authority": pl.String, "period": pl.Int64, "module": pl.String, "loaded": pl.Boolean}
REVIEWS = {**{name: MODULE[name] for name in OWNER}, "rows": pl.Int64, "against_age": pl.Int64}


def return_module(loaded: Sequence[Receipt]) -> pl.LazyFrame:
    """One row per module expected of an authority and year of which any has been loaded."""
    there = {(each.authority, each.period, each.table) for each in _modules(loaded)}
    rows = [
        (authority, period, module, (authority, period, module) in there)
        for authority, period in sorted({(authority, period) for authority, period, _ in there})
        for module in MODULES
    ]
    return pl.LazyFrame(rows, schema=MODULE, orient="row")


def return_quality(
    loaded: Sequence[Receipt],
    findings: pl.LazyFrame,
    looked_after: pl.LazyFrame,
    cla_statistic: pl.LazyFrame,
) -> pl.LazyFrame:
    """
    One row per authority and year whose reviews have been loaded.

    `against_age`: rows with a code that the child's age on the day rules out (DfE's rules 440 and
    441). `short_breaks_only`: reviews of children with no other care (rule 399). Null where a rule
    could not be looked into. `children` are of the return, `children_published` DfE's.
    """
    rows = [
        (each.authority, each.period, each.rows_in, _against_age(each))
        for each in sorted(_modules(loaded), key=lambda each: each.arrival)
        if each.table == "reviews"
    ]
    short = (
        findings.filter(rule="only_short_breaks")
        .group_by(OWNER)
        .agg(short_breaks_only=pl.col("rows").sum(), told=pl.col("rows").is_not_null().all())
        .select(*OWNER, pl.when("told").then("short_breaks_only").alias("short_breaks_only"))
    )
    children = looked_after.group_by(OWNER).agg(
        children=(~pl.col("short_breaks")).sum().cast(pl.Int64)
    )
    published = cla_statistic.select(*OWNER, children_published="children")
    return (
        pl.LazyFrame(rows, schema=REVIEWS, orient="row")
        .rename({"rows": "reviews"})
        .join(short, on=OWNER, how="left")
        .join(children, on=OWNER, how="left")
        .join(published, on=OWNER, how="left")
        .sort(OWNER)
    )


def _modules(loaded: Sequence[Receipt]) -> list[Receipt]:
    return [
        each
        for each in loaded
        if each.source == "ssda903" and each.table in MODULES and each.authority and each.period
    ]


def _against_age(each: Receipt) -> int | None:
    """Null where the return has no dates of birth to hold the codes to."""
    if any(rule in each.unchecked for rule in AGE_RULES):
        return None
    return sum(each.faults.get(rule, 0) for rule in AGE_RULES)
