"""CSV with one header row."""

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

import polars as pl

from iro_pipeline.opening import gate
from iro_pipeline.readers import Column, Sheet, Unreadable, lines, wording


class Records(NamedTuple):
    """A file's `headers`, one list of cells a header row, and its other `rows` as in Sheet."""

    headers: list[list[str]]
    rows: pl.DataFrame


def read(data: bytes, encodings: Sequence[str] = ("utf-8",), titles: int = 0) -> Sheet:
    """
    Every cell as text, empty cells null; `titles` are the rows above the header row.

    Raises Unreadable where the file's shape is broken.
    """
    (*_, header), rows = strict(data, encodings, headers=1 + titles)
    return Sheet(blocks(header), without_empty(rows, [not name for name in header]))


def strict(data: bytes, encodings: Sequence[str] = ("utf-8",), headers: int = 1) -> Records:
    """
    The records of a file, all of one width.

    polars pads short records and so takes half a file for a whole one: a strict look comes first.
    """
    text = _decoded(data, encodings)
    lines.not_too_wide(text)
    quoted = '"' in text
    starts, offset = (lines.quoted if quoted else lines.unquoted)(text, headers)
    top = [[cell.strip() for cell in row] for row in lines.first(text, headers)]
    width = len(top[0])
    empty_row = "\n" + "," * (width - 1) + "\n"
    may_be_empty = quoted or "\n\n" in text or empty_row in text + "\n"
    places = list(map(str, range(width)))
    # Named, because polars takes unnamed columns from the first row; that may be empty.
    body = f"{','.join(places)}\n{text[offset:]}".encode()
    del text
    cells = _cells(body, places, quoted=quoted)
    if cells.height != len(starts):
        raise Unreadable(
            "broken_csv",
            found=f"{cells.height} rows in one reading and {len(starts)} in another",
            expected="a plain CSV file",
            do="Open it, check its quotation marks, and export it again.",
        )
    rows = cells.with_columns(pl.Series("line", starts, dtype=pl.Int64))
    if may_be_empty:
        rows = rows.filter(~pl.all_horizontal(pl.exclude("line").is_null()))
    return Records(top, rows)


def top(data: bytes, encodings: Sequence[str], number: int) -> list[list[str]]:
    """The first records, whatever their shape. Raises Unreadable where the bytes are no text."""
    return lines.first(_decoded(data, encodings), number)


def without_empty(rows: pl.DataFrame, nameless: Sequence[bool]) -> pl.DataFrame:
    """The rows without the columns that have neither a name nor a cell."""
    unnamed = [str(i) for i, is_nameless in enumerate(nameless) if is_nameless]
    empty = [name for name in unnamed if rows[name].null_count() == rows.height]
    return rows.drop(empty) if empty else rows


def blocks(headers: Sequence[str], subs: Sequence[str] | None = None) -> list[Column]:
    """Columns by their place: a header owns the columns with an empty header to its right."""
    seen: Counter[str] = Counter()
    columns: list[Column] = []
    for header, sub in zip(headers, subs or [""] * len(headers), strict=True):
        if header or not columns:
            seen[wording(header)] += 1
            columns.append(Column(header, seen[wording(header)], 1, sub))
        else:
            columns.append(columns[-1]._replace(place=columns[-1].place + 1, sub=sub))
    return columns


def _cells(body: bytes, places: list[str], *, quoted: bool) -> pl.DataFrame:
    try:
        return pl.read_csv(
            body,
            schema=dict.fromkeys(places, pl.String),
            # An empty cell is null unasked, a quoted one only if asked, which doubles the cost.
            null_values=[""] if quoted else None,
            quote_char='"' if quoted else None,
            raise_if_empty=False,
        )
    except pl.exceptions.ComputeError:
        raise Unreadable(
            "broken_csv",
            found="a quotation mark inside a cell that does not begin with one",
            expected="quotation marks around the whole cell, and doubled inside it",
            do="Export the file again, or open it in Excel and save it as CSV UTF-8.",
        ) from None


def _decoded(data: bytes, encodings: Sequence[str]) -> str:
    if not data.strip(b"\xef\xbb\xbf \t\r\n"):
        raise Unreadable("empty_file", found="nothing", expected="a header row", do="Export again.")
    if gate.kind(data) != "text":
        raise Unreadable(
            "not_csv",
            found="a workbook or XML",
            expected="a CSV file",
            do="Save it as CSV UTF-8 and drop the CSV.",
        )
    line = 1
    for encoding in encodings:
        try:
            text = data.decode("utf-8-sig" if encoding == "utf-8" else encoding)
        except UnicodeDecodeError as error:
            line = data[: error.start].count(b"\n") + 1
        else:
            return _begun(text.replace("\r\n", "\n").replace("\r", "\n"))
    raise Unreadable(
        "encoding",
        found=f"bytes on line {line} that are not text in {' or '.join(encodings)}",
        expected=" or ".join(encodings),
        do='In Excel choose "CSV UTF-8 (Comma delimited)" when saving.',
    )


def _begun(text: str) -> str:
    if not text.split("\n", 1)[0].strip(", "):
        raise Unreadable(
            "no_header_row",
            found="an empty first row",
            expected="the header row",
            do="Delete the rows above the header row.",
        )
    return text
