import polars as pl
import pytest

from iro_pipeline.indicators.disputes import INDICATORS
from tests.tables import table

BY_NAME = {each.name: each for each in INDICATORS}


def measured(name: str, fact: pl.LazyFrame) -> list[tuple]:
    found = BY_NAME[name].measure(fact).select("numerator", "denominator", "n")
    return found.collect().sort("numerator").rows()


CHALLENGES = table(
    """
    | authority | period | informal | formal | children_mean |
    |-----------|--------|----------|--------|---------------|
    | E08000012 | 2024   | 12       | 0      | 525.5         |
    | E06000009 | 2024   |          |        | 300           |
    | E06000008 | 2024   | 7        | 9      |               |
    """,
    period=pl.Int64,
    informal=pl.Int64,
    formal=pl.Int64,
    children_mean=pl.Float64,
)


def test_challenges_are_set_beside_the_children_of_their_year():
    assert measured("informal_challenges", CHALLENGES) == [(12, 525.5, 1)]


def test_a_log_without_a_formal_dispute_is_a_nought():
    assert measured("formal_disputes", CHALLENGES) == [(0, 525.5, 1)]


def test_volumes_are_neither_good_nor_bad():
    volumes = [each for each in INDICATORS if each.fact == "challenges"]
    assert {each.better for each in volumes} == {"neither"}
    assert all("healthy" in each.caveat for each in volumes)


DISPUTE = table(
    """
    | authority | period | dispute_kind | opened_on  | resolved_on | due_on     |
    |-----------|--------|--------------|------------|-------------|------------|
    | E08000012 | 2024   | formal       | 2023-07-03 | 2023-07-31  | 2023-07-31 |
    | E08000012 | 2024   | formal       | 2023-07-03 | 2023-08-01  | 2023-07-31 |
    | E08000012 | 2024   | formal       | 2023-07-03 |             | 2023-07-31 |
    | E08000012 | 2024   | formal       | 2024-03-18 | 2024-03-28  |            |
    | E08000012 | 2024   | informal     | 2024-03-18 |             |            |
    """,
    period=pl.Int64,
)


def test_an_open_dispute_is_late_once_its_time_has_passed_and_until_then_in_neither_part():
    assert measured("formal_disputes_resolved_in_time", DISPUTE) == [(1, 3, 3)]


def test_a_formal_dispute_too_young_to_tell_is_untold_and_an_informal_one_is_not():
    found = BY_NAME["formal_disputes_resolved_in_time"].measure(DISPUTE).collect()
    assert found["untold"].to_list() == [1]


ENDED = table(
    """
    | dispute_kind | opened_on  | stage           | theme | dispute_outcome | resolved_on |
    |--------------|------------|-----------------|-------|-----------------|-------------|
    | formal       | 2023-07-03 | team_manager    | delay | upheld          | 2023-07-20  |
    | formal       | 2023-07-03 | director        | delay | partly          | 2023-07-20  |
    | formal       | 2023-07-03 | chief_executive |       |                 |             |
    | formal       | 2023-07-03 |                 | court |                 | 2023-07-20  |
    | informal     | 2023-07-03 | director        | delay | upheld          | 2023-07-20  |
    """
).with_columns(authority=pl.lit("E08000012"), period=pl.lit(2024, pl.Int64))


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("stage_team_manager", (1, 3, 1)),
        ("stage_cafcass", (0, 3, 1)),
        ("disputes_at_the_top", (2, 3, 1)),
        ("dispute_outcome_upheld", (2, 3, 1)),
        ("theme_delay", (3, 4, 1)),
    ],
)
def test_stages_are_of_formal_disputes_and_outcomes_and_themes_of_all(name, told):
    row = BY_NAME[name].measure(ENDED).collect().row(0, named=True)
    assert (row["numerator"], row["denominator"], row["untold"]) == told


@pytest.mark.parametrize("question", ["stage", "dispute_outcome", "theme"])
def test_the_shares_of_a_distribution_add_up_to_one(question):
    shares = [each for each in INDICATORS if each.question == question]
    parts = pl.concat(each.measure(ENDED) for each in shares).collect()
    assert {parts["numerator"].sum()} == set(parts["denominator"])


def test_informal_challenges_for_each_formal_dispute_need_a_formal_one():
    assert measured("informal_to_formal", CHALLENGES) == [(7, 9, 1)]


SERVICE = table(
    """
    | authority | independent_legal_advice | legal_advice_uses |
    |-----------|--------------------------|-------------------|
    | E08000012 | independent              | 3                 |
    | E06000009 | own_department           |                   |
    | E06000008 |                          | 0                 |
    """,
    legal_advice_uses=pl.Int64,
).with_columns(period=pl.lit(2024, pl.Int64))


def test_advice_of_the_legal_department_is_not_independent():
    assert measured("independent_legal_advice", SERVICE) == [(0, 1, 1), (1, 1, 1)]
    assert measured("independent_legal_advice_taken", SERVICE) == [(0, None, 1), (3, None, 1)]
