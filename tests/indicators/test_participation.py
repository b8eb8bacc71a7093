import polars as pl

from iro_pipeline.indicators.participation import INDICATORS
from tests.tables import table

BY_NAME = {each.name: each for each in INDICATORS}

REVIEW = table(
    """
    | authority | period | participation |
    |-----------|--------|---------------|
    | E08000012 | 2024   | PN0           |
    | E08000012 | 2024   | PN1           |
    | E08000012 | 2024   | PN2           |
    | E08000012 | 2024   | PN3           |
    | E08000012 | 2024   | PN4           |
    | E08000012 | 2024   | PN5           |
    | E08000012 | 2024   | PN6           |
    | E08000012 | 2024   | PN7           |
    | E08000012 | 2024   | PN7           |
    | E08000012 | 2024   |               |
    """,
    period=pl.Int64,
)


def test_under_fours_and_blanks_are_in_neither_part_and_attending_alone_is_no_contribution():
    row = BY_NAME["participation"].measure(REVIEW).collect().row(0, named=True)
    assert (row["numerator"], row["denominator"], row["n"]) == (5, 8, 8)


def test_no_view_is_conveyed_by_an_absent_child_for_whom_nobody_speaks():
    row = BY_NAME["no_view_conveyed"].measure(REVIEW).collect().row(0, named=True)
    assert (row["numerator"], row["denominator"]) == (2, 8)
