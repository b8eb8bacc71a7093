"""The same table of all folders of a release as one, each row with its folder."""

from collections.abc import Mapping, Sequence

import polars as pl
import pyarrow as pa

Tables = Mapping[str, pa.Table | pl.DataFrame]


class Folders:
    """Of each folder the tables that it would hold; what is asked for is put together once."""

    def __init__(self, tables: Mapping[str, Tables]) -> None:
        self._tables = tables
        self._rows: dict[str, pl.DataFrame] = {}

    def rows(self, name: str, wanted: Sequence[str]) -> pl.DataFrame:
        """`folder` and the columns `wanted`, as far as there are any; none where no table is."""
        if name not in self._rows:
            self._rows[name] = self._gathered(name)
        every = self._rows[name]
        return every.select(each for each in ["folder", *wanted] if each in every.columns)

    def told(self, name: str, wanted: Sequence[str], *which: pl.Expr) -> pl.DataFrame:
        """The same to a reader of all folders: each different row once, of those `which` hold."""
        rows = self.rows(name, wanted)
        if not rows.width:
            return rows
        return rows.filter(*which).drop("folder").unique(maintain_order=True)

    def _gathered(self, name: str) -> pl.DataFrame:
        there = {folder: each[name] for folder, each in self._tables.items() if name in each}
        rows = [_arrow(each).append_column("folder", pa.repeat(folder, each.shape[0]))
                for folder, each in there.items()]  # fmt: skip
        if not rows:
            return pl.DataFrame()
        # In one piece: polars takes over a long column faster than a hundred short ones.
        together = pa.concat_tables(rows, promote_options="permissive").combine_chunks()
        return pl.DataFrame(together)


def _arrow(table: pa.Table | pl.DataFrame) -> pa.Table:
    return table if isinstance(table, pa.Table) else table.to_arrow()
