"""Which invented IRO has which invented child."""

from collections.abc import Iterator
from pathlib import Path

import polars as pl

from iro_pipeline.invention import filing
from iro_pipeline.invention.children import year
from iro_pipeline.invention.draws import Draws
from iro_pipeline.invention.nation import Nation
from iro_pipeline.invention.service import wte

_KEPT = 0.7  # of the authorities, those that send a register
_CHANGED = 0.14  # of the children, those whose IRO changes in a year
_SINCE = 2010  # the first year in which an IRO changes
_APPOINTED = ((0, 0), (0.6, 3), (0.88, 7), (1, 25))  # days after the child came into care


def arrivals(nation: Nation) -> Iterator[Path]:
    """Write iro_allocation/<period>/<authority>/allocation, for most authorities."""
    for period in nation.periods:
        terms = filing.contract("iro_allocation", "allocation", period)
        folder = nation.raw / "iro_allocation" / str(period)
        yield from filing.each(folder, "allocation", terms, allocations(nation, period))


def allocations(nation: Nation, period: int) -> pl.DataFrame:
    """
    One row per child per spell with one IRO in the year, of the authorities with a register.

    `key` tells spells apart, and is in no file.
    """
    opening, closing = year(period)
    begun = pl.col("began") + nation.draws.whole("appointed", _APPOINTED)
    held = nation.stays.filter(pl.col("began") <= closing, pl.col("ended") >= opening)
    held = held.join(_posts(nation, period), on="la_code", maintain_order="left").with_columns(
        since=pl.min_horizontal(begun, pl.col("ended") - 1)
    )
    for past in range(_SINCE, period):
        held = held.with_columns(since=pl.coalesce(_change(nation.draws, past), "since"))
    held = held.with_columns(change=_change(nation.draws, period))
    before = held.filter(pl.col("change").is_not_null()).with_columns(until="change")
    after = held.with_columns(
        since=pl.coalesce("change", "since"),
        until=pl.when(pl.col("ended") <= closing).then("ended"),
    )
    spells = pl.concat([before, after]).filter(pl.col("since") <= closing).sort("key", "since")
    return _with_iro(spells, nation.draws).select(
        *("authority", "child", "iro"),
        started_on=pl.col("since").cast(pl.Date),
        ended_on=pl.col("until").cast(pl.Date),
        wte="wte",
        key="key",
    )


def _posts(nation: Nation, period: int) -> pl.DataFrame:
    """Half posts of each authority with a register: a few held singly, the rest in pairs."""
    rows = []
    for service in nation.services_of(period):
        if nation.chance("register", service["la_code"]).random() < _KEPT:
            halves = max(1, round(2 * wte(service)))
            single = round(0.2 * halves)
            single += (halves - single) % 2
            rows.append((service["la_code"], service["authority"], halves, single))
    columns = {"la_code": pl.String, "authority": pl.String, "halves": pl.Int32, "single": pl.Int32}
    return pl.DataFrame(rows, schema=columns, orient="row")


def _change(draws: Draws, period: int) -> pl.Expr:
    """The day in the year on which the child's IRO changed, if one did."""
    drawn = draws.uniform(f"change of IRO {period}") / _CHANGED
    on = year(period)[0] + (drawn * 365).cast(pl.Int32)
    return pl.when(drawn < 1, on > pl.col("since"), on < pl.col("ended")).then(on)


def _with_iro(spells: pl.DataFrame, draws: Draws) -> pl.DataFrame:
    """Each spell's IRO, drawn for its stay and first day, so that the years' registers agree."""
    keyed = spells.with_columns(key=pl.col("key") * 2**15 + pl.col("since").cast(pl.UInt64))
    half = (draws.uniform("iro") * pl.col("halves")).cast(pl.Int32)
    alone = half < pl.col("single")
    paired = pl.col("single") + (half - pl.col("single")) // 2
    number = pl.when(alone).then(half).otherwise(paired) + 1
    return keyed.with_columns(
        iro="IRO-INV-" + number.cast(pl.String).str.zfill(2),
        wte=pl.when(alone).then(0.5).otherwise(1.0),
    )
