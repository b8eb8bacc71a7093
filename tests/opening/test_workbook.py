import datetime as dt
import io
from typing import Any

import pytest
import xlsxwriter

from iro_pipeline.opening import Page, Unreadable, cells, workbook
from iro_pipeline.opening.workbook import pages
from tests.opening.books import book, parts_of, raw, simple, zipped


def only(data: bytes) -> list[list[str]]:
    (page,) = pages(data)
    return page.rows


def drawn(write: Any) -> bytes:
    written = io.BytesIO()
    with xlsxwriter.Workbook(written, {"in_memory": True}) as workbook:
        write(workbook, workbook.add_worksheet("Data"))
    return written.getvalue()


@pytest.mark.parametrize(
    ("value", "format_", "text"),
    [
        ("007", None, "007"),
        (7, None, "7"),
        (7.0, None, "7"),
        (-0.0, None, "0"),
        (1.5, None, "1.5"),
        (0.1 + 0.2, None, "0.3"),
        (115_000_000_000, None, "115000000000"),
        (999_999_999_999_999, None, "999999999999999"),
        (True, None, "Yes"),
        (False, None, "No"),
        (7, "000", "007"),
        (1234.5, "#,##0.00", "1234.5"),
        (0.45, "0%", "45%"),
        (0.0725, "0.00%", "7.25%"),
        (0.45, '0.00"%"', "0.45"),
        (dt.date(2024, 4, 2), "dd/mm/yyyy", "2024-04-02"),
        (dt.date(2024, 4, 2), "mm/dd/yy", "2024-04-02"),
        (dt.datetime(2024, 4, 2, 13, 5), "d mmm yyyy hh:mm", "2024-04-02 13:05:00"),
        (dt.datetime(2024, 4, 2, 23, 59, 59, 999_000), "d/m/yy h:mm", "2024-04-03 00:00:00"),
        (dt.time(9, 30), "hh:mm", "09:30:00"),
        (1.5, "[h]:mm", "36:00:00"),
        (0.0, "dd/mm/yyyy", "00:00:00"),
        (60, "dd/mm/yyyy", "00/01/1900"),
        (61, "dd/mm/yyyy", "1900-03-01"),
        ("two\r\nlines", None, "two\nlines"),
    ],
    ids=str,
)
def test_a_cell_is_the_text_that_the_person_meant(value: Any, format_: str | None, text: str):
    assert only(book([[value]], format_)) == [[text]]


def test_a_number_too_long_for_excel_is_refused_by_any_contract():
    (row,) = only(book([[1_234_567_890_123_456, 1e300]]))
    assert row == ["1.23456789012346E+15", "1.00000000000000E+300"]


def test_dates_that_count_from_1904_are_the_same_days():
    day = dt.date(2024, 4, 2)
    assert only(book([[day]], "dd/mm/yyyy", date_1904=True)) == [["2024-04-02"]]


@pytest.mark.parametrize("error", ["#N/A", "#REF!", "#DIV/0!", "#VALUE!", "#NUM!", "#GETTING_DATA"])
def test_an_error_is_its_own_text_and_not_an_empty_cell(error: str):
    data = drawn(
        lambda _, sheet: (sheet.write(0, 0, "x"), sheet.write_formula(3, 2, "=A1", None, error))
    )
    assert only(data) == [["x", "", ""], ["", "", ""], ["", "", ""], ["", "", error]]


def test_a_formula_is_its_result_also_where_that_is_an_empty_text():
    row = '<c r="A1" t="str"><f>B1</f><v>Yes</v></c><c r="B1" t="str"><f>C1</f><v></v></c>'
    assert only(raw(f'<row r="1">{row}</row>')) == [["Yes", ""]]


@pytest.mark.parametrize("cell", ["<f>A1</f>", "<f>A1</f><v></v>", "<f>A1</f><v/>"])
def test_a_formula_without_a_result_is_refused_by_its_cell(cell: str):
    with pytest.raises(Unreadable) as refused:
        pages(raw(f'<row r="4"><c r="AB4">{cell}</c></row>'))
    assert (refused.value.rule, "AB4" in refused.value.found) == ("formula_without_result", True)


