"""Who speaks in a questionnaire decides how the answers are protected."""

import polars as pl
import pytest

from iro_pipeline.disclosure import PUBLIC, Audience
from iro_pipeline.indicators.catalogue import INDICATORS
from tests.disclosure.drawn import (
    BOLTON,
    BURY,
    ENGLAND,
    MANCHESTER,
    NORTH_WEST,
    drawn,
    shown,
)

DIRECTOR = "ncb_director_disputes_score_by_director"
EVERYTHING = pl.lit(True)
MEMBERS = Audience("network", "North West")


def answered(indicator: str, *rows: tuple[str, float, float]) -> str:
    lines = [f"| {indicator} | {area} | {part} | {of} | {of:.0f} |" for area, part, of in rows]
    header = "| indicator | authority | numerator | denominator | n |"
    return "\n".join([header, "|---|---|---|---|---|", *lines])


def test_a_director_speaks_for_the_authority_and_is_shown_by_name_inside_the_network_only():
    said = answered(DIRECTOR, (BOLTON, 4, 1), (BURY, 3, 1), (MANCHESTER, 2, 1))
    by_name = {BOLTON: 4, BURY: 3, MANCHESTER: 2}
    together = {NORTH_WEST: 3, ENGLAND: 3}
    assert shown(drawn(said), MEMBERS, EVERYTHING) == by_name | together
    assert shown(drawn(said), PUBLIC, EVERYTHING) == dict.fromkeys(by_name) | together


def test_two_directors_are_too_few_for_a_region():
    said = answered(DIRECTOR, (BOLTON, 4, 1), (BURY, 3, 1))
    assert shown(drawn(said), PUBLIC, EVERYTHING) == dict.fromkeys(
        [BOLTON, BURY, NORTH_WEST, ENGLAND]
    )


@pytest.mark.parametrize("ticked", ["legal_cafcass", "duty_homes", "dispute_raised"])
@pytest.mark.parametrize(
    ("yes", "of", "value"),
    [(7, 9, None), (3, 20, None), (17, 20, None), (7, 14, 50), (0, 10, None), (10, 10, None)],
)
def test_a_box_that_practitioners_tick_needs_ten_of_them_and_more_than_five_on_either_side(
    ticked, yes, of, value
):
    name = f"ncb_iro_{ticked}_yes_by_practitioner"
    figures = shown(drawn(answered(name, (BOLTON, yes, of))), MEMBERS, EVERYTHING)
    assert figures[BOLTON] == value


def test_answers_that_add_up_to_all_are_known_to_and_boxes_of_their_own_are_not():
    """A hidden answer to one question could be had from the others by subtraction."""
    for each in INDICATORS:
        if each.fact == "answer":
            adds_up = not each.name.rsplit("_by_", 1)[0].endswith(("_score", "_top_two", "_yes"))
            assert bool(each.question) == adds_up, each.name
            assert each.counted == (each.unit == "score" or each.speaker == "practitioner")
