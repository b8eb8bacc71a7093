"""SSDA903 returns of invented children: header, episodes and reviews."""

from collections.abc import Iterator
from pathlib import Path

import polars as pl

from iro_pipeline.invention import filing, placements, reviews
from iro_pipeline.invention.children import year
from iro_pipeline.invention.draws import Draws
from iro_pipeline.invention.faults import planted
from iro_pipeline.invention.nation import Nation

_SEXES = {"1": 0.56, "2": 0.44}
_ETHNICITIES = {"WBRI": 0.68, "MOTH": 0.11, "BAFR": 0.08, "AOTH": 0.08, "NOBT": 0.05}


def arrivals(nation: Nation) -> Iterator[Path]:
    """Write ssda903/<period>/<authority>/{header,episodes,reviews}, all three or none."""
    with_children: set[str] = set()
    for period, table, rows in returns(nation):
        terms = filing.contract("ssda903", table, period)
        codes = nation.members[period].select("la_code", "authority")
        owned = rows.join(codes, on="la_code", maintain_order="left")
        folder = nation.raw / "ssda903" / str(period)
        yield from filing.each(folder, table, terms, owned)
        senders = set(owned["authority"])
        if table == "header":
            with_children = senders
        for authority in sorted(with_children - senders):
            yield filing.one(folder / authority / table, terms, owned.clear())


def returns(nation: Nation) -> Iterator[tuple[int, str, pl.DataFrame]]:
    """For each period the three tables of the return, of all authorities (la_code)."""
    first, last, draws = nation.periods[0], nation.periods[-1], nation.draws
    qualities = nation.services.select("la_code", "timeliness", "trend", "participation")
    stays = nation.stays.filter(pl.col("ended") >= year(first)[0])
    known = stays.join(qualities, on="la_code", maintain_order="left")
    placed = placements.episodes(stays, draws, first, last)
    reviewed = reviews.reviews(known, draws, last)
    for period in nation.periods:
        lived = placements.in_year(placed, draws, period)
        seen = reviews.in_year(reviewed, known, draws, period)
        nonsense = f"31/02/{period}"
        yield period, "header", planted(_header(known, lived, draws), draws, {})
        wrong = {"ended_on": nonsense, "legal_status": "ZZ"}
        yield period, "episodes", planted(lived, draws, wrong)
        wrong = {"held_on": nonsense, "participation": "PN9"}
        yield period, "reviews", planted(seen, draws, wrong)


def _header(stays: pl.DataFrame, episodes: pl.DataFrame, draws: Draws) -> pl.DataFrame:
    present = episodes.select("la_code", "child").unique()
    return (
        stays.unique(["la_code", "child"], keep="first", maintain_order=True)
        .join(present, on=["la_code", "child"], how="semi", maintain_order="left")
        # A child who came back is still the same person.
        .with_columns(key=pl.col("key") // 2 * 2)
        .select(
            *("key", "la_code", "child"),
            draws.choice("sex", _SEXES).alias("SEX"),
            pl.col("born").cast(pl.Date).dt.strftime("%d/%m/%Y").alias("born"),
            draws.choice("ethnicity", _ETHNICITIES).alias("ETHNIC"),
        )
    )
