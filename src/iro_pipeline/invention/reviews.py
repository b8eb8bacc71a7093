"""Reviews of invented children: due by the law's clocks, held early, late or not at all."""

from typing import NamedTuple

import polars as pl

from iro_pipeline.invention.children import day, year
from iro_pipeline.invention.draws import Draws, chosen

_FOURTH_BIRTHDAY = 1461
_LATE = 0.85  # of the reviews not held in time, those held late; the others are missed
_OLDER = {"PN1": 0.6, "PN2": 0.05, "PN3": 0.02, "PN5": 0.13, "PN6": 0.2}
_YOUNGER = {"PN1": 0.35, "PN2": 0.07, "PN3": 0.10, "PN5": 0.20, "PN6": 0.28}
_UNHEARD = {"PN4": 0.35, "PN7": 0.65}


class Clock(NamedTuple):
    """Days from the review before: held in time, earlier by up to `early`; late; or missed."""

    usual: int
    early: int
    late: int
    later: int
    missed: int
    step: int
    ease: float


# Regulation 33: 20 working days, 3 months, 6 months. From the second on the weekday stays.
_CLOCKS = (
    Clock(28, 10, 33, 30, 90, 1, -0.03),
    Clock(84, 35, 98, 56, 175, 7, -0.015),
    Clock(175, 42, 189, 70, 350, 7, 0.005),
)


def reviews(stays: pl.DataFrame, draws: Draws, last: int) -> pl.DataFrame:
    """
    One row per child per review (key, stay, held: days since 1970) to the end of the year `last`.

    `stays` with their authorities' timeliness and trend. Children in short breaks have none: their
    reviews are not returned.
    """
    due = _numbered(stays, last).with_columns(share=draws.uniform("review"))
    gap = pl.coalesce(
        pl.when(pl.col("number") == 1).then(_on_a_weekday(_gap(_CLOCKS[0]))),
        pl.when(pl.col("number") == 2).then(_gap(_CLOCKS[1])),
        _gap(_CLOCKS[2]),
    )
    held = pl.col("began") + gap.cum_sum().over("stay")
    return due.select("key", "stay", "until", held=held).filter(pl.col("held") < pl.col("until"))


def _numbered(stays: pl.DataFrame, last: int) -> pl.DataFrame:
    """As many reviews of each stay as there can be until it ends, or the year does."""
    until = pl.min_horizontal("ended", year(last)[1] + 1)
    shortest = _CLOCKS[-1].usual - _CLOCKS[-1].early
    return (
        stays.filter(pl.col("route").is_in(["court", "agreed"]))
        .select(
            *("began", "timeliness", "trend"),
            stay="key",
            until=until,
            number=pl.int_ranges(1, 3 + (until - pl.col("began")) // shortest),
        )
        .explode("number", empty_as_null=False)
        .with_columns(key=pl.col("stay") * 64 + pl.col("number").cast(pl.UInt64))
    )


def _gap(clock: Clock) -> pl.Expr:
    years = (pl.col("began") + 170 * pl.col("number") - day(2017, 3, 31)) / 365
    kept = (pl.col("timeliness") + pl.col("trend") * years + clock.ease).clip(0.5, 0.995)
    within, beyond = pl.col("share") / kept, (pl.col("share") - kept) / (1 - kept)
    days = (
        pl.when(within < 1)
        .then(clock.usual - clock.early * within**2)
        .when(beyond < _LATE)
        .then(clock.late + clock.later * beyond**2)
        .otherwise(clock.missed)
    )
    return (days / clock.step).floor().cast(pl.Int32) * clock.step


def _on_a_weekday(gap: pl.Expr) -> pl.Expr:
    """From a weekend back to the Friday; day 0 of 1970 was a Thursday."""
    weekday = (pl.col("began") + gap + 3) % 7
    return gap - (weekday - 4).clip(0)


def in_year(reviews: pl.DataFrame, stays: pl.DataFrame, draws: Draws, period: int) -> pl.DataFrame:
    """The reviews of one return, in the columns and codes of the form."""
    opening, closing = year(period)
    within = reviews.filter(pl.col("held").is_between(opening, closing))
    known = stays.select("la_code", "child", "born", "participation", stay="key")
    return within.join(known, on="stay", maintain_order="left").select(
        *("key", "la_code", "child"),
        pl.col("born").cast(pl.Date).dt.strftime("%d/%m/%Y").alias("born"),
        held_on=pl.col("held").cast(pl.Date).dt.strftime("%d/%m/%Y"),
        participation=_code(draws),
    )


def _code(draws: Draws) -> pl.Expr:
    age = (pl.col("held") - pl.col("born")) / 365.25
    drawn, part = draws.uniform("participation"), pl.col("participation")
    takes_part = part + pl.when(age < 10).then(-0.04).when(age < 16).then(0.02).otherwise(-0.02)
    heard = drawn / takes_part
    unheard = (drawn - takes_part) / (1 - takes_part)
    return (
        pl.when(pl.col("held") - pl.col("born") < _FOURTH_BIRTHDAY)
        .then(pl.lit("PN0"))
        .when(heard >= 1)
        .then(chosen(unheard, _UNHEARD))
        .when(age < 10)
        .then(chosen(heard, _YOUNGER))
        .otherwise(chosen(heard, _OLDER))
    )
