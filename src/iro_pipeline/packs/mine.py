"""Whom an own-authority sheet is about: the authority, and its rows of the release."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import polars as pl

from iro_pipeline.packs.cells import Row
from iro_pipeline.packs.chosen import Measure, measured
from iro_pipeline.packs.headings import headings
from iro_pipeline.packs.released import Tables
from iro_pipeline.packs.what_works import Works

ENGLAND = "E92000001"
DESCRIBING = ("authorities", "coverage", "indicators")
GROUPS = ("england", "region", "statistical_neighbours")


@dataclass(frozen=True)
class Mine:
    """
    `folder`: the tables of the authority's own folder, `public` those that anyone may see.

    What describes figures (`DESCRIBING`) lies in the public ones alone.
    """

    code: str
    folder: Tables
    public: Tables
    works: Works

    @cached_property
    def tables(self) -> Tables:
        """What it is told, with what describes it."""
        return {**self.folder, **{name: self.public[name] for name in DESCRIBING}}

    @cached_property
    def register(self) -> Row:
        """Its row of `authorities`. Raises ValueError for a code that no authority of today has."""
        found = self.tables["authorities"].filter(authority=self.code)
        standing = found.filter(pl.col("valid_to").is_null())
        if standing.height != 1:
            raise ValueError(
                f"No authority of today has the code {self.code!r}: a sheet is made for those of "
                "the register that have no last day"
            )
        return standing.row(0, named=True)

    @property
    def name(self) -> str:
        return self.register["name"]

    @property
    def within(self) -> str:
        return self.name

    @property
    def level(self) -> str:
        return "authority"

    @property
    def region(self) -> str:
        return self.register["region"]

    @cached_property
    def period(self) -> int:
        """The newest year of which records tell anything. Raises ValueError where none does."""
        records = self.tables["figures"].filter(speaker="records")["period"]
        every = records if len(records) else self.tables["figures"]["period"]
        if not len(every):
            raise ValueError(f"The folder of {self.code} has no figures: nothing can be told of it")
        return int(every.max())  # ty: ignore[invalid-argument-type]

    @cached_property
    def reported(self) -> Mapping[str, Measure]:
        """What the headings of the annual report name, and the folder tells of."""
        names = {name: "" for heading in headings() for name in heading.figures}
        return {each.indicator: each for each in measured(self.tables, names)}

    @cached_property
    def summary(self) -> tuple[Measure, ...]:
        """Of records and returns, topic by topic."""
        return tuple(each for topic in self.works.topics for each in topic.measures)

    def beside(self, measure: Measure, group: str = "england") -> Row | None:
        """Its row of `benchmarks` beside a group, in the measure's period."""
        return self._rows.get((measure.indicator, measure.period, group))

    def area(self, measure: Measure, group: str) -> Row | None:
        """The row of `figures` of England or its region: there where it has nothing beside it."""
        code = {"england": ENGLAND, "region": self.register["region_code"]}.get(group, "")
        return self._areas.get((measure.indicator, measure.period, code))

    def own(self, table: str) -> pl.DataFrame:
        """The rows of a table that are of the authority itself, under its code of today."""
        return self.tables[table].filter(area=self.code)

    @cached_property
    def _rows(self) -> Mapping[tuple[str, int, str], Row]:
        mine = self.tables["benchmarks"].filter(
            pl.col("authority") == self.code,
            pl.col("peer_group").is_in(GROUPS),
            pl.col("period") == pl.col("period").max().over("indicator"),
        )
        rows = mine.iter_rows(named=True)
        return {(row["indicator"], row["period"], row["peer_group"]): row for row in rows}

    @cached_property
    def _areas(self) -> Mapping[tuple[str, int, str], Row]:
        areas = self.tables["figures"].filter(
            pl.col("level") != "authority",
            pl.col("period") == pl.col("period").max().over("indicator"),
        )
        rows = areas.iter_rows(named=True)
        return {(row["indicator"], row["period"], row["area"]): row for row in rows}
