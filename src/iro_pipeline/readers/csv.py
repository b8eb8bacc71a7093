"""CSV with one header row."""

import csv
import io
from collections import Counter
from collections.abc import Sequence

import polars as pl

from iro_pipeline.readers import Column, Sheet, Unreadable, wording

_MAGIC = {
    b"PK\x03\x04": ("a zip or Excel workbook", "Save it as CSV UTF-8 and drop the CSV."),
    b"\xd0\xcf\x11\xe0": ("an old Excel workbook", "Save it as CSV UTF-8 and drop the CSV."),
    b"\x1f\x8b": ("a gzip archive", "Unpack it and drop the CSV."),
    b"%PDF": ("a PDF", "Export the data as CSV UTF-8."),
    b"<?xml": ("an XML file", "Export the data as CSV UTF-8."),
    b"\xff\xfe": ("UTF-16 text", "Save it as CSV UTF-8."),
    b"\xfe\xff": ("UTF-16 text", "Save it as CSV UTF-8."),
}


def read(data: bytes, encodings: Sequence[str] = ("utf-8",)) -> Sheet:
    """Every cell as text, empty cells null. Raises Unreadable where the file's shape is broken."""
    records = strict(data, encodings)
    header, rows = records.cells.row(0), records.cells.slice(1)
    columns = blocks([name or "" for name in header])
    unnamed = [str(i) for i, name in enumerate(header) if not name]
    empty = [name for name in unnamed if rows[name].null_count() == rows.height]
    return Sheet(columns, rows.with_columns(line=records.lines.slice(1)).drop(empty))


class Records:
    """A file's records: `cells` text columns "0", "1", …, and the `lines` on which they start."""

    def __init__(self, cells: pl.DataFrame, lines: pl.Series) -> None:
        blank = cells.select(pl.all_horizontal(pl.all().is_null())).to_series()
        self.cells, self.lines = cells.filter(~blank), lines.filter(~blank)


def strict(data: bytes, encodings: Sequence[str] = ("utf-8",)) -> Records:
    """
    The records of a file, all of one width.

    polars pads short records and so takes half a file for a whole one: a strict look comes first.
    """
    text = _decoded(data, encodings)
    starts = _starts(text) if '"' in text else _unquoted(text)
    cells = pl.read_csv(
        text.encode(), has_header=False, infer_schema=False, null_values=[""], raise_if_empty=False
    )
    cells.columns = [str(i) for i in range(cells.width)]
    cells = cells.with_columns(pl.all().str.strip_chars().replace("", None))
    if cells.height != len(starts):
        raise Unreadable(
            "broken_csv",
            found=f"{cells.height} rows in one reading and {len(starts)} in another",
            expected="a plain CSV file",
            do="Open it, check its quotation marks, and export it again.",
        )
    return Records(cells, starts)


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


def _decoded(data: bytes, encodings: Sequence[str]) -> str:
    if not data.strip(b"\xef\xbb\xbf \t\r\n"):
        raise Unreadable("empty_file", found="nothing", expected="a header row", do="Export again.")
    for magic, (found, do) in _MAGIC.items():
        if data.startswith(magic):
            raise Unreadable("not_csv", found=found, expected="a CSV file", do=do)
    if b"\x00" in data:
        raise Unreadable(
            "not_text",
            found=f"a NUL byte on line {data[: data.index(0)].count(10) + 1}",
            expected="text",
            do="The file is damaged or not a CSV file: export it again.",
        )
    for encoding in encodings:
        try:
            text = data.decode("utf-8-sig" if encoding == "utf-8" else encoding)
        except UnicodeDecodeError as error:
            line = data[: error.start].count(b"\n") + 1
        else:
            return text.replace("\r\n", "\n").replace("\r", "\n")
    raise Unreadable(
        "encoding",
        found=f"bytes on line {line} that are not text in {' or '.join(encodings)}",
        expected=" or ".join(encodings),
        do='In Excel choose "CSV UTF-8 (Comma delimited)" when saving.',
    )


def _unquoted(text: str) -> pl.Series:
    """Without quotation marks a line is a record and a comma parts two cells."""
    lines = pl.Series(text.removesuffix("\n").split("\n"))
    commas = lines.str.count_matches(",", literal=True)
    _delimited_by_commas(lines[0])
    ragged = (commas != commas[0]) & (lines != "")
    if ragged.any():
        first = ragged.arg_max() or 0
        raise _ragged(first + 1, commas[first] + 1, commas[0] + 1)
    return pl.int_range(1, len(lines) + 1, eager=True)


def _starts(text: str) -> pl.Series:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    starts, line, width = [], 1, 0
    try:
        for record in reader:
            width = width or len(record)
            if record and len(record) != width:
                raise _ragged(line, len(record), width)
            starts.append(line)
            line = reader.line_num + 1
    except csv.Error:
        # The module's own message may quote the cell.
        raise Unreadable(
            "broken_csv",
            found=f"a quotation mark or a cell that never ends, from line {line}",
            expected="cells closed by the quotation mark that opens them",
            do="Check the quotation marks near that line, or export the file again.",
        ) from None
    _delimited_by_commas(text.split("\n", 1)[0])
    return pl.Series(starts, dtype=pl.Int64)


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
