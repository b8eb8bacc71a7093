import polars as pl

from iro_pipeline.facts.quality import return_module, return_quality
from iro_pipeline.record.receipts import Receipt
from tests.tables import table

LIVERPOOL = "E08000012"


def receipt(module: str, arrival: int = 1, **said) -> Receipt:
    return Receipt(
        arrival=arrival,
        path="x",
        source="ssda903",
        table=module,
        period=2024,
        authority=LIVERPOOL,
        contract="",
        state="loaded",
        **said,
    )


def test_of_a_return_each_module_that_is_read_is_expected():
    found = return_module([receipt("episodes"), receipt("reviews")]).collect()
    assert found.select("module", "loaded").rows() == [
        ("header", False),
        ("episodes", True),
        ("reviews", True),
    ]


def test_an_authority_that_sent_nothing_and_a_module_that_is_left_aside_expect_nothing():
    assert return_module([receipt("missing")]).collect().is_empty()


FINDINGS = table(
    """
    | rule             | authority | period | rows |
    |------------------|-----------|--------|------|
    | only_short_breaks | E08000012 | 2024   | 3    |
    | held_after_care   | E08000012 | 2024   | 9    |
    """,
    period=pl.Int64,
    rows=pl.Int64,
)
LOOKED_AFTER = table(
    """
    | authority | period | short_breaks |
    |-----------|--------|--------------|
    | E08000012 | 2024   | no           |
    | E08000012 | 2024   | yes          |
    """,
    period=pl.Int64,
    short_breaks=pl.Boolean,
)
DFE = table(
    "| authority | period | children |\n|-|\n| E08000012 | 2024 | 4 |",
    period=pl.Int64,
    children=pl.Int64,
)


def quality(each: Receipt) -> dict[str, object]:
    return return_quality([each], FINDINGS, LOOKED_AFTER, DFE).collect().row(0, named=True)


def test_faults_of_age_are_those_of_both_rules_and_short_breaks_those_of_the_examination():
    faults = {"pn0_after_fourth_birthday": 2, "pn1_to_pn7_before_fourth_birthday": 1, "type": 7}
    row = quality(receipt("reviews", rows_in=90, faults=faults))
    assert (row["reviews"], row["against_age"], row["short_breaks_only"]) == (90, 3, 3)
    assert (row["children"], row["children_published"]) == (1, 4)


def test_without_dates_of_birth_nobody_knows_whose_code_was_wrong():
    unchecked = {"pn0_after_fourth_birthday": "no dates of birth"}
    assert quality(receipt("reviews", rows_in=90, unchecked=unchecked))["against_age"] is None
