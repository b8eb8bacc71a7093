"""Native charts: Excel's own, which can be pasted elsewhere and read aloud."""

from collections.abc import Sequence
from math import floor
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.chart import Chart as Drawn
from xlsxwriter.worksheet import Worksheet

from iro_pipeline.packs import Bands, Change, Chart, Diverging, Funnel, Quarters, Standing
from iro_pipeline.publications.workbook.chart_data import ACROSS, LABEL, VALUE, Place
from iro_pipeline.publications.workbook.looks import INK, line, point, segment, words_on
from iro_pipeline.publications.workbook.series import series_of

_WIDTH, _ROW, _AROUND = 900, 30, 170  # pixels: of a chart, of a bar in it, of all else
_SQUARE = 560
_CELL = 20  # pixels of height of a row of the sheet
_EVERY = {"label_position": "low", "interval_unit": 1}  # no name left out
_KINDS: dict[type[Chart], dict[str, str]] = {
    # Not stretched to 100: what a bar lacks is withheld.
    Bands: {"type": "bar", "subtype": "stacked"},
    Diverging: {"type": "bar", "subtype": "stacked"},
    Standing: {"type": "bar"},
    Funnel: {"type": "scatter", "subtype": "straight"},
    Change: {"type": "line"},
    Quarters: {"type": "line"},
}


def insert_chart(
    book: Workbook,
    sheet: Worksheet,
    at: tuple[int, int],
    chart: Chart,
    places: Sequence[Place],
) -> int:
    """Draws it there, with what is seen in words; how many rows of the sheet it takes."""
    drawn = book.add_chart({**_KINDS[type(chart)], "name": chart.name})
    assert drawn is not None, "XlsxWriter knows each of these kinds"
    for number, place in enumerate(places):
        drawn.add_series(_series(chart, place, number))
    height = _height(chart)
    drawn.set_size({"width": _WIDTH, "height": height})
    drawn.set_title(
        {"name": chart.title, "overlay": False, "name_font": {"size": 13, "color": INK}}
    )
    drawn.show_blanks_as("gap")
    _legend(drawn, places)
    _axes(drawn, chart)
    # Cells may become larger below it: it keeps its size.
    sheet.insert_chart(*at, drawn, {"description": chart.alt, "object_position": 2})
    return height // _CELL + 2


def _series(chart: Chart, place: Place, number: int) -> dict[str, Any]:
    across = ACROSS if isinstance(chart, Funnel) else LABEL
    is_part = isinstance(chart, Bands | Diverging)
    is_ordered = place.series.is_ordered
    about = {
        "name": place.series.name,
        "categories": place.cells(across),
        "values": place.cells(VALUE),
        **_labels(place, words_on(number, is_ordered=is_ordered) if is_part else {"size": 9}),
    }
    if place.series.is_line:
        return {**about, **line(place.series.name)}
    if isinstance(chart, Bands | Diverging):
        is_standard = _is_standard(chart, place)
        look = segment(number, is_standard=is_standard, is_ordered=is_ordered)
        return {**about, **look, "gap": 40}
    if isinstance(chart, Standing):
        return {**about, **segment(2), "gap": 60}
    return {**about, **point(number, is_joined=isinstance(chart, Quarters))}


def _labels(place: Place, font: dict[str, Any]) -> dict[str, Any]:
    """Words as they are: labels taken from cells show as numbers in other programs."""
    written = [mark.written for mark in place.series.marks]
    if not any(written):
        return {}
    own = [{"value": words} if words else {"delete": True} for words in written]
    return {"data_labels": {"value": True, "custom": own, "font": font}}


def _is_standard(chart: Bands | Diverging, place: Place) -> bool:
    bars = (row.segments for row in chart.rows)
    return any(part.is_standard and part.label == place.series.name for bar in bars for part in bar)


def _legend(drawn: Drawn, places: Sequence[Place]) -> None:
    """Below, and the second of two limits, which looks like the first, left out."""
    second = [i for i, place in enumerate(places) if place.series.name.endswith(", upper")]
    if len(places) == 1:
        drawn.set_legend({"none": True})
    else:
        drawn.set_legend({"position": "bottom", "font": {"size": 10}, "delete_series": second})


def _axes(drawn: Drawn, chart: Chart) -> None:
    plain = {"num_font": {"size": 10}, "name_font": {"size": 10, "bold": False}}
    grid = {"visible": True, "line": {"color": "#D9D9D9", "width": 0.75}}
    measured = {**plain, "name": chart.unit, "major_gridlines": grid}
    match chart:
        case Bands() | Diverging() | Standing():
            # The first bar at the top, as in the table; Excel moves the scale with it.
            drawn.set_y_axis({**plain, **_EVERY, "reverse": True})
            whole = {} if isinstance(chart, Standing) else {"min": 0, "max": 100}
            drawn.set_x_axis({**measured, **whole, "name": _scale(chart), "label_position": "high"})
        case Funnel():
            drawn.set_x_axis({**plain, "name": chart.size, "min": 0})
            drawn.set_y_axis({**measured, **_ends(chart)})
        case Change() | Quarters():
            drawn.set_x_axis({**plain, **_EVERY})
            drawn.set_y_axis({**measured, **_ends(chart)})
            if isinstance(chart, Change):
                drawn.set_high_low_lines({"line": {"color": INK, "width": 1.25}})


def _scale(chart: Bands | Diverging | Standing) -> str:
    if not isinstance(chart, Bands):
        return chart.unit
    marked = f". Outlined: {chart.standard}" if chart.standard else ""
    return f"% of {chart.unit}{marked}"


def _ends(chart: Funnel | Change | Quarters) -> dict[str, float]:
    """Percentages end at 100; where all are high, the scale begins at the ten below the lowest."""
    if chart.unit != "percent" and not chart.unit.startswith("%"):
        return {}
    values = [
        mark.value for each in series_of(chart) for mark in each.marks if mark.value is not None
    ]
    return {"min": max(0, floor(min(values, default=0) / 10) * 10), "max": 100}


def _height(chart: Chart) -> int:
    bars = len(chart.rows) if isinstance(chart, Bands | Diverging | Standing) else 0
    return _AROUND + _ROW * bars if bars else _SQUARE
