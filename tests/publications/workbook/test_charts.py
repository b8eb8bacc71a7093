"""Charts are Excel's own, say in words what they show, and draw cells that anyone can look at."""

import re
from dataclasses import replace
from typing import Any

import pytest
from lxml import etree

from iro_pipeline.packs import Pack, Quarter, Quarters
from iro_pipeline.publications.workbook.layout import Layout, charts
from iro_pipeline.publications.workbook.looks import segment
from iro_pipeline.publications.workbook.series import Mark, series_of
from tests.publications import drawn, drawn_charts
from tests.publications.workbook.conftest import opened, parts, rows_of

NAMES = {
    "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "xdr": "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing",
}
EVERY = drawn_charts.every(drawn.NORTH_WEST)


def found(xml: str, path: str) -> Any:
    return etree.fromstring(xml.encode()).xpath(path, namespaces=NAMES)


def chart_of(pack: Pack, title: str) -> str:
    """The chart of that title, as Excel reads it."""
    (xml,) = (xml for xml in parts(pack, "xl/charts/chart") if title in xml)
    return xml


@pytest.mark.parametrize("make", [drawn.region, drawn.england, drawn.authority])
def test_every_chart_is_there_with_its_words(make):
    pack = make()
    said = [
        (each.get("name"), each.get("descr"))
        for xml in parts(pack, "xl/drawings/drawing")
        for each in found(xml, "//xdr:graphicFrame//xdr:cNvPr")
    ]
    assert sorted(said) == sorted((chart.name, chart.alt) for chart in charts(pack))


def test_a_chart_stands_on_the_sheet_of_its_table_to_the_right_of_it():
    pack = drawn.region()
    for name, laid in Layout.of(pack).tables.items():
        sheet = opened(pack)[name]
        assert len(sheet._charts) == len(laid.charts)
        for chart in sheet._charts:
            assert chart.anchor._from.col > len(laid.table.columns)


def test_a_chart_draws_cells_of_the_sheet_with_its_numbers():
    pack = drawn.region()
    rows = [cell.value for cell in opened(pack)["Chart data"]["E"]]
    for chart in charts(pack):
        xml = chart_of(pack, chart.title)
        ranges = found(xml, "//c:val//c:f/text() | //c:yVal//c:f/text()")
        told = [re.fullmatch(r"'Chart data'!\$E\$(\d+):\$E\$(\d+)", each) for each in ranges]
        values = [rows[int(each[1]) - 1 : int(each[2])] for each in told if each]
        marks = [[mark.value for mark in each.marks] for each in series_of(chart)]
        # A workbook holds sixteen digits of a number.
        assert values == [[v if v is None else pytest.approx(v) for v in each] for each in marks]


def test_the_numbers_of_the_charts_are_said_row_by_row():
    header, *rows = rows_of(opened(drawn.region())["Chart data"])
    assert header == ["Chart", "Series", "Label", "Across", "Value", "Written beside it"]
    assert [
        "Reviews held on time, by how many were due",
        "lower",
        "Oldham",
        1230,
        55,
        "Oldham",
    ] in rows


def test_every_word_of_a_chart_is_in_british_english():
    for xml in parts(drawn.region(), "xl/charts/chart"):
        assert set(found(xml, "//@lang | //c:lang/@val")) == {"en-GB"}


def test_a_title_that_looks_like_xml_stays_as_it_is():
    chart = replace(EVERY["standing"], title='<c:lang val="en-US"/> & lang="en-US"')
    pack = drawn.authority()
    section = replace(pack.sections[0], charts=(chart,))
    (xml,) = parts(replace(pack, sections=(section,)), "xl/charts/chart")
    assert "".join(found(xml, "/c:chartSpace/c:chart/c:title//a:t/text()")) == chart.title


def test_bars_say_how_many_and_those_of_the_standard_are_outlined():
    bands = EVERY["caseload_bands"]
    series = {each.name: each for each in series_of(bands)}
    assert list(series) == list(drawn_charts.BANDS)
    assert series["50 to 70"].marks[0] == Mark("Blackburn with Darwen", 75.0, written="3")
    xml = chart_of(drawn.region(), bands.title)
    labels = found(xml, "//c:ser[2]//c:dLbl//a:t/text()")
    assert labels[:3] == ["3", "4", "5"]
    edges = found(xml, "//c:ser/c:spPr/a:ln/a:solidFill/a:srgbClr/@val")
    assert edges == ["FFFFFF", "262626", "FFFFFF", "FFFFFF"]
    assert "The IRO Handbook’s 50 to 70" in xml


