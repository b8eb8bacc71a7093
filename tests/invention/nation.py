"""A small invented nation, drawn once for the tests that look at it."""

from pathlib import Path
from typing import Any

import polars as pl

from iro_pipeline.invention.nation import Nation

LIVERPOOL, KENT, CITY = "E08000012", "E10000016", "E09000001"
PERIODS = (2023, 2024)


def small(folder: Path = Path(), **terms: Any) -> Nation:
    asked = {"children": 0.2, "authorities": [LIVERPOOL, KENT, CITY], **terms}
    return Nation.draw(folder, 2017, PERIODS, **asked)


def share(true: pl.Series) -> float:
    """The share of rows in which it is true."""
    return true.to_list().count(True) / len(true)
