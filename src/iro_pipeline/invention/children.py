"""Invented children's periods of care."""

from datetime import date

import polars as pl

from iro_pipeline.invention.draws import Draws

ADULT = 6573  # days in 18 years, less one: care ends by the birthday
_MEAN_STAY = 2.7  # years that a stay lasts on average, with `_STAYS` and `_AGES`
_RETURN = 0.11
_STAYS = ((0, 1), (0.1, 20), (0.3, 180), (0.55, 730), (0.8, 1825), (1, ADULT))
_AGES = ((0, 0), (0.19, 365), (0.34, 1826), (0.53, 3652), (0.81, 5844), (1, ADULT))
_AWAY = ((0, 20), (0.5, 300), (1, 2000))
_ROUTES = {"court": 0.60, "agreed": 0.38, "V4": 0.015, "V3": 0.005}


def day(year: int, month: int, number: int) -> int:
    """Days since 1970, in which `began`, `ended`, `born` and all that follows from them count."""
    return (date(year, month, number) - date(1970, 1, 1)).days


def year(period: int) -> tuple[int, int]:
    """The first and last day of the year that ends on 31 March."""
    return day(period - 1, 4, 1), day(period, 3, 31)


def stays(services: pl.DataFrame, draws: Draws, first: int, last: int) -> pl.DataFrame:
    """
    One row per child per period of care that touches the years `first` to `last`.

    `route` is how the child came into care, V3 and V4 being short breaks. A stay does not depend
    on the years asked for. Some children come back once.
    """
    opening, _ = year(first)
    entered = _stay(_entered(services, range(first - 18, last + 1), draws), draws)
    returned = entered.filter(draws.uniform("return") < _RETURN).with_columns(
        key=pl.col("key") + 1, began=pl.col("ended") + draws.whole("away", _AWAY)
    )
    again = _stay(returned.filter(pl.col("began") < pl.col("born") + ADULT - 30), draws)
    entered_in = (pl.col("key") // 100_000 % 100).cast(pl.String).str.zfill(2)
    number = (pl.col("key") % 100_000 // 2).cast(pl.String).str.zfill(4)
    return (
        pl.concat([entered, again])
        .filter(pl.col("ended") >= opening, pl.col("began") <= year(last)[1])
        .sort("key")
        .with_columns(
            la_code=(pl.col("key") // 1_000_000_000).cast(pl.String),
            child="INV" + entered_in + number,
            route=draws.choice("route", _ROUTES),
        )
    )


def on(stays: pl.DataFrame, when: int) -> pl.DataFrame:
    """The stays under way at the end of a day, short breaks too."""
    return stays.filter(pl.col("began") <= when, pl.col("ended") > when)


def _entered(services: pl.DataFrame, years: range, draws: Draws) -> pl.DataFrame:
    """Children who entered care in each year, numbered within their authority and year."""
    cohorts = services.select(pl.col("la_code").cast(pl.UInt64), "size").join(
        pl.DataFrame({"year": years}, schema={"year": pl.UInt64}), how="cross"
    )
    cohorts = cohorts.with_columns(key=pl.col("la_code") * 10_000 + pl.col("year"))
    entries = pl.col("size") / _MEAN_STAY * (0.9 + 0.2 * draws.uniform("entries"))
    opening = pl.date(pl.col("year").cast(pl.Int32) - 1, 4, 1).cast(pl.Int32)
    return (
        cohorts.select(
            "key", opening=opening, number=pl.int_ranges(entries.round().cast(pl.UInt64))
        )
        .filter(pl.col("number").list.len() > 0)
        .explode("number")
        .with_columns(key=pl.col("key") * 100_000 + pl.col("number").cast(pl.UInt64) * 2)
        .with_columns(began=pl.col("opening") + draws.whole("entry", ((0, 0), (1, 365))))
        .select("key", "began", born=pl.col("began") - draws.whole("age", _AGES))
    )


def _stay(begun: pl.DataFrame, draws: Draws) -> pl.DataFrame:
    stay = pl.col("began") + draws.whole("stay", _STAYS)
    return begun.with_columns(ended=pl.min_horizontal(stay, pl.col("born") + ADULT)).filter(
        pl.col("ended") > pl.col("began")
    )
