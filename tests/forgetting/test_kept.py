"""Received bytes without some of their rows."""

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from iro_pipeline.arrivals.kept import Kept, packed, unpacked, without
from iro_pipeline.opening import Page
from iro_pipeline.readers import csv as reader

CELLS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=5)
WRITTEN = st.lists(
    st.tuples(st.just("x"), st.one_of(CELLS, CELLS.map(lambda said: f'{said},\n"{said}'))),
    min_size=1,
    max_size=6,
)


@settings(max_examples=40)
@given(rows=WRITTEN, ending=st.sampled_from(["\n", "\r\n"]), data=st.data())
def test_the_other_rows_read_as_before_on_the_lines_they_were_on(
    rows: list[tuple[str, str]], ending: str, data: st.DataObject
):
    file = io.StringIO()
    csv.writer(file, lineterminator=ending).writerows([("key", "said"), *rows])
    came = file.getvalue().encode()
    before = reader.read(came).rows
    gone = data.draw(st.sets(st.sampled_from(before["line"].to_list())))
    after = reader.read(without(came, {"": gone}).text).rows
    assert after.equals(before.filter(~before["line"].is_in([*gone])))


def test_nothing_of_a_row_of_several_lines_is_kept():
    kept = without(b'key,said\n1,"Jo\nlives\nhere"\n2,b\n', {"": [2]})
    assert kept.text == b"key,said\n,\n,\n,\n2,b\n"


def test_of_a_workbook_what_no_reader_looks_at_is_not_kept():
    rows = [["Child"], ["A"], ["B"]]
    pages = [Page("Data", rows, 3), Page("Aside", [["A is ill"]]), Page("Data2", rows, hidden=True)]
    kept = without(Kept(b"", pages), {"Data": [4]})
    assert kept.pages == [
        Page("Data", [["Child"], [], ["B"]], 3),
        Page("Aside", []),
        Page("Data2", [], hidden=True),
    ]


@pytest.mark.parametrize(
    "kept", [Kept(b"P,1\n2,3\n"), Kept(b"", [Page("Data", [["a", "é"], []], 0, hidden=True)])]
)
def test_what_is_kept_comes_back_from_the_store_as_it_was(kept: Kept):
    assert unpacked(packed(kept)) == kept
