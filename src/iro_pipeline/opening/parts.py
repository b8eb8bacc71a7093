"""The parts of a workbook: what its zip holds, inflated within bounds, before it is read."""

import io
import re
import zipfile
import zlib
from typing import Any

from iro_pipeline.opening import Unreadable

# A workbook of a hundred sheets has some 400 parts, most of them drawings and their relations.
MOST_PARTS = 5_000
# Half a million cells are 20 million bytes. Bounded here and not by the ratio: columns of one
# repeated code shrink a hundredfold in honest workbooks.
MOST_INFLATED = 50_000_000

# How lxml reads what comes from outside: nothing is fetched, nothing grows, nothing nests deeper
# than 256, and what stands beside a comment is one text.
SAFE: dict[str, Any] = {
    "resolve_entities": False,
    "no_network": True,
    "load_dtd": False,
    "huge_tree": False,
    "remove_comments": True,
    "remove_pis": True,
}
_ENCODING = re.compile(rb"""^\s*<\?xml[^>]*?\bencoding\s*=\s*["']([\w.:-]+)["']""")
_ELSEWHERE = {
    "xl/workbook.bin": ("a binary Excel workbook (.xlsb)", "Save it as Excel Workbook (.xlsx)."),
    "word/document.xml": ("a Word document", "Save its table as Excel Workbook (.xlsx)."),
    "ppt/presentation.xml": ("a PowerPoint file", "Save its table as Excel Workbook (.xlsx)."),
    "content.xml": ("an OpenDocument file (.ods)", "Save it as Excel Workbook (.xlsx)."),
    "Index/Document.iwa": ("a Numbers file", "Export it as Excel Workbook (.xlsx)."),
}


def parts(data: bytes) -> dict[str, bytes]:
    """
    The XML parts of a workbook by name; macros, images and other binaries are left unopened.

    Sizes that an archive declares may lie, so each part is inflated only as far as the bound and
    must then be as long and have the checksum that was declared. Raises Unreadable.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            _is_a_workbook({entry.filename for entry in entries})
            _are_apart(entries, len(data))
            return _inflated(archive, entries)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError):
        raise damaged("an archive that is cut off or damaged") from None


def plain(markup: bytes) -> bytes:
    """
    The markup as it is, unless it defines things of its own or is not in a common encoding.

    A document type can name files and addresses to fetch, and entities that grow without end.
    """
    if b"<!DOCTYPE" in markup or b"<!ENTITY" in markup:
        raise Unreadable(
            "document_type",
            found="a document type or entity (<!DOCTYPE, <!ENTITY)",
            expected="XML without them",
            do="No system of the return writes them: export the file again.",
        )
    named = _ENCODING.match(markup.removeprefix(b"\xef\xbb\xbf"))
    encoding = named[1].decode().lower() if named else "utf-8"
    if b"\x00" in markup or encoding not in {
        "utf-8", "utf8", "us-ascii", "ascii", "windows-1252", "cp1252", "iso-8859-1",
    }:  # fmt: skip
        raise Unreadable(
            "encoding",
            found="an encoding other than those",
            expected="utf-8, us-ascii, windows-1252 or iso-8859-1",
            do="Export the file again in UTF-8.",
        )
    return markup


def damaged(found: str) -> Unreadable:
    """The refusal of a workbook that is not whole."""
    return Unreadable(
        "damaged_workbook",
        found=found,
        expected="a whole Excel workbook (.xlsx)",
        do="Open it in Excel, save it under a new name, and drop that file.",
    )


def _is_a_workbook(names: set[str]) -> None:
    if "xl/workbook.xml" in names:
        return
    other = next((said for part, said in _ELSEWHERE.items() if part in names), None)
    found, do = other or ("a zip archive that is no workbook", "Unpack it and drop what is inside.")
    raise Unreadable("unknown_format", found=found, expected="an Excel workbook (.xlsx)", do=do)


def _are_apart(entries: list[zipfile.ZipInfo], length: int) -> None:
    """Raise Unreadable for too many parts, parts within parts, or two of one name."""
    if len(entries) > MOST_PARTS:
        raise _bomb(f"{len(entries):,} parts", f"at most {MOST_PARTS:,}")
    if sum(entry.file_size for entry in entries) > MOST_INFLATED:
        raise _too_large()
    starts = sorted((entry.header_offset, entry.compress_size) for entry in entries)
    ends = [start for start, _ in starts[1:]] + [length]
    # A part begins with 30 bytes of its own before its name and its content.
    if any(start + 30 + size > end for (start, size), end in zip(starts, ends, strict=True)):
        raise _bomb("parts that overlap", "parts that follow one another")
    # The names are told apart as calamine tells them, without regard to case.
    if len({entry.filename.replace("\\", "/").casefold() for entry in entries}) < len(entries):
        raise damaged("two parts of one name")


def _inflated(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    room = MOST_INFLATED
    for entry in entries:
        if not entry.filename.endswith((".xml", ".rels")):
            continue
        if entry.flag_bits & 1:
            raise damaged("a part locked with a password")
        if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise damaged("a part packed in an uncommon way")
        with archive.open(entry) as packed:
            part = packed.read(room + 1)
        if len(part) > room:
            raise _too_large()
        if len(part) != entry.file_size:
            raise damaged("a part that is shorter than it says")
        if b"<![CDATA[" in part:
            raise damaged("a part written in an uncommon way (CDATA)")
        room -= len(part)
        found[entry.filename] = plain(part)
    return found


def _too_large() -> Unreadable:
    return _bomb(
        f"more than {MOST_INFLATED // 1_000_000} million bytes when unpacked",
        f"at most {MOST_INFLATED // 1_000_000} million",
    )


def _bomb(found: str, expected: str) -> Unreadable:
    return Unreadable(
        "too_large",
        found=f"a workbook with {found}",
        expected=expected,
        do="Save the table alone as CSV UTF-8 and drop that.",
    )
