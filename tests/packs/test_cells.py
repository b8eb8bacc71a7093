import pytest

from iro_pipeline.explaining import amounts
from iro_pipeline.indicators import Unit
from iro_pipeline.packs import cells
from tests.packs.drawn import MEASURE, beside_england


def test_a_figure_says_its_value_verdict_and_number_and_on_demand_what_it_is_made_of():
    cell = cells.figure(beside_england(), MEASURE)
    assert (cell.text, cell.value) == ("90.0%", 90.0)
    assert (cell.word, cell.n) == ("about the same", "1,000")
    assert cell.detail == (
        "900 of 1,000 reviews that fell due, held or not. 95% interval 85.3% to 93.4%. "
        "About the same as the others of England."
    )


def test_a_figure_says_where_it_stands_in_the_release():
    at = cells.figure(beside_england(), MEASURE).origin
    assert at is not None
    assert (at.table, at.column) == ("benchmarks", "value")
    assert dict(at.key) == {
        "indicator": "reviews_on_time",
        "period": 2024,
        "authority": "E08000035",
        "peer_group": "england",
        "peer": "England",
    }


def test_a_difference_is_told_in_its_direction_and_only_then_as_good_or_bad():
    worse = beside_england(verdict="lower", reads_as="worse", quartile="lowest")
    said = cells.figure(worse, MEASURE)
    assert said.word == "lower"
    assert said.shade == 1
    assert "Lower than the others of England: worse." in said.detail
    neutral = cells.figure(beside_england(verdict="higher"), MEASURE)
    assert "Higher than the others of England." in neutral.detail


def test_a_withheld_figure_has_its_symbol_and_reason_and_no_number():
    hidden = beside_england(
        **dict.fromkeys(["value", "lower", "upper", "numerator", "denominator", "verdict"]),
        status="c",
        status_reason="a count of 1 to 5, or a figure that would give one away",
    )
    cell = cells.figure(hidden, MEASURE)
    assert (cell.text, cell.value, cell.origin) == ("[c]", None, None)
    assert (cell.word, cell.n, cell.shade) == ("", "", None)
    assert cell.detail == "A count of 1 to 5, or a figure that would give one away."


def test_of_too_few_practitioners_a_word_may_be_told_without_a_number():
    hidden = dict.fromkeys(["value", "lower", "upper", "numerator", "denominator"])
    row = beside_england(**hidden, status="u", status_reason="fewer answers", verdict="lower")
    cell = cells.figure(row, MEASURE)
    assert (cell.text, cell.value, cell.word) == ("[u]", None, "lower")
    assert cell.detail == "Fewer answers. Lower than the others of England."


def test_where_nothing_was_sent_no_number_is_told():
    assert cells.figure(None, MEASURE).text == "[x]"


@pytest.mark.parametrize(
    ("value", "unit", "said"),
    [
        (61.25, "percent", "61.3%"),
        (2.675, "ratio", "2.68"),
        (0.04, "percent", "0.0%"),
        (12345.5, "GBP per child", "£12,346"),
        (64.56, "children per WTE", "64.6"),
        (3, "count", "3"),
        (2.25, "count", "2.3"),
    ],
)
def test_halves_are_rounded_up_as_a_spreadsheet_shows_them(value: float, unit: str, said: str):
    assert cells.text(value, unit) == said


def test_every_unit_of_an_indicator_has_its_decimals():
    assert set(amounts.DECIMALS) == set(Unit.__args__)