def test_an_area_that_may_not_be_told_keeps_its_place_and_says_why():
    (first, *_) = series_of(EVERY["caseload_bands"])
    assert first.marks[-2] == Mark("Wigan: [c] withheld: a small count", None)


def test_only_those_that_differ_are_named_on_a_funnel():
    series = {each.name: each.marks for each in series_of(EVERY["reviews_on_time"])}
    assert list(series)[:3] == ["about the same", "higher", "lower"]
    assert [mark.written for mark in series["lower"]] == ["Bolton", "Bury", "Oldham"]
    assert {mark.written for mark in series["about the same"]} == {""}
    assert [mark.across for mark in series["95% limits"]] == [100, 200, 400, 800, 1600]


def test_shapes_tell_verdicts_apart_without_their_colours():
    xml = chart_of(drawn.region(), EVERY["reviews_on_time"].title)
    shapes = found(xml, "//c:ser/c:marker/c:symbol/@val")
    assert shapes[:3] == ["circle", "diamond", "triangle"]
    assert set(shapes[3:]) == {"none"}


def test_a_quarter_that_may_not_be_told_is_a_gap():
    quarters = EVERY["quarters_reviews_on_time"]
    figures, *lines = series_of(quarters)
    assert figures.marks[2] == Mark("2022 Q4", None)
    assert all(line.is_line for line in lines)
    xml = chart_of(drawn.region(), quarters.title)
    shown = [each.text for each in found(xml, "//c:ser[1]/c:val//c:v")]
    assert shown == ["88", "90.5", "86", "79.5", "91", "92.5", "93"]


def test_both_times_of_a_change_are_joined():
    series = series_of(EVERY["change_reviews_on_time"])
    assert [each.name for each in series] == ["2023", "2024"]
    assert series[1].marks[2] == Mark("Bolton", 81, written="lower")
    xml = chart_of(drawn.region(), EVERY["change_reviews_on_time"].title)
    assert found(xml, "//c:hiLowLines")


def test_a_chart_of_nothing_is_not_drawn():
    chart = EVERY["quarters_reviews_on_time"]
    assert isinstance(chart, Quarters)
    hidden = tuple(Quarter(each.label, None, None, None, None) for each in chart.quarters)
    pack = drawn.authority()
    section = replace(pack.sections[0], charts=(replace(chart, quarters=hidden),))
    told = replace(pack, sections=(section,))
    assert not list(parts(told, "xl/charts/"))
    assert "Chart data" not in opened(told).sheetnames
    about = opened(told)["Quarters reviews on time"]["A5"].value
    assert about.startswith("This sheet has one table.")


def test_a_bar_that_lacks_a_part_is_short_and_its_parts_keep_their_order():
    chart = drawn_charts.bands(drawn.NORTH_WEST[:4])
    first, second = chart.rows[:2]
    lacking = replace(first, segments=(second.segments[0], second.segments[2]), note="withheld")
    series = series_of(replace(chart, rows=(lacking, second)))
    assert [each.name for each in series] == list(drawn_charts.BANDS)
    assert series[1].marks[0].value is None
    xml = chart_of(drawn.region(), chart.title)
    assert found(xml, "//c:grouping/@val") == ["stacked"]
    assert found(xml, "//c:valAx/c:scaling/c:max/@val") == ["100"]


def test_an_answer_outside_the_order_is_told_apart():
    chart = drawn_charts.bands(drawn.NORTH_WEST[:3])
    row = chart.rows[0]
    other = replace(row.segments[1], label="unclassifiable", is_ordered=False)
    series = series_of(replace(chart, rows=(replace(row, segments=(*row.segments, other)),)))
    assert [each.name for each in series if not each.is_ordered] == ["unclassifiable"]
    assert segment(4, is_ordered=False)["fill"] != segment(4)["fill"]
