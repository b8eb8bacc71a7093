"""A figure that was shown and has moved by a few people since would tell who they are."""

from dataclasses import replace

import polars as pl

from iro_pipeline.disclosure import PUBLIC
from iro_pipeline.disclosure.protecting import TOLD, Before
from tests.disclosure.drawn import BOLTON, drawn, shown
from tests.tables import table

NOW = """
    | indicator             | authority | numerator | denominator | n   |
    |-----------------------|-----------|-----------|-------------|-----|
    | reviews_on_time       | E08000001 | 300       | 400         | 400 |
    | reviews_on_time       | E08000002 | 310       | 400         | 400 |
    | first_review_on_time  | E08000001 | 60        | 100         | 100 |
    | first_review_on_time  | E08000002 | 70        | 100         | 100 |
    | days_late             | E08000001 | 900       | 100         | 100 |
    | days_late             | E08000002 | 800       | 100         | 100 |
"""


def withheld(then: str, now: str = NOW) -> set[str]:
    """Bolton's figures that are withheld, where they were shown `then`."""
    numbers = {"numerator": pl.Float64, "denominator": pl.Float64}
    told = table(then, **numbers).with_columns(
        same=pl.lit(value=False),
        shown=pl.lit(None, pl.Boolean),
        level=pl.lit("authority"),
        area=pl.lit(BOLTON),
        period=pl.lit(2024, pl.Int64),
        quarter=pl.lit(0, pl.Int64),
    )
    before = Before(told.select(list(TOLD)).collect())
    tables = replace(drawn(now), before=before)
    names = ("reviews_on_time", "first_review_on_time", "days_late")
    return {
        each for each in names if shown(tables, PUBLIC, pl.col("indicator") == each)[BOLTON] is None
    }


def test_it_is_withheld():
    assert withheld("""
        | indicator       | numerator | denominator |
        |-----------------|-----------|-------------|
        | reviews_on_time | 297       | 397         |
    """) == {"reviews_on_time"}


def test_it_may_move_by_many():
    assert not withheld("""
        | indicator       | numerator | denominator |
        |-----------------|-----------|-------------|
        | reviews_on_time | 294       | 394         |
    """)


def test_it_may_be_part_of_a_revision_of_many_that_is_shown():
    assert not withheld("""
        | indicator            | numerator | denominator |
        |----------------------|-----------|-------------|
        | reviews_on_time      | 290       | 390         |
        | first_review_on_time | 58        | 98          |
    """)


def test_a_revision_of_many_that_is_not_shown_hides_no_few():
    """Of the first reviews too few were late to be told, before and now."""
    now = NOW.replace("| 60        | 100         | 100 |", "| 197       | 200         | 200 |")
    assert withheld(
        """
        | indicator            | numerator | denominator |
        |----------------------|-----------|-------------|
        | reviews_on_time      | 298       | 398         |
        | first_review_on_time | 100       | 180         |
        """,
        now=now,
    ) == {"reviews_on_time", "first_review_on_time"}


def test_days_are_not_people():
    """One review that was held at last, very late, moves the days by hundreds."""
    assert withheld("""
        | indicator       | numerator | denominator |
        |-----------------|-----------|-------------|
        | reviews_on_time | 300       | 399         |
        | days_late       | 700       | 99          |
    """) == {"reviews_on_time", "days_late"}


def test_one_that_is_again_as_it_was_shown_tells_nothing_new():
    assert not withheld("""
        | indicator       | numerator | denominator |
        |-----------------|-----------|-------------|
        | reviews_on_time | 300       | 400         |
    """)


def test_what_was_never_shown_is_beside_nothing():
    assert not withheld("""
        | indicator       | numerator | denominator |
        |-----------------|-----------|-------------|
        | reviews_on_time |           |             |
    """)