def test_first_is_the_row_on_which_the_cells_begin():
    assert pages(raw('<row r="5"><c r="C5"><v>1</v></c></row>')) == [Page("Data", [["1"]], first=5)]


def test_a_cell_with_a_format_alone_is_no_cell():
    far = '<row r="1048576"><c r="XFD1048576" s="0"/></row>'
    assert only(raw('<row r="1"><c r="A1"><v>1</v></c></row>' + far)) == [["1"]]


def test_a_merged_cell_has_its_text_once():
    def write(workbook: Any, sheet: Any) -> None:
        sheet.merge_range(0, 0, 0, 2, "A title")
        sheet.write_row(1, 0, ["a", "b", "c"])

    assert only(drawn(write)) == [["A title", "", ""], ["a", "b", "c"]]


def test_hidden_sheets_and_charts_are_named_but_not_read():
    def write(workbook: Any, sheet: Any) -> None:
        sheet.write(0, 0, "x")
        for name, hide in (("Hidden", "hide"), ("Very hidden", "very_hidden")):
            other = workbook.add_worksheet(name)
            other.write_formula(0, 0, "=A1", None, "")
            getattr(other, hide)()
        chart = workbook.add_chart({"type": "line"})
        chart.add_series({"values": "=Data!$A$1:$A$2"})
        workbook.add_chartsheet("Chart").set_chart(chart)
        workbook.add_worksheet("Empty")

    assert pages(drawn(write)) == [
        Page("Data", [["x"]]),
        Page("Hidden", [], hidden=True),
        Page("Very hidden", [], hidden=True),
        Page("Chart", [], hidden=True),
        Page("Empty", []),
    ]


def test_a_prefix_of_the_office_namespace_changes_nothing():
    plain = simple()["xl/worksheets/sheet1.xml"].decode()
    prefixed = plain.replace("xmlns=", "xmlns:x=").replace("</", "</x:").replace("<", "<x:")
    sheet = prefixed.replace("<x:/x:", "</x:").replace("<x:?", "<?")
    expected = [["Child", "Stage"], ["INV1", "raised"], ["INV2", "resolved"]]
    assert only(zipped(simple() | {"xl/worksheets/sheet1.xml": sheet.encode()})) == expected


def test_macros_and_links_to_elsewhere_are_never_opened():
    parts_ = simple() | {
        "xl/vbaProject.bin": b"macro",
        "xl/externalLinks/externalLink1.xml": b"<externalLink/>",
        "xl/_rels/x.rels": b'<Relationships><Relationship Target="file:///etc/passwd"/></Relationships>',
    }
    assert only(zipped(parts_)) == only(zipped(simple()))


