"""CSV with one header row."""

import csv
import io
from array import array
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import polars as pl

from iro_pipeline.opening import gate
from iro_pipeline.readers import Column, Sheet, Unreadable, wording

_CELLS = bytes(set(range(256)) - set(b",\n"))
MOST_COLUMNS = 2_000
# Each takes 16 bytes, filled or not, in each of two readings. DfE's widest release has 15 million.
MOST_CELLS = 16_000_000


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
    _not_too_wide(text)
    quoted = '"' in text
    starts, offset = (_quoted if quoted else _unquoted)(text, headers)
    top = [[cell.strip() for cell in row] for row in _first_records(text, headers)]
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
    return _first_records(_decoded(data, encodings), number)


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


def _not_too_wide(text: str) -> None:
    """A million columns would take minutes and gigabytes before anything else could be said."""
    commas = text.split("\n", 1)[0].count(",")
    if commas >= MOST_COLUMNS:
        raise Unreadable(
            "too_many_columns",
            found=f"{commas + 1:,} columns",
            expected=f"at most {MOST_COLUMNS:,}",
            do="Look at the first row: it may not be a header row.",
        )


def _lines(text: str) -> Iterable[str]:
    """The lines one by one; io.StringIO would first make four bytes of each letter."""
    return io.TextIOWrapper(io.BytesIO(text.encode()), "utf-8", newline="\n")


def _not_too_many(lines: int, width: int) -> None:
    """A column takes its room on every line, also on an empty one."""
    if lines * width > MOST_CELLS:
        raise Unreadable(
            "too_many_cells",
            found=f"{lines:,} rows or more under a header row of {width:,} columns",
            expected=f"at most {MOST_CELLS // 1_000_000} million cells",
            do="Delete what is empty below and beside the table, or part it into files by "
            "authority and year.",
        )


def _first_records(text: str, number: int) -> list[list[str]]:
    reader = csv.reader(_lines(text), strict=True)
    records: list[list[str]] = []
    line = 1
    try:
        while len(records) < number and (record := next(reader, None)) is not None:
            records.append(record)
            line = reader.line_num + 1
    except csv.Error:
        raise _broken(line) from None
    return records


def _unquoted(text: str, headers: int) -> tuple[Sequence[int], int]:
    """Without quotation marks a line is a record and a comma parts two cells."""
    top = text.split("\n", headers)[:headers]
    _delimited_by_commas(top[0])
    width = top[0].count(",")
    is_ended = text.endswith("\n")
    lines = text.count("\n") + (not is_ended)
    _not_too_many(lines, width + 1)
    # Stripped to its commas a file is one short line over and over: Python need not count each.
    alike = (b"," * width + b"\n") * lines
    if text.encode().translate(None, _CELLS) != (alike if is_ended else alike[:-1]):
        for number, line in enumerate(text.split("\n"), 1):
            if line and line.count(",") != width:
                raise _ragged(number, line.count(",") + 1, width + 1)
    return range(headers + 1, lines + 1), sum(len(line) + 1 for line in top)


def _quoted(text: str, headers: int) -> tuple[Sequence[int], int]:
    reader = csv.reader(_lines(text), strict=True)
    starts, line, width, offset = array("q"), 1, 0, len(text)
    try:
        for number, record in enumerate(reader):
            width = width or len(record)
            if record and len(record) != width:
                raise _ragged(line, len(record), width)
            if number >= headers:
                starts.append(line)
                _not_too_many(len(starts), width)
            line = reader.line_num + 1
            if number == headers - 1:
                offset = sum(len(each) + 1 for each in text.split("\n", line)[: line - 1])
    except csv.Error:
        # The module's own message may quote the cell.
        raise _broken(line) from None
    _delimited_by_commas(text.split("\n", 1)[0])
    return starts, offset


def _broken(line: int) -> Unreadable:
    return Unreadable(
        "broken_csv",
        found=f"a quotation mark or a cell that never ends, from line {line}",
        expected="cells closed by the quotation mark that opens them",
        do="Check the quotation marks near that line, or export the file again.",
    )


def _delimited_by_commas(header: str) -> None:
    for mark, name in ((";", "semicolons"), ("\t", "tabs"), ("|", "bars")):
        if "," not in header and mark in header:
            raise Unreadable(
                "delimiter",
                found=f"cells parted by {name}",
                expected="cells parted by commas",
                do="Export as CSV (comma delimited).",
            )


def _ragged(line: int, found: int, expected: int) -> Unreadable:
    return Unreadable(
        "ragged_row",
        found=f"{found} cells on line {line}",
        expected=f"{expected}, as in the header row",
        do="The file may be cut off or hold an unquoted comma: look at that line or export again.",
    )
