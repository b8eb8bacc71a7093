"""Invented rows as files that arrive: worded, ordered and named as their contracts say."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import polars as pl

from iro_pipeline.contracts import Contract, Field, in_force

SUFFIX = ".invented.csv"


def contract(source: str, table: str, year: int) -> Contract:
    """The contract that a file of this year will be held to."""
    return next(each for each in in_force(source, year) if each.name.split("/")[2] == table)


def table(terms: Contract, rows: Iterable[Mapping[str, Any]]) -> pl.DataFrame:
    """Rows drawn one by one, of which there may be none."""
    drawn = list(rows)
    return pl.DataFrame(drawn) if drawn else terms.empty()


def one(place: Path, terms: Contract, rows: pl.DataFrame) -> Path:
    """Write one file, `place` without its suffix, and return where it is."""
    columns = dict(headings(terms, rows))
    return save(place, [[*columns.values()]], cells(terms, rows))


def each(folder: Path, name: str, terms: Contract, rows: pl.DataFrame) -> Iterator[Path]:
    """Write one file of that name for each `authority` of the rows, in the authority's folder."""
    header = [[*dict(headings(terms, rows)).values()]]
    owned = cells(terms, rows).with_columns(authority=rows["authority"])
    parts = owned.partition_by("authority", include_key=False, as_dict=True, maintain_order=True)
    for (authority,), part in parts.items():
        yield save(folder / str(authority) / name, header, part)


def headings(terms: Contract, rows: pl.DataFrame) -> Iterator[tuple[str, str]]:
    """
    The file's columns: where each comes from in `rows`, and its header.

    `rows` names columns as the contract does, or by the header where the contract ignores them.
    Columns that this edition does not foresee are left out; those that `rows` lacks come last.
    """
    headers = {each.name: each.header[0] for each in terms.fields if each.header}
    headers |= {header: header for header in terms.ignored}
    yield from ((name, headers[name]) for name in rows.columns if name in headers)
    yield from ((name, header) for name, header in headers.items() if name not in rows.columns)


def cells(terms: Contract, rows: pl.DataFrame) -> pl.DataFrame:
    """The file's columns in the words of a file: labels for codes, Yes and No."""
    fields = {each.name: each for each in terms.fields}
    return rows.select(
        _worded(name, rows.schema.get(name), fields.get(name)) for name, _ in headings(terms, rows)
    )


def _worded(name: str, dtype: pl.DataType | None, field: Field | None) -> pl.Expr:
    if dtype is None:
        return pl.lit(None, pl.String).alias(name)
    if field and field.labels:
        return labelled(field)
    if dtype == pl.Boolean:
        return pl.when(name).then(pl.lit("Yes")).when(~pl.col(name)).then(pl.lit("No")).alias(name)
    return pl.col(name)


def labelled(each: Field) -> pl.Expr:
    """The first label of each code."""
    first = {code: labels[0] for code, labels in each.codes.items()}
    return pl.col(each.name).cast(pl.String).replace(first)


def save(place: Path, headers: Sequence[Sequence[str]], cells: pl.DataFrame) -> Path:
    """Rows of headers, in which names may repeat, above the cells; days come first in dates."""
    file = place.with_name(place.name + SUFFIX)
    file.parent.mkdir(parents=True, exist_ok=True)
    heading = io.StringIO()
    csv.writer(heading, lineterminator="\n").writerows(headers)
    body = cells.write_csv(include_header=False, date_format="%d/%m/%Y")
    file.write_text(heading.getvalue() + body, encoding="utf-8", newline="\n")
    return file
