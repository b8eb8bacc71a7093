"""The tables of one folder of a release, as a pack reads them."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import polars as pl

from iro_pipeline.disclosure import columns, published

Tables = Mapping[str, pl.DataFrame]

READ = (
    *("authorities", "benchmarks", "caseload_bands", "caseload_reported", "coverage", "figures"),
    *("indicators", "series", "spread", "survey_coverage", "survey_estimates", "survey_gaps"),
    *("trends", "agreed_to_contact"),
)


def released(folder: Path) -> Tables:
    """
    What the folder of one audience tells, table by table.

    A table that the folder lacks is empty: there was nothing to tell.
    """
    return {name: _read(folder / f"{name}.parquet") for name in READ}


@cache
def key(table: str) -> tuple[str, ...]:
    """The columns that tell the rows of a released table apart."""
    return published(table).key


def _read(path: Path) -> pl.DataFrame:
    if not path.exists():
        return pl.DataFrame(columns(path.stem).empty_table())
    # From bytes: polars would read a path as a pattern.
    return pl.read_parquet(path.read_bytes())
