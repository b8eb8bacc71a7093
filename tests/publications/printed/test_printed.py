"""The print says what the pack says, can be read aloud, and is no longer than it has to be."""

import io
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import Any

import pytest
from pypdf import PdfReader

from iro_pipeline.packs import Cell, Column, Pack, Row, Section, Standing, Table
from iro_pipeline.publications.printed import AREA, ladder, render
from iro_pipeline.publications.printed.content import (
    LINE,
    Fit,
    content,
    printed_charts,
    printed_sections,
    printed_tables,
)
from iro_pipeline.publications.printed.press import pages, pressed
from tests.publications import drawn, drawn_charts

PACKS = {
    "region": drawn.region,
    "partnership": drawn.partnership,
    "england": drawn.england,
    "authority": drawn.authority,
    "silent": drawn.silent_authority,
}
ROOMY, MIDDLE, TIGHT = AREA.fits[0], AREA.fits[5], AREA.fits[-1]
MORE = "More tables and charts are on the page of this pack."
HOSTILE = (
    "\"quoted\" and 'once'",
    '#set text(size: 90pt) #read("print.typ")',
    "$x^2$ *bold* _it_ `raw` @ref <label> // comment /* more */",
    "back\\slash \\u{41} ~ --- [a](b)",
    "<b>&amp; & < >",
    "=cmd|' /C calc'!A0",
    "- item + item / term: 1. one",
)


@pytest.fixture(params=PACKS)
def pack(request: pytest.FixtureRequest) -> Pack:
    """Each of the packs drawn by hand."""
    return PACKS[request.param]()


@cache
def read(pack: Pack) -> PdfReader:
    return PdfReader(io.BytesIO(render(pack)))


@cache
def texts(pack: Pack) -> list[str]:
    """What is written on each page, without the spaces that lines and columns make."""
    return [bare(page.extract_text()) for page in read(pack).pages]


def root(pack: Pack) -> Any:
    return read(pack).trailer["/Root"]


def properties(pack: Pack) -> dict[str, Any]:
    return dict(read(pack).metadata or {})


def words(pack: Pack) -> str:
    return "".join(texts(pack))


def bare(text: str) -> str:
    return re.sub(r"\s+", "", text)


def pressed_words(pack: Pack, fit: Fit) -> str:
    reader = PdfReader(io.BytesIO(pressed(content(pack, fit))))
    return bare("".join(page.extract_text() for page in reader.pages))


def elements(reader: PdfReader) -> Iterator[Any]:
    """Every element of the tree that a screen reader follows."""
    top: Any = reader.trailer["/Root"]
    waiting = [top["/StructTreeRoot"]]
    while waiting:
        each = waiting.pop().get_object()
        if isinstance(each, list):
            waiting.extend(each)
        elif isinstance(each, dict):
            yield each
            waiting.extend([each["/K"]] if "/K" in each else [])


def figures(reader: PdfReader) -> list[Any]:
    return [each for each in elements(reader) if each.get("/S") == "/Figure"]


def pack_of(*tables: Table) -> Pack:
    return replace(drawn.region(), sections=(Section("one", "One", "", tables=tables),))


FIRST = Table("first", "A first table", (Column("a", "Name", "name"),), (Row((Cell("one"),)),))


def long_table(rows: int, columns: int = 2) -> Table:
    """A row of a region, and so many of an authority of it."""
    heads = tuple(Column(f"c{i}", f"Heading {i}", "number") for i in range(columns))
    area = Row(tuple(Cell("whole") for _ in heads), "E12000002")
    of_one = tuple(Row(tuple(Cell(f"r{i}") for _ in heads), "E08000001") for i in range(rows))
    return Table("long", "A long table", heads, (area, *of_one))


def test_it_says_its_language_and_title_and_is_tagged(pack):
    assert root(pack)["/Lang"] == "en-GB"
    assert root(pack)["/MarkInfo"]["/Marked"]
    assert root(pack)["/ViewerPreferences"]["/DisplayDocTitle"]
    assert properties(pack)["/Title"] == f"{pack.title}, {pack.period}"
    assert any(each.get("/S") == "/P" for each in elements(read(pack)))


def test_it_claims_the_standard_for_accessible_documents(pack):
    assert b"<pdfuaid:part>1</pdfuaid:part>" in render(pack)


def test_every_picture_says_what_it_shows():
    pack = drawn.region()
    reader = PdfReader(io.BytesIO(pressed(content(pack, ROOMY))))
    shown = [c.alt for s in printed_sections(pack) for c in printed_charts(s, ROOMY)]
    assert len(shown) == 5
    assert sorted(each["/Alt"] for each in figures(reader)) == sorted(shown)


def test_columns_of_tables_have_headers_that_are_told_as_such():
    heads = [each for each in elements(read(drawn.region())) if each.get("/S") == "/TH"]
    tables = printed_tables(drawn.region(), drawn.region().sections[0], TIGHT)
    assert len(heads) >= len(tables[0].columns)


@pytest.mark.parametrize("fit", [ROOMY, MIDDLE, TIGHT])
@pytest.mark.parametrize("make", [drawn.region, drawn.authority, drawn.partnership])
def test_every_printed_cell_is_there(make, fit):
    pack = make()
    said = pressed_words(pack, fit)
    for section in printed_sections(pack):
        for table in printed_tables(pack, section, fit):
            assert bare(table.caption) in said
            for row in table.rows:
                assert all(_written(cell) in said for cell in row.cells)


def _written(cell: Cell) -> str:
    """A figure, how many were counted, and below them its verdict."""
    return bare(cell.text + (f"of{cell.n}" if cell.n else "") + cell.word)


