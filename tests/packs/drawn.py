"""Released tables of a few rows, as a pack reads them."""

from collections.abc import Iterable
from typing import Any

import polars as pl

from iro_pipeline.disclosure import columns
from iro_pipeline.packs.chosen import Measure
from iro_pipeline.packs.released import READ, Tables

MEASURE = Measure(
    indicator="reviews_on_time",
    heading="Reviews on time",
    period=2024,
    title="Reviews held on time",
    counts="reviews held by the day they were due",
    out_of="reviews that fell due, held or not",
    unit="percent",
    better="higher",
    speaker="records",
    chance="proportion",
    standard_words=None,
    asks_at_least=None,
    asks_at_most=None,
    caveat="",
)


def rows(name: str, given: Iterable[dict[str, Any]]) -> pl.DataFrame:
    """A released table in its columns and types; what is not given is null."""
    empty = pl.DataFrame(columns(name).empty_table())
    return pl.DataFrame(list(given), schema_overrides=empty.schema).pipe(_whole, empty)


def tables(**given: Iterable[dict[str, Any]]) -> Tables:
    """All tables that a pack reads; those not given are empty."""
    return {name: rows(name, given.get(name, [])) for name in READ}


def beside_england(**given: Any) -> dict[str, Any]:
    """A row of `benchmarks`: Leeds' reviews on time beside England's others."""
    usual = {
        "indicator": "reviews_on_time",
        "period": 2024,
        "authority": "E08000035",
        "authority_name": "Leeds",
        "region": "Yorkshire and The Humber",
        "speaker": "records",
        "value": 90.0,
        "lower": 85.25,
        "upper": 93.35,
        "numerator": 900.0,
        "denominator": 1000.0,
        "n": 1000,
        "status": "",
        "peer_group": "england",
        "peer": "England",
        "peer_value": 92.0,
        "peer_status": "",
        "verdict": "about the same",
    }
    return dict.fromkeys(columns("benchmarks").names) | usual | given


def _whole(some: pl.DataFrame, empty: pl.DataFrame) -> pl.DataFrame:
    return pl.concat([empty, some], how="diagonal")
