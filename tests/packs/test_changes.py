import pytest

from iro_pipeline.packs import Change
from iro_pipeline.packs.changes import changes, headline
from tests.packs.drawn import (
    ENGLAND,
    HULL,
    LEEDS,
    YORK,
    YORKSHIRE,
    beside,
    hidden,
    of_area,
    whose,
    yorkshire,
)

BEFORE = {"previous_period": 2023, "previous_value": 92.0, "change": -2.0}


def region(**given):
    usual = {"previous_period": 2023, "change": -1.04, "change_authorities": 3}
    return [of_area("england", ENGLAND), of_area("region", YORKSHIRE, **usual | given)]


def test_a_change_of_the_area_beyond_chance_is_told_with_its_size():
    drawn = yorkshire(beside(LEEDS), figures=region(change_verdict="fallen"))
    assert headline(whose(drawn)) == (
        "Yorkshire and The Humber, by more than chance: reviews on time fallen by 1.0 percentage "
        "points since 2023."
    )


def test_a_change_that_is_no_more_than_chance_is_none():
    drawn = yorkshire(beside(LEEDS), figures=region(change_verdict="no more than chance"))
    assert headline(whose(drawn)) == (
        "Of 1 measure, none changed in Yorkshire and The Humber by more than chance would bring."
    )


def test_a_change_of_what_is_stated_has_words_in_place_of_a_verdict():
    (table, *_) = changes(whose(yorkshire(beside(LEEDS), figures=region()))).tables
    assert table.rows[0].cells[3].text == "cannot be told"


def test_where_the_areas_change_is_not_told_those_of_authorities_are_counted():
    rows = [
        beside(LEEDS, **BEFORE, change_verdict="fallen"),
        beside(YORK, **BEFORE, change_verdict="no more than chance"),
    ]
    assert headline(whose(yorkshire(*rows))) == (
        "Of 2 figures of authorities with one before, 1 changed by more than chance would bring."
    )


def of_the_area(figures, kind="region"):
    (table, *_) = changes(whose(yorkshire(beside(LEEDS), figures=figures), kind)).tables
    return table.rows[0].cells[2]


@pytest.mark.parametrize("both", [3, None])
def test_a_change_of_the_area_that_is_withheld_has_the_reasons_there_may_be(both):
    cell = of_the_area(region(change=None, change_authorities=both))
    assert (cell.text, cell.detail) == (
        "[c]",
        "It would tell of the few authorities that have one of the two times, or of a figure that "
        "is withheld.",
    )


@pytest.mark.parametrize(
    "figures", [region(change=None, change_authorities=0), [of_area("england", ENGLAND)]]
)
def test_where_nobody_has_both_times_there_is_no_change_of_the_area(figures):
    cell = of_the_area(figures)
    assert (cell.text, cell.detail) == ("[x]", "No authority has a figure at both times.")


def test_of_a_partnership_it_is_not_claimed_that_nobody_has_both_times():
    cell = of_the_area(region(), "partnership")
    assert (cell.text, cell.detail) == ("[x]", "Of a partnership as a whole no change is told.")


def test_without_a_figure_before_nothing_is_said():
    assert headline(whose(yorkshire(beside(LEEDS), hidden(YORK)))) == (
        "Nothing can be said of change in Yorkshire and The Humber: no figure has one before it."
    )


def test_only_what_is_more_than_chance_has_a_word_in_the_picture():
    rows = [
        beside(LEEDS, **BEFORE, change_verdict="fallen"),
        beside(YORK, **BEFORE, change_verdict="no more than chance"),
        beside(HULL),
    ]
    section = changes(whose(yorkshire(*rows)))
    (chart,) = section.charts
    assert isinstance(chart, Change)
    assert [(row.name, row.word) for row in chart.rows] == [("Leeds", "fallen"), ("York", "")]
    assert (chart.before, chart.after) == ("2023", "2024")
    shown = {row.cells[0].text: row.cells[3].text for row in section.tables[1].rows}
    assert shown == {"Leeds": "\N{MINUS SIGN}2.0", "York": "\N{MINUS SIGN}2.0"}
