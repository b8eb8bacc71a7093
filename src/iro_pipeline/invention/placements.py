"""Invented children's placements: the episodes of their stays."""

import polars as pl

from iro_pipeline.invention.children import ADULT, year
from iro_pipeline.invention.draws import Draws

_MOST = 60
_PACE = ((0, 90), (0.5, 300), (1, 900))  # days from one change to the next
_BREAK_EVERY, _BREAK_LASTS = 28, 2
_STATUSES = {"court": "C1", "agreed": "V2", "V4": "V4", "V3": "V3"}
_NEW_ORDER = {"L": 0.5, "B": 0.4, "U": 0.1}
_MOVED = {"P": 0.82, "T": 0.18}
_LEAVING = {"E4A": 0.36, "E13": 0.14, "E46": 0.12, "E11": 0.10, "E41": 0.05, "E8": 0.23}
_WHY_MOVED = {"PLANN": 0.4, "CARPL": 0.3, "OTHER": 0.2, "REQC": 0.1}
_PLACED = {"U4": 0.37, "U6": 0.25, "U1": 0.19, "K2": 0.13, "P1": 0.06}
_FOR_ADOPTION = {"A5": 0.4, "A6": 0.6}
_YOUNG, _ADOPTED = 6 * 365, 0.7  # of young children in the last placement under their order
_LASTING = {
    "CIN": {"N1": 0.63, "N5": 0.14, "N4": 0.08, "N8": 0.08, "N3": 0.03, "N6": 0.02, "N2": 0.02},
    "PLACE_PROVIDER": {"PR1": 0.5, "PR4": 0.4, "PR2": 0.1},
}


def episodes(stays: pl.DataFrame, draws: Draws, first: int, last: int) -> pl.DataFrame:
    """One row per child per episode that touches the years `first` to `last`, in their order."""
    parted = stays.with_columns(parts=_parts(draws)).with_columns(part=pl.int_ranges("parts"))
    exploded = parted.explode("part", empty_as_null=False).with_columns(
        key=pl.col("key") * 64 + pl.col("part").cast(pl.UInt64),
        following=pl.col("key") * 64 + pl.col("part").cast(pl.UInt64) + 1,
    )
    part, short = pl.col("part"), pl.col("route") == "V3"
    break_began = pl.col("began") + part * _between_breaks()
    break_ended = pl.min_horizontal(break_began + _BREAK_LASTS, "ended")
    begins = _change(part, draws.uniform("change"))
    ends = _change(part + 1, draws.uniform("change", "following"))
    return exploded.select(
        *("key", "la_code", "child", "born", "route", "part"),
        last=short | (part + 1 == pl.col("parts")),
        began=pl.when(short).then(break_began).otherwise(begins),
        ended=pl.when(short).then(break_ended).otherwise(ends),
    ).filter(pl.col("ended") >= year(first)[0], pl.col("began") <= year(last)[1])


def _parts(draws: Draws) -> pl.Expr:
    stay, route = pl.col("ended") - pl.col("began"), pl.col("route")
    # Proceedings that last end in another order.
    orders = pl.when(route == "court", stay > 200).then(1).otherwise(0)
    changes = pl.max_horizontal(stay // draws.whole("pace", _PACE), orders)
    breaks = pl.when(route == "V3").then((stay - 1) // _between_breaks()).otherwise(0)
    return (pl.when(route.is_in(["V3", "V4"])).then(breaks).otherwise(changes) + 1).clip(1, _MOST)


def _between_breaks() -> pl.Expr:
    """Days from one short break to the next: as usual, or as few as fill the whole stay."""
    stay = pl.col("ended") - pl.col("began")
    return pl.max_horizontal(pl.lit(_BREAK_EVERY), stay // _MOST + 1)


def _change(part: pl.Expr, draw: pl.Expr) -> pl.Expr:
    """The day a part begins: about evenly spaced, never out of order."""
    uneven = pl.when(part > 0, part < pl.col("parts")).then(0.8 * draw - 0.4).otherwise(0)
    stay = pl.col("ended") - pl.col("began")
    return pl.col("began") + (stay * (part + uneven) / pl.col("parts")).cast(pl.Int32)


def in_year(episodes: pl.DataFrame, draws: Draws, period: int) -> pl.DataFrame:
    """The episodes of one return, in the columns and codes of the form."""
    opening, closing = year(period)
    within = episodes.filter(pl.col("began") <= closing, pl.col("ended") >= opening)
    closed = pl.col("ended") <= closing
    moved = pl.col("episode_reason").shift(-1).is_in(["P", "B"]) & ~pl.col("last")
    return within.with_columns(episode_reason=_reason(draws)).select(
        *("key", "la_code", "child"),
        pl.col("began").cast(pl.Date).dt.strftime("%d/%m/%Y").alias("started_on"),
        "episode_reason",
        _status().alias("legal_status"),
        _placement(draws).alias("placement"),
        *(draws.choice(name, weights).alias(name) for name, weights in _LASTING.items()),
        ended_on=pl.when(closed).then(pl.col("ended")).cast(pl.Date).dt.strftime("%d/%m/%Y"),
        REC=pl.when(closed).then(_ending(draws)),
        REASON_PLACE_CHANGE=pl.when(closed & moved).then(draws.choice("why moved", _WHY_MOVED)),
    )


def _reason(draws: Draws) -> pl.Expr:
    new_order = (pl.col("part") == 1) & (pl.col("route") == "court")
    return (
        pl.when((pl.col("part") == 0) | (pl.col("route") == "V3"))
        .then(pl.lit("S"))
        .when(new_order)
        .then(draws.choice("order", _NEW_ORDER))
        .otherwise(draws.choice("move", _MOVED))
    )


def _status() -> pl.Expr:
    full_order = (pl.col("part") > 0) & (pl.col("route") == "court")
    return pl.when(full_order).then(pl.lit("C2")).otherwise(pl.col("route").replace(_STATUSES))


def _placement(draws: Draws) -> pl.Expr:
    young = pl.col("began") - pl.col("born") < _YOUNG
    under_order = (pl.col("part") > 0) & (pl.col("route") == "court")
    adopted = young & under_order & pl.col("last") & (draws.uniform("adopted") < _ADOPTED)
    return (
        pl.when(adopted)
        .then(draws.choice("for adoption", _FOR_ADOPTION))
        .otherwise(draws.choice("placement", _PLACED))
    )


def _ending(draws: Draws) -> pl.Expr:
    adult = pl.col("ended") >= pl.col("born") + ADULT
    left = pl.when(adult).then(pl.lit("E7")).otherwise(draws.choice("leaving", _LEAVING))
    return pl.when("last").then(left).otherwise(pl.lit("X1"))
