"""What the guidance for releasing statistics in spreadsheets asks of a workbook."""

import io
from dataclasses import replace
from datetime import datetime
from zipfile import ZipFile

from openpyxl.utils.cell import range_boundaries

from iro_pipeline.publications.workbook import render
from tests.publications import drawn
from tests.publications.workbook.conftest import opened, parts, table_of, top_of


def test_cover_contents_and_notes_come_first(pack):
    assert opened(pack).sheetnames[:3] == ["Cover", "Contents", "Notes"]


def test_no_cell_is_merged_hidden_or_worked_out(pack):
    for sheet in opened(pack).worksheets:
        assert sheet.sheet_state == "visible"
        assert not sheet.merged_cells.ranges
        assert not any(each.hidden for each in sheet.column_dimensions.values())
        assert not any(each.hidden for each in sheet.row_dimensions.values())
        assert not any(cell.data_type == "f" for row in sheet.iter_rows() for cell in row)


def test_tables_stand_at_the_left_below_lines_without_a_gap_and_nothing_is_below(pack):
    for sheet in opened(pack).worksheets[1:]:
        left, top, _, bottom = range_boundaries(table_of(sheet).ref)
        assert left == 1
        assert all(sheet.cell(row, 1).value for row in range(1, top))
        assert bottom == sheet.max_row


def test_no_filter_is_switched_on_and_no_page_has_header_or_footer(pack):
    for sheet in opened(pack).worksheets:
        assert all(table.autoFilter is None for table in sheet.tables.values())
        assert not sheet.oddHeader.center.text
        assert not sheet.oddFooter.center.text


def test_header_and_names_stay_in_sight(pack):
    for sheet in opened(pack).worksheets[1:]:
        below = top_of(sheet) + 1
        assert sheet.freeze_panes in (f"A{below}", f"B{below}")


def test_sheets_print_on_a4_across_as_wide_as_a_page_with_their_top_repeated(pack):
    for sheet in opened(pack).worksheets:
        assert sheet.page_setup.orientation == "landscape"
        assert int(sheet.page_setup.paperSize) == 9
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (None, 0)
    for sheet in opened(pack).worksheets[2:]:
        assert sheet.print_title_rows == f"$1:${top_of(sheet)}"


def test_every_sheet_says_that_invented_data_are_invented(pack):
    for sheet in opened(pack).worksheets:
        assert pack.warning in [sheet.cell(row, 1).value for row in range(1, 4)]


def test_a_pack_of_real_data_has_no_warning():
    cells = [
        cell.value
        for sheet in opened(replace(drawn.region(), warning="")).worksheets
        for row in sheet.iter_rows()
        for cell in row
    ]
    assert not any("INVENTED" in str(value) for value in cells)


def test_the_cover_says_whose_it_is_for_whom_and_what_to_raise():
    pack = drawn.region()
    told = [cell.value for cell in opened(pack)["Cover"]["A"]]
    for line in (pack.title, pack.period, pack.audience, *pack.highlights, pack.notice):
        assert line in told
    assert any("Edition 0123456789ab" in line for line in told)


def test_properties_tell_title_and_language_and_nothing_of_who_wrote_it(pack):
    told = opened(pack).properties
    assert told.title == f"{pack.title}, {pack.period}"
    assert told.language == "en-GB"
    assert told.created == datetime(2017, 4, 1)
    assert (told.creator, told.lastModifiedBy) == (None, None)


def test_nothing_leads_out_of_the_workbook(pack):
    assert not list(parts(pack, "xl/externalLinks/"))
    for relations in parts(pack, "xl/worksheets/_rels/"):
        assert "External" not in relations


def test_the_same_pack_is_the_same_bytes(pack):
    first = render(pack)
    assert render(pack) == first
    with ZipFile(io.BytesIO(first)) as book:
        assert {each.date_time[0] for each in book.infolist()} == {1980}


def test_the_font_is_plain_and_large_enough(pack):
    for sheet in opened(pack).worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.font.name == "Arial"
                assert cell.font.size >= 12


def test_shading_is_told_in_words_too():
    book = opened(drawn.region())
    fills = {cell.fill.fgColor.rgb for row in book["Summary"]["B8:G29"] for cell in row}
    assert len(fills) == 4
    told = [cell.value for cell in book["Notes"]["A"]]
    assert "shading" in told
