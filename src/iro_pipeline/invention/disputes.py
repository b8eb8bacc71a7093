"""What invented IROs challenge, and how it ends."""

from collections.abc import Iterator
from pathlib import Path

import polars as pl

from iro_pipeline.invention import filing
from iro_pipeline.invention.allocations import allocations
from iro_pipeline.invention.children import year
from iro_pipeline.invention.draws import Draws
from iro_pipeline.invention.nation import Nation

_KEPT = 0.7  # of the authorities with a register, those that send a log
_FEWEST, _USUAL, _MOST = 0.04, 0.14, 0.7  # challenges a year for each child looked after
_FORMAL, _ESCALATED = 0.3, 0.4  # of all; of the formal, those raised informally before
_GREW = ((0, 2), (1, 21))  # days until it became formal
_TOOK = ((0, 1), (0.5, 13), (0.8, 27), (0.95, 50), (1, 160))  # days until it was resolved
_THEMES = {
    **{"delay": 6, "care_plan": 5, "decisions": 5, "placement": 4, "reports": 4, "visits": 3},
    **{"health_education": 3, "contact": 2, "not_consulted": 2, "court": 1, "leaving_care": 1},
    **{"wishes": 1, "safety": 1, "accommodated": 1, "other": 1},
}
_INFORMAL = {"social_worker": 4, "team_manager": 5, "service_manager": 1}
_AT_LAST = {"team_manager": 5, "service_manager": 4, "assistant_director": 2, "director": 0.5}
_OUTCOMES = {"upheld": 6, "partly": 3, "not_upheld": 1, "withdrawn": 1}


def arrivals(nation: Nation) -> Iterator[Path]:
    """Write dispute_log/<period>/<authority>/log, of the authorities that keep one."""
    before = raised(nation, nation.periods[0] - 1)
    for period in nation.periods:
        terms = filing.contract("dispute_log", "dispute", period)
        folder = nation.raw / "dispute_log" / str(period)
        now = raised(nation, period)
        yield from filing.each(folder, "log", terms, log(nation, period, before, now))
        before = now


def log(nation: Nation, period: int, before: pl.DataFrame, now: pl.DataFrame) -> pl.DataFrame:
    """
    One row per dispute raised in the year or still open on its first day, as on its last.

    `before` and `now` are those raised in the year before and in this one.
    """
    opening, closing = year(period)
    lasting = nation.members[period].select("la_code", "authority")
    over = pl.col("resolved") <= closing
    return (
        pl.concat([before.filter(pl.col("resolved") >= opening), now])
        .join(lasting, on="la_code", maintain_order="left")
        .select(
            *("authority", "dispute", "child", "iro", "dispute_kind"),
            raised_on=pl.col("raised").cast(pl.Date),
            formal_on=pl.col("formal").cast(pl.Date),
            theme="theme",
            stage="stage",
            resolved_on=pl.when(over).then("resolved").cast(pl.Date),
            dispute_outcome=pl.when(over).then("outcome"),
        )
    )


def raised(nation: Nation, period: int) -> pl.DataFrame:
    """One row per dispute raised in a year: days count from 1970, also those after the year."""
    opening, closing = year(period)
    draws, codes = nation.draws, nation.members[period].select("la_code", "authority")
    spells = allocations(nation, period).join(codes, on="authority", maintain_order="left")
    begun = pl.max_horizontal(pl.col("started_on").cast(pl.Int32), opening)
    ended = pl.min_horizontal(pl.col("ended_on").cast(pl.Int32), closing)
    share = draws.uniform(f"dispute {period}") * 365 / (pl.col("rate") * pl.col("days"))
    held = spells.join(_keepers(nation, period), on="la_code", maintain_order="left").with_columns(
        begun=begun, days=ended - begun
    )
    challenged = held.filter(pl.col("days") > 0, share < 1).with_columns(
        raised=_on_a_weekday(pl.col("begun") + (share * pl.col("days")).cast(pl.Int32), opening)
    )
    return _numbered(_resolved(challenged, draws, closing), period)


def _keepers(nation: Nation, period: int) -> pl.DataFrame:
    """How many challenges a year a child meets with, in each authority that keeps a log."""
    rows = []
    for service in nation.services_of(period):
        always = nation.chance("dispute log", service["la_code"])
        if always.random() < _KEPT:
            rate = min(_MOST, _FEWEST + always.expovariate(1) * _USUAL)
            rows.append((service["la_code"], rate))
    return pl.DataFrame(rows, schema={"la_code": pl.String, "rate": pl.Float64}, orient="row")


def _resolved(raised: pl.DataFrame, draws: Draws, closing: int) -> pl.DataFrame:
    drawn = draws.uniform("formal") / _FORMAL
    grown = pl.col("raised") + draws.whole("escalated", _GREW)
    formal = (drawn < 1) & ((drawn >= _ESCALATED) | (grown <= closing))
    return raised.with_columns(
        dispute_kind=pl.when(formal).then(pl.lit("formal")).otherwise(pl.lit("informal")),
        formal=pl.when(formal & (drawn < _ESCALATED)).then(grown),
        theme=draws.choice("theme", _THEMES),
        stage=pl.when(formal)
        .then(draws.choice("stage", _AT_LAST))
        .otherwise(draws.choice("stage", _INFORMAL)),
        outcome=draws.choice("dispute outcome", _OUTCOMES),
    ).with_columns(
        resolved=pl.coalesce("formal", "raised") + draws.whole("resolved", _TOOK),
    )


def _numbered(disputes: pl.DataFrame, period: int) -> pl.DataFrame:
    """In the order in which they were raised; a reference stays the same in the next year's log."""
    number = pl.int_range(1, pl.len() + 1).over("la_code").cast(pl.String).str.zfill(3)
    return disputes.sort("la_code", "raised", "key").with_columns(
        dispute=pl.lit(f"INV-{period}-") + number
    )


def _on_a_weekday(day: pl.Expr, opening: int) -> pl.Expr:
    """From a weekend back to the Friday, but not into the year before; day 0 was a Thursday."""
    return pl.max_horizontal(day - ((day + 3) % 7 - 4).clip(0), opening)
