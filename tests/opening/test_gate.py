import pytest

from iro_pipeline.opening import Unreadable, gate
from tests.opening.books import book

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"", "text"),
        (b"CHILD,DOB\n1,2\n", "text"),
        (b"\xef\xbb\xbfCHILD\n", "text"),
        (b'"{""a"": 1}",B\n', "text"),
        (b"[Month],B\n1,2\n", "text"),
        (b"<b>Question</b>,B\n1,2\n", "text"),
        (b"\xca<not text>\n", "text"),
        (b"<?xml version='1.0'?><a/>", "markup"),
        (b"\xef\xbb\xbf\r\n<?xml version='1.0'?><a/>", "markup"),
        (b"<EXPSSDA903/>", "markup"),
        (b"<expssda903><CHILD>", "markup"),
        (b"<!-- a --><a/>", "markup"),
        (b"<a>\n</a>\n", "markup"),
        (book([["A"]]), "workbook"),
        (b"PK\x03\x04 cut off", "workbook"),
    ],
)
def test_a_container_is_told_by_its_bytes(data: bytes, kind: str):
    assert gate.kind(data) == kind


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (b"\x1f\x8b\x08", "gzip"),
        (b"BZh91AY", "bzip2"),
        (b"7z\xbc\xaf\x27\x1c", "7-Zip"),
        (b"Rar!\x1a\x07", "RAR"),
        (b"PK\x05\x06" + bytes(18), "empty zip"),
        (b"%PDF-1.7", "PDF"),
        (b"{\\rtf1", "RTF"),
        (b"\x89PNG\r\n", "image"),
        (b"\xff\xd8\xff\xe0", "image"),
        (b"GIF89a", "image"),
        (b"PAR1", "Parquet"),
        (b"SQLite format 3\x00", "database"),
        ("A,B\n".encode("utf-16"), "UTF-16"),
        (OLE + bytes(600), "old Excel"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "password"),
        (b"<!DOCTYPE html><html>", "web page"),
        (b" <HTML xmlns:x='urn:excel'><table>", "web page"),
        (b'{"a": 1}', "JSON"),
        (b'[{"a": 1}]', "JSON"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_no_table_is_refused_by_its_name(data: bytes, found: str):
    with pytest.raises(Unreadable) as refused:
        gate.kind(data)
    assert refused.value.rule == "unknown_format"
    assert found in refused.value.found
    assert refused.value.do.endswith(".")


@pytest.mark.parametrize(
    ("data", "rule"),
    [
        (b"A,B\n1,\x00\n", "not_text"),
        ("A,B\n".encode("utf-32-be"), "not_text"),
        (bytes(gate.LARGEST_FILE + 1), "too_large"),
        (b"A\n" * (gate.MOST_LINES + 1), "too_many_rows"),
        (b"A\r" * (gate.MOST_LINES + 1), "too_many_rows"),
        (b"A,B\n" + b"x" * (gate.LONGEST_LINE + 1), "too_long_line"),
        (b"A,B\n" + b"x\r" * gate.LONGEST_LINE, "too_long_line"),
        (b"A,B\r1,2\r" + b"x" * gate.LONGEST_LINE + b"\r", "too_long_line"),
    ],
    ids=range(8),
)
def test_a_text_without_bounds_is_refused(data: bytes, rule: str):
    with pytest.raises(Unreadable) as refused:
        gate.kind(data)
    assert refused.value.rule == rule


def test_a_long_text_of_ordinary_lines_is_text():
    assert gate.kind(b"CHILD,DOB\n" + b"INV1,01/02/2012\n" * 150_000) == "text"


def test_a_size_alone_is_enough_to_refuse():
    gate.weigh(gate.LARGEST_FILE)
    with pytest.raises(Unreadable, match="too_large"):
        gate.weigh(gate.LARGEST_FILE + 1)
