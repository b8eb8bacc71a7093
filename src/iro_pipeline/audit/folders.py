"""The same table of all folders of a release as one, each row with its folder."""

from collections.abc import Mapping, Sequence

import numpy as np
import polars as pl
import pyarrow as pa

Tables = Mapping[str, pa.Table | pl.DataFrame]


class Folders:
    """Of each folder the tables that it would hold; a column asked for is put together once."""

    def __init__(self, tables: Mapping[str, Tables]) -> None:
        self._tables = tables
        self._together: dict[str, pa.Table] = {}
        self._columns: dict[tuple[str, str], pl.Series] = {}

    def rows(self, name: str, wanted: Sequence[str]) -> pl.DataFrame:
        """`folder` and the columns `wanted`, as far as there are any; none where no table is."""
        there = self._whole(name).column_names
        return pl.DataFrame(
            [self._column(name, each) for each in ["folder", *wanted] if each in there]
        )

    def filled(self, name: str, wanted: Sequence[str]) -> pl.DataFrame:
        """Of the same rows whether they say anything in each of the columns `wanted`."""
        every = self._whole(name)
        return pl.DataFrame(
            [
                pl.Series(each, every[each].is_valid())
                for each in wanted
                if each in every.column_names
            ]
        )

    def told(self, name: str, wanted: Sequence[str], *which: pl.Expr) -> pl.DataFrame:
        """The same to a reader of all folders: each different row once, of those `which` hold."""
        rows = self.rows(name, wanted)
        if not rows.width:
            return rows
        return rows.filter(*which).drop("folder").unique(maintain_order=True)

    def _column(self, table: str, name: str) -> pl.Series:
        if (table, name) not in self._columns:
            # In one piece: polars takes over a long column faster than a hundred short ones.
            values = self._whole(table)[name].combine_chunks()
            self._columns[table, name] = pl.Series(name, values)
        return self._columns[table, name]

    def _whole(self, name: str) -> pa.Table:
        if name not in self._together:
            self._together[name] = self._gathered(name)
        return self._together[name]

    def _gathered(self, name: str) -> pa.Table:
        there = {folder: each[name] for folder, each in self._tables.items() if name in each}
        if not there:
            return pa.table({})
        rows = [_arrow(each) for each in there.values()]
        every = pa.concat_tables(rows, promote_options="permissive")
        place = np.repeat(np.arange(len(rows)), [each.num_rows for each in rows])
        return every.append_column("folder", pl.Series(list(there)).gather(place).to_arrow())


def _arrow(table: pa.Table | pl.DataFrame) -> pa.Table:
    return table if isinstance(table, pa.Table) else table.to_arrow()
