"""Charts are named pictures, the same every time, whose words do not meet."""

import re
from dataclasses import replace
from xml.etree import ElementTree

import pytest

from iro_pipeline.packs import Chart, Quarter
from iro_pipeline.publications import charts
from iro_pipeline.publications.charts.axes import honest, ticks
from iro_pipeline.publications.charts.canvas import WIDTH
from iro_pipeline.publications.charts.drawing import drawn as draw
from iro_pipeline.publications.charts.lettering import Box, placed, width
from iro_pipeline.publications.charts.palette import DARK, LIGHT, NEUTRAL, steps, written_on
from tests.publications import drawn, drawn_charts

EVERY = drawn_charts.every(drawn.NORTH_WEST)
PLACE = re.compile(r"\"translate\((-?[\d.]+),(-?[\d.]+)\)")
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module", params=EVERY.values(), ids=lambda chart: chart.name)
def chart(request) -> Chart:
    return request.param


def words_of(svg: str) -> list[str]:
    return ["".join(text.itertext()) for text in ElementTree.fromstring(svg).iter(f"{SVG}text")]


def test_a_chart_is_one_picture_with_its_title_and_description(chart):
    root = ElementTree.fromstring(charts.svg(chart, "print"))
    title, alt = list(root)[:2]
    assert (title.tag, alt.tag) == (f"{SVG}title", f"{SVG}desc")
    assert (root.get("role"), title.text, alt.text) == ("img", chart.title, chart.alt)
    assert root.get("aria-labelledby") == f"{title.get('id')} {alt.get('id')}"
    assert not [e for e in root.iter() if e is not root and (e.get("role") or e.get("aria-label"))]


def test_the_same_chart_is_the_same_bytes_and_its_ids_are_its_own(chart):
    first = charts.svg(chart, "page")
    charts._picture.cache_clear()
    again = charts.svg(chart, "page")
    assert first == again
    assert all(
        name.startswith(f"chart-{chart.name}") for name in re.findall(r'\bid="([^"]+)"', first)
    )
    assert all(
        name.startswith(f"chart-{chart.name}") for name in re.findall(r"url\(#([^)]+)\)", first)
    )


def test_nothing_is_asked_of_any_host(chart):
    outside = charts.svg(chart, "page").replace('xmlns="http://www.w3.org/2000/svg"', "")
    assert "http" not in outside.replace("http://www.w3.org/1999/xlink", "")


def test_a_page_sets_the_colours_and_print_has_the_light_ones(chart):
    page, printed = charts.svg(chart, "page"), charts.svg(chart, "print")
    assert "var(--ink)" in page
    assert not [value for value in LIGHT.values() if value in page]
    assert "var(" not in printed
    assert LIGHT["ink"] in printed


def test_a_bar_is_a_row_of_counts_and_one_withheld_has_its_reason():
    words = words_of(charts.svg(EVERY["caseload_bands"], "print"))
    assert "Blackburn with Darwen" in words
    assert "[c] withheld: a small count" in words
    assert "Outlined: The IRO Handbook’s 50 to 70" in words


def test_a_count_that_has_no_room_in_its_part_is_left_to_the_table():
    chart = drawn_charts.bands(drawn.NORTH_WEST[:3])
    narrow = replace(chart.rows[0].segments[1], count=1, share=0.5, text="1")
    wide = replace(chart.rows[0].segments[2], count=199, share=99.5, text="199")
    words = words_of(
        charts.svg(replace(chart, rows=(replace(chart.rows[0], segments=(narrow, wide)),)), "print")
    )
    assert "199" in words
    assert "1" not in words


def test_a_bar_that_lacks_a_part_leaves_the_order_of_the_parts_as_it_is():
    chart = drawn_charts.bands(drawn.NORTH_WEST[:4])
    first, second = chart.rows[:2]
    lacking = replace(first, segments=(second.segments[0], second.segments[2]), note="withheld")
    words = words_of(charts.svg(replace(chart, rows=(lacking, second)), "print"))
    assert [word for word in words if word in drawn_charts.BANDS] == list(drawn_charts.BANDS)
    assert "withheld" in words


def test_an_answer_outside_the_order_has_no_place_in_its_colours():
    chart = drawn_charts.bands(drawn.NORTH_WEST[:3])
    row = chart.rows[0]
    other = replace(row.segments[1], label="unclassifiable", is_ordered=False)
    svg = charts.svg(replace(chart, rows=(replace(row, segments=(*row.segments, other)),)), "print")
    assert NEUTRAL in svg
    assert NEUTRAL not in charts.svg(chart, "print")


def test_small_moves_look_small():
    """A tenth of the scale at least is drawn, so that 88 and 89 % stand close together."""
    assert honest([88.0, 89.0], "percent") == pytest.approx((83.5, 93.5))
    low, high = honest([1000.0, 1010.0], "GBP")
    assert high - low == pytest.approx(101)
    assert honest([50.0, 95.0], "percent") == pytest.approx((46.4, 98.6))


