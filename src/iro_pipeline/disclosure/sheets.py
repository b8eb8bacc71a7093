"""Screened tables as Arrow, once, in their published order: an audience's share is rows of them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Self

import numpy as np
import polars as pl
import pyarrow as pa

from iro_pipeline.contracts import Contract
from iro_pipeline.disclosure.symbols import BETWEEN, BY_NAME, OWN_NUMBERS, PEER_NUMBERS, withhold

NOWHERE = np.zeros(0, np.int64)
ALL_NUMBERS = (*OWN_NUMBERS, *BETWEEN)
ARROW = {
    "string": pa.string(),
    "integer": pa.int64(),
    "year": pa.int64(),
    "number": pa.float64(),
    "boolean": pa.bool_(),
    "date": pa.date32(),
}


def published(name: str) -> Contract:
    """The contract of a published table."""
    return Contract.load(f"processed/published/{name}")


@cache
def columns(name: str) -> pa.Schema:
    """The columns of a published table with their descriptions."""
    return pa.schema(
        pa.field(
            each.name,
            ARROW[each.type],
            nullable=not each.required,
            metadata={"description": each.description},
        )
        for each in published(name).fields
    )


def drawn_up(name: str, rows: pl.DataFrame) -> pa.Table:
    """In the contract's columns, types and order. Raises ValueError where one must not be null."""
    return _arrow(name, _in_order(name, rows))


@dataclass(frozen=True)
class Sheet:
    """
    A table about areas: `unnamed` with service returns withheld, in its published order; `named`
    with them by name, area by area.

    `ranges`: an area's rows in `named`; `place`: where each row stands in the published order.
    """

    unnamed: pa.Table
    named: pa.Table
    ranges: Mapping[str, range]
    place: np.ndarray

    @classmethod
    def of(
        cls, name: str, rows: pl.DataFrame, area: str, numbers: Iterable[str] = ALL_NUMBERS
    ) -> Self:
        """
        `rows` are screened, and `by_name`, if there is one, marks service returns among them.

        `numbers`: the columns that those who may not see them by name get empty.
        """
        rows = _in_order(name, rows)
        by_area = rows.with_row_index("place").sort(area, maintain_order=True)
        unnamed = _unnamed(rows, numbers) if "by_name" in rows.columns else rows
        return cls(
            _arrow(name, unnamed),
            _arrow(name, by_area),
            _ranges(by_area[area]),
            by_area["place"].to_numpy(),
        )

    def about(self, areas: Iterable[str]) -> pa.Table:
        """The rows of these areas, service returns by name."""
        chosen = [self.ranges[area] for area in areas if area in self.ranges]
        if len(chosen) == 1:
            return self.named.slice(chosen[0].start, len(chosen[0]))
        rows = np.concatenate([NOWHERE, *chosen])
        return self.named.take(pl.Series(rows[np.argsort(self.place[rows])]).to_arrow())


def _ranges(areas: pl.Series) -> dict[str, range]:
    """Where each area's rows are, which lie together."""
    runs = (
        pl.DataFrame({"area": areas})
        .with_row_index("row")
        .group_by("area")
        .agg(pl.min("row"), many=pl.len())
    )
    return {area: range(first, first + many) for area, first, many in runs.iter_rows()}


def _unnamed(table: pl.DataFrame, numbers: Iterable[str]) -> pl.DataFrame:
    """Service returns of one authority, withheld."""
    because = pl.when("by_name").then(pl.lit(BY_NAME))
    there = [name for name in numbers if name in table.columns]
    unnamed = table.with_columns(withhold(because, there))
    if "peers_by_name" not in table.columns:
        return unnamed
    of_others = pl.when("peers_by_name").then(pl.lit(BY_NAME))
    return unnamed.with_columns(withhold(of_others, PEER_NUMBERS, "peer_"))


def _in_order(name: str, rows: pl.DataFrame) -> pl.DataFrame:
    return rows.lazy().sort(published(name).key).collect(engine="in-memory")


def _arrow(name: str, rows: pl.DataFrame) -> pa.Table:
    declared = columns(name)
    return rows.select(declared.names).to_arrow().cast(declared).combine_chunks()
