import polars as pl

from iro_pipeline.facts.participation import child_participation
from tests.tables import table

REVIEW = table(
    """
    | child | participation |
    |-------|---------------|
    | a     | PN1           |
    | a     | PN4           |
    | b     | PN6           |
    | b     |               |
    | c     | PN0           |
    | d     |               |
    | e     | PN0           |
    | e     | PN7           |
    """
).with_columns(authority=pl.lit("E08000012"), period=pl.lit(2024, pl.Int64))


def test_a_child_has_a_row_for_reviews_at_four_or_over_and_for_those_without_a_code():
    found = child_participation(REVIEW).select("child", "reviews", "contributed", "uncoded")
    assert found.collect().rows() == [
        ("a", 2, 1, 0),
        ("b", 1, 1, 1),
        ("d", 0, 0, 1),
        ("e", 1, 0, 0),
    ]