@pytest.mark.parametrize("values", [[100.0], [98.0, 100.0], [0.0, 1.0], [0.0], [0.0, 100.0]])
def test_no_share_below_none_or_above_all_is_marked(values):
    marked = ticks(*honest(values, "percent"))
    assert len(marked) > 2
    assert min(marked) >= 0
    assert max(marked) <= 100


def test_numbers_below_nought_have_a_minus_and_no_hyphen():
    fallen = [Quarter("2024 Q1", value, None, None, None) for value in (-7.5, -2.5)]
    upwards = replace(drawn_charts.quarters(), unit="points", quarters=tuple(fallen))
    for chart in (EVERY["standing"], upwards):
        words = words_of(charts.svg(chart, "print"))
        assert "\N{MINUS SIGN}5" in words
        assert not [word for word in words if word.startswith("-")]


def test_a_funnel_names_those_who_differ_and_nobody_else():
    words = words_of(charts.svg(EVERY["reviews_on_time"], "print"))
    named = {name for _, name in drawn.NORTH_WEST} & set(words)
    assert named == {"Bolton", "Bury", "Halton", "Knowsley", "Oldham"}


def test_marks_of_an_area_can_be_found_by_its_code():
    svg = charts.svg(EVERY["change_reviews_on_time"], "page")
    assert len(re.findall('data-area="E08000001"', svg)) == 5  # line, two dots, name, word


def test_a_quarter_that_may_not_be_shown_says_so():
    assert "not shown" in words_of(charts.svg(EVERY["quarters_reviews_on_time"], "print"))


def test_a_chart_of_nothing_is_empty_and_refuses_to_be_drawn():
    nothing = replace(drawn_charts.funnel(drawn.NORTH_WEST), points=())
    assert charts.is_empty(nothing)
    with pytest.raises(ValueError, match="nothing to draw"):
        charts.svg(nothing, "print")
    hidden = drawn_charts.bands(drawn.NORTH_WEST[-2:])
    assert charts.is_empty(hidden)
    assert not charts.is_empty(EVERY["caseload_bands"])


def test_names_of_many_dots_side_by_side_never_meet():
    dots = [(100 + 7.0 * i, 50 + 3.0 * (i % 5)) for i in range(30)]
    names = {i: f"Kingston upon Hull {i}" for i in range(30)}
    places = placed(dots, names, Box(0, 0, 680, 340))
    boxes = [Box(p.x, p.y - 7, p.x + width(names[p.index]), p.y + 7) for p in places]
    assert len(boxes) >= 5
    assert not [(a, b) for i, a in enumerate(boxes) for b in boxes[i + 1 :] if a.meets(b)]


def test_words_are_never_wider_than_they_are_taken_for():
    """The room that is kept is what the vendored font takes, or more."""
    for name in ("Kingston upon Hull, City of", "Westmorland and Furness", "MILLWWWM", "999 %"):
        mark = {"mark": {"type": "text", "fontSize": 12, "font": "Liberation Sans"}}
        said = {"data": {"values": [{"t": name}]}, "encoding": {"text": {"field": "t"}}}
        small = {"padding": 0, "width": 1, "height": 1, "config": {"view": {"stroke": None}}}
        svg = ElementTree.fromstring(draw({**mark, **said, **small}))
        assert float(svg.get("width", "")) <= width(name) + 2


def contrast(one: str, other: str) -> float:
    """WCAG 2.2, relative luminance."""

    def light(colour: str) -> float:
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        r, g, b = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
        return 0.2126 * r + 0.7152 * g + 0.0722 * b

    dark, bright = sorted((light(one), light(other)))
    return (bright + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_words_stand_out_from_what_they_are_written_on(colours):
    for name in ("ink", "muted", "called"):
        assert contrast(colours[name], colours["paper"]) >= 5.5


@pytest.mark.parametrize("n", range(1, 9))
def test_counts_stand_out_from_their_parts(n):
    assert len(steps(n)) == n
    assert all(contrast(colour, written_on(colour)) >= 5.5 for colour in steps(n))


def test_a_picture_is_as_wide_as_others_whatever_words_stand_beside_it(chart):
    root = ElementTree.fromstring(charts.svg(chart, "print"))
    assert WIDTH - 50 <= float(root.get("width") or 0) <= WIDTH + 5


def test_every_word_has_a_size_and_lies_within_its_picture(chart):
    root = ElementTree.fromstring(charts.svg(chart, "print"))
    assert 'font-size="0px"' not in charts.svg(chart, "print")
    wide, high = float(root.get("width") or 0), float(root.get("height") or 0)
    padding = PLACE.findall(charts.svg(chart, "print"))
    assert padding
    for text in root.iter(f"{SVG}text"):
        x, y = (float(n) for n in PLACE.findall(f'"{text.get("transform")}"')[0])
        assert 0 <= x + float(padding[0][0]) <= wide
        assert 0 <= y + float(padding[0][1]) <= high
