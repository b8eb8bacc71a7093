"""The numbers of people behind the figures, with the equations that a reader can set up."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import polars as pl
from scipy import sparse

from iro_pipeline.disclosure.equations import NUMBER, PLACE, known_as, matrix, terms
from iro_pipeline.disclosure.people import people

PARTS = ("numerator", "denominator", "rest")
FAMILY = ["fact", "period"]  # no equation joins two of them
TERMS = ["fact", "unit", "speaker"]
# A figure as it was in an earlier release, and whether it was ever shown as it was then.
EARLIER = {
    **{"indicator": pl.String, "level": pl.String, "area": pl.String},
    **{"period": pl.Int64, "quarter": pl.Int64},
    **{"numerator": pl.Float64, "denominator": pl.Float64},
    **{"shown": pl.Boolean, "release": pl.Int64},
}


def nothing_earlier() -> pl.DataFrame:
    """Before the first release."""
    return pl.DataFrame(schema=EARLIER)


@dataclass(frozen=True)
class Numbers:
    """
    `table`: one row per number and time that it was otherwise (number, level, area, period,
    quarter; fact, region, true `value`; whether an earlier release has `told` it).
    `shows`: which `figure` (its place in the cells given) shows which `column` (a row of `table`).
    `equations`: a row of it, times the values, is 0, or at least 0 where it is not `exact`, and
    may then become less by its `room`.
    """

    table: pl.DataFrame
    shows: pl.DataFrame
    equations: sparse.csr_array
    exact: np.ndarray
    room: np.ndarray

    @cached_property
    def value(self) -> np.ndarray:
        """What each number truly is."""
        return self.table["value"].to_numpy()

    @classmethod
    def of(cls, cells: pl.DataFrame, earlier: pl.DataFrame) -> "Numbers":
        """
        `cells`: figures that records tell, by year (quarter 0) and by quarter, one row each, with
        their indicator's unit, fact and speaker, their region, and `figure`, their place.
        `earlier`: figures of earlier releases (EARLIER), of indicators and areas among those.
        """
        parts = _parts(_editions(cells, earlier))
        states = _states(parts)
        table = states.group_by("column").agg(
            pl.first(*NUMBER, "fact", "region", "value"), pl.any("told")
        ).sort("column")  # fmt: skip
        shown_by = parts.join(states.select(*NUMBER, "release", "column"), on=[*NUMBER, "release"])
        shown_by = shown_by.sort("edition", "column")
        seen = shown_by.drop_nulls("figure").select("figure", "column").unique(maintain_order=True)
        return cls(table, seen, *matrix(terms(states, shown_by), table))

    def families(self) -> Iterator[tuple[np.ndarray, "Numbers"]]:
        """The numbers of each fact and period, with the places of its figures among all."""
        of_column = self.table.select(pl.struct(FAMILY).rank("dense") - 1).to_series().to_numpy()
        of_row = of_column[self.equations.indices[self.equations.indptr[:-1]]]
        of_shown = of_column[self.shows["column"].to_numpy()]
        count = int(of_column.max(initial=0)) + 1
        kinds = (grouped(each, count) for each in (of_column, of_row, of_shown))
        for columns, rows, shown in zip(*kinds, strict=True):
            shows = self.shows[shown]
            figures, figure = np.unique(shows["figure"].to_numpy(), return_inverse=True)
            column = np.searchsorted(columns, shows["column"].to_numpy())
            mine = self.equations[rows][:, columns]
            shown_by = pl.DataFrame({"figure": figure, "column": column})
            kept = mine, self.exact[rows], self.room[rows]
            yield figures, Numbers(self.table[columns], shown_by, *kept)


def _editions(cells: pl.DataFrame, earlier: pl.DataFrame) -> pl.DataFrame:
    """Figures of this release and of those before it; `figure` is null of these."""
    about = cells.select("indicator", *TERMS).unique("indicator", maintain_order=True)
    regions = cells.select("level", "area", "region").unique(maintain_order=True)
    before = earlier.join(about, on="indicator").join(regions, on=["level", "area"])
    last = earlier.select(pl.col("release").max().fill_null(0)).item()
    now = cells.select(
        *("figure", "indicator", *PLACE, *TERMS, "region"),
        *(pl.col(part).cast(pl.Float64) for part in PARTS[:2]),
        told=pl.lit(value=False),
        release=pl.lit(last + 1, pl.Int64),
    )
    both = pl.concat([now, before.rename({"shown": "told"})], how="diagonal_relaxed")
    return both.with_row_index("edition")


def _parts(editions: pl.DataFrame) -> pl.DataFrame:
    """One row per figure of a release and number of people in it."""
    asked = ["edition", "figure", "indicator", "fact", "region", "told", "release", *PLACE]
    told = editions.select(*asked, **dict(zip(PARTS, people(), strict=False)))
    names = told.select("indicator").unique().join(pl.DataFrame({"part": PARTS}), how="cross")
    named = names.with_columns(
        number=pl.concat_str("indicator", "part", separator=".").replace(known_as())
    )
    return (
        told.unpivot(PARTS, index=asked, variable_name="part")
        .drop_nulls("value")
        .join(named, on=["indicator", "part"])
    )


def _states(parts: pl.DataFrame) -> pl.DataFrame:
    """
    One row per number and release, in their order, with its `column`: the same as in the release
    before where it is the same.
    """
    moved = pl.col("value") != pl.col("value").shift()
    new = pl.struct(NUMBER) != pl.struct(NUMBER).shift()
    return (
        parts.group_by(*NUMBER, "release")
        .agg(pl.first("fact", "region", "value"), pl.any("told"))
        .sort(*NUMBER, "release")
        .with_columns(column=((new | moved).fill_null(True).cum_sum() - 1).cast(pl.UInt32))
        .with_row_index("state")
    )


def grouped(label: np.ndarray, count: int) -> list[np.ndarray]:
    """The places of each label, 0 to count - 1, in their order."""
    order = np.argsort(label, kind="stable")
    return np.split(order, np.searchsorted(label[order], np.arange(1, count)))
