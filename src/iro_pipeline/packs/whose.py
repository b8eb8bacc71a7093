"""Whom a pack is about: an area, its authorities, and their rows of the release."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import polars as pl

from iro_pipeline.packs.cells import Row
from iro_pipeline.packs.chosen import Measure, chosen
from iro_pipeline.packs.released import Tables
from iro_pipeline.packs.words import the
from iro_pipeline.reference import standing

ENGLAND = "England"
Kind = Literal["region", "partnership", "england"]


@dataclass(frozen=True)
class Whose:
    """
    The tables of one audience's folder, as they tell of one group of authorities.

    A region's are its network's; a partnership's and England's are the public ones. `name` is that
    of the peer group.
    """

    kind: Kind
    name: str
    tables: Tables

    @cached_property
    def period(self) -> int:
        """The newest year of which records tell. Raises ValueError where there is no figure."""
        records = self.tables["figures"].filter(speaker="records")["period"]
        every = records if len(records) else self.tables["figures"]["period"]
        if not len(every):
            raise ValueError("The release has no figures: a pack needs those of one year at least")
        return int(every.max())  # ty: ignore[invalid-argument-type]

    @cached_property
    def members(self) -> tuple[tuple[str, str], ...]:
        """
        Code and name of each authority, by name.

        A region's and England's are those of the register on 31 March; a partnership's those that
        stand beside it in the newest year.
        """
        found = self._beside_partnership() if self.kind == "partnership" else self._on_the_day()
        return tuple(sorted(found.unique().rows(), key=lambda each: each[1]))

    @property
    def code(self) -> str:
        """The GSS code of a region or of England; a partnership has none, and is called by name."""
        if self.kind == "england":
            return "E92000001"
        if self.kind == "partnership":
            return self.name
        return self.tables["authorities"].filter(region=self.name)["region_code"].item(0)

    @property
    def level(self) -> str:
        """Of the area's own rows; of a partnership only `benchmarks` tells."""
        return "" if self.kind == "partnership" else self.kind

    @property
    def within(self) -> str:
        """The name in a sentence."""
        return the(self.name) if self.kind == "region" else self.name

    @cached_property
    def summary(self) -> tuple[Measure, ...]:
        """The measures that stand in the summary."""
        return chosen(self.tables, "summary")

    @cached_property
    def newest(self) -> pl.DataFrame:
        """`benchmarks` of the members, each indicator at its newest period."""
        latest = self.tables["figures"].group_by("indicator").agg(pl.max("period"))
        own = [code for code, _ in self.members]
        rows = self.tables["benchmarks"].filter(pl.col("authority").is_in(own))
        return rows.join(latest, on=["indicator", "period"], how="semi")

    @cached_property
    def beside(self) -> Mapping[tuple[str, str], Row]:
        """Each member's row beside England, by indicator and authority."""
        return _keyed(self.newest.filter(peer_group="england"), self._shown())

    @cached_property
    def beside_own(self) -> Mapping[tuple[str, str], Row]:
        """Each member's row beside its region or partnership; of England's nothing more."""
        own = self.newest.filter(peer_group=self.kind, peer=self.name)
        return _keyed(own, self._shown()) if self.kind != "england" else {}

    @cached_property
    def regions(self) -> tuple[tuple[str, str], ...]:
        """Code and name of each region, by name."""
        regions = self.tables["figures"].filter(level="region").select("area", "area_name")
        return tuple(sorted(regions.unique().rows(), key=lambda each: each[1]))

    @cached_property
    def coverage(self) -> Mapping[tuple[str, str, int, str, str], Row]:
        """Rows of `coverage` by source, speaker, period, level and area."""
        by = ("source", "speaker", "period", "level", "area")
        rows = self.tables["coverage"].iter_rows(named=True)
        return {tuple(row[name] for name in by): row for row in rows}

    def of(self, measure: Measure) -> list[Row]:
        """The rows beside England of the members that have one, by name."""
        found = (self.beside.get((measure.indicator, code)) for code, _ in self.members)
        return [row for row in found if row is not None]

    def area(self, measure: Measure, level: str, area: str) -> Row | None:
        """An area's row of `figures` in the measure's period."""
        return self._areas.get((measure.indicator, measure.period, level, area))

    def own(self, measure: Measure) -> Row | None:
        """The same of the area itself."""
        return self.area(measure, self.level, self.code)

    def england(self, measure: Measure) -> Row | None:
        """The same of England."""
        return self.area(measure, "england", "E92000001")

    @cached_property
    def _areas(self) -> Mapping[tuple[str, int, str, str], Row]:
        areas = self.tables["figures"].filter(pl.col("level") != "authority")
        rows = areas.iter_rows(named=True)
        return {(row["indicator"], row["period"], row["level"], row["area"]): row for row in rows}

    def _shown(self) -> list[str]:
        return [measure.indicator for measure in self.summary]

    def _on_the_day(self) -> pl.DataFrame:
        register = self.tables["authorities"].filter(standing(pl.date(self.period, 3, 31)))
        if self.kind == "region":
            register = register.filter(region=self.name)
        return register.select("authority", "name")

    def _beside_partnership(self) -> pl.DataFrame:
        return (
            self.tables["benchmarks"]
            .filter(peer_group="partnership", peer=self.name, period=self.period)
            .select("authority", "authority_name")
        )


def _keyed(rows: pl.DataFrame, indicators: Iterable[str]) -> Mapping[tuple[str, str], Row]:
    some = rows.filter(pl.col("indicator").is_in(list(indicators)))
    return {(row["indicator"], row["authority"]): row for row in some.iter_rows(named=True)}
