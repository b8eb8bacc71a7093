from typing import Any

from iro_pipeline.packs import Quarters
from iro_pipeline.packs.quarters import quarters
from tests.packs.drawn import YORKSHIRE, stands, whose, yorkshire

AREA = {"level": "region", "area": YORKSHIRE[0], "indicator": "reviews_on_time"}


def series(*values: float | None) -> list[dict[str, Any]]:
    return [
        {
            **AREA,
            "period": 2024,
            "quarter": at,
            "value": value,
            "denominator": None if value is None else 500.0,
            "same": True,
            "mean": 90.0,
            "limit_low": 86.0,
            "limit_high": 94.0,
            "status": "c" if value is None else "",
            "status_reason": "a count of 1 to 5" if value is None else None,
        }
        for at, value in enumerate(values, 1)
    ]


def trend(**given: Any) -> list[dict[str, Any]]:
    usual = {"last_period": 2024, "last_quarter": 4, "change": -2.0, "status": ""}
    return [AREA | usual | given]


def test_a_withheld_quarter_leaves_a_gap_in_the_picture_and_a_symbol_in_the_table():
    drawn = yorkshire(series=series(91.0, None, 89.0, 90.0))
    section = quarters(whose(drawn))
    assert stands(section.tables, drawn) == 18
    (chart,) = section.charts
    assert isinstance(chart, Quarters)
    assert [each.value for each in chart.quarters] == [91.0, None, 89.0, 90.0]
    assert chart.quarters[0].label == "Apr\N{EN DASH}Jun 23"
    assert [row.cells[1].text for row in section.tables[0].rows] == [
        *("91.0%", "[c]", "89.0%", "90.0%")
    ]


def test_two_quarters_are_no_series():
    section = quarters(whose(yorkshire(series=series(91.0, None, None, 90.0))))
    assert section.charts == section.tables == ()
    assert section.headline == "No quarters can be told of Yorkshire and The Humber."


def test_a_trend_beyond_chance_is_told_with_its_size():
    fallen = trend(change_verdict="fallen", points=4, method="tested trend")
    drawn = yorkshire(series=series(91.0, 90.5, 90.0, 89.0), trends=fallen)
    (table, _) = quarters(whose(drawn)).tables
    said = ["Reviews on time", "4", "tested trend", "\N{MINUS SIGN}2.0", "fallen", ""]
    assert [cell.text for cell in table.rows[0].cells] == said
    assert stands((table,), drawn) == 2
    assert quarters(whose(drawn)).headline == (
        "Yorkshire and The Humber, by more than chance: reviews on time fallen by 2.0 percentage "
        "points until January to March 2024."
    )


def test_a_last_quarter_that_breaks_its_chart_is_told_with_the_rule():
    broken = trend(change_verdict="risen", signal="outside", change=None)
    drawn = yorkshire(series=series(90.0, 90.5, 90.0, 95.0), trends=broken)
    assert quarters(whose(drawn)).headline == (
        "Yorkshire and The Humber, by more than chance: reviews on time risen in January to March "
        "2024 (a quarter outside the limits)."
    )


def test_without_a_trend_no_change_is_claimed():
    alike = trend(change_verdict="no more than chance")
    drawn = yorkshire(series=series(90.0, 90.5, 90.0, 90.2), trends=alike)
    assert quarters(whose(drawn)).headline == (
        "No change over the quarters of 1 measure in Yorkshire and The Humber is more than chance."
    )
