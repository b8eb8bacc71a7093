"""
How soon a child has an IRO, and for how long: registers of allocation beside periods of care.

A register tells its own year: the appointments open at some time in it. A year without one tells
nothing, and of a child with a rejected row nothing is known. A register in which no child has the
number of the SSDA903 return cannot be set beside it at all.
"""

import polars as pl

from iro_pipeline.facts.allocations import held_on_31_march
from iro_pipeline.facts.periods import numbered, periods_of_care, views
from iro_pipeline.statute import working_days_after, year_ending_march

OWNER = ["authority", "period"]
CHILD_YEAR = [*OWNER, "child"]
NEXT_YEAR = pl.date("period", 4, 1)


def care_of(episodes: pl.LazyFrame, returns: pl.LazyFrame) -> pl.LazyFrame:
    """
    One row per period of care and year of a return in which it went on, short breaks apart.

    `returns` (authority, la_code, period). `until`: the day it ended, or the first day after what
    the returns show.
    """
    in_view = views(returns)
    told = _unparted(periods_of_care(numbered(episodes), in_view))
    open_to_the_end = pl.col("seen_to") == pl.col("closes_on")
    opens = pl.date(pl.col("period") - 1, 4, 1)
    return (
        told.with_columns(
            pl.col("child").cast(pl.String),
            until=pl.col("seen_to") + pl.duration(days=open_to_the_end.cast(pl.Int64)),
        )
        .join(in_view.select(*OWNER, "view"), on="view")
        .filter(pl.col("began_on") < NEXT_YEAR, pl.col("until") >= opens)
        .with_columns(opens=opens)
        .select(
            *(*CHILD_YEAR, "view", "began_on", "until", "start_seen", "opens", "opens_on"),
            *("arrival", "line"),
        )
    )


def _unparted(periods: pl.LazyFrame) -> pl.LazyFrame:
    """Care without short breaks; a placement for adoption in its midst is part of it."""
    care = periods.filter(pl.col("clock") != "short_breaks")
    same = (pl.col("child") == pl.col("child").shift()) & (pl.col("view") == pl.col("view").shift())
    met = (same & (pl.col("began_on") <= pl.col("seen_to").shift())).fill_null(False)
    anew = pl.col("start_seen") | ~met
    first = ["child", "view", "began_on", "start_seen", "opens_on", "closes_on", "arrival", "line"]
    return (
        care.with_columns(stay=anew.cum_sum())
        .group_by("stay", maintain_order=True)
        .agg(pl.first(*first), pl.last("seen_to"))
    )


def appointment(
    accepted: pl.LazyFrame, rejected: pl.LazyFrame, care: pl.LazyFrame, review: pl.LazyFrame
) -> pl.LazyFrame:
    """
    One row per period of care that began in a year whose register was sent; `care`: `care_of`.

    `due_on`: null where care ended, or what is known ends, before it. `appointed_on`: the day care
    began where an appointment was open then.
    """
    registered = pl.concat([accepted, rejected]).select(OWNER).unique()
    begun = (
        care.filter("start_seen", pl.col("began_on") >= pl.col("opens"))
        .join(registered, on=OWNER)
        .with_columns(due_on=working_days_after(pl.col("began_on"), "handbook_appointment"))
        .with_columns(due_on=pl.when(pl.col("due_on") < pl.col("until")).then("due_on"))
        .pipe(_first_review, review)
    )
    needed = year_ending_march(pl.max_horizontal("began_on", "due_on", "first_review_on"))
    sent = registered.join(care.select(*OWNER, "view").unique(), on=OWNER).select(
        "view", needed="period", sent=pl.lit(True)
    )
    return (
        begun.join(_appointed(accepted, begun), on=["child", "began_on"], how="left")
        .join(_doubted(rejected), on="child", how="left")
        .with_columns(needed=needed)
        .join(sent, on=["view", "needed"], how="left")
        .filter(pl.col("appointed_on").is_not_null().any().over(OWNER))
        .select(
            *(*CHILD_YEAR, "began_on", "due_on", "first_review_on", "appointed_on"),
            (pl.col("doubted").is_null() & pl.col("sent").is_not_null()).alias("determinable"),
            *("arrival", "line"),
        )
        .sort(*CHILD_YEAR, "began_on")
    )


