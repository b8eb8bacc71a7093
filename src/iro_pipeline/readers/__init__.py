"""From a file's bytes to its columns and rows as text, one module a file format."""

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

import polars as pl

from iro_pipeline.opening import Unreadable

__all__ = ["Column", "Sheet", "Unreadable", "wording"]

_QUOTES = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "–": "-", "—": "-"})


class Column(NamedTuple):
    """
    Where a column stands in its file.

    A block is a header and the columns with an empty header to its right. `occurrence` counts the
    blocks with the same header, `place` the column within its block, `sub` is the second header.
    """

    header: str
    occurrence: int = 1
    place: int = 1
    sub: str = ""


class Sheet(NamedTuple):
    """
    A table as text: `rows` has `line` (as a text editor counts) and columns "0", "1", …

    `name` is the sheet's or the module's, empty where a file is one table.
    """

    columns: list[Column]
    rows: pl.DataFrame
    name: str = ""


@lru_cache(10_000)
def wording(text: str) -> str:
    """A header or label as people mean it: spacing, case, quotes and Unicode forms set aside."""
    plain = unicodedata.normalize("NFKC", re.sub(r"<[^<>]{1,80}>", " ", text)).translate(_QUOTES)
    return " ".join(plain.split()).casefold()
