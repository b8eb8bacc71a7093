"""Rows of a frame laid out as numpy wants them: a row a group, a column a member of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
import polars as pl

Array = np.ndarray
DIGITS = 9  # that stay the same in whatever order, and beside whatever else, numbers are added up


def settled(values: Array) -> pl.Series:
    """To as many digits as are sure; NaN is null."""
    return pl.Series(values.astype(np.float64)).fill_nan(None).round_sig_figs(DIGITS)


@dataclass(frozen=True)
class Grid:
    """
    Where each row of a frame lies. Groups differ in size: what is beyond a group's end is NaN.

    `first` is the place in the frame of one row of each group.
    """

    group: Array
    member: Array
    first: Array
    shape: tuple[int, int]

    @classmethod
    def of(cls, rows: pl.DataFrame, by: Sequence[str]) -> Self:
        """`rows` in any order; `by` names the columns whose values make a group."""
        groups = rows.select(by).with_row_index().group_by(by, maintain_order=True).agg("index")
        sizes = groups["index"].list.len().to_numpy()
        where = groups.select(pl.col("index").explode()).drop_nulls().to_series().to_numpy()
        starts = np.cumsum(sizes) - sizes
        group, member = np.empty(rows.height, np.int64), np.empty(rows.height, np.int64)
        group[where] = np.repeat(np.arange(len(sizes)), sizes)
        member[where] = np.arange(len(where)) - np.repeat(starts, sizes)
        return cls(group, member, where[starts], (len(sizes), int(sizes.max(initial=1))))

    def spread(self, values: pl.Series) -> Array:
        """The values laid out, NaN where there are none."""
        grid = np.full(self.shape, np.nan)
        grid[self.group, self.member] = values.cast(pl.Float64).to_numpy()
        return grid

    def once(self, values: pl.Series) -> Array:
        """A value that all rows of a group share, one a group."""
        return values.cast(pl.Float64).to_numpy()[self.first]

    def gathered(self, grid: Array) -> pl.Series:
        """A grid's values back in the order of the rows; NaN is null."""
        wide = np.broadcast_to(grid, self.shape)
        return settled(wide[self.group, self.member])
