"""By keyboard alone one sorts, filters, marks an authority and asks what is behind a figure."""

NAMES = (
    "[...document.querySelectorAll('#table-summary tbody tr:not([hidden]) th')]"
    ".map(th => th.textContent)"
)
LIVERPOOL = "E08000012"


def reached(tab) -> list[str]:
    """What the tab key reaches, from the top to the end of the summary."""
    found = []
    for _ in range(60):
        tab.keyboard.press("Tab")
        found.append(
            tab.evaluate(
                "[document.activeElement.tagName, document.activeElement.className,"
                " document.activeElement.id, document.activeElement.textContent.trim()].join('|')"
            )
        )
    return found


def test_the_tab_key_reaches_every_control_and_what_scrolls(opened):
    stops = reached(opened("region"))
    assert stops[0] == "A|skip||Skip to the content"
    assert "SELECT||authority" in "\n".join(stops)
    assert any(stop.startswith("INPUT") for stop in stops)
    assert any(stop.startswith("BUTTON|tell") for stop in stops)
    assert any(stop.startswith("DIV|scroll") for stop in stops)
    assert "BUTTON|||Reviews held on time" in stops


def test_what_has_the_focus_is_seen_to_have_it(opened):
    tab = opened("region")
    tab.keyboard.press("Tab")
    ring = "getComputedStyle(document.activeElement).outlineStyle"
    assert tab.evaluate(ring) == "solid"
    assert tab.locator(".skip").bounding_box()["x"] >= 0


def test_a_heading_sorts_its_column_both_ways_and_withheld_figures_stay_last(opened):
    tab = opened("region")
    head = tab.locator("#table-summary thead th").nth(1)
    head.locator("button").focus()
    values = (
        "[...document.querySelectorAll('#table-summary tbody tr')]"
        ".map(tr => tr.cells[1].dataset.value ?? '')"
    )
    for way, reverse in (("ascending", False), ("descending", True)):
        tab.keyboard.press("Enter")
        assert head.get_attribute("aria-sort") == way
        *told, hidden, silent = tab.evaluate(values)
        assert [hidden, silent] == ["", ""]
        assert told == sorted(told, key=float, reverse=reverse)


def test_sorting_by_another_column_takes_the_mark_from_the_first(opened):
    tab = opened("region")
    heads = tab.locator("#table-summary thead th")
    heads.nth(1).locator("button").click()
    heads.nth(0).locator("button").click()
    assert heads.nth(1).get_attribute("aria-sort") is None
    assert tab.evaluate(NAMES) == sorted(tab.evaluate(NAMES))


def test_the_text_box_leaves_the_rows_that_have_the_words_and_says_how_many(opened):
    tab = opened("region")
    tab.locator(".table:has(#table-summary) input").fill("cheshire")
    assert tab.evaluate(NAMES) == ["Cheshire East", "Cheshire West and Chester"]
    assert tab.locator("#table-summary-shown").text_content() == "2 of 24 rows shown"
    tab.locator(".table:has(#table-summary) input").fill("")
    assert len(tab.evaluate(NAMES)) == 24


def test_what_is_behind_a_figure_is_told_when_asked(opened):
    tab = opened("region")
    detail = tab.locator("#table-summary .detail").first
    button = tab.locator(".table:has(#table-summary) .tell")
    assert not detail.is_visible()
    button.focus()
    tab.keyboard.press("Space")
    assert detail.is_visible()
    assert button.get_attribute("aria-pressed") == "true"
    tab.keyboard.press("Space")
    assert not detail.is_visible()


def test_touching_one_cell_tells_what_is_behind_it_alone(opened):
    tab = opened("region", width=390)
    tab.locator("#table-summary tbody tr").nth(0).locator("td").nth(0).click()
    assert tab.locator("#table-summary .detail:visible").count() == 1


def test_a_marked_authority_is_marked_in_tables_and_charts_and_stays_so(opened):
    tab = opened("region")
    tab.locator("#authority").select_option(LIVERPOOL)
    row = f"#table-summary tr[data-area={LIVERPOOL}]"
    assert "chosen" in (tab.locator(row).get_attribute("class") or "")
    assert tab.locator(f"svg .chosen[data-area={LIVERPOOL}], svg .chosen .chosen").count() > 0
    assert tab.url.endswith(f"#authority={LIVERPOOL}")
    tab.locator("nav a", has_text="Caseloads").click()
    tab.wait_for_function("location.hash.startsWith('#caseload&')")
    assert tab.url.endswith(f"#caseload&authority={LIVERPOOL}")
    tab.reload()
    assert tab.locator("#authority").input_value() == LIVERPOOL
    assert "chosen" in (tab.locator(row).get_attribute("class") or "")


def test_an_address_that_names_nobody_marks_nobody(opened):
    tab = opened("region", anchor="#authority=%22%5D%2C*%5B%22")
    assert tab.locator("#authority").input_value() == ""
    assert tab.locator(".chosen").count() == 0
