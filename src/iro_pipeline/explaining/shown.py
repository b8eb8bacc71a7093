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
class Shown:
    """The tables of `release` that lie in an audience's own folder, and what is said to all."""

    release: Path
    audience: Audience
    authority: Authority
    indicator: Row

    @classmethod
    def of(cls, release: Path, kind: Kind, authority_text: str, indicator_text: str) -> Self:
        """
        What is shown of an authority and an indicator, as people type them.

        Raises NotKnown where either is not known, or where nothing was published for the audience.
        """
        meant = authority(authority_text)
        areas = {"public": "", "network": meant.region, "authority": meant.code}
        audience = Audience(kind, areas[kind])
        if not (release / audience.folder).is_dir():
            raise NotKnown(
                f"This release holds nothing for {meant.name} ({meant.code}) alone: it has no "
                "figure, or is no more. `--audience public` tells what anyone may see of it."
            )
        every = pl.read_parquet(release / OF_ALL / "indicators.parquet")
        return cls(release, audience, meant, indicator(indicator_text, every))

    @property
    def unit(self) -> str:
        """Of the indicator's values."""
        return self.indicator["unit"]

    @cached_property
    def benchmarks(self) -> pl.DataFrame:
        """The authority's rows, of every indicator."""
        return self._own("benchmarks", "authority")

    @cached_property
    def indicators(self) -> Mapping[str, Row]:
        """What each indicator of the release measures."""
        every = pl.read_parquet(self.release / OF_ALL / "indicators.parquet")
        return {row["indicator"]: row for row in every.iter_rows(named=True)}

    def own(self, name: str) -> pl.DataFrame:
        """The authority's rows of a table about areas, of the indicator asked about."""
        return self._own(name, "area").filter(indicator=self.indicator["indicator"])

    def receipts(self) -> pl.DataFrame:
        """What became of each file; everyone may see it."""
        return pl.read_parquet(self.release / "receipts.parquet")

    def warning(self) -> str:
        """What must be said first of a release of invented data; else empty."""
        metadata = pl.read_parquet_metadata(self.release / OF_ALL / "indicators.parquet")
        return metadata.get("iro.warning", "")

    def figure(self, name: str, period: int) -> Row | None:
        """The authority's own figure of any indicator; None where there is none."""
        found = self.benchmarks.filter(indicator=name, period=period)
        return found.row(0, named=True) if found.height else None

    def _own(self, name: str, area: str) -> pl.DataFrame:
        """Empty where the audience's folder lacks the table: it then has nothing to tell of it."""
        place = self.release / self.audience.folder / f"{name}.parquet"
        if not place.exists():
            return pl.DataFrame(columns(name).empty_table())
        of_it = pl.col(area).is_in(self.authority.codes)
        return pl.scan_parquet(place, glob=False).filter(of_it).collect()
