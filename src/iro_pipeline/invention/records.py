"""What invented services write down of reviews."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import polars as pl

from iro_pipeline.invention import filing, reviews
from iro_pipeline.invention.nation import Nation

_KEPT = 0.35  # of the authorities
_ALL_DAYS = 0.8  # of those, the ones that know when a record was distributed
_MADE = timedelta(45)  # after the year's end
# Days after the review, and after the record was complete.
_SENT = ((0, 0), (0.75, 6), (0.92, 12), (1, 40))
_COMPLETED = ((0, 4), (0.7, 20), (0.9, 30), (1, 75))
_DISTRIBUTED = ((0, 0), (0.8, 6), (1, 25))
_SPOKEN_TO = {"yes": 0.68, "no": 0.14, "refused": 0.08, "inappropriate": 0.1}
_NO_CHECK_DUE = 0.15
_DECISIONS = ((0, 0), (1, 8))
_DONE = ((0, 30), (0.3, 75), (1, 130))  # of a hundred due; more than all is all


def arrivals(nation: Nation) -> Iterator[Path]:
    """Write review_records/<period>/<authority>/records, of the authorities that keep them."""
    for period in nation.periods:
        terms = filing.contract("review_records", "record", period)
        folder = nation.raw / "review_records" / str(period)
        yield from filing.each(folder, "records", terms, records(nation, period))


def records(nation: Nation, period: int) -> pl.DataFrame:
    """One row per child per review of the year's return, as a list made in May has it."""
    keepers, draws = _keepers(nation, period), nation.draws
    stays = nation.stays.join(keepers, on="la_code", maintain_order="left").join(
        nation.services.select("la_code", "timeliness", "trend", "participation"),
        on="la_code",
        maintain_order="left",
    )
    held = reviews.in_year(reviews.reviews(stays, draws, period), stays, draws, period)
    days = held.join(keepers, on="la_code", maintain_order="left").with_columns(
        pl.col("held_on").str.to_date("%d/%m/%Y")
    )
    days = days.with_columns(
        decisions_sent_on=_later("held_on", draws.whole("decisions sent", _SENT)),
        completed_on=_later("held_on", draws.whole("record completed", _COMPLETED)),
    ).with_columns(
        distributed_on=pl.when("all_days").then(
            _later("completed_on", draws.whole("record distributed", _DISTRIBUTED))
        ),
        decisions_due=draws.whole("decisions due", _DECISIONS),
    )
    made = date(period, 3, 31) + _MADE
    done = (pl.col("decisions_due") * (draws.whole("decisions done", _DONE) / 100)).ceil()
    return days.select(
        *("authority", "child", "held_on"),
        *(
            pl.when(pl.col(name) <= made).then(name)
            for name in ("decisions_sent_on", "completed_on", "distributed_on")
        ),
        spoken_to=draws.choice("spoken to", _SPOKEN_TO),
        midway_check=pl.when(draws.uniform("check due") >= _NO_CHECK_DUE).then(
            draws.uniform("midway check") < pl.col("checks")
        ),
        decisions_due="decisions_due",
        decisions_on_time=pl.min_horizontal("decisions_due", done.cast(pl.Int32)),
    ).unique(["authority", "child", "held_on"], keep="first", maintain_order=True)


def _keepers(nation: Nation, period: int) -> pl.DataFrame:
    """The authorities that keep records, and how."""
    rows = []
    for service in nation.services_of(period):
        always = nation.chance("review records", service["la_code"])
        if always.random() < _KEPT:
            kept = (always.random() < _ALL_DAYS, always.uniform(0.1, 0.8))
            rows.append((service["la_code"], service["authority"], *kept))
    columns = {
        "la_code": pl.String,
        "authority": pl.String,
        "all_days": pl.Boolean,
        "checks": pl.Float64,
    }
    return pl.DataFrame(rows, schema=columns, orient="row")


def _later(since: str, days: pl.Expr) -> pl.Expr:
    return pl.col(since) + pl.duration(days=days)
