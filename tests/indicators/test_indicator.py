from dataclasses import replace

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from iro_pipeline.indicators import Indicator, quarter, total
from tests.tables import table

SHARE = Indicator(
    name="share",
    title="Share",
    fact="thing",
    numerator=pl.col("part"),
    denominator=pl.col("whole"),
    counts="parts",
    out_of="wholes",
    counted_by="amounts",
    unit="percent",
    better="higher",
    basis="This test",
)
COUNT = Indicator(
    name="count",
    title="Count",
    fact="thing",
    numerator=pl.col("part"),
    denominator=None,
    counts="parts",
    counted_by="cases",
    unit="count",
    better="neither",
    basis="This test",
)
THING = table(
    """
    | authority | period | part | whole |
    |-----------|--------|------|-------|
    | E08000012 | 2024   | 1    | 4     |
    | E08000012 | 2024   | 2    | 5     |
    | E08000012 | 2024   |      | 6     |
    | E08000012 | 2024   | 3    |       |
    | E08000012 | 2024   | 9    | 0     |
    | E06000009 | 2024   | 0    | 0     |
    """,
    period=pl.Int64,
    part=pl.Float64,
    whole=pl.Float64,
)


def test_both_parts_are_summed_and_a_row_without_one_of_them_is_in_neither():
    assert SHARE.measure(THING).collect().rows(named=True) == [
        {
            "indicator": "share",
            "authority": "E08000012",
            "period": 2024,
            "speaker": "records",
            "numerator": 3.0,
            "denominator": 9.0,
            "n": 2,
            "untold": 0.0,
            "squares": None,
        }
    ]


def test_a_count_has_no_denominator_and_nought_is_a_count():
    rows = COUNT.measure(THING).sort("authority").collect()
    assert rows.select("authority", "numerator", "denominator", "n").rows() == [
        ("E06000009", 0.0, None, 1),
        ("E08000012", 15.0, None, 4),
    ]


@given(st.lists(st.integers(0, 400).map(lambda tenths: tenths / 10)), st.randoms())
def test_working_time_adds_up_to_the_same_figure_in_any_order(wtes, order):
    shuffled = order.sample(wtes, len(wtes))
    sums = [pl.DataFrame({"wte": each}, schema={"wte": pl.Float64}) for each in (wtes, shuffled)]
    first, second = (each.select(total("wte")).item() for each in sums)
    assert first == second == round(sum(wtes), 6)


def test_what_cannot_be_told_is_counted_though_it_is_in_neither_part():
    unsure = replace(SHARE, untold=pl.col("part").is_null() | pl.col("whole").is_null())
    assert unsure.measure(THING).collect()["untold"].to_list() == [2]


def test_an_authority_of_which_nothing_counts_has_no_row_whatever_is_untold():
    unsure = replace(SHARE, untold=pl.lit(True))
    assert unsure.measure(THING).collect()["authority"].to_list() == ["E08000012"]


@pytest.mark.parametrize(("unit", "squares"), [("score", 5.0), ("days", 5.0), ("percent", None)])
def test_only_a_mean_carries_the_squares_of_the_rows_that_counted(unit, squares):
    of_each = pl.when(pl.col("whole") > 0).then(1)
    mean = replace(SHARE, unit=unit, denominator=of_each)
    assert mean.measure(THING).collect()["squares"].to_list() == [squares]


EVENT = table(
    """
    | authority | period | held_on    |
    |-----------|--------|------------|
    | E08000012 | 2024   | 2023-04-01 |
    | E08000012 | 2024   | 2023-06-30 |
    | E08000012 | 2024   | 2023-07-01 |
    | E08000012 | 2024   | 2024-03-31 |
    | E08000012 | 2024   |            |
    """,
    period=pl.Int64,
)
HELD = replace(COUNT, numerator=pl.lit(1), dated="held_on")


def test_the_first_quarter_is_april_to_june_and_an_event_without_a_day_is_in_none():
    found = HELD.measure(EVENT, by="quarter").sort("quarter").collect()
    assert found.select("period", "quarter", "numerator").rows() == [
        (2024, 1, 2),
        (2024, 2, 1),
        (2024, 4, 1),
    ]


def test_what_has_no_day_cannot_be_told_by_quarter():
    with pytest.raises(ValueError, match="count has no day"):
        COUNT.measure(THING, by="quarter")


@given(st.dates())
def test_a_quarter_is_three_months_from_april(day):
    found = pl.select(pl.lit(day)).select(quarter(pl.first())).item()
    assert found == {4: 1, 5: 1, 6: 1, 7: 2, 8: 2, 9: 2, 10: 3, 11: 3, 12: 3}.get(day.month, 4)


@pytest.mark.parametrize(
    ("indicator", "chance"),
    [
        (SHARE, "proportion"),
        (COUNT, "rate"),
        (replace(SHARE, unit="children per WTE"), "rate"),
        (replace(SHARE, unit="score", speaker="practitioner"), "mean"),
        (replace(SHARE, unit="score", speaker="service"), "none"),
        (replace(SHARE, counted=False), "none"),
    ],
)
def test_how_chance_enters_follows_from_what_is_counted_and_who_speaks(indicator, chance):
    assert indicator.chance == chance
