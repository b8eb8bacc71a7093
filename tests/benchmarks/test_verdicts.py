"""Higher, lower, about the same, not enough information: docs/methods.md."""

import math

import numpy as np
import polars as pl
import pytest

from iro_pipeline.benchmarks.limits import limits
from tests.benchmarks.drawn import ON_TIME, beside, measured, own, row

# Twenty authorities as authorities are: about 90 of 100, a few points apart.
ORDINARY = [(part, 100) for part in (86, 94, 88, 92, 90, 87, 93, 89, 91, 90) * 2]


def verdict(first: tuple[float, float], others=ORDINARY, indicator: str = ON_TIME) -> dict:
    return row(beside(own(measured([first, *others], indicator))))


def test_an_authority_among_others_like_it_is_about_the_same():
    assert verdict((890, 1000))["verdict"] == "about the same"


@pytest.mark.parametrize(
    ("figure", "indicator", "word", "reads_as"),
    [
        ((995, 1000), ON_TIME, "higher", "better"),
        ((650, 1000), ON_TIME, "lower", "worse"),
        ((995, 1000), "no_view_conveyed", "higher", "worse"),
        ((650, 1000), "no_view_conveyed", "lower", "better"),
        ((650, 1000), "children_per_iro", "lower", None),
        ((650, 1000), "formal_disputes", "lower", None),
    ],
)
def test_one_far_from_the_others_differs_and_reads_as_all_agree(
    figure: tuple[int, int], indicator: str, word: str, reads_as: str | None
):
    """Dispute volumes and caseloads beside others are neither better nor worse."""
    found = verdict(figure, indicator=indicator)
    assert (found["verdict"], found["reads_as"], found["verdict_reason"]) == (word, reads_as, None)


def test_the_difference_is_from_the_others_of_the_group_and_allows_for_all_three_spreads():
    """By hand, of a mean of days late: the authority's chance, ordinary spread, the others'."""
    figures = own(measured([(995, 1000), *ORDINARY]))
    found = row(beside(figures))
    y, others = (
        math.asin(math.sqrt((x + 0.375) / (n + 0.75))) for x, n in ((995, 1000), (1800, 2000))
    )
    from iro_pipeline.benchmarks import spread

    tau2 = spread(figures)["tau2"].item()
    of_others = 20 * 100**2 * (1 / 402 + tau2) / 2000**2
    expected = (y - others) / math.sqrt(1 / 4002 + tau2 + of_others)
    assert found["distance"] == pytest.approx(expected)


def test_a_group_without_the_authority_is_compared_as_it_is():
    figures = own(measured([(995, 1000), *ORDINARY]))
    among, apart = (row(beside(figures, members)) for members in (range(21), range(1, 21)))
    assert among["distance"] == pytest.approx(apart["distance"])
    assert among["peer_value"] != pytest.approx(apart["peer_value"])


def test_what_chance_alone_would_call_different_is_not_where_authorities_ordinarily_differ():
    scattered = [(part, 1000) for part in (800, 990, 850, 950, 900, 820, 980, 870, 930, 900) * 2]
    found = verdict((850, 1000), scattered)
    assert abs(found["distance_by_chance"]) > limits().z
    assert found["verdict"] == "about the same"


def test_few_reviews_are_not_enough_information_and_the_row_says_so():
    found = verdict((8, 10))
    assert found["verdict"] == "not enough information"
    assert found["verdict_reason"].startswith("too few were counted")


def test_all_of_few_is_no_difference():
    """20 of 20 happens to one service in ten that is truly at 89 %."""
    steady = [(89, 100)] * 20
    assert verdict((20, 20), steady)["verdict"] == "not enough information"


@pytest.mark.parametrize(("others", "word"), [(2, "not enough information"), (3, "higher")])
def test_fewer_than_three_others_of_the_group_are_no_mirror(others: int, word: str):
    figures = own(measured([(995, 1000), *ORDINARY]))
    assert row(beside(figures, range(1, 1 + others)))["verdict"] == word


def test_with_fewer_than_ten_authorities_nobody_knows_what_is_ordinary():
    found = verdict((995, 1000), ORDINARY[:8])
    assert found["verdict"] == "not enough information"
    assert "fewer than 10 authorities" in found["verdict_reason"]


@pytest.mark.parametrize(
    ("indicator", "reason"),
    [("iro_wte_agency_or_commissioned", "stated"), ("reviews_not_determinable", "stated")],
)
def test_what_is_stated_or_marks_the_data_is_not_compared(indicator: str, reason: str):
    found = verdict((50, 100), indicator=indicator)
    assert found["verdict"] == "not enough information"
    assert found["verdict_reason"].startswith(reason)


def test_of_authorities_that_do_not_differ_about_one_in_twenty_is_called_different():
    """The promise of a 95 % limit, and no more than it: seeded, 153 authorities, 12 years."""
    draw = np.random.default_rng(33)
    sizes = draw.integers(20, 400, 153)
    years = [
        measured(list(zip(draw.binomial(sizes, 0.92), sizes, strict=True)), period=period)
        for period in range(2001, 2013)
    ]
    found = beside(own(*years))
    called = found.select(pl.col("verdict").is_in(["higher", "lower"]).mean()).item()
    assert 0.02 < called < 0.06


def test_where_they_ordinarily_differ_no_more_are():
    draw = np.random.default_rng(34)
    sizes = draw.integers(50, 600, 153)
    years = [
        measured(
            list(zip(draw.binomial(sizes, draw.beta(46, 4, 153)), sizes, strict=True)),
            period=period,
        )
        for period in range(2001, 2013)
    ]
    found = beside(own(*years))
    by_chance = found.select((pl.col("distance_by_chance").abs() > limits().z).mean()).item()
    called = found.select(pl.col("verdict").is_in(["higher", "lower"]).mean()).item()
    assert by_chance > 0.25
    assert called < 0.08


def test_every_row_has_one_of_the_four_words():
    found = beside(own(measured([(8, 10), (995, 1000), *ORDINARY])))
    words = {"higher", "lower", "about the same", "not enough information"}
    assert set(found["verdict"]) <= words
    unsure = pl.col("verdict") == "not enough information"
    assert found.filter(unsure != pl.col("verdict_reason").is_not_null()).is_empty()


@pytest.mark.parametrize(
    ("figure", "word", "agrees"),
    [
        ((40, 100), "lower", True),
        ((30, 50), "lower", False),
        ((900, 1000), "about the same", True),
        ((9, 10), "not enough information", False),
    ],
)
def test_the_estimate_agrees_where_what_is_drawn_towards_the_others_still_says_so(
    figure: tuple[int, int], word: str, agrees: bool
):
    found = verdict(figure)
    assert (found["verdict"], found["estimate_agrees"]) == (word, agrees)
