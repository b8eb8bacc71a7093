"""Statistical neighbours overlap: what one list hides, the others may not give away."""

import polars as pl
import pytest

from iro_pipeline.disclosure import PUBLIC, Audience, protect
from tests.disclosure.drawn import BOLTON, PER_IRO, drawn, seen

NEIGHBOURS = ("390", "391", "351", "352")
CODES = ("E08000037", "E08000021", "E08000002", "E08000003")  # Gateshead is in another region


def beside(late: int, audience: Audience = PUBLIC, indicator: str = "reviews_on_time") -> dict:
    """Bolton beside its neighbours, of which the first had so many late."""
    rows = [(BOLTON, 90), (CODES[0], 100 - late), *((code, 90) for code in CODES[1:])]
    drawing = "\n".join(f"| {indicator} | {code} | {part} | 100 | 100 |" for code, part in rows)
    model = pl.LazyFrame(
        [{"model": 2021, "la_code": "350", "neighbour_la_code": each} for each in NEIGHBOURS]
    )
    head = "| indicator | authority | numerator | denominator | n |\n|-|"
    found = seen(protect(drawn(f"{head}\n{drawing}", model), audience), "benchmarks")
    mine = found.filter(authority=BOLTON, peer_group="statistical_neighbours")
    return mine.row(0, named=True)


def test_neighbours_all_of_whom_are_shown_are_shown():
    found = beside(late=20)
    assert (found["peer_status"], found["peer_numerator"], found["peer_of"]) == ("", 350, 4)


@pytest.mark.parametrize("late", [1, 5])
def test_one_withheld_neighbour_withholds_the_numbers_of_all_but_not_the_word(late: int):
    """The other three are shown: their sum taken from the four would be the late reviews."""
    found = beside(late)
    assert (found["peer_status"], found["peer_value"], found["peer_numerator"]) == ("c", None, None)
    assert (found["distance"], found["peer_change"]) == (None, None)
    assert (found["value"], found["verdict"]) == (90, "not enough information")


def test_what_services_state_is_added_up_over_neighbours_for_the_authority_alone():
    of_all, own = (beside(20, to, PER_IRO) for to in (PUBLIC, Audience("authority", BOLTON)))
    assert (of_all["peer_status"], of_all["peer_value"]) == ("c", None)
    assert (own["peer_status"], own["peer_value"]) == ("", 350 / 400)
