"""Everyone can read a page: at both widths, in both themes, without a script, and in print."""

import pytest

axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="needs group `browser`")

LOOKS = [(width, theme) for width in (1100, 390) for theme in ("light", "dark")]
PACKS = ("region", "partnership", "england", "authority", "silent")


@pytest.mark.parametrize("pack", ["region", "england", "authority"])
def test_axe_finds_nothing_at_either_width_in_either_theme(opened, pack):
    tab = opened(pack)
    tab.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    for width, theme in LOOKS:
        tab.set_viewport_size({"width": width, "height": 900})
        tab.emulate_media(color_scheme=theme)
        found = axe.Axe().run(tab).response["violations"]
        assert [(theme, width, each["id"], each["nodes"][0]["html"]) for each in found] == []


@pytest.mark.parametrize("pack", PACKS)
def test_nothing_is_asked_of_any_other_address_and_no_rule_is_broken(opened, pack):
    tab = opened(pack)
    said = []
    tab.on("console", lambda message: said.append(message.text))
    tab.on("pageerror", lambda error: said.append(str(error)))
    tab.reload()
    assert tab.asked == []
    assert said == []


@pytest.mark.parametrize("pack", PACKS)
def test_only_tables_and_charts_scroll_sideways_on_a_phone(opened, pack):
    tab = opened(pack, width=390)
    tab.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    wide = tab.evaluate("document.documentElement.scrollWidth")
    assert wide <= 390
    outside = tab.evaluate(
        """[...document.querySelectorAll('h1,h2,p,li,summary,button,select,input,figcaption')]
        .filter((one) => !one.closest('.scroll, .skip, [hidden]') && one.offsetParent
            && !one.classList.contains('skip'))
        .filter((one) => one.getBoundingClientRect().right > innerWidth + 1)
        .map((one) => one.textContent)"""
    )
    assert outside == []


TOUCHING = """(svg) => {
    const around = svg.getBoundingClientRect();
    const words = [...svg.querySelectorAll('text')].filter((one) => one.textContent.trim());
    const boxes = words.map((one) => [one.textContent, one.getBoundingClientRect()]);
    const cut = boxes.filter(([, box]) => box.left < around.left - 1 || box.top < around.top - 1
        || box.right > around.right + 1 || box.bottom > around.bottom + 1);
    const met = boxes.flatMap(([said, box], i) => boxes.slice(i + 1)
        .filter(([, other]) => box.left < other.right - 1 && other.left < box.right - 1
            && box.top < other.bottom - 4 && other.top < box.bottom - 4)
        .map(([also]) => `${said} meets ${also}`));
    return [...cut.map(([said]) => `${said} is cut`), ...met];
}"""


@pytest.mark.parametrize("pack", ["region", "england", "authority"])
def test_no_word_of_a_chart_is_cut_off_or_meets_another(opened, pack):
    tab = opened(pack)
    charts = tab.query_selector_all("figure svg")
    assert charts
    assert [tab.evaluate(TOUCHING, chart) for chart in charts] == [[]] * len(charts)


def test_without_a_script_everything_is_there_and_no_control_that_does_nothing(opened, browser):
    tab = opened("region", java_script_enabled=False)
    assert tab.locator(".tools:visible").count() == 0
    assert tab.locator(".choice:visible").count() == 0
    assert tab.locator("td .detail").first.is_visible()


def test_print_opens_what_is_folded_and_leaves_out_what_only_a_screen_needs(opened):
    tab = opened("region", theme="dark")
    tab.evaluate("dispatchEvent(new Event('beforeprint'))")
    tab.emulate_media(media="print")
    assert tab.locator("#table-reviews_on_time").is_visible()
    assert not tab.locator("nav").is_visible()
    assert tab.locator(".tools:visible").count() == 0
    assert tab.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(254, 254, 254)"
    tab.emulate_media(media="screen")
    tab.evaluate("dispatchEvent(new Event('afterprint'))")
    assert not tab.locator("#table-reviews_on_time").is_visible()
