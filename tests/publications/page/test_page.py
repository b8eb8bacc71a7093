"""A page says all of its pack, once, escaped, and asks nothing of any host."""

import re
from dataclasses import replace
from typing import Any

import pytest
from lxml import html

from iro_pipeline.packs import Cell, Pack, Section
from iro_pipeline.publications import page
from tests.publications import drawn


@pytest.fixture(scope="module", params=drawn.every(), ids=lambda pack: f"{pack.kind}-{pack.area}")
def pack(request) -> Pack:
    return request.param


@pytest.fixture(scope="module")
def rendered(pack) -> str:
    return page.render(pack)


@pytest.fixture(scope="module")
def root(rendered) -> html.HtmlElement:
    return html.fromstring(rendered)


def found(root: html.HtmlElement, path: str) -> list[Any]:
    """Elements or attributes: what an XPath finds."""
    answer = root.xpath(path)
    assert isinstance(answer, list)
    return answer


def words(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def said(cell: Cell) -> list[str]:
    return " ".join([cell.text, cell.word, f"n = {cell.n}" if cell.n else "", cell.detail]).split()


def tables_of(pack: Pack):
    return [table for section in pack.sections for table in section.tables]


def test_the_same_pack_is_the_same_bytes(pack, rendered):
    assert page.render(pack) == rendered


def test_no_address_of_any_host_is_in_it(rendered):
    spaces = re.findall(r'xmlns(?::xlink)?="([^"]+)"', rendered)
    assert set(spaces) <= {"http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"}
    text = re.sub(r'xmlns(:xlink)?="[^"]+"', "", rendered)
    assert not re.findall(r"https?:|//[a-z]|@import|url\((?!#)", text)
    assert "src=" not in text


def test_its_policy_lets_it_run_its_own_script_and_nothing_else(root):
    policy = found(root, "//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "unsafe" not in policy
    assert not found(root, "//@style | //@onclick | //@onload")


def test_what_the_pack_says_is_escaped_wherever_it_stands():
    hostile = "<script>alert('&')</script>"
    pack = drawn.region()
    first = pack.sections[1]
    table = first.tables[0]
    row = replace(table.rows[0], cells=(Cell(hostile, detail=hostile), *table.rows[0].cells[1:]))
    chart = replace(first.charts[0], title=hostile, alt=hostile)
    section = replace(
        first,
        title=hostile,
        headline=hostile,
        paragraphs=(hostile,),
        charts=(chart,),
        tables=(replace(table, caption=hostile, notes=(hostile,), rows=(row, *table.rows[1:])),),
    )
    said = page.render(replace(pack, title=hostile, warning=hostile, sections=(section,)))
    assert "<script>alert" not in said
    assert len(found(html.fromstring(said), "//script")) == 1


def test_every_cell_of_every_table_is_there_once(pack, root):
    for table in tables_of(pack):
        shown = found(root, f"//table[@id='table-{table.name}']")
        assert len(shown) == 1
        rows = shown[0].xpath("./tbody/tr")
        assert [[words(cell).split() for cell in row] for row in rows] == [
            [said(cell) for cell in row.cells] for row in table.rows
        ]
        heads = shown[0].xpath("./thead/tr/th[@scope='col']")
        assert [words(head) for head in heads] == [column.heading for column in table.columns]
        assert all(row.xpath("count(./th[@scope='row'])") == 1 for row in rows)


def test_a_word_a_count_and_a_reason_stand_with_their_figure():
    cell = Cell("70.2%", 70.2, "61.6 to 77.7", shade=1, word="lower", n="121")
    pack = drawn.region()
    table = pack.sections[0].tables[0]
    row = replace(table.rows[0], cells=(table.rows[0].cells[0], cell, *table.rows[0].cells[2:]))
    section = replace(pack.sections[0], tables=(replace(table, rows=(row,)),))
    root = html.fromstring(page.render(replace(pack, sections=(section,))))
    shown = found(root, "//td[contains(@class, 'shade-1')]")[0]
    assert words(shown) == "70.2% lower n = 121 61.6 to 77.7"
    assert shown.get("data-value") == "70.2"


def test_every_sentence_of_the_pack_is_there(pack, root):
    whole = words(root)
    for sentence in (pack.title, pack.period, pack.audience, pack.warning, pack.notice):
        assert sentence in whole
    for section in pack.sections:
        for sentence in (section.title, section.headline, *section.paragraphs):
            assert sentence in whole
    items = found(root, "//section[@id='highlights']//li")
    assert [words(item) for item in items] == list(pack.highlights)


def test_every_chart_is_a_named_picture_before_its_table(pack, root):
    order = found(root, "//figure | //table")
    for section in pack.sections:
        for chart in section.charts:
            named = f"chart-{chart.name}-title chart-{chart.name}-alt"
            picture = found(root, f"//*[@role='img'][@aria-labelledby='{named}']")[0]
            figure = next(picture.iterancestors("figure"))
            assert words(figure.find("figcaption")).split() == chart.title.split()
            title, alt = (root.get_element_by_id(each) for each in named.split())
            assert (words(title), words(alt)) == (chart.title, chart.alt)
            table = root.get_element_by_id(f"table-{chart.table}")
            assert order.index(figure) < order.index(table)


def test_ids_are_unlike_each_other_and_what_names_an_id_finds_it(root):
    ids = found(root, "//@id")
    assert len(ids) == len(set(ids))
    named = " ".join(found(root, "//@aria-labelledby | //@aria-describedby | //label/@for"))
    links = [link[1:] for link in found(root, "//a/@href")]
    assert set(named.split()) | set(links) <= set(ids)


def test_headings_are_in_their_order(pack, root):
    levels = [element.tag for element in root.iter("h1", "h2", "h3", "h4")]
    assert levels == ["h1", *["h2"] * (len(pack.sections) + bool(pack.highlights))]


def test_the_language_the_title_and_the_warning_are_told_first(pack, root):
    assert root.get("lang") == "en-GB"
    assert found(root, "//title")[0].text == f"{pack.title}, {pack.period}"
    assert words(found(root, "//body/*[2]")[0]) == pack.warning


def test_a_pack_of_real_data_has_no_warning():
    assert "INVENTED" not in page.render(replace(drawn.authority(), warning=""))


def test_the_rows_of_an_authority_can_be_found_by_its_code(root, pack):
    for table in tables_of(pack):
        areas = found(root, f"//table[@id='table-{table.name}']/tbody/tr/@data-area")
        assert areas == [row.area for row in table.rows if row.area]


def test_long_tables_of_charts_are_folded_and_the_summary_is_not():
    root = html.fromstring(page.render(drawn.region()))
    folded = found(root, "//details//table/@id")
    assert "table-reviews_on_time" in folded
    assert "table-summary" not in folded


def test_nothing_to_draw_and_no_rows_are_said_in_words():
    pack = drawn.region()
    section = pack.sections[1]
    funnel, table = section.charts[0], section.tables[0]
    bare = Section(
        *("reviews", "Reviews", "Nothing may be shown."),
        charts=(replace(funnel, points=()),),
        tables=(replace(table, rows=()),),
    )
    said = words(html.fromstring(page.render(replace(pack, sections=(bare,)))))
    assert "There is nothing to draw here: no figure of it may be shown." in said
    assert f"{table.caption}: there is no row to show." in said


def test_sections_that_share_their_beginning_are_one_line_of_the_contents():
    titles = {"a": "Caseloads", "b": "Report: period", "c": "Report: profile", "d": "Works: whom"}
    sections = tuple(Section(name, title, "") for name, title in titles.items())
    assert [*page.contents(replace(drawn.region(), sections=sections))] == [
        ("Caseloads", "a"),
        ("Report", "b"),
        ("Works: whom", "d"),
    ]
