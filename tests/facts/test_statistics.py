import polars as pl

from iro_pipeline.contracts import Contract
from iro_pipeline.facts.statistics import cla_statistic, reconcile
from iro_pipeline.validation import at_rest
from tests.tables import table

NUMBERS = dict.fromkeys(["vintage", "period", "children", "population"], pl.Int64)


def release(rows: str) -> pl.LazyFrame:
    """Invented rows in the shape of DfE's table of numbers and rates."""
    header = (
        "| vintage | period | level | region | la_code | counted | children | children_status |"
    )
    drawn = f"{header} population | rate_per_10000 |\n|-|\n{rows.strip()}"
    text = table(drawn, rate_per_10000=pl.Float64, **NUMBERS)
    return text.with_columns(pl.col("children_status").fill_null(""), area=pl.lit("E06000066"))


SOMERSET = release(
    """
    | 2023 | 2022 | authority | E12000009 | 933 | looked_after | 540 |   | 1000 | 54 |
    | 2023 | 2023 | authority | E12000009 | 933 | looked_after | 560 |   | 1000 | 56 |
    | 2024 | 2023 | authority | E12000009 | 933 | looked_after | 564 |   | 1000 | 56 |
    | 2024 | 2024 | authority | E12000009 | 933 | looked_after | 586 |   | 1000 | 59 |
    | 2024 | 2024 | authority | E12000009 | 933 | started      | 200 |   | 1000 | 20 |
    | 2024 | 2024 | region    | E12000009 |     | looked_after | 590 |   | 1000 | 59 |
    """
)


def test_the_newest_release_that_reports_a_year_is_believed():
    found = cla_statistic(SOMERSET).select("period", "vintage", "children").collect()
    assert found.sort("period").rows() == [(2022, 2023, 540), (2023, 2024, 564), (2024, 2024, 586)]


def test_an_authority_has_the_code_it_had_at_the_end_of_the_year():
    found = cla_statistic(SOMERSET).sort("period").collect()
    assert found["authority"].to_list() == ["E10000027", "E10000027", "E06000066"]


def test_an_authority_that_did_not_exist_has_no_row():
    cumbria = release(
        """
        | 2024 | 2023 | authority | E12000002 | 909 | looked_after | 740 |   | 9000 | 82 |
        | 2024 | 2023 | authority | E12000002 | 942 | looked_after |     | z |      |    |
        | 2024 | 2024 | authority | E12000002 | 909 | looked_after |     | z |      |    |
        | 2024 | 2024 | authority | E12000002 | 942 | looked_after | 400 |   | 4000 | 100 |
        """
    )
    found = cla_statistic(cumbria).sort("period").select("authority", "period", "children")
    assert found.collect().rows() == [("E10000006", 2023, 740), ("E06000063", 2024, 400)]


def test_a_withheld_number_keeps_its_symbol_in_the_current_spelling():
    scilly = release(
        """
        | 2024 | 2023 | authority | E12000009 | 420 | looked_after | | c | 300 | |
        | 2024 | 2024 | authority | E12000009 | 420 | looked_after | | : | 300 | |
        """
    )
    found = cla_statistic(scilly).sort("period").select("children", "children_status").collect()
    assert found.rows() == [(None, "c"), (None, "x")]


def test_inner_and_outer_london_are_london():
    boroughs = release(
        """
        | 2024 | 2024 | authority | E13000001 | 202 | looked_after | 100 | | 1000 | 100 |
        | 2024 | 2024 | authority | E13000002 | 301 | looked_after | 100 | | 1000 | 100 |
        """
    )
    assert cla_statistic(boroughs).collect()["region"].to_list() == ["E12000007", "E12000007"]


LONDON = release(
    """
    | 2024 | 2024 | authority | E13000001 | 202 | looked_after | 103 |   | 1000 | 103 |
    | 2024 | 2024 | authority | E13000002 | 301 | looked_after | 104 |   | 1000 | 104 |
    | 2024 | 2024 | authority | E12000009 | 933 | looked_after | 586 |   | 9000 |  65 |
    | 2024 | 2024 | authority | E12000009 | 420 | looked_after |     | c |   10 |     |
    | 2024 | 2024 | authority | E12000009 | 837 | looked_after |     | z |      |     |
    | 2024 | 2024 | region    | E13000001 |     | looked_after | 100 |   | 1000 | 103 |
    | 2024 | 2024 | region    | E13000002 |     | looked_after | 100 |   | 1000 | 104 |
    | 2024 | 2024 | region    | E12000007 |     | looked_after | 210 |   | 2000 | 104 |
    | 2024 | 2024 | region    | E12000009 |     | looked_after | 590 |   | 9010 |  65 |
    | 2024 | 2024 | england   |           |     | looked_after | 790 |   | 9999 |  72 |
    """
)


def test_regions_and_england_are_the_sums_of_their_authorities_within_rounding():
    found = reconcile(LONDON).select("level", "area", "published", "summed", "difference").collect()
    assert found.rows() == [
        ("england", "E92000001", 790, 793, -3),
        ("region", "E12000007", 210, 207, 3),
        ("region", "E12000009", 590, 586, 4),
        ("region", "E13000001", 100, 103, -3),
        ("region", "E13000002", 100, 104, -4),
    ]


def test_a_total_is_reproduced_when_the_difference_is_no_more_than_rounding():
    astray = LONDON.with_columns(
        children=pl.when(area="E06000066", level="region", region="E12000009")
        .then(592)
        .otherwise("children")
    )
    found = reconcile(astray).filter(area="E12000009").collect()
    assert found.select("difference", "reproduced").row(0) == (6, False)
    assert reconcile(LONDON).collect()["reproduced"].all()


def test_reconciled_totals_keep_their_contract():
    assert at_rest(Contract.load("processed/reconciliation"), reconcile(LONDON).collect()).height


def test_a_hidden_number_is_withheld_but_an_authority_that_is_gone_is_not():
    found = reconcile(LONDON).select("area", "withheld").collect()
    assert dict(found.iter_rows()) == {
        "E92000001": 1,
        "E12000007": 0,
        "E12000009": 1,
        "E13000001": 0,
        "E13000002": 0,
    }
