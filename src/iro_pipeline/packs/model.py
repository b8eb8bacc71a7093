"""A pack as every surface reads it: no surface computes, rounds or words anything itself."""

from dataclasses import dataclass, field
from typing import Literal

from iro_pipeline.packs.charts import Chart


@dataclass(frozen=True)
class Origin:
    """Where a number stands in the release: a table, the row's key and a column."""

    table: str
    key: tuple[tuple[str, str | int], ...]
    column: str


@dataclass(frozen=True)
class Cell:
    """
    One cell: `text` as page and print show it, `value` as the workbook holds it.

    A withheld or missing number has no value and its DfE symbol in brackets as text ("[c]").
    `word` is the verdict that belongs to it, and `n` how many were counted, both shown beside it or
    below; often there is none.
    `detail` is what is told on demand: the interval, the counts, or why nothing is shown.
    `shade` is 1 (lowest) to 4 (highest quarter of England), None where there is none; it never
    says more than the words do.
    """

    text: str
    value: float | int | str | None = None
    detail: str = ""
    shade: int | None = None
    origin: Origin | None = None
    word: str = ""
    n: str = ""


@dataclass(frozen=True)
class Column:
    """
    `kind` tells how a surface aligns and formats: a `number` has `decimals`.

    A heading is short and unlike every other of its table.
    """

    name: str
    heading: str
    kind: Literal["name", "word", "number"] = "word"
    decimals: int = 0
    explanation: str = ""


@dataclass(frozen=True)
class Row:
    """The cells, in the order of the columns; `area` is the GSS code of what the row is of."""

    cells: tuple[Cell, ...]
    area: str = ""


@dataclass(frozen=True)
class Table:
    """`name` is unlike every other of its pack, in small letters and underscores."""

    name: str
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    notes: tuple[str, ...] = ()
    # To look things up in: a page folds it away, and a print leaves it out.
    is_long: bool = False


@dataclass(frozen=True)
class Section:
    """`headline` is a sentence computed from the section's own tables."""

    name: str
    title: str
    headline: str
    paragraphs: tuple[str, ...] = ()
    charts: tuple[Chart, ...] = ()
    tables: tuple[Table, ...] = ()
    # What a print of few pages keeps.
    is_printed: bool = True


@dataclass(frozen=True)
class Pack:
    """
    All that is told to one reader.

    `edition` is a digest of the content: two packs of one edition say the same, whatever release
    they came with. `highlights` are the three things to raise first, computed.
    """

    kind: Literal["region", "partnership", "england", "authority"]
    area: str
    name: str
    title: str
    period: str
    audience: str
    highlights: tuple[str, ...]
    sections: tuple[Section, ...]
    authorities: tuple[tuple[str, str], ...] = ()
    warning: str = ""
    notice: str = ""
    edition: str = field(default="", compare=False)
