"""Whether what law or guidance asks was kept: of what happened, chance apart."""

import polars as pl
import pytest

from tests.benchmarks.drawn import beside, measured, own, row

FIRST, ABOVE, PER_IRO = "first_review_on_time", "iros_above_70", "children_per_iro"


def met(indicator: str, part: float, whole: float, untold: float = 0) -> str | None:
    figures = measured([(part, whole)], indicator).with_columns(untold=pl.lit(float(untold)))
    return row(beside(own(figures)))["standard_met"]


@pytest.mark.parametrize(
    ("part", "untold", "word"),
    [(20, 0, "met"), (19, 0, "not met"), (20, 1, "cannot tell"), (19, 5, "not met")],
)
def test_the_law_asks_it_of_every_review(part: int, untold: int, word: str):
    """Regulation 33(1): one late review is enough, one that cannot be told leaves it open."""
    assert met(FIRST, part, 20, untold) == word


@pytest.mark.parametrize(
    ("part", "untold", "word"),
    [(0, 0, "met"), (1, 0, "not met"), (0, 2, "cannot tell"), (1, 2, "not met")],
)
def test_no_iro_is_to_hold_more_than_seventy(part: int, untold: int, word: str):
    assert met(ABOVE, part, 12, untold) == word


@pytest.mark.parametrize(
    ("children", "word"),
    [(499, "not met"), (500, "met"), (700, "met"), (701, "not met")],
)
def test_both_ends_of_the_handbooks_band_are_in_it(children: int, word: str):
    assert met(PER_IRO, children, 10) == word


def test_where_nothing_is_asked_nothing_is_met():
    assert met("participation", 9, 10) is None
