"""From a file's bytes to its columns and rows as text, one module a file format."""

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

import polars as pl

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
    """A file as text: `rows` has `line` (as a text editor counts) and columns "0", "1", …"""

    columns: list[Column]
    rows: pl.DataFrame


class Unreadable(Exception):
    """
    A file that cannot be read as a whole: what was found, what was expected, what to do.

    `rows` is how many rows it holds, where that could be told.
    """

    def __init__(self, rule: str, *, found: str, expected: str, do: str, rows: int = 0) -> None:
        super().__init__(f"{rule}: found {found}; expected {expected}. {do}")
        self.rule, self.found, self.expected, self.do, self.rows = rule, found, expected, do, rows


@lru_cache(10_000)
def wording(text: str) -> str:
    """A header or label as people mean it: spacing, case, quotes and Unicode forms set aside."""
    plain = unicodedata.normalize("NFKC", re.sub(r"<[^<>]{1,80}>", " ", text)).translate(_QUOTES)
    return " ".join(plain.split()).casefold()
