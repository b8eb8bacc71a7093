import polars as pl
import pytest

from iro_pipeline.opening import Page
from iro_pipeline.readers import Column, Sheet, Unreadable, wording
from iro_pipeline.readers.table import DEEPEST, headed

DISPUTES = frozenset(map(wording, ["Child", "Raised on", "Stage", "Resolved on", "Outcome"]))
RECORDS = frozenset(map(wording, ["Child", "Review", "Record completed on"]))
KNOWN = [DISPUTES, RECORDS]


def read(*rows: list[str], first: int = 1) -> Sheet:
    sheet = headed(Page("Log", [*rows], first), KNOWN)
    assert sheet is not None
    return sheet


def cells(*rows: list[str], first: int = 1) -> list[tuple[str | None, ...]]:
    return read(*rows, first=first).rows.drop("line").rows()


HEADER = ["Child", "Raised on", "Stage"]


def test_a_header_row_may_stand_on_top():
    sheet = read(HEADER, ["INV1", "01/02/2024", ""])
    assert sheet.columns == [Column("Child"), Column("Raised on"), Column("Stage")]
    assert sheet.rows.rows() == [("INV1", "01/02/2024", None, 2)]
    assert sheet.name == "Log"


def test_a_header_row_is_found_below_titles_and_notes():
    rows = (["Disputes of the year"], [], ["Child by child", "", "see notes"], HEADER)
    assert cells(*rows, ["INV1", "01/02/2024", "1"]) == [("INV1", "01/02/2024", "1")]


def test_rows_of_the_table_above_its_header_row_are_not_taken_for_a_title():
    with pytest.raises(Unreadable, match="rows_above_header: found a header row on row 6"):
        read(["A title"], ["INV1", "01/02/2024", "1"], HEADER, first=4)


def test_headers_are_known_whatever_their_spacing_case_or_order():
    assert cells(["A title"], [" STAGE ", "raised  on", "Child"], ["1", "x", "INV1"]) == [
        ("1", "x", "INV1")
    ]


def test_the_row_with_most_known_headers_is_the_header_row():
    sheet = read(["Child", "Stage"], ["Child", "Raised on", "Stage"], ["INV1", "x", "1"])
    assert sheet.rows["line"].to_list() == [3]


def test_of_equal_rows_the_first_is_the_header_row_and_the_other_a_row():
    assert cells(HEADER, ["INV1", "x", "1"], HEADER) == [("INV1", "x", "1"), tuple(HEADER)]


def test_a_row_knows_its_place_in_the_sheet():
    sheet = read(["A title"], HEADER, ["INV1", "x", "1"], [], ["", " ", ""], ["INV2"], first=4)
    assert sheet.rows["line"].to_list() == [6, 9]


def test_columns_without_name_and_cells_are_left_out():
    sheet = read(["", *HEADER, "", ""], ["", "INV1", "x", "1"])
    assert [sheet.columns[int(i)].header for i in sheet.rows.drop("line").columns] == HEADER


def test_a_nameless_column_with_a_cell_belongs_to_the_header_on_its_left():
    sheet = read(HEADER, ["INV1", "x", "1", "a remark"])
    assert sheet.columns[3] == Column("Stage", 1, 2)
    assert sheet.rows["3"].to_list() == ["a remark"]


def test_a_note_below_the_table_is_a_row_and_not_dropped():
    assert cells(HEADER, ["INV1", "x", "1"], [], ["Source: the log"]) == [
        ("INV1", "x", "1"),
        ("Source: the log", None, None),
    ]


def test_a_header_row_alone_is_a_table_without_rows():
    sheet = read(HEADER)
    assert sheet.rows.schema == {"0": pl.String, "1": pl.String, "2": pl.String, "line": pl.Int64}
    assert sheet.rows.height == 0


@pytest.mark.parametrize(
    "rows",
    [
        [],
        [[]],
        [["Disputes"], ["Child", "is the child's number"]],
        [["Stage", "Meaning", "Until", "By whom"], ["1", "informal", "day 5", "manager"]],
        [[f"line {number}"] for number in range(DEEPEST)] + [HEADER],
    ],
    ids=["nothing", "an empty row", "one known word", "a list of codes", "too far down"],
)
def test_a_page_without_a_header_row_is_no_table(rows: list[list[str]]):
    assert headed(Page("Notes", rows), KNOWN) is None


def test_half_of_a_changed_form_is_still_its_header_row():
    assert read(["Child", "Raised on", "New", "Newer"]).columns[2] == Column("New")
    assert headed(Page("", [["Child", "Raised on", *"abcdef"]]), KNOWN) is None


def test_a_form_of_one_column_is_known_by_it():
    sheet = headed(Page("", [["Child"], ["INV1"]]), [frozenset({"child"})])
    assert sheet is not None
    assert sheet.rows.rows() == [("INV1", 2)]
