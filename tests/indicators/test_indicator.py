import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from iro_pipeline.indicators import Indicator, total
from tests.tables import table

SHARE = Indicator(
    name="share",
    title="Share",
    fact="thing",
    numerator=pl.col("part"),
    denominator=pl.col("whole"),
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
