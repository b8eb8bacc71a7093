"""The strict look at a text's lines, which comes before any library makes a table of them."""

import csv
import io
from array import array
from collections.abc import Iterable, Sequence

from iro_pipeline.readers import Unreadable

_CELLS = bytes(set(range(256)) - set(b",\n"))
_OTHERS = ((";", "semicolons"), ("\t", "tabs"), ("|", "bars"))
_TOP, _LOOKED_AT = 100_000, 20  # characters and lines
MOST_COLUMNS = 2_000
# Each takes 16 bytes, filled or not, and two readings are compared: 0.7 GB for so many. The largest
# export of a survey seen has a million.
MOST_CELLS = 16_000_000


def not_too_wide(text: str) -> None:
    """Raise Unreadable for a million columns, which would take minutes and gigabytes."""
    commas = text.split("\n", 1)[0].count(",")
    if commas >= MOST_COLUMNS:
        raise Unreadable(
            "too_many_columns",
            found=f"{commas + 1:,} columns",
            expected=f"at most {MOST_COLUMNS:,}",
            do="Look at the first row: it may not be a header row.",
        )


def first(text: str, number: int) -> list[list[str]]:
    """The first records, whatever their shape. Raises Unreadable for a broken quotation."""
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


def unquoted(text: str, headers: int) -> tuple[Sequence[int], int]:
    """
    The line on which each record below the headers starts, and where the first begins in the text.

    Without quotation marks a line is a record and a comma parts two cells. Raises Unreadable.
    """
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
                raise _ragged(text, number, line.count(",") + 1, width + 1)
    return range(headers + 1, lines + 1), sum(len(line) + 1 for line in top)


def quoted(text: str, headers: int) -> tuple[Sequence[int], int]:
    """The same where a quotation mark may hide a comma or the end of a line."""
    reader = csv.reader(_lines(text), strict=True)
    starts, line, width, offset = array("q"), 1, 0, len(text)
    try:
        for number, record in enumerate(reader):
            width = width or len(record)
            if record and len(record) != width:
                raise _ragged(text, line, len(record), width)
            if number >= headers:
                starts.append(line)
                _not_too_many(len(starts), width)
            line = reader.line_num + 1
            if number == headers - 1:
                offset = sum(len(each) + 1 for each in text.split("\n", line)[: line - 1])
    except csv.Error:
        # The module's own message may quote the cell.
        raise _otherwise_delimited(text) or _broken(line) from None
    _delimited_by_commas(text.split("\n", 1)[0])
    return starts, offset


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


def _broken(line: int) -> Unreadable:
    return Unreadable(
        "broken_csv",
        found=f"a quotation mark or a cell that never ends, from line {line}",
        expected="cells closed by the quotation mark that opens them",
        do="Check the quotation marks near that line, or export the file again.",
    )


def _delimited_by_commas(header: str) -> None:
    for mark, name in _OTHERS:
        if "," not in header and mark in header:
            raise _delimited_by(name)


def _otherwise_delimited(text: str) -> Unreadable | None:
    """Whether most lines have more of another mark: a question may have commas in its wording."""
    top = [line for line in text[:_TOP].split("\n")[:_LOOKED_AT] if line]
    for mark, name in _OTHERS:
        if 2 * sum(line.count(mark) > line.count(",") for line in top) > len(top):
            return _delimited_by(name)
    return None


def _delimited_by(name: str) -> Unreadable:
    return Unreadable(
        "delimiter",
        found=f"cells parted by {name}",
        expected="cells parted by commas",
        do="Save it as an Excel workbook (.xlsx) instead, or as CSV (comma delimited).",
    )


def _ragged(text: str, line: int, found: int, expected: int) -> Unreadable:
    return _otherwise_delimited(text) or Unreadable(
        "ragged_row",
        found=f"{found} cell{'' if found == 1 else 's'} on line {line}, and {expected} in the "
        "header row",
        expected="as many cells on every line",
        do="Is it a note or a total below the table? Take it out. If not, a cell has a comma and "
        "no quotation marks around it, or the file is cut off: export it again.",
    )
