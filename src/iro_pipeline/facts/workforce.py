"""Who reviews the children: service returns, and their staff beside the children looked after."""

import polars as pl

AREA_AND_YEAR = ["authority", "period"]
DUTIES = ["dual_role", "regulation_44", "foster_carer_reviews", "audits", "other_duties"]
WTE = ["iro_wte_employed", "iro_wte_agency", "iro_wte_commissioned"]
FAR_APART = 31  # days between the IROs counted and the children of 31 March
SPEND = ["spend_employed_gbp", "spend_agency_gbp", "spend_commissioned_gbp"]


def service(returns: pl.LazyFrame) -> pl.LazyFrame:
    """One row per authority and year: of several stated dates the latest speaks."""
    return _latest(returns).select(
        *AREA_AND_YEAR,
        "stated_on",
        *WTE,
        "iro_wte_vacant",
        "manager_wte",
        "admin_wte",
        "dual_role",
        "child_protection_children",
        # One duty claimed is enough; "none" needs every answer.
        extra_duties=pl.any_horizontal(DUTIES),
        pay_parity="pay_parity",
        independent_legal_advice="independent_legal_advice",
        spend_gbp=pl.coalesce("spend_gbp", pl.sum_horizontal(SPEND, ignore_nulls=False)),
        arrival="arrival",
        line="line",
    )


def reported_reviews(returns: pl.LazyFrame) -> pl.LazyFrame:
    """One row per authority and year whose latest return states both numbers."""
    numbers = ["reported_reviews", "reported_reviews_on_time"]
    stated = pl.all_horizontal(pl.col(numbers).is_not_null())
    return _latest(returns).filter(stated).select(*AREA_AND_YEAR, *numbers, "arrival", "line")


def _latest(returns: pl.LazyFrame) -> pl.LazyFrame:
    return returns.sort(*AREA_AND_YEAR, "stated_on", "arrival", "line").unique(
        AREA_AND_YEAR, keep="last", maintain_order=True
    )


def caseload(
    service: pl.LazyFrame, looked_after: pl.LazyFrame, cla_statistic: pl.LazyFrame
) -> pl.LazyFrame:
    """
    One row per authority and year with a service return.

    A kind of IRO that is not stated leaves the sum unknown: it is never taken for nought. IROs of
    a day more than a month from 31 March are not set beside the children of that day.
    """
    children = looked_after.group_by(AREA_AND_YEAR).agg(
        children=(~pl.col("short_breaks")).sum().cast(pl.Int64)
    )
    published = cla_statistic.select(*AREA_AND_YEAR, children_published="children")
    # Only a dual-role service has both kinds of case; of another the number means something else.
    chaired = pl.when("dual_role").then("child_protection_children")
    days_apart = (pl.col("stated_on") - pl.date("period", 3, 31)).dt.total_days().abs()
    same_time = days_apart <= FAR_APART
    return (
        service.select(
            *AREA_AND_YEAR,
            same_time=same_time,
            iro_wte=pl.sum_horizontal(WTE, ignore_nulls=False),
            iro_wte_agency_commissioned=pl.sum_horizontal(WTE[1:], ignore_nulls=False),
            chaired=chaired,
        )
        .join(children, on=AREA_AND_YEAR, how="left")
        .join(published, on=AREA_AND_YEAR, how="left")
        .with_columns(
            pl.when("same_time").then(pl.col("children", "children_published")).name.keep()
        )
        .with_columns(cases=pl.col("children") + pl.col("chaired"))
        .drop("same_time", "chaired")
        .sort(AREA_AND_YEAR)
    )
