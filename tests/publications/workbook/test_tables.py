"""What stands in the cells is what the pack says, and can be found, pasted and read aloud."""

import io
from dataclasses import replace

import pytest
from python_calamine import load_workbook

from iro_pipeline.packs import Cell, Column, Pack, Row, Section, Table
from iro_pipeline.publications.workbook import render
from iro_pipeline.publications.workbook.grid import number_format
from iro_pipeline.publications.workbook.layout import LONGEST_NAME, Layout, sheet_names
from tests.publications import drawn
from tests.publications.workbook.conftest import opened, rows_of, table_of

HOSTILE = (
    "=cmd|' /C calc'!A0",
    "+1+1",
    "-2",
    "@SUM(A1)",
    "https://example.invalid/?a=1&b=<2>",
    "_x0041_ \"quoted\" 'once' <b>&amp;",
    "internal:'Notes'!A1",
    "0012",
)


def expected(table: Table) -> list[list]:
    """The header and rows: the pack's columns, then the verdicts of those that have any."""
    worded = [i for i, _ in enumerate(table.columns) if any(r.cells[i].word for r in table.rows)]
    header = [each.heading for each in table.columns]
    header += [f"{table.columns[i].heading}: verdict" for i in worded]
    rows = [
        [
            *(cell.text if cell.value is None else cell.value for cell in row.cells),
            *(row.cells[i].word or None for i in worded),
        ]
        for row in table.rows
    ]
    return [header, *rows]


def pack_of(*tables: Table) -> Pack:
    return replace(drawn.region(), sections=(Section("one", "One", "", tables=tables),))


def small(name: str = "small", heading: str = "Name", *texts: str) -> Table:
    columns = (Column("name", heading, "name"), Column("said", "Said"))
    rows = tuple(Row((Cell(text, text), Cell(text, detail=text))) for text in texts)
    return Table(name, "Small", columns, rows)


def test_every_cell_of_the_pack_is_in_the_sheet_of_its_table(pack):
    book = opened(pack)
    for name, laid in Layout.of(pack).tables.items():
        assert rows_of(book[name]) == expected(laid.table)


def test_another_reader_finds_the_same_cells():
    pack = drawn.region()
    book = load_workbook(io.BytesIO(render(pack)))
    for name, laid in Layout.of(pack).tables.items():
        told = expected(laid.table)
        read = book.get_sheet_by_name(name).to_python()[-len(told) :]
        assert [[cell if cell != "" else None for cell in row] for row in read] == told


def test_a_table_on_each_sheet_is_named_as_in_the_pack_and_its_columns_differ(pack):
    book = opened(pack)
    for name, laid in Layout.of(pack).tables.items():
        assert table_of(book[name]).displayName == laid.table.name
    for sheet in book.worksheets[1:]:
        header = rows_of(sheet)[0]
        assert len({heading.casefold() for heading in header}) == len(header)
        assert table_of(sheet).column_names == header


def test_numbers_are_numbers_and_look_as_the_pack_words_them():
    cell = opened(drawn.region())["Summary"]["B8"]
    assert cell.value == 60.0
    assert cell.number_format == '#,##0.0"%"'


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("70.2%", '#,##0.0"%"'),
        ("£1,019", '"£"#,##0'),
        ("−3.25", "#,##0.00"),
        ("+0.7", '"+"#,##0.0'),
        ("1,234", "#,##0"),
        ('5"', "#,##0.0"),
        ("5 of 7", "#,##0.0"),
    ],
)
def test_a_number_is_formatted_as_it_is_worded_or_else_by_its_column(text, shown):
    assert number_format(text, 1) == shown


def test_what_is_told_of_single_figures_is_on_its_own_sheet_row_by_row():
    book = opened(drawn.region())
    header, *rows = rows_of(book["Details"])
    assert header == ["Sheet", "Row", "Column", "Figure", "Verdict", "Counted", "Told of it"]
    assert [
        "Summary",
        "Bolton",
        "Reviews held on time",
        "67.4%",
        "higher",
        "143",
        "63.4 to 71.4 %; 99 of 143 counted",
    ] in rows
    withheld = "Withheld: it would tell of one to five people."
    assert sum(row[6] == withheld for row in rows) > 0
    cells = [
        cell
        for section in drawn.region().sections
        for table in section.tables
        for row in table.rows
        for cell in row.cells
    ]
    assert len(rows) == sum(bool(cell.detail or cell.n) for cell in cells)


def test_notes_belong_to_their_tables_by_a_mark_in_the_title():
    book = opened(drawn.region())
    assert book["Summary"]["A1"].value.endswith("2024 [note 1] [note 2]")
    notes = rows_of(book["Notes"])
    assert ["[note 2]", "Summary", "[x] not available: nothing was received."] in notes
    assert ["text", "How to read this", "Each figure is a ratio of two sums."] in notes
    assert [row[0] for row in notes[1:5]] == ["[c]", "[z]", "[x]", "[u]"]


def test_contents_lead_to_every_sheet():
    book = opened(drawn.region())
    listed = [row[0] for row in rows_of(book["Contents"])][1:]
    assert listed == book.sheetnames[2:]
    links = [row[0] for row in rows_of(book["Contents"], lambda cell: cell.hyperlink)][1:]
    assert [link.location for link in links] == [f"'{name}'!A1" for name in listed]


def test_texts_are_texts_whatever_they_begin_with():
    pack = replace(pack_of(small("small", "=1+1", *HOSTILE)), title="=2+2", highlights=HOSTILE)
    book = opened(pack)
    cells = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert rows_of(book["Small"]) == [["=1+1", "Said"], *([text, text] for text in HOSTILE)]
    told = [cell.value for cell in book["Cover"]["A"]]
    assert set(HOSTILE) < set(told)
    assert told[0] == "=2+2"


def test_a_table_without_rows_says_that_it_has_none():
    assert rows_of(opened(pack_of(small()))["Small"]) == [["Name", "Said"], ["[z]", "[z]"]]


def test_names_of_sheets_are_short_and_unlike_each_other():
    long = "change_review_decisions_done_on_time"
    names = sheet_names([long, f"{long}_again", "notes", "history", "cover"])
    assert all(len(name) <= LONGEST_NAME for name in names)
    assert names == [
        "Change review decisions done on",
        "Change review decisions done 2",
        "Notes 2",
        "History 2",
        "Cover 2",
    ]


@pytest.mark.parametrize(
    ("tables", "said"),
    [
        ((small("twice"), small("Twice")), "Found twice among the tables of the pack North West"),
        ((small("a1"),), "Excel takes no table named 'a1'"),
        ((small("r2c3"),), "Excel takes no table named 'r2c3'"),
        ((small("two words"),), "Excel takes no table named 'two words'"),
        ((small("small", "said"),), "Found twice among the columns of the table small: said"),
        ((replace(small(), rows=(Row((Cell("one"),)),)),), r"has columns \(2\)"),
    ],
)
def test_tables_that_excel_cannot_tell_apart_are_refused(tables, said):
    with pytest.raises(ValueError, match=said):
        render(pack_of(*tables))


def test_a_chart_of_a_table_that_is_not_there_is_refused():
    pack = drawn.authority()
    alone = replace(pack.sections[0], tables=pack.sections[0].tables[:1])
    with pytest.raises(ValueError, match="draws the table quarters_reviews_on_time, which"):
        render(replace(pack, sections=(alone,)))
