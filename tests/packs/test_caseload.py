from typing import Any

from iro_pipeline.packs import Bands
from iro_pipeline.packs.caseload import caseload
from tests.packs.drawn import (
    ENGLAND,
    LEEDS,
    YORK,
    YORKSHIRE,
    of_area,
    rows,
    stands,
    whose,
    yorkshire,
)
from tests.packs.test_highlights import CASELOAD, held

BANDS = (("a", "70 or more", 70, None), ("c", "60 to 70", 60, 70), ("e", "45 to 50", 45, 50))


def answered(level: str, area: tuple[str, str], counts: list[float | None], **given: Any):
    for order, ((band, words, lo, hi), count) in enumerate(zip(BANDS, counts, strict=True)):
        hidden = {"status": "c", "status_reason": "fewer than 3 authorities"}
        yield {
            "period": 2024,
            "speaker": "service",
            "level": level,
            "area": area[0],
            "area_name": area[1],
            "band": band,
            "band_order": order,
            "words": words,
            "lo": lo,
            "hi": hi,
            "numerator": count,
            "denominator": None if count is None else 20.0,
            **({"status": ""} if count is not None else hidden),
            **given,
        }


def section(bands: list[dict[str, Any]], **given: list[dict[str, Any]]):
    drawn = {**yorkshire(**given), "caseload_bands": rows("caseload_bands", bands)}
    return caseload(whose(drawn))


def test_bars_hold_the_counts_fewest_children_first_and_mark_the_handbooks_band():
    bands = [*answered("region", YORKSHIRE, [9, 8, 3]), *answered("england", ENGLAND, [40, 50, 10])]
    (chart,) = section(bands).charts
    assert isinstance(chart, Bands)
    assert [bar.name for bar in chart.rows] == [
        "England, services",
        "Yorkshire and The Humber, services",
    ]
    own = chart.rows[1].segments
    assert [part.text for part in own] == ["3", "8", "9"]
    assert [part.share for part in own] == [15.0, 40.0, 45.0]
    assert [part.label for part in own if part.is_standard] == ["60 to 70"]


def test_a_withheld_band_is_left_out_of_its_bar_and_said_so():
    (chart,) = section([*answered("region", YORKSHIRE, [9, None, 3])]).charts
    assert isinstance(chart, Bands)
    assert [part.label for part in chart.rows[0].segments] == ["45 to 50", "70 or more"]
    assert chart.rows[0].note == "1 band withheld"


def test_where_every_band_is_withheld_there_is_no_picture_and_the_table_says_why():
    told = section([*answered("region", YORKSHIRE, [None, None, None])])
    assert told.charts == ()
    (table,) = told.tables
    assert [cell.text for cell in table.rows[0].cells[1:]] == ["[c]"] * 4
    assert table.rows[0].cells[1].detail == "Fewer than 3 authorities."


def test_the_headline_counts_services_above_the_band_by_their_records():
    areas = [
        of_area("england", ENGLAND, indicator="children_per_iro", value=68.9),
        of_area("region", YORKSHIRE, indicator="children_per_iro", value=71.0),
    ]
    given = {"indicators": [CASELOAD], "figures": areas}
    drawn = yorkshire(held(LEEDS, 70.0), held(YORK, 80.0), **given)
    assert caseload(whose(drawn)).headline == (
        "By their records 1 of 2 services with a figure has more than 70 children for a full-time "
        "IRO. Children for a full-time IRO, all together: 71.0 (England 68.9)."
    )
    (table,) = caseload(whose(drawn)).tables
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["England", "68.9", "50 to 70", "9,200", "10,000.0"],
        ["Yorkshire and The Humber", "71.0", "above 70", "9,200", "10,000.0"],
        ["Hull", "[x]", "", "[x]", "[x]"],
        ["Leeds", "70.0", "50 to 70", "900", "9.5"],
        ["York", "80.0", "above 70", "900", "9.5"],
    ]
    assert stands((table,), drawn) == 12
    nothing = caseload(whose(yorkshire()))
    assert nothing.headline == "No caseload of Yorkshire and The Humber may be told."


def test_iros_above_the_band_are_told_of_areas_and_of_no_authority():
    above = {"indicator": "iros_above_70", "title": "IROs who hold more than 70", "unit": "percent"}
    areas = [
        of_area("england", ENGLAND, indicator="iros_above_70", value=48.2),
        of_area("region", YORKSHIRE, indicator="iros_above_70", value=61.2),
    ]
    drawn = yorkshire(
        held(LEEDS, 70.0), indicators=[CASELOAD, {**CASELOAD, **above}], figures=areas
    )
    (table,) = (t for t in caseload(whose(drawn)).tables if t.name == "caseload_above_70")
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["England", "48.2%"],
        ["Yorkshire and The Humber", "61.2%"],
    ]
    assert stands((table,), drawn) == 2


def test_what_a_service_reports_stands_beside_its_records():
    reported = {
        "period": 2024,
        "level": "authority",
        "area": LEEDS[0],
        "area_name": LEEDS[1],
        "reported_band": "c",
        "records_caseload": 74.06,
        "records_year": 2023,
        "records_say": "records higher",
        "authorities": 1,
        "of": 1,
        "status": "",
    }
    bands = rows("caseload_bands", answered("region", YORKSHIRE, [9, 8, 3]))
    drawn = {**yorkshire(caseload_reported=[reported]), "caseload_bands": bands}
    (answers, table) = caseload(whose(drawn)).tables
    assert stands((answers, table), drawn) == 5
    (line,) = table.rows
    said = [cell.text for cell in line.cells]
    assert said == ["Leeds", "60 to 70", "74.1", "2023", "records higher"]
