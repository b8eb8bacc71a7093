"""Screened tables as Arrow, once, in their published order: an audience's share is rows of them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Self

import polars as pl
import pyarrow as pa

from iro_pipeline.contracts import Contract
from iro_pipeline.disclosure.symbols import BETWEEN, BY_NAME, OWN_NUMBERS, PEER_NUMBERS, withhold

NOWHERE = pl.Series(dtype=pl.UInt32)
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
    A table about areas: `named` with service returns by name, `unnamed` with those withheld.

    `places` says which rows are of an area: each of 163 audiences would search all of them.
    """

    named: pa.Table
    unnamed: pa.Table
    places: Mapping[str, pl.Series]

    @classmethod
    def of(
        cls, name: str, rows: pl.DataFrame, area: str, numbers: Iterable[str] = ALL_NUMBERS
    ) -> Self:
        """
        `rows` are screened, and `by_name`, if there is one, marks service returns among them.

        `numbers`: the columns that those who may not see them by name get empty.
        """
        rows = _in_order(name, rows)
        places = rows.with_row_index("place").group_by(area).agg("place")
        unnamed = _unnamed(rows, numbers) if "by_name" in rows.columns else rows
        return cls(_arrow(name, rows), _arrow(name, unnamed), dict(zip(*places, strict=True)))

    def about(self, areas: Iterable[str]) -> pa.Table:
        """The rows of these areas, service returns by name."""
        chosen = [self.places[area] for area in areas if area in self.places]
        return self.named.take(pl.concat([NOWHERE, *chosen]).sort().to_arrow())


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
