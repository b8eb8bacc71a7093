"""What a release shows one audience of one authority: all that an explanation may draw on."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Literal, Self

import polars as pl

from iro_pipeline.disclosure import Audience, columns
from iro_pipeline.explaining.asking import Authority, NotKnown, authority, indicator

Row = Mapping[str, Any]
Kind = Literal["public", "network", "authority"]
# What describes the figures is for everyone, and lies in the public folder alone.
OF_ALL = "tables"


@dataclass(frozen=True)
class Tables:
    """An authority's rows in an audience's own folder of a release, and what is said to all."""

    release: Path
    audience: Audience
    authority: Authority

    @classmethod
    def of(cls, release: Path, kind: Kind, text: str) -> Self:
        """
        What an audience is shown of an authority, as people type it.

        Raises NotKnown where that is none, or where nothing was published for the audience.
        """
        meant = authority(text)
        areas = {"public": "", "network": meant.region, "authority": meant.code}
        audience = Audience(kind, areas[kind])
        if not (release / audience.folder).is_dir():
            raise NotKnown(
                f"This release holds nothing for {meant.name} ({meant.code}) alone: it has no "
                "figure, or is no more. `--audience public` tells what anyone may see of it."
            )
        return cls(release, audience, meant)

    @cached_property
    def benchmarks(self) -> pl.DataFrame:
        return self._own("benchmarks", "authority")

    @cached_property
    def areas(self) -> pl.DataFrame:
        """The figures of its region and of England."""
        england = pl.col("level") == "england"
        own = (pl.col("level") == "region") & (pl.col("area_name") == self.authority.region)
        return self._rows("figures", own | england)

    @cached_property
    def series(self) -> pl.DataFrame:
        return self._own("series", "area")

    @cached_property
    def trends(self) -> pl.DataFrame:
        return self._own("trends", "area")

    @cached_property
    def receipts(self) -> pl.DataFrame:
        """What became of each file; everyone may see it."""
        return pl.read_parquet(self.release / "receipts.parquet")

    @cached_property
    def indicators(self) -> Mapping[str, Row]:
        """What each indicator of the release measures."""
        every = pl.read_parquet(self.release / OF_ALL / "indicators.parquet")
        return {row["indicator"]: row for row in every.iter_rows(named=True)}

    @cached_property
    def warning(self) -> str:
        """What must be said first of a release of invented data; else empty."""
        metadata = pl.read_parquet_metadata(self.release / OF_ALL / "indicators.parquet")
        return metadata.get("iro.warning", "")

    def _own(self, name: str, area: str) -> pl.DataFrame:
        return self._rows(name, pl.col(area).is_in(self.authority.codes))

    def _rows(self, name: str, which: pl.Expr) -> pl.DataFrame:
        """Empty where the audience's folder lacks the table: it then has nothing to tell of it."""
        place = self.release / self.audience.folder / f"{name}.parquet"
        if not place.exists():
            return pl.DataFrame(columns(name).empty_table())
        return pl.scan_parquet(place, glob=False).filter(which).collect()


@dataclass(frozen=True)
class Shown:
    """The same of one indicator."""

    tables: Tables
    indicator: Row

    @classmethod
    def of(cls, tables: Tables, text: str) -> Self:
        """Of an indicator, as people type it. Raises NotKnown where that is none, or several."""
        return cls(tables, indicator(text, tables.indicators))

    @property
    def unit(self) -> str:
        """Of the indicator's values."""
        return self.indicator["unit"]

    def own(self, name: Literal["benchmarks", "series", "trends"]) -> pl.DataFrame:
        """The rows of a table that are of this indicator."""
        return getattr(self.tables, name).filter(indicator=self.indicator["indicator"])

    def figure(self, name: str, period: int) -> Row | None:
        """The authority's own figure of any indicator; None where there is none."""
        found = self.tables.benchmarks.filter(indicator=name, period=period)
        return found.row(0, named=True) if found.height else None

    def areas(self, period: int | None) -> list[Row]:
        """The figures of its region and of England in `period`, or in the newest with any."""
        of_it = self.tables.areas.filter(indicator=self.indicator["indicator"])
        asked = pl.col("period").max() if period is None else period
        rows = of_it.filter(pl.col("period") == asked).sort("level", descending=True)
        return [*rows.iter_rows(named=True)]
