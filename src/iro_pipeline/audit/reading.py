"""What a release would tell a reader of all its folders, beside what was told before: read once."""

from dataclasses import dataclass
from typing import Self

import polars as pl

from iro_pipeline.audit.facts import counted, published
from iro_pipeline.audit.folders import Folders
from iro_pipeline.audit.vintages import dated


@dataclass(frozen=True)
class Reading:
    """
    `folders`: every table of every folder. `cells`: those of areas and groups in all of them as
    told (facts.counted). `facts`: the numbers of people in these below those of earlier releases
    (facts.FACT with `release` and `vintage`).
    """

    folders: Folders
    cells: pl.DataFrame
    facts: pl.DataFrame

    @classmethod
    def of(
        cls,
        folders: Folders,
        earlier: pl.DataFrame,
        own: pl.DataFrame,
        release: int | None = None,
    ) -> Self:
        """
        `earlier`: the facts of earlier releases; may have no rows, nor those of a release that told
        nothing otherwise. `own`: what each authority knows of itself: indicator, part, authority,
        period, quarter (null for a year) and value, and `vintage` if known; with a `level`, areas'
        sums may be among them. `release`: the place of this one; the next, if not said.
        """
        cells = counted(folders)
        return cls(folders, cells, dated(published(cells, folders), earlier, own, release))

    @property
    def told(self) -> pl.DataFrame:
        """The facts of this release."""
        return self.facts.filter(pl.col("release") == pl.col("release").max())
