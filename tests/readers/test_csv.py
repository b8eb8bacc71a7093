import csv as stdlib_csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from iro_pipeline.readers import Unreadable, lines
from iro_pipeline.readers.csv import blocks, read


def cells(data: bytes) -> list[tuple[str | None, ...]]:
    sheet = read(data)
    return sheet.rows.drop("line").rows()


def test_every_cell_is_text_and_an_empty_cell_is_null():
    assert cells(b"A,B\n007,\n1.5,x\n") == [("007", None), ("1.5", "x")]


def test_a_quoted_empty_cell_is_as_empty_as_an_unquoted_one():
    assert cells(b'A,B\n"007",""\n') == [("007", None)]


@pytest.mark.parametrize("empty", [b"\n", b",\n", b'"",\n', b",\n\n,\n"])
def test_an_empty_row_is_no_row(empty: bytes):
    assert cells(b"A,B\n1,2\n" + empty + b"3,4\n" + empty) == [("1", "2"), ("3", "4")]


@pytest.mark.parametrize("empty", [b"\n", b",\n", b'"",\n', b"\n\n"])
def test_an_empty_row_below_the_header_is_no_row(empty: bytes):
    sheet = read(b"A,B\n" + empty + b"1,2\n")
    assert sheet.rows.drop("line").rows() == [("1", "2")]
    assert sheet.rows["line"].to_list() == [2 + empty.count(b"\n")]


def test_a_row_knows_the_line_it_starts_on():
    sheet = read(b'A,B\n1,"two\nlines"\n\n2,x\n')
    assert sheet.rows["line"].to_list() == [2, 5]


@pytest.mark.parametrize("row", [b"1,2\n", b",\n", b"\n", b'"",\n', b'"1\n1",2\n'])
def test_columns_times_rows_are_bounded_whatever_the_cells_hold(
    row: bytes, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(lines, "MOST_CELLS", 8)
    assert read(b"A,B\n" + row * 3).columns
    with pytest.raises(Unreadable, match="too_many_cells") as refused:
        read(b"A,B\n" + row * 5)
    assert "2 columns" in refused.value.found


@pytest.mark.parametrize("ending", [b"\n", b"\r\n", b"\r"], ids=["unix", "windows", "old mac"])
def test_any_line_ending_will_do(ending: bytes):
    assert cells(b"A,B" + ending + b"1,2" + ending) == [("1", "2")]


def test_a_byte_order_mark_is_no_part_of_the_first_header():
    assert read(b"\xef\xbb\xbfA,B\n1,2\n").columns[0].header == "A"


def test_a_trailing_column_without_header_or_cells_is_left_out():
    assert cells(b"A,B,\n1,2,\n") == [("1", "2")]


@pytest.mark.parametrize(
    ("data", "rule"),
    [
        (b"", "empty_file"),
        (b"\xef\xbb\xbf \r\n", "empty_file"),
        (b"A,B\n1,2\n3", "ragged_row"),
        (b"A,B\n1,2,3\n", "ragged_row"),
        (b'A,B\n"1,2\n', "broken_csv"),
        (b'A,B\n1,x"y\n2,z\n', "broken_csv"),
        (b"A,B" + b"x" * 200_000 + b"\n1,2\n", "broken_csv"),
        (b"\nA,B\n1,2\n", "no_header_row"),
        (b"A" + b",A" * 2_000 + b"\n", "too_many_columns"),
        (b"A" + b",A" * 1_000_000 + b"\n", "too_long_line"),
        (b"A;B\n1;2\n", "delimiter"),
        (b"A\tB\n1\t2\n", "delimiter"),
        (b"A,B\n1,\x00\n", "not_text"),
        ("A,B\n1,é\n".encode("cp1252"), "encoding"),
        ("A,B\n1,2\n".encode("utf-16"), "unknown_format"),
        (b"PK\x03\x04 workbook", "not_csv"),
        (b"\x1f\x8b gzip", "unknown_format"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_broken_file_is_refused_by_rule(data: bytes, rule: str):
    with pytest.raises(Unreadable) as refused:
        read(data)
    assert refused.value.rule == rule


def test_a_refusal_names_the_line_and_never_a_value():
    with pytest.raises(
        Unreadable, match=r"1 cell on line 3, and 2 in the header row; .* note or a total"
    ) as refused:
        read(b"CHILD,DOB\nX1,01/02/2015\nSECRET")
    assert "SECRET" not in str(refused.value)


@pytest.mark.parametrize(
    "data",
    [
        b"How many, and why?;When?;Who?\n1;2;3\n4;5;6\n",
        b'"How many, and why?";When?;Who?\n1;"2, perhaps";3\n4;5;6\n',
    ],
)
def test_semicolons_are_told_though_a_header_has_a_comma(data: bytes):
    with pytest.raises(Unreadable, match=r"parted by semicolons; .* \(.xlsx\) instead"):
        read(data)


def test_semicolons_within_cells_part_nothing():
    assert cells(b"A,B\na;b;c;,d\n") == [("a;b;c;", "d")]


def test_another_encoding_is_read_where_the_contract_allows_it():
    assert read("A,B\n1,é\n".encode("cp1252"), ("utf-8", "windows-1252")).rows["1"][0] == "é"


def test_a_header_owns_the_headerless_columns_to_its_right():
    found = blocks(["Q1", "", "Q1", "Q2"])
    assert [(each.occurrence, each.place) for each in found] == [(1, 1), (1, 2), (2, 1), (1, 1)]


text = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"], include_characters='\n,"'),
    max_size=6,
)


@settings(deadline=None)
@given(st.lists(st.tuples(text, text, text), max_size=8))
def test_what_a_strict_writer_wrote_is_read_back(rows: list[tuple[str, str, str]]):
    file = io.StringIO(newline="")
    stdlib_csv.writer(file, quoting=stdlib_csv.QUOTE_ALL).writerows([("A", "B", "C"), *rows])
    expected = [tuple(cell or None for cell in row) for row in rows]
    found = cells(file.getvalue().encode())
    assert found == [row for row in expected if any(row)]
