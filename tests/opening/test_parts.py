import io
import struct
import zipfile

import pytest

from iro_pipeline.opening import Unreadable
from iro_pipeline.opening import parts as module
from iro_pipeline.opening.parts import MOST_INFLATED, MOST_PARTS, parts, plain
from tests.opening.books import SHEET, book, simple, zipped

CENTRAL = b"PK\x01\x02"


def refusal(data: bytes) -> str:
    with pytest.raises(Unreadable) as refused:
        parts(data)
    return refused.value.rule


def lying(size: int) -> bytes:
    """A workbook whose first part claims to be of another size."""
    data = zipped(simple())
    central = data.index(CENTRAL)
    return data[: central + 24] + struct.pack("<I", size) + data[central + 28 :]


def bomb(size: int) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("xl/workbook.xml", b"<workbook/>")
        archive.writestr(SHEET, bytes(size))
    return written.getvalue()


def overlapping() -> bytes:
    """Two entries of the directory for the bytes of one part."""
    data = zipped({"xl/workbook.xml": b"<workbook/>", "xl/styles.xml": b"<styleSheet/>"})
    first = data.index(CENTRAL)
    second = data.index(CENTRAL, first + 4)
    return data[: second + 42] + data[first + 42 : first + 46] + data[second + 46 :]


def test_the_parts_of_a_workbook_are_its_xml():
    found = parts(zipped(simple() | {"xl/media/image1.png": b"\x89PNG"}))
    assert found == {name: part for name, part in simple().items() if name[-4:] in (".xml", "rels")}


def test_a_bomb_is_refused_before_it_is_inflated():
    assert refusal(bomb(MOST_INFLATED + 1)) == "too_large"


def test_a_part_that_claims_to_be_small_is_inflated_no_further():
    data = bomb(1_000_000)
    size = struct.pack("<I", 1_000_000)
    assert refusal(data.replace(size, struct.pack("<I", 10))) == "damaged_workbook"


@pytest.mark.parametrize("size", [0, 1, 10**9])
def test_a_part_that_lies_about_its_size_is_refused(size: int):
    assert refusal(lying(size)) in ("damaged_workbook", "too_large")


def test_parts_within_parts_are_refused():
    assert refusal(overlapping()) == "too_large"


def test_too_many_parts_are_refused():
    data = zipped({"xl/workbook.xml": b""} | {f"{number}.xml": b"" for number in range(MOST_PARTS)})
    assert refusal(data) == "too_large"


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_parts_of_one_name_are_refused():
    assert refusal(zipped(simple() | {SHEET.upper(): b"<x/>"})) == "damaged_workbook"


@pytest.mark.parametrize("length", [4, 100, 1_000, -1, -30])
def test_an_archive_that_is_cut_off_is_refused(length: int):
    assert refusal(zipped(simple())[:length]) == "damaged_workbook"


def test_a_part_locked_with_a_password_is_refused():
    data = zipped(simple())
    central = data.index(CENTRAL)
    assert refusal(data[: central + 8] + b"\x01" + data[central + 9 :]) == "damaged_workbook"


def test_a_part_packed_in_an_uncommon_way_is_refused():
    data = zipped(simple())
    central = data.index(CENTRAL)
    assert refusal(data[: central + 10] + b"\x0e" + data[central + 11 :]) == "damaged_workbook"


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("xl/workbook.bin", "xlsb"),
        ("content.xml", "ods"),
        ("word/document.xml", "Word"),
        ("data.csv", "zip archive"),
    ],
)
def test_another_kind_of_archive_is_refused_by_its_name(name: str, found: str):
    with pytest.raises(Unreadable) as refused:
        parts(zipped({name: b""}))
    assert (refused.value.rule, found in refused.value.found) == ("unknown_format", True)


@pytest.mark.parametrize(
    ("markup", "rule"),
    [
        (b'<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>', "document_type"),
        (b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "document_type"),
        (b'<?xml version="1.0" encoding="UTF-7"?><a/>', "encoding"),
        (b"<?xml version='1.0' encoding = 'ibm037'?><a/>", "encoding"),
        ("<a/>".encode("utf-16-le"), "encoding"),
    ],
)
def test_markup_that_defines_or_hides_things_is_refused(markup: bytes, rule: str):
    with pytest.raises(Unreadable) as refused:
        plain(markup)
    assert refused.value.rule == rule


@pytest.mark.parametrize("encoding", ["utf-8", "UTF-8", "us-ascii", "windows-1252", "ISO-8859-1"])
def test_markup_in_a_common_encoding_is_as_it_is(encoding: str):
    markup = f"<?xml version='1.0' encoding='{encoding}'?><a/>".encode()
    assert plain(markup) == markup


def test_a_workbook_within_bounds_is_not_refused(monkeypatch: pytest.MonkeyPatch):
    data = book([["A"]])
    size = sum(map(len, parts(data).values()))
    monkeypatch.setattr(module, "MOST_INFLATED", size)
    assert sum(map(len, parts(data).values())) == size
    monkeypatch.setattr(module, "MOST_INFLATED", size - 1)
    assert refusal(data) == "too_large"
