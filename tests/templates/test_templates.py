"""Templates that a council fills in: what is in them, and that they load back without a fault."""

import io
import re
import zipfile
from datetime import date, datetime
from functools import cache
from typing import Any

import polars as pl
import pytest

from iro_pipeline.arrivals.tables import Claimed, claim, named_in
from iro_pipeline.contracts import Contract, Field
from iro_pipeline.inspection import Inspection, inspect
from iro_pipeline.inspection.pseudonyms import Pseudonyms
from iro_pipeline.opening import Page, Unreadable, workbook
from iro_pipeline.readers import wording
from iro_pipeline.templates import DATA, LISTS, NOTES, NoTemplate, fillable, to_fill_in
from iro_pipeline.templates import workbook as template

FOLDERS = {"period": "2024", "authority": "E08000012"}
each_source = pytest.mark.parametrize("source", fillable())


def claimed(contract: Contract, data: bytes) -> Claimed:
    source = contract.name.split("/")[1]
    path = "/".join([source, *(FOLDERS[name] for name in contract.given), "form.xlsx"])
    (only,) = claim(path, data, named_in([path]))
    return only


def read_back(contract: Contract, data: bytes) -> Inspection:
    found = claimed(contract, data)
    rows = found.text.with_columns(arrival=pl.lit(1, pl.Int64))
    return inspect(found.contract, rows, Pseudonyms(b"k" * 32))


def typed(each: Field) -> Any:
    """The column's example as a person's typing leaves it in a cell."""
    match each.type:
        case "date":
            return datetime.strptime(each.example, "%d/%m/%Y").date()
        case "number":
            return float(each.example)
        case "integer":
            return int(each.example)
        case "boolean":
            return each.example == "Yes"
    return each.example


def example(contract: Contract) -> dict[str, Any]:
    return {each.name: typed(each) for each in contract.fields if each.header}


@cache
def empty(source: str) -> bytes:
    return template(to_fill_in(source), period=2024)


@cache
def sheets(source: str) -> dict[str, Page]:
    return {page.name: page for page in workbook.pages(empty(source))}


@cache
def parts(source: str) -> dict[str, str]:
    """The workbook's own XML."""
    with zipfile.ZipFile(io.BytesIO(empty(source))) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def test_whatever_a_person_fills_in_has_a_template():
    needed = {
        *("cafcass_enquiries", "dispute_log", "iro_allocation"),
        *("iro_service", "review_records"),
    }
    assert needed <= set(fillable())


@each_source
def test_a_template_that_is_filled_in_with_its_examples_loads_back_without_a_fault(source):
    contract = to_fill_in(source)
    found = read_back(contract, template(contract, [example(contract)]))
    assert found.faults.is_empty()
    row = found.accepted.row(0, named=True)
    for each in contract.fields:
        if each.type in ("date", "number", "integer", "boolean"):
            assert row[each.name] == typed(each)
        elif each.codes:
            assert row[each.name] in each.codes
        else:
            assert row[each.name]


@pytest.mark.parametrize("source", ["dispute_log", "cafcass_enquiries"])
def test_an_empty_template_of_events_has_no_fault_and_says_that_there_were_none(source):
    contract = to_fill_in(source)
    found = read_back(contract, empty(source))
    assert found.accepted.height == found.rejected.height == found.faults.height == 0
    assert claimed(contract, empty(source)).remark.startswith("This says that no ")


@pytest.mark.parametrize("source", ["iro_allocation", "iro_service", "review_records"])
def test_an_empty_template_of_anything_else_is_refused(source):
    with pytest.raises(Unreadable, match=r"no_rows: .* Fill in the sheet Data"):
        claimed(to_fill_in(source), empty(source))


@each_source
def test_the_example_can_never_be_read_as_data(source):
    contract = to_fill_in(source)
    headers = {wording(each.header[0]) for each in contract.fields if each.header}
    for name, page in sheets(source).items():
        if name != DATA:
            assert all(len({wording(cell) for cell in row} & headers) < 2 for row in page.rows)


def test_a_template_without_its_table_is_refused_and_the_notes_are_not_taken_for_it():
    contract = to_fill_in("dispute_log")
    gone = re.sub(
        r"<sheetData>.*</sheetData>",
        "<sheetData/>",
        parts("dispute_log")["xl/worksheets/sheet2.xml"],
    )
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w") as archive:
        for name, part in {**parts("dispute_log"), "xl/worksheets/sheet2.xml": gone}.items():
            archive.writestr(name, part)
    with pytest.raises(Unreadable):
        claimed(contract, into.getvalue())


@each_source
def test_every_column_is_explained_with_an_example_and_its_answers(source):
    said = {row[0]: row for row in sheets(source)[NOTES].rows if row}
    for each in to_fill_in(source).fields:
        if each.header:
            _, what, kind, shown = said[each.header[0]][:4]
            assert each.description.rstrip(".") in what
            assert shown == each.example != ""
            if each.codes:
                assert all(words[0] in kind for words in each.codes.values())


