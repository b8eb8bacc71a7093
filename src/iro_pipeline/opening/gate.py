"""What a file may be, told from its bytes before any library looks at them."""

import re
from typing import Literal

from iro_pipeline.opening import Unreadable

Kind = Literal["text", "workbook", "markup"]

# Ten times DfE's largest table; to read and inspect so many bytes takes 0.7 GB of memory.
LARGEST_FILE = 100_000_000
# A survey's header row of 2,000 columns, 500 letters each; a cell of Excel holds 32,767.
LONGEST_LINE = 1_000_000
# Four times the longest table of DfE's releases, and ten times the longest of an authority's: a
# line costs most where it is at fault, and this many take 0.9 GB and ten seconds then.
MOST_LINES = 250_000

_EXPORT = "Export the data as CSV UTF-8 or as an Excel workbook (.xlsx)."
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_NAMED = {
    b"\x1f\x8b": ("a gzip archive", "Unpack it and drop what is inside."),
    b"BZh": ("a bzip2 archive", "Unpack it and drop what is inside."),
    b"7z\xbc\xaf\x27\x1c": ("a 7-Zip archive", "Unpack it and drop what is inside."),
    b"Rar!\x1a": ("a RAR archive", "Unpack it and drop what is inside."),
    b"PK\x05\x06": ("an empty zip archive", _EXPORT),
    b"%PDF": ("a PDF", _EXPORT),
    b"{\\rtf": ("a text document (RTF)", _EXPORT),
    b"\x89PNG": ("an image", _EXPORT),
    b"\xff\xd8\xff": ("an image", _EXPORT),
    b"GIF8": ("an image", _EXPORT),
    b"PAR1": ("a Parquet file", _EXPORT),
    b"SQLite format 3": ("a database", _EXPORT),
    b"\xff\xfe": ("UTF-16 text", "Save it as CSV UTF-8."),
    b"\xfe\xff": ("UTF-16 text", "Save it as CSV UTF-8."),
}
_HTML = re.compile(rb"<(!doctype\s+html|html|head|body|table|meta|style|script)\b")
_JSON = re.compile(rb'\{\s*["}]|\[\s*[{\["]')
_MARKUP = re.compile(rb"<(\?xml|!|expssda903)")


def kind(data: bytes) -> Kind:
    """
    Whether the bytes are a workbook, markup or text, which is all that is read here.

    Raises Unreadable for what is none of them, by its name. A file's name says nothing: people
    rename files, and some systems write a web page and call it .xls.
    """
    weigh(len(data))
    for magic, (found, do) in _NAMED.items():
        if data.startswith(magic):
            raise _refused(found, do)
    if data.startswith(_OLE):
        raise _old_or_locked(data)
    if data.startswith(b"PK\x03\x04"):
        return "workbook"
    return _text_or_markup(data)


def weigh(size: int) -> None:
    """Raise Unreadable where a file of that many bytes is not to be read into memory at all."""
    if size > LARGEST_FILE:
        raise Unreadable(
            "too_large",
            found=f"{size:,} bytes",
            expected=f"at most {LARGEST_FILE:,}",
            do="Check what was exported, and part it into files by authority and year.",
        )


def _text_or_markup(data: bytes) -> Kind:
    start = data[:1_000].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if _HTML.match(start):
        raise _refused("a web page (HTML)", "Open it in Excel and save it as a workbook (.xlsx).")
    if _JSON.match(start):
        raise _refused("JSON", _EXPORT)
    if _MARKUP.match(start) or (start.startswith(b"<") and data.rstrip().endswith(b">")):
        return "markup"
    _is_text(data)
    return "text"


def _is_text(data: bytes) -> None:
    """Raise Unreadable where a byte is no text or a line without end would be one cell."""
    if b"\x00" in data:
        raise Unreadable(
            "not_text",
            found=f"a NUL byte on line {data[: data.index(0)].count(10) + 1}",
            expected="text",
            do="The file is damaged or not a CSV file: export it again.",
        )
    line_ending = b"\n" if b"\n" in data else b"\r"
    if len(data) > MOST_LINES and data.count(line_ending) > MOST_LINES:
        raise Unreadable(
            "too_many_rows",
            found=f"more than {MOST_LINES:,} lines",
            expected="at most that",
            do="Check what was exported, and part it into files by authority and year.",
        )
    start = 0
    while len(data) - start > LONGEST_LINE:
        end = data.rfind(line_ending, start, start + LONGEST_LINE)
        if end < 0:
            raise Unreadable(
                "too_long_line",
                found=f"a line of more than {LONGEST_LINE:,} bytes after byte {start:,}",
                expected="one row a line",
                do="Check the line endings and quotation marks, or export the file again.",
            )
        start = end + 1


def _old_or_locked(data: bytes) -> Unreadable:
    if "EncryptedPackage".encode("utf-16-le") in data:
        return _refused(
            "a workbook locked with a password",
            "In Excel choose File, Info, Protect Workbook, remove the password and save it.",
        )
    return _refused(
        "an old Excel workbook (.xls) or another old Office file",
        "Open it in Excel and save it as Excel Workbook (.xlsx).",
    )


def _refused(found: str, do: str) -> Unreadable:
    expected = "a CSV file, an Excel workbook (.xlsx) or DfE's XML of the SSDA903 return"
    return Unreadable("unknown_format", found=found, expected=expected, do=do)
