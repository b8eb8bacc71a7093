"""Damage by the hundred: what is read is what a strict reading of another kind finds."""

import random
from collections import Counter
from xml.etree import ElementTree

import pytest

from iro_pipeline.opening import Unreadable, markup, workbook
from tests.opening.books import SHEET, book, parts_of, zipped

ROWS = [["Child", "Raised on", "Stage"], *[[f"INV{n}", n, "raised"] for n in range(1, 9)]]
RECORDS = {"EPISODE": "episodes", "AREVIEW": "reviews", "AMISSING": "missing"}
RETURN = "".join(
    f"<CHILD><HEADER><CHILDID>INV{n}</CHILDID><DOB>01/02/2012</DOB><UASC />"
    "<AREVIEW><REVIEW>27/09/2023</REVIEW><REVIEW_CODE>PN1</REVIEW_CODE></AREVIEW>"
    "<AMISSING><MISSING>A</MISSING></AMISSING></HEADER>"
    "<EPISODE><DECOM>01/04/2023</DECOM><DEC /></EPISODE></CHILD>"
    for n in range(1, 6)
)


def damaged(data: bytes, seed: int) -> bytes:
    """The bytes with one of the damages that files suffer: cut, doubled, moved, changed."""
    chance = random.Random(seed)
    start, end = sorted(chance.sample(range(len(data) + 1), 2))
    end = min(end, start + chance.choice((1, 1, 2, 8, 60)))
    part = data[start:end]
    match chance.randrange(6):
        case 0:
            return data[:start]
        case 1:
            return data[:start] + data[end:]
        case 2:
            return data[:end] + part + data[end:]
        case 3:
            place = chance.randrange(len(data))
            rest = data[:start] + data[end:]
            return rest[:place] + part + rest[place:]
        case 4:
            return (
                data[:start]
                + bytes(chance.choices(b'0123456789<>/="&; rcvA', k=len(part)))
                + data[end:]
            )
        case _:
            return data[:start] + chance.randbytes(len(part)) + data[end:]


def test_a_damaged_workbook_is_what_it_was_or_refused():
    whole = book(ROWS)
    expected, refused = workbook.pages(whole), 0
    for seed in range(150):
        try:
            assert workbook.pages(damaged(whole, seed)) == expected, seed
        except Unreadable:
            refused += 1
    assert refused > 100


def test_a_workbook_with_a_damaged_sheet_is_read_strictly_or_refused():
    parts = parts_of(book(ROWS))
    refused = 0
    for seed in range(150):
        sheet = damaged(parts[SHEET], seed)
        try:
            (page,) = workbook.pages(zipped(parts | {SHEET: sheet}))
        except Unreadable:
            refused += 1
            continue
        assert sum(any(row) for row in page.rows) == _rows_with_cells(sheet), seed
    assert 50 < refused < 150


@pytest.mark.parametrize(
    "end", ["sharedStrings.xml", "workbook.xml", "workbook.xml.rels", "styles.xml"]
)
def test_a_workbook_with_another_damaged_part_is_read_or_refused(end: str):
    parts = parts_of(book(ROWS))
    (name,) = [name for name in parts if name.endswith(end)]
    for seed in range(50):
        try:
            found = workbook.pages(zipped(parts | {name: damaged(parts[name], seed)}))
        except Unreadable:
            continue
        shown = [page for page in found if not page.hidden]
        assert [len(page.rows) for page in shown] == [len(ROWS)] * len(shown), seed


def test_a_damaged_return_is_read_strictly_or_refused():
    whole = f"<?xml version='1.0' encoding='us-ascii'?><EXPSSDA903>{RETURN}</EXPSSDA903>".encode()
    refused = 0
    for seed in range(250):
        data = damaged(whole, seed)
        try:
            found = {page.name: len(page.rows) - 1 for page in markup.pages(data)}
        except Unreadable:
            refused += 1
            continue
        assert {name: found[name] for name in RECORDS.values()} == _records(data), seed
    assert 50 < refused < 250


def _rows_with_cells(sheet: bytes) -> int:
    """Rows with a cell that says something, whatever the namespace is called."""
    plain = ElementTree.fromstring(sheet)
    for each in plain.iter():
        each.tag = each.tag.rpartition("}")[2]
    return sum(any(each.text for each in row.iter("v")) for row in plain.iter("row"))


def _records(data: bytes) -> dict[str, int]:
    elements = ElementTree.fromstring(data).iter()
    filled = Counter(
        each.tag for each in elements if any((item.text or "").strip() for item in each)
    )
    return {module: filled[tag] for tag, module in RECORDS.items()}
