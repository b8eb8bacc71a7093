"""The invented nation from which every source of arrivals is drawn."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from random import Random
from typing import Any, Self

import polars as pl

from iro_pipeline.authorities import in_period
from iro_pipeline.invention import latent
from iro_pipeline.invention.children import on, stays, year
from iro_pipeline.invention.draws import Draws, chance

_YEARS_BEFORE = 3  # that the published statistics go back before the first return


@dataclass(frozen=True)
class Nation:
    """
    Real authorities with invented services and children.

    `members` holds each year's authorities (la_code, authority, name, region, region_code), those
    of the years before the first period too; `services` their qualities; `stays` their children's.
    """

    raw: Path
    seed: int
    periods: tuple[int, ...]
    members: Mapping[int, pl.DataFrame]
    services: pl.DataFrame
    stays: pl.DataFrame

    @classmethod
    def draw(
        cls,
        raw: Path,
        seed: int,
        periods: Sequence[int],
        *,
        children: float = 1.0,
        authorities: Sequence[str] | None = None,
    ) -> Self:
        years = range(min(periods) - _YEARS_BEFORE, max(periods) + 1)
        standing = {year: in_period(year).sort("authority") for year in years}
        everyone = pl.concat(standing.values()).unique("la_code", keep="last", maintain_order=True)
        if authorities is not None:
            standing = _chosen(standing, periods, authorities)
        services = latent.services(everyone, seed, children)
        chosen = services.join(pl.concat(standing.values()), on="la_code", how="semi")
        return cls(
            raw,
            seed,
            tuple(sorted(periods)),
            standing,
            services,
            stays(chosen.sort("la_code"), Draws(seed), years[0], years[-1]),
        )

    @cached_property
    def draws(self) -> Draws:
        return Draws(self.seed)

    def chance(self, *about: object) -> Random:
        """Random numbers for one small thing, whatever else is drawn."""
        return chance(self.seed, *about)

    def services_of(self, period: int) -> list[dict[str, Any]]:
        """
        The authorities of a year with their qualities, in the order of their codes.

        `children` are those looked after on 31 March, without short breaks.
        """
        _, closing = year(period)
        present = on(self.stays, closing).filter(~pl.col("route").is_in(["V3", "V4"]))
        children = present.group_by("la_code").agg(children=pl.len())
        return (
            self.members[period]
            .join(self.services, on="la_code", maintain_order="left")
            .join(children, on="la_code", how="left", maintain_order="left")
            .with_columns(pl.col("children").fill_null(0))
            .to_dicts()
        )


def _chosen(
    standing: Mapping[int, pl.DataFrame], periods: Sequence[int], authorities: Sequence[str]
) -> dict[int, pl.DataFrame]:
    """Each year's authorities, only those that have one of the codes in one of the periods."""
    meant = pl.concat(standing[period] for period in periods).filter(
        pl.col("authority").is_in(list(authorities))
    )
    unknown = sorted({*authorities} - {*meant["authority"]})
    if unknown:
        raise ValueError(
            f"{', '.join(unknown)}: not the GSS code of an English upper-tier authority in "
            f"{', '.join(map(str, periods))}; the codes are in reference/authorities.csv"
        )
    return {
        year: members.join(meant, on="la_code", how="semi").sort("authority")
        for year, members in standing.items()
    }
