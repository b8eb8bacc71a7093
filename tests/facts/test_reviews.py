"""The facts of reviews as they come to rest, and the children they are due for."""

import polars as pl
from polars.testing import assert_frame_equal

from iro_pipeline.facts.reviews import review, reviewed_child
from tests.facts.drawn import ANY_ORDER, due, held, returns
from tests.inspections import rested
from tests.tables import table

REGULAR = """
    | a | 2022-08-01 |
    | a | 2022-10-20 |
    | a | 2023-04-20 |
    | a | 2023-10-20 |
    | a | 2024-04-15 |
    | a | 2024-10-10 |
    """
IN_CARE = "| a | 2022-07-04 | S | C2 | |"
FOUR_YEARS = range(2022, 2026)
OTHER_CLOCKS = {"short_breaks", "adoption"}


def test_the_origin_is_the_review_held_else_the_episode_that_began_the_care():
    episodes = "| a | 2022-07-04 | S | C2 | 2022-07-20 |\n| a | 2022-07-20 | P | C2 | 2022-12-01 |"
    found = due(episodes, "| a | 2022-08-01 |").select("kind", "arrival", "line").collect()
    assert set(found.rows()) == {("first", 2023, 1000), ("second", 2023, 2)}


def test_of_a_child_it_can_be_told_when_every_review_can_or_one_is_known_to_be_late():
    due_in_year = """
        | child | clock        | held_on    | due_on     | determinable |
        |-------|--------------|------------|------------|--------------|
        | a     | care         | 2022-08-01 | 2022-08-01 | yes          |
        | a     | care         | 2022-11-02 | 2022-11-01 | yes          |
        | a     | short_breaks |            | 2023-03-01 | no           |
        | b     | care         | 2022-08-01 |            | no           |
        | b     | care         |            | 2022-11-01 | yes          |
        | c     | care         | 2022-08-01 | 2022-08-01 | yes          |
        | c     | adoption     | 2022-11-01 |            | no           |
        | d     | short_breaks |            | 2022-11-01 | no           |
        """
    here = {
        "authority": pl.lit("E08000012"),
        "period": pl.lit(2023, pl.Int64),
        "opening_year": pl.lit(False),
    }
    found = reviewed_child(table(due_in_year, determinable=pl.Boolean).with_columns(**here))
    expected = """
        | child | reviews_due | reviews_on_time | determinable |
        |-------|-------------|-----------------|--------------|
        | a     | 2           | 1               | yes          |
        | b     | 2           | 0               | yes          |
        | c     | 2           | 1               | no           |
        """
    counts = {"reviews_due": pl.Int64, "reviews_on_time": pl.Int64, "determinable": pl.Boolean}
    assert_frame_equal(
        found.drop("authority", "period", "opening_year"), table(expected, **counts), **ANY_ORDER
    )


def test_the_facts_come_to_rest_by_their_contracts():
    hashed = pl.lit("0123456789ab").alias("child")
    found = due(IN_CARE, REGULAR, FOUR_YEARS, lost_reviews="| a | 2024 | |").with_columns(hashed)
    assert rested("review_due", found).height == 6
    assert rested("reviewed_child", reviewed_child(found)).height == 3
    other = "| a | 2022-07-04 | S | V4 | 2023-03-31 | |\n| a | 2023-06-05 | S | E1 | | A6 |"
    assert set(rested("review_due", due(other).with_columns(hashed))["clock"]) == OTHER_CLOCKS
    reviews = held(REGULAR).with_columns(hashed)
    assert rested("review", review(reviews, returns(FOUR_YEARS))).height == 6