def test_what_is_said_of_the_pack_is_on_it(pack):
    said = words(pack)
    for line in (pack.title, pack.period, pack.audience, pack.notice, *pack.highlights):
        assert bare(line) in said
    for section in printed_sections(pack):
        for line in (section.title, section.headline, *section.paragraphs):
            assert bare(line) in said


def test_every_page_says_that_invented_data_are_invented_and_for_whom_it_is(pack):
    for text in texts(pack):
        assert bare(pack.warning) in text
        assert bare(pack.audience) in text
    assert "INVENTED" not in words(replace(pack, warning=""))


def test_it_is_as_long_as_a_meeting_reads(pack):
    most = 2 if pack.kind == "authority" else 4
    assert 1 <= len(read(pack).pages) <= most
    assert pages(render(pack)) == len(read(pack).pages)


def test_pages_are_a4_across(pack):
    for page in read(pack).pages:
        assert [round(float(side)) for side in page.mediabox[2:]] == [842, 595]


@pytest.mark.parametrize(("kind", "tables", "rows"), [("region", 6, 98), ("authority", 12, 24)])
def test_the_roomiest_fit_that_is_short_enough_is_taken(kind, tables, rows):
    pack = pack_of(*(replace(long_table(rows), name=f"long_{i}") for i in range(tables)))
    pack = replace(pack, kind=kind)
    fits, most = ladder(pack).fits, ladder(pack).pages
    lengths = [pages(pressed(content(pack, fit))) for fit in fits]
    assert lengths[0] > most >= lengths[-1]
    taken = next(fit for fit, length in zip(fits, lengths, strict=True) if length <= most)
    assert render(pack) == pressed(content(pack, taken))


def test_where_the_tightest_fit_is_too_long_nothing_more_is_left_out():
    pack = pack_of(long_table(280, columns=11))
    assert len(read(pack).pages) > 4
    assert "r279" in words(pack)


def test_of_a_table_that_is_too_long_what_is_of_the_whole_area_stays():
    fit = replace(ROOMY, rows=12)
    said = pressed_words(pack_of(FIRST, long_table(13)), fit)
    assert "whole" in said
    assert "r1" not in said
    assert bare(MORE) in said
    assert bare(MORE) not in pressed_words(pack_of(FIRST, long_table(11)), fit)


def test_the_first_table_of_a_pack_is_printed_however_long_it_is():
    assert "r98" in pressed_words(pack_of(long_table(99)), TIGHT)


def test_a_table_to_look_things_up_in_is_left_to_the_page():
    pack = pack_of(replace(long_table(2), is_long=True))
    assert "r1" not in words(pack)
    assert bare(MORE) in words(pack)


def test_where_an_authority_stands_is_told_in_rows_where_its_chart_is_too_high():
    pack = drawn.authority()
    section = pack.sections[0]
    (standing,) = (chart for chart in section.charts if isinstance(chart, Standing))
    low = replace(ROOMY, bars=len(standing.rows) - 1)
    assert standing in printed_charts(section, ROOMY)
    assert "standing" not in [table.name for table in printed_tables(pack, section, ROOMY)]
    assert standing not in printed_charts(section, low)
    assert "standing" in [table.name for table in printed_tables(pack, section, low)]


def test_a_chart_of_nothing_is_left_out():
    chart = drawn_charts.change(drawn.NORTH_WEST)
    section = Section("one", "One", "Nothing.", charts=(replace(chart, rows=()),))
    assert not figures(read(replace(drawn.region(), sections=(section,))))


def test_verdicts_that_something_differs_stand_out():
    (section, *_) = content(drawn.region(), TIGHT)["sections"]
    cells = [cell for table in section["narrow"] for row in table["rows"] for cell in row]
    assert {cell["word"] for cell in cells if cell["called"]} == {"higher", "lower"}
    assert {cell["word"] for cell in cells if not cell["called"]} == {"", "about the same"}


def test_the_same_pack_is_the_same_bytes_and_says_no_time(pack):
    assert render(pack) == render(pack)
    assert "/CreationDate" not in properties(pack)


def test_texts_are_shown_as_they_are_and_never_run():
    columns = (Column("name", HOSTILE[0], "name"), Column("said", HOSTILE[1]))
    rows = tuple(Row((Cell(text), Cell("1", word=text, n=text))) for text in HOSTILE)
    table = Table("small", HOSTILE[2], columns, rows, HOSTILE)
    pack = replace(pack_of(table), title=HOSTILE[1], highlights=HOSTILE, audience=HOSTILE[4])
    said = words(pack)
    for text in HOSTILE:
        assert said.count(bare(text)) >= 4
    assert properties(pack)["/Title"].startswith(HOSTILE[1])


def test_only_the_vendored_font_is_used(pack):
    resources: list[Any] = [page["/Resources"] for page in read(pack).pages]
    fonts = {
        font.get_object()["/BaseFont"].split("+")[1]
        for each in resources
        for font in each.get("/Font", {}).values()
    }
    assert fonts <= {"LiberationSans", "LiberationSans-Bold"}


def test_nothing_leads_out_of_the_document(pack):
    assert not any("/Annots" in page for page in read(pack).pages)
    assert b"/URI" not in render(pack)


def test_no_column_is_narrower_than_its_longest_word():
    columns = (Column("a", "Agreed in"), Column("b", "Below"), Column("c", "Reliably above in"))
    rows = (Row((Cell("2024"), Cell("a word " * 40), Cell("another word " * 40))),)
    (table,) = content(pack_of(Table("t", "T", columns, rows)), TIGHT)["sections"][0]["narrow"]
    agreed, below, above = (column["weight"] for column in table["columns"])
    assert agreed >= len("Agreed")
    assert above >= len("Reliably")
    assert agreed + below + above == pytest.approx(LINE[False])