@each_source
def test_the_notes_say_no_path_of_ours_and_nothing_that_contradicts_itself(source):
    said = [cell for row in sheets(source)[NOTES].rows for cell in row]
    assert not any(cell.startswith("raw/") for cell in said)
    assert not any("is not used. It counts" in cell for cell in said)
    assert not any("and used. It is not counted" in cell for cell in said)


@each_source
def test_the_headers_are_the_contracts_in_their_order(source):
    rows = sheets(source)[DATA].rows
    assert rows[-1] == [each.header[0] for each in to_fill_in(source).fields if each.header]


def test_a_data_sheet_has_its_headings_above_its_columns():
    contract = to_fill_in("iro_service")
    headings, headers = sheets("iro_service")[DATA].rows
    sections = {each.header[0]: each.section for each in contract.fields}
    above = ""
    for heading, header in zip(headings, headers, strict=False):
        above = heading or above
        assert sections[header] == above
    assert [heading for heading in headings if heading] == list(dict.fromkeys(sections.values()))


@each_source
def test_every_column_offers_its_list_or_checks_what_is_typed(source):
    sheet = parts(source)["xl/worksheets/sheet2.xml"]
    checks = re.findall(r"<dataValidation [^>]*>", sheet)
    fields = [each for each in to_fill_in(source).fields if each.header]
    assert len(checks) == len(fields)
    for each, check in zip(fields, checks, strict=True):
        kind = re.search(r' type="(\w+)"', check)
        chosen = each.codes or each.type == "boolean" or each.name == "authority"
        expected = {"date": "date", "number": "decimal", "integer": "whole"}.get(each.type)
        if chosen and not each.period_from:
            expected = "list"
        if expected:
            assert kind
            assert kind[1] == expected
        assert "showInputMessage" in check


def test_the_lists_have_every_answer():
    columns = list(zip(*sheets("dispute_log")[LISTS].rows[:3], strict=False))
    assert columns[0] == ("dispute_kind", "Informal", "Formal")
    names = [row[0] for row in sheets("cafcass_enquiries")[LISTS].rows]
    assert {"Liverpool", "Cumberland"} <= set(names)
    assert "Cumbria" not in names


def test_an_authority_is_chosen_from_those_of_the_templates_year():
    contract = to_fill_in("cafcass_enquiries", period=2020)
    (_, _, lists) = workbook.pages(template(contract, period=2020))
    names = {row[0] for row in lists.rows}
    assert "Cumbria" in names
    assert "Cumberland" not in names


def test_identifiers_keep_their_leading_noughts_and_never_become_powers_of_ten():
    contract = to_fill_in("iro_allocation")
    numbers = {"child": "000123456789012", "iro": "007"}
    data = template(contract, [{**example(contract), **numbers}])
    assert claimed(contract, data).text.select("child", "iro").row(0) == (*numbers.values(),)
    styles = re.search(r"<cellXfs.*</cellXfs>", parts("iro_allocation")["xl/styles.xml"])
    sheet = parts("iro_allocation")["xl/worksheets/sheet2.xml"]
    column = re.search(r'<col min="1"[^>]* style="(\d+)"', sheet)
    assert styles
    assert column
    cells = re.findall(r"<xf [^>]*>", styles[0])
    assert 'numFmtId="49"' in cells[int(column[1])]


@pytest.mark.parametrize("text", ["=1+1", "@SUM(A1)", "{=1}", "https://example.org", "-2+3"])
def test_what_looks_like_a_formula_or_a_link_is_written_as_text(text):
    contract = to_fill_in("dispute_log")
    data = template(contract, [{**example(contract), "dispute": text}])
    assert claimed(contract, data).text["dispute"].to_list() == [text]
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet2.xml")


@each_source
def test_a_template_is_the_same_bytes_whenever_it_is_written_and_names_nobody(source):
    assert template(to_fill_in(source), period=2024) == empty(source)
    properties = parts(source)["docProps/core.xml"]
    assert "<dc:creator></dc:creator>" in properties
    assert "2017-04-01T00:00:00Z" in properties


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        (("ssda903",), "exported"),
        (("cla_statistics",), "Explore education statistics"),
        (("statistical_neighbours",), "DfE's table"),
        (("state_of_the_nation",), "survey tool"),
        (("weather",), "name one of"),
        (("dispute_log", "disputes"), "--table"),
        (("dispute_log", None, 2005), "2005"),
    ],
)
def test_what_is_not_filled_in_says_what_to_do_instead(asked, words):
    with pytest.raises(NoTemplate, match=words):
        to_fill_in(*asked)


def test_days_and_numbers_are_cells_of_their_kind():
    contract = to_fill_in("review_records")
    data = template(contract, [{**example(contract), "held_on": date(2023, 7, 3)}])
    assert claimed(contract, data).text["held_on"].to_list() == ["03/07/2023"]
