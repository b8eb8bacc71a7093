from dataclasses import replace

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from iro_pipeline.contracts import Contract
from iro_pipeline.examination import RULES, Parted, examine, parted, told
from iro_pipeline.validation import at_rest
from tests.examination.drawn import (
    CARE,
    COLUMNS,
    PERIOD,
    against,
    outcome,
    receipts,
    tables,
)

REVIEWED = {"reviews": "| a | x | 2023-06-01 | PN1 |", "episodes": CARE, "header": "| a | x |"}


def test_every_rule_is_named_once_and_says_what_it_does():
    assert len({rule.id for rule in RULES}) == len(RULES)
    assert all(rule.says and rule.effect for rule in RULES)
    assert all((rule.severity == "blank") == bool(rule.blanks) for rule in RULES)


@pytest.mark.parametrize(
    ("there", "rule", "why"),
    [
        (("reviews", "episodes"), "child_not_in_header", "no header for that authority and year"),
        (("reviews", "header"), "held_after_care", "no episodes for that authority and year"),
        (("allocation",), "not_looked_after", "no episodes for that authority and year"),
    ],
)
def test_a_rule_without_the_table_beside_it_could_not_run_and_finds_nothing(there, rule, why):
    drawn = {**REVIEWED, "allocation": "| z | i | 2023-05-01 | | 1 |"}
    found = examine(tables({name: drawn[name] for name in there}), receipts(*there))
    assert outcome(found, rule) == ("could_not_run", None, why)
    assert rule not in {name for name, _ in against(found)}


def test_a_table_of_another_authority_is_none_beside_it():
    elsewhere = [
        replace(each, authority="E08000003") if each.table == "header" else each
        for each in receipts()
    ]
    found = examine(tables(REVIEWED), elsewhere)
    assert outcome(found, "child_not_in_header")[0] == "could_not_run"


def test_a_rule_that_fails_is_reported_by_kind_and_the_others_go_on():
    broken = [
        replace(rule, against=pl.col("held_on").str.to_uppercase())
        if rule.id == "held_before_care"
        else rule
        for rule in RULES
    ]
    found = examine(tables(REVIEWED), receipts(), broken)
    finding, counted, why = outcome(found, "held_before_care")
    assert (finding, counted) == ("could_not_run", None)
    assert why in ("the rule failed (SchemaError)", "the rule failed (InvalidOperationError)")
    assert outcome(found, "held_after_care") == ("clean", 0, None)


def test_evidence_that_cannot_be_made_fails_each_rule_that_needs_it():
    drawn = dict(tables(REVIEWED))
    drawn["header"] = Parted(pl.LazyFrame({"child": [1]}), drawn["header"].rejected)
    found = examine(drawn, receipts())
    assert outcome(found, "child_not_in_header")[0] == "could_not_run"
    assert outcome(found, "held_after_care")[0] == "could_not_run"
    assert outcome(found, "episodes_overlap") == ("clean", 0, None)


def test_an_empty_table_is_clean_and_one_that_did_not_arrive_is_not_looked_at():
    found = examine(tables({}), receipts("header", "episodes", "reviews"))
    assert set(found.findings["table"]) == {"reviews", "episodes"}
    assert set(found.findings["finding"]) == {"clean"}


def test_of_one_arrival_it_is_told_what_was_found_and_what_could_not_run():
    drawn = {**REVIEWED, "reviews": "| a | | 2023-06-01 | PN1 |\n| b | | 2023-06-01 | PN1 |"}
    (third,) = [
        each
        for each in told(receipts(), examine(tables(drawn), receipts()).findings)
        if each.arrival == 3
    ]
    found, unchecked = third.faults, third.unchecked
    assert found["child_not_in_header"] == 1
    assert unchecked == {"born_otherwise_in_header": "no child has a date of birth in both tables"}


def test_what_is_found_rests_as_its_contracts_say():
    drawn = {**REVIEWED, "reviews": "| a | | 2022-05-01 | PN1 |\n| b | | 2023-05-01 | PN1 |"}
    found = examine(tables(drawn), receipts())
    assert found.rows.height > 0
    for name, rows_found in (("findings", found.findings), ("findings_rows", found.rows)):
        contract = Contract.load(f"processed/{name}")
        assert at_rest(contract, rows_found).height == rows_found.height


def test_rejected_rows_join_the_rejected_and_blanked_values_are_empty():
    drawn = tables(
        {
            "reviews": "| a | x | 2023-06-01 | PN1 |\n| a | x | 2023-12-01 | PN1 |",
            "episodes": "| a | 2023-05-01 | 2023-09-01 | S | C1 |",
            "header": "| a | x |",
            "allocation": """
                | a | i | 2023-05-01 | | 1   |
                | b | i | 2023-05-01 | | 0.5 |
                | c | j | 2023-05-01 | | 1   |
                """,
        }
    )
    found = examine(drawn, receipts()).rows
    reviews = parted(drawn["reviews"], found.filter(table="reviews"))
    assert reviews.accepted.collect()["line"].to_list() == [2]
    assert reviews.rejected.collect()["line"].to_list() == [3]
    register = parted(drawn["allocation"], found.filter(table="allocation"))
    assert register.accepted.collect().sort("line")["wte"].to_list() == [None, None, 1.0]


children, days = st.sampled_from("ab"), st.sampled_from(["2023-05-01", "2023-09-01", "2024-02-01"])
ends = st.one_of(st.just(""), days)
DRAWN = {
    "header": st.tuples(children, st.sampled_from(["x", "y", ""])),
    "episodes": st.tuples(
        children, days, ends, st.sampled_from("SP"), st.sampled_from(["C1", "V3"])
    ),
    "reviews": st.tuples(children, st.sampled_from(["x", ""]), days, st.just("PN1")),
    "allocation": st.tuples(children, st.sampled_from("ij"), days, ends, st.sampled_from("12")),
}


@st.composite
def drawings(draw: st.DrawFn) -> dict[str, str]:
    return {
        name: "\n".join(
            f"| {' | '.join(row)} |" for row in draw(st.lists(cells, max_size=4, unique=True))
        )
        for name, cells in DRAWN.items()
    }


@settings(deadline=None, max_examples=25)
@given(accepted=drawings(), rejected=drawings())
def test_no_row_is_lost_or_twice_and_every_rule_tells_how_it_went(accepted, rejected):
    given_tables = tables(accepted, rejected)
    found = examine(given_tables, receipts())
    assert found.findings.height == len(RULES)
    for name in COLUMNS:
        kept = parted(given_tables[name], found.rows.filter(table=name))
        before = pl.concat(given_tables[name]).select("line").collect()["line"].sort()
        after = pl.concat(kept).select("line").collect()["line"].sort()
        assert after.to_list() == before.to_list()
        refused = found.rows.filter(table=name, severity="reject")["line"].unique()
        assert kept.rejected.collect().height == given_tables[name].rejected.collect().height + len(
            refused
        )
    counted = dict(found.rows.group_by("rule").len().iter_rows())
    told = dict(found.findings.filter(finding="found").select("rule", "rows").iter_rows())
    assert counted == told
    assert PERIOD in found.findings["period"].to_list()
