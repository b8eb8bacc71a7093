"""Released tables of a few rows, as a pack reads them."""

from collections.abc import Iterable
from datetime import date
from typing import Any, Literal

import polars as pl

from iro_pipeline.disclosure import columns
from iro_pipeline.packs.chosen import Measure
from iro_pipeline.packs.model import Table
from iro_pipeline.packs.released import READ, Tables
from iro_pipeline.packs.whose import Whose

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
        "peer_authorities": 150,
        "peer_of": 153,
        "peer_status": "",
        "verdict": "about the same",
    }
    return dict.fromkeys(columns("benchmarks").names) | usual | given


def _whole(some: pl.DataFrame, empty: pl.DataFrame) -> pl.DataFrame:
    return pl.concat([empty, some], how="diagonal")


LEEDS, YORK, HULL = ("E08000035", "Leeds"), ("E06000014", "York"), ("E06000010", "Hull")
YORKSHIRE = ("E12000003", "Yorkshire and The Humber")
ENGLAND = ("E92000001", "England")
ABOUT = {
    "indicator": "reviews_on_time",
    "title": "Reviews held on time",
    "counts": "reviews held by the day they were due",
    "out_of": "reviews that fell due, held or not",
    "unit": "percent",
    "better": "higher",
    "speaker": "records",
    "chance": "proportion",
    "caveat": "",
}


def register(*members: tuple[str, str]) -> list[dict[str, Any]]:
    """Rows of `authorities`: members of Yorkshire and The Humber."""
    code, region = YORKSHIRE
    given = {"la_code": "", "region": region, "region_code": code, "valid_from": date(2009, 4, 1)}
    return [{"authority": each, "name": name, **given} for each, name in members]


def of_area(level: str, area: tuple[str, str], **given: Any) -> dict[str, Any]:
    """A row of `figures`: reviews on time of an area."""
    usual = {
        "indicator": "reviews_on_time",
        "period": 2024,
        "speaker": "records",
        "level": level,
        "area": area[0],
        "area_name": area[1],
        "value": 92.0,
        "lower": 91.0,
        "upper": 93.0,
        "numerator": 9200.0,
        "denominator": 10000.0,
        "authorities": 3,
        "of": 3,
        "method": "ratio of sums",
        "status": "",
    }
    return usual | given


def yorkshire(*benchmarks: dict[str, Any], **given: Iterable[dict[str, Any]]) -> Tables:
    """What the network of three authorities is told of reviews on time."""
    areas = [of_area("england", ENGLAND), of_area("region", YORKSHIRE)]
    usual = {
        "authorities": register(LEEDS, YORK, HULL),
        "indicators": [ABOUT],
        "figures": areas,
        "benchmarks": benchmarks,
    }
    return tables(**{**usual, **given})


def beside(authority: tuple[str, str], **given: Any) -> dict[str, Any]:
    """A row of `benchmarks` of an authority beside England."""
    return beside_england(authority=authority[0], authority_name=authority[1], **given)


def hidden(authority: tuple[str, str]) -> dict[str, Any]:
    """The same, withheld."""
    nothing = dict.fromkeys(["value", "lower", "upper", "numerator", "denominator", "verdict"])
    return beside(authority, **nothing, status="c", status_reason="a count of 1 to 5")


def whose(tables: Tables, kind: Literal["region", "partnership", "england"] = "region") -> Whose:
    """Yorkshire and The Humber's pack, or England's, in the making."""
    return Whose(kind, ENGLAND[1] if kind == "england" else YORKSHIRE[1], tables)


def stands(pack_tables: Iterable[Table], released: Tables) -> int:
    """How many cells say where their number stands in the release; it does, each of them."""
    cells = [cell for table in pack_tables for row in table.rows for cell in row.cells]
    found = [(cell, cell.origin) for cell in cells if cell.origin is not None]
    for cell, origin in found:
        (row,) = released[origin.table].filter(**dict(origin.key)).iter_rows(named=True)
        assert row[origin.column] == cell.value
    return len(found)
