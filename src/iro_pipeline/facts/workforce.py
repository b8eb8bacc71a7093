"""Who reviews the children: service returns, and their staff beside the children looked after."""

import polars as pl

AREA_AND_YEAR = ["authority", "period"]
DUTIES = ["dual_role", "regulation_44", "foster_carer_reviews", "audits", "other_duties"]
WTE = ["iro_wte_employed", "iro_wte_agency", "iro_wte_commissioned"]
ABOUT_THE_SERVICE = [
    *("pay_parity", "independent_legal_advice", "legal_advice_uses", "team_like_children"),
    *("iro_leavers_wte", "supervisions_due", "supervisions_held", "actions_planned"),
    *("actions_done", "dispute_protocol", "guardian_protocol", "resources_a_risk"),
    *("annual_report_on", "annual_report_to_board"),
]
ABOUT_REVIEWS = [
    *("reported_reviews", "reported_reviews_on_time", "reviews_adjourned"),
    *("late_child", "late_papers", "late_iro", "late_told", "late_other", "hours_per_review"),
    *("reviews_plan_current", "reviews_report_shared", "reviews_with_parents_view"),
    *("consultation_sent", "consultation_returned", "children_asked"),
    *("changes_made", "changes_told", "records_audited", "records_sound"),
]
ABOUT_PEOPLE = ["iros_in_post", "iros_trained", "iros_observed"]
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
        **{name: pl.col(name) for name in ABOUT_THE_SERVICE},
        spend_gbp=pl.coalesce("spend_gbp", pl.sum_horizontal(SPEND, ignore_nulls=False)),
        arrival="arrival",
        line="line",
    )


def reported_reviews(returns: pl.LazyFrame, looked_after: pl.LazyFrame) -> pl.LazyFrame:
    """One row per authority and year whose latest return says anything of reviews or children."""
    said = pl.any_horizontal(pl.col(ABOUT_REVIEWS).is_not_null())
    return (
        _latest(returns)
        .filter(said)
        .join(_children(looked_after), on=AREA_AND_YEAR, how="left")
        .select(
            *AREA_AND_YEAR,
            *ABOUT_REVIEWS,
            "children",
            "arrival",
            "line",
            hours_in_reviews=pl.col("hours_per_review") * pl.col("reported_reviews"),
        )
        .sort(AREA_AND_YEAR)
    )


def iro_team(returns: pl.LazyFrame) -> pl.LazyFrame:
    """One row per authority and year whose latest return says how many persons were IROs."""
    return (
        _latest(returns)
        .drop_nulls("iros_in_post")
        .select(*AREA_AND_YEAR, *ABOUT_PEOPLE, "arrival", "line")
        .sort(AREA_AND_YEAR)
    )


def cost(service: pl.LazyFrame, care_year: pl.LazyFrame) -> pl.LazyFrame:
    """One row per authority and year whose service return states the spend."""
    return (
        service.drop_nulls("spend_gbp")
        .join(care_year, on=AREA_AND_YEAR, how="left")
        .select(
            *AREA_AND_YEAR,
            "spend_gbp",
            "dual_role",
            "children_mean",
            "reviews",
            iro_wte=_in_post(),
        )
        .sort(AREA_AND_YEAR)
    )


def _in_post() -> pl.Expr:
    """A kind of IRO that is not stated leaves the sum unknown: it is never taken for nought."""
    return pl.sum_horizontal(WTE, ignore_nulls=False)


def _children(looked_after: pl.LazyFrame) -> pl.LazyFrame:
    return looked_after.group_by(AREA_AND_YEAR).agg(
        children=(~pl.col("short_breaks")).sum().cast(pl.Int64)
    )


def _latest(returns: pl.LazyFrame) -> pl.LazyFrame:
    return returns.sort(*AREA_AND_YEAR, "stated_on", "arrival", "line").unique(
        AREA_AND_YEAR, keep="last", maintain_order=True
    )


def caseload(
    service: pl.LazyFrame, looked_after: pl.LazyFrame, cla_statistic: pl.LazyFrame
) -> pl.LazyFrame:
    """
    One row per authority and year with a service return.

    IROs of a day more than a month from 31 March are not set beside the children of that day.
    `iro_wte_mean` is of both ends of the year, and needs the return of the year before.
    """
    year_before = service.select("authority", pl.col("period") + 1, iro_wte_before=_in_post())
    published = cla_statistic.select(*AREA_AND_YEAR, children_published="children")
    # Only a dual-role service has both kinds of case; of another the number means something else.
    chaired = pl.when("dual_role").then("child_protection_children")
    days_apart = (pl.col("stated_on") - pl.date("period", 3, 31)).dt.total_days().abs()
    same_time = days_apart <= FAR_APART
    return (
        service.select(
            *AREA_AND_YEAR,
            "iro_leavers_wte",
            "iro_wte_vacant",
            "manager_wte",
            "admin_wte",
            same_time=same_time,
            iro_wte=_in_post(),
            iro_wte_agency_commissioned=pl.sum_horizontal(WTE[1:], ignore_nulls=False),
            chaired=chaired,
        )
        .join(year_before, on=AREA_AND_YEAR, how="left")
        .join(_children(looked_after), on=AREA_AND_YEAR, how="left")
        .join(published, on=AREA_AND_YEAR, how="left")
        .with_columns(
            pl.when("same_time").then(pl.col("children", "children_published")).name.keep()
        )
        .select(
            *AREA_AND_YEAR,
            *("iro_wte", "iro_wte_agency_commissioned", "iro_wte_vacant", "iro_leavers_wte"),
            *("manager_wte", "admin_wte"),
            "children",
            "children_published",
            iro_wte_mean=(pl.col("iro_wte") + pl.col("iro_wte_before")) / 2,
            cases=pl.col("children") + pl.col("chaired"),
        )
        .sort(AREA_AND_YEAR)
    )