def iro_days(accepted: pl.LazyFrame, rejected: pl.LazyFrame, care: pl.LazyFrame) -> pl.LazyFrame:
    """
    One row per child looked after in a year whose register was sent: days of care, and with an IRO.

    `iros`: how many held the child in turn. `all_year`: in one period of care from end to end.
    """
    stays = care.join(accepted.select(OWNER).unique(), on=OWNER).select(
        *CHILD_YEAR,
        begins=pl.max_horizontal("began_on", "opens"),
        ends=pl.min_horizontal("until", NEXT_YEAR),
        year=(NEXT_YEAR - pl.col("opens")).dt.total_days(),
    )
    looked_after = (
        stays.with_columns(days=_days("begins", "ends"))
        .group_by(CHILD_YEAR)
        .agg(days=pl.sum("days"), all_year=(pl.col("days") == pl.col("year")).any())
    )
    return (
        looked_after.filter(pl.col("days") > 0)
        .join(_with_an_iro(stays, accepted), on=CHILD_YEAR, how="left")
        .join(_doubted(rejected), on="child", how="left")
        .filter(pl.col("days_with_iro").is_not_null().any().over(OWNER))
        .select(
            *(*CHILD_YEAR, "days"),
            pl.col("days_with_iro", "iros").fill_null(0),
            "all_year",
            pl.col("doubted").is_null().alias("determinable"),
        )
        .sort(CHILD_YEAR)
    )


def allocated(
    accepted: pl.LazyFrame, rejected: pl.LazyFrame, looked_after: pl.LazyFrame
) -> pl.LazyFrame:
    """
    One row per child looked after on 31 March, or with an IRO then; short breaks are in neither.

    Of authorities and years with both, a child's IRO and a child's care.
    """
    children = looked_after.select(*CHILD_YEAR, "short_breaks", looked_after=pl.lit(True))
    held = held_on_31_march(accepted).select(*CHILD_YEAR, with_iro=pl.lit(True))
    both = held.join(children, on=OWNER, how="semi").select(OWNER).unique()
    return (
        children.join(held, on=CHILD_YEAR, how="full", coalesce=True)
        .join(both, on=OWNER)
        .filter(~pl.col("short_breaks").fill_null(False))
        .join(_doubted(rejected), on="child", how="left")
        .select(
            *CHILD_YEAR,
            pl.col("looked_after", "with_iro").fill_null(False),
            determinable=pl.col("doubted").is_null(),
        )
        .sort(CHILD_YEAR)
    )


def _first_review(begun: pl.LazyFrame, review: pl.LazyFrame) -> pl.LazyFrame:
    """The first review of each period of care, where one was held."""
    days = review.select("child", first_review_on="held_on").sort("first_review_on")
    return (
        begun.sort("began_on")
        .join_asof(
            days,
            left_on="began_on",
            right_on="first_review_on",
            by="child",
            strategy="forward",
            check_sortedness=False,
        )
        .with_columns(
            first_review_on=pl.when(pl.col("first_review_on") <= pl.col("until")).then(
                "first_review_on"
            )
        )
    )


def _appointed(allocations: pl.LazyFrame, begun: pl.LazyFrame) -> pl.LazyFrame:
    """The first day of each period of care on which the child had an IRO."""
    spells = allocations.sort("period").unique(
        ["child", "started_on", "iro"], keep="last", maintain_order=True
    )
    lasts = pl.col("ended_on").is_null() | (pl.col("ended_on") > pl.col("began_on"))
    return (
        begun.select("child", "began_on", "until")
        .join(spells.select("child", "started_on", "ended_on"), on="child")
        .filter(lasts, pl.col("started_on") < pl.col("until"))
        .group_by("child", "began_on")
        .agg(appointed_on=pl.max_horizontal("started_on", "began_on").min())
    )


def _with_an_iro(stays: pl.LazyFrame, allocations: pl.LazyFrame) -> pl.LazyFrame:
    """Days of care on which the child had an IRO: two at once count once."""
    before = pl.col("to").cum_max().shift().over(CHILD_YEAR)
    return (
        stays.join(allocations.select(*CHILD_YEAR, "iro", "started_on", "ended_on"), on=CHILD_YEAR)
        .select(
            *(*CHILD_YEAR, "iro"),
            since=pl.max_horizontal("begins", "started_on"),
            to=pl.min_horizontal("ends", "ended_on"),
        )
        .filter(pl.col("to") > pl.col("since"))
        .sort(*CHILD_YEAR, "since", "to")
        .with_columns(since=pl.max_horizontal("since", before))
        .group_by(CHILD_YEAR)
        .agg(
            days_with_iro=_days("since", "to").clip(0).sum(),
            iros=pl.col("iro").n_unique().cast(pl.Int64),
        )
    )


def _doubted(rejected: pl.LazyFrame) -> pl.LazyFrame:
    return rejected.select("child").drop_nulls().unique().with_columns(doubted=pl.lit(True))


def _days(since: str, to: str) -> pl.Expr:
    return (pl.col(to) - pl.col(since)).dt.total_days()