def test_a_sheet_is_refused_for_its_filled_cells_alone(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(cells, "MOST_CELLS", 3)
    assert only(raw("<row><c/><c><v>1</v></c><c><v>2</v></c><c><v>3</v></c></row>"))
    with pytest.raises(Unreadable, match="too_large") as refused:
        pages(raw("<row><c><v>1</v></c><c><v>2</v></c><c><v>3</v></c><c><v>4</v></c></row>"))
    assert "CSV" in refused.value.do


def test_sheets_that_are_each_small_enough_are_weighed_together(monkeypatch: pytest.MonkeyPatch):
    data = drawn(
        lambda book, sheet: [each.write(1, 1, 1) for each in (sheet, book.add_worksheet())]
    )
    assert [page.rows for page in pages(data)] == [[["1"]], [["1"]]]
    monkeypatch.setattr(cells, "MOST_CELLS", 1)
    with pytest.raises(Unreadable, match="several large sheets"):
        pages(data)


def test_no_sheet_is_read_before_all_are_looked_at(monkeypatch: pytest.MonkeyPatch):
    def far(book: Any, sheet: Any) -> None:
        for each in (sheet, *(book.add_worksheet() for _ in range(4))):
            each.write(0, 0, 1)
            each.write(49_999, 9, 1)

    monkeypatch.setattr(workbook, "_page", None)
    with pytest.raises(Unreadable, match="several large sheets"):
        pages(drawn(far))


@pytest.mark.parametrize("filled", [1, 30])
def test_a_far_cell_is_refused_where_the_sheet_is_not_filled_up_to_it(
    filled: int, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(cells, "_SMALL", 100)
    table = "".join(f'<row r="{number}"><c><v>1</v></c></row>' for number in range(1, filled + 1))
    data = raw(table + '<row r="60"><c r="A60"><v>1</v></c><c r="J60"><v>1</v></c></row>')
    if filled > 1:
        assert len(only(data)) == 60
    else:
        with pytest.raises(Unreadable, match="J60"):
            pages(data)


ONE = '<row r="1"><c r="A1"><v>1</v></c></row>'
HOSTILE = {
    "far cell": (
        raw(f'{ONE}<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'),
        "too_large",
    ),
    "two cells in one place": (
        raw('<row r="1"><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row>'),
        "damaged_workbook",
    ),
    "rows out of order": (raw('<row r="2"/>' + ONE), "damaged_workbook"),
    "two rows of one number": (raw(ONE + ONE), "damaged_workbook"),
    "a row of no number": (raw('<row r="x"/>'), "damaged_workbook"),
    "a cell of another row": (raw('<row r="1"><c r="A7"><v>1</v></c></row>'), "damaged_workbook"),
    "a cell outside": (raw('<row r="1"><c r="XFE1"><v>1</v></c></row>'), "damaged_workbook"),
    "a cell beside the rows": (raw("<c><v>1</v></c>"), "damaged_workbook"),
    "a row outside": (raw('<row r="1048577"/>'), "damaged_workbook"),
    "an error of its own": (raw('<row><c t="e"><v>#OWN</v></c></row>'), "damaged_workbook"),
    "deep nesting": (raw("<a>" * 100 + "</a>" * 100), "damaged_workbook"),
    "broken sheet": (raw("<row><c>"), "damaged_workbook"),
    "no sheet": (
        zipped({name: part for name, part in simple().items() if "sheet1" not in name}),
        "damaged_workbook",
    ),
    "broken strings": (raw(ONE, sharedStrings=b"<sst><si>"), "damaged_workbook"),
    "broken styles": (raw(ONE, styles=b"<styleSheet"), "damaged_workbook"),
    "a string that is not there": (
        raw('<row r="1"><c r="A1" t="s"><v>99</v></c></row>'),
        "damaged_workbook",
    ),
    "text that calamine would drop": (
        raw('<row r="1"><c r="A1" t="str"><v><![CDATA[x]]></v></c></row>'),
        "damaged_workbook",
    ),
    "a thousand sheets": (
        raw(ONE, **{"xl/workbook.xml": parts_of(drawn(
            lambda workbook, _: [workbook.add_worksheet() for _ in range(600)]
        ))["xl/workbook.xml"]}),
        "damaged_workbook",
    ),
    "document type": (
        raw(ONE, sharedStrings=b'<!DOCTYPE sst SYSTEM "http://x.invalid/"><sst/>'),
        "document_type",
    ),
    "UTF-16 inside": (raw(ONE, sharedStrings="<sst/>".encode("utf-16")), "encoding"),
}  # fmt: skip


@pytest.mark.parametrize(("data", "rule"), HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_workbook_is_refused_by_rule(data: bytes, rule: str):
    with pytest.raises(Unreadable) as refused:
        pages(data)
    assert refused.value.rule == rule
    assert refused.value.do.endswith(".")


def test_shared_strings_may_be_rich_and_escaped():
    strings = (
        b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        b"<si><r><t>N</t></r><r><t>orth &amp; _x0041_</t></r></si></sst>"
    )
    assert only(raw('<row r="1"><c r="A1" t="s"><v>0</v></c></row>', sharedStrings=strings)) == [
        ["North & A"]
    ]
