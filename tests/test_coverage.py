import polars as pl

from iro_pipeline.contracts import Contract, sources
from iro_pipeline.coverage import SOURCES, coverage
from iro_pipeline.validation import at_rest
from tests.tables import table

AUTHORITIES = table(
    """
    | authority | period | name       | region     | region_code |
    |-----------|--------|------------|------------|-------------|
    | E08000012 | 2024   | Liverpool  | North West | E12000002   |
    | E06000009 | 2024   | Blackpool  | North West | E12000002   |
    | E06000001 | 2024   | Hartlepool | North East | E12000001   |
    """,
    period=pl.Int64,
)
LOOKED_AFTER = table(
    """
    | authority | period | child |
    |-----------|--------|-------|
    | E08000012 | 2024   | a     |
    | E08000012 | 2024   | b     |
    | E06000009 | 2024   | c     |
    """,
    period=pl.Int64,
)
ANSWER = table(
    """
    | questionnaire                | authority | period | respondent | speaker      |
    |------------------------------|-----------|--------|------------|--------------|
    | state_of_the_nation/response | E08000012 | 2024   | r1         | practitioner |
    | state_of_the_nation/response | E08000012 | 2024   | r1         | practitioner |
    | state_of_the_nation/response | E08000012 | 2024   | r2         | practitioner |
    | state_of_the_nation/response | E06000001 | 2024   | r3         | service      |
    | ncb_role_of_iros/director    | E06000001 | 2024   | r4         | director     |
    """,
    period=pl.Int64,
)
NOTHING = pl.LazyFrame(schema={"authority": pl.String, "period": pl.Int64})
FACTS = dict.fromkeys(SOURCES.values(), NOTHING) | {
    "looked_after": LOOKED_AFTER,
    "answer": ANSWER,
}


def covered(level: str, source: str) -> list[tuple]:
    rows = coverage(FACTS, AUTHORITIES).filter(pl.col("level") == level, pl.col("source") == source)
    return rows.select("area_name", "speaker", "authorities", "of", "respondents").collect().rows()


def test_a_region_has_so_many_of_its_authorities_in_what_arrived_and_none_is_nought():
    assert covered("region", "ssda903") == [
        ("North East", "records", 0, 1, None),
        ("North West", "records", 2, 2, None),
    ]
    assert covered("england", "ssda903") == [("England", "records", 2, 3, None)]


def test_a_survey_s_respondents_are_counted_once_and_by_who_speaks():
    assert covered("england", "state_of_the_nation") == [
        ("England", "practitioner", 1, 3, 2),
        ("England", "service", 1, 3, 1),
    ]
    assert ("North East", "practitioner", 0, 1, 0) in covered("region", "state_of_the_nation")
    assert covered("england", "ncb_role_of_iros") == [("England", "director", 1, 3, 1)]


def test_a_source_that_sent_nothing_has_no_period_to_be_covered_in():
    assert covered("england", "iro_allocation") == []


def test_it_keeps_its_contract():
    contract = Contract.load("processed/coverage")
    found = coverage(FACTS, AUTHORITIES).collect()
    assert found.columns == list(contract.dtypes)
    assert at_rest(contract, found).height > 0


def test_every_source_is_one_that_has_a_contract_and_every_fact_is_one_of_ours():
    assert set(SOURCES) <= set(sources())
    assert all(Contract.load(f"processed/facts/{fact}").fields for fact in SOURCES.values())
