"""Dispute logs and records of reviews, as services write them."""

import polars as pl
import pytest

from iro_pipeline.contracts import Contract
from iro_pipeline.facts.disputes import challenges, dispute
from iro_pipeline.facts.records import record
from iro_pipeline.inspection import Inspection
from iro_pipeline.validation import at_rest
from tests.inspections import inspected, rested, rules


@pytest.mark.parametrize("fact", ["dispute", "challenges", "record"])
def test_an_empty_fact_keeps_its_contract(fact):
    contract = Contract.load(f"processed/facts/{fact}")
    assert at_rest(contract, contract.empty()).is_empty()


LOG = (
    "Reference,Child,IRO,Informal or formal,Raised on,Formal from,Theme,Highest stage reached,"
    "Resolved on,Outcome"
)


def logged(*rows: str) -> Inspection:
    return inspected("dispute_log/2024/E08000012/log.csv", "\n".join([LOG, *rows]))


def test_a_log_is_read_as_a_service_keeps_it():
    found = logged(
        "D-001,1001,I1,Formal,03/07/2023,,Delay or drift,Head of service,31/07/2023,Upheld",
        "D-002,,I1,Informal challenge,04/07/2023,,care plan,,,",
    )
    assert found.faults.is_empty()
    first, second = rested("dispute", dispute(found.accepted.lazy())).to_dicts()
    assert (first["stage"], first["dispute_outcome"]) == ("service_manager", "upheld")
    assert len(first["dispute"]) == len(first["child"]) == len(first["iro"]) == 12
    assert (second["dispute_kind"], second["theme"], second["due_on"]) == (
        "informal",
        "care_plan",
        None,
    )


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ("D,1,I,Formal,03/07/2023,,,,02/07/2023,Upheld", "resolved_before_raised"),
        ("D,1,I,Formal,03/07/2023,05/07/2023,,,04/07/2023,Upheld", "resolved_before_raised"),
        ("D,1,I,Formal,03/07/2023,02/07/2023,,,,", "formal_before_raised"),
        ("D,1,I,Formal,03/07/2023,,,,03/07/2032,Upheld", "resolved_too_late_to_be_known"),
        (",1,I,Formal,03/07/2023,,,,,", "required"),
        ("D,1,I,Perhaps,03/07/2023,,,,,", "unknown_answer"),
        ("D,1,I,Formal,03/07/2023,,,,31/06/2023,", "type"),
    ],
)
def test_a_row_that_cannot_be_is_rejected(row, fault):
    found = logged(row)
    assert [rule for _, rule in rules(found)] == [fault]
    assert found.accepted.is_empty()


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ("D,1,I,Formal,03/04/2024,,,,,", ("raised_on", "raised_after_the_year")),
        (
            "D,1,I,Formal,03/03/2023,,,,31/03/2023,Upheld",
            ("resolved_on", "over_before_the_year"),
        ),
        ("D,1,I,Formal,03/07/2023,,,,,Upheld", ("resolved_on", "outcome_without_a_day")),
        (
            "D,1,I,Formal,03/07/2023,,,,04/07/2023,",
            ("dispute_outcome", "resolved_without_an_outcome"),
        ),
        ("D,1,I,Informal,03/07/2023,04/07/2023,,,,", ("formal_on", "informal_with_a_formal_day")),
        ("D,1,I,Formal,03/07/2023,,Weather,,,", ("theme", "unknown_answer")),
        ("D,1 5,I,Formal,03/07/2023,,,,,", ("child", "pattern")),
        ("D,1,Jane Smith 3,Formal,03/07/2023,,,,,", ("iro", "iro_by_name")),
    ],
)
def test_a_row_that_says_too_little_is_kept_and_pointed_out(row, fault):
    found = logged(row)
    assert rules(found) == {fault}
    assert found.accepted.height == 1


ALLOCATED = "Child,IRO,From,To,IRO's WTE\n1001,{},05/06/2023,,0.6"


@pytest.mark.parametrize("number", ["30017", "IRO 7", "T-30017/a", "7 IRO", "Ä 12"])
def test_a_staff_number_is_no_name(number):
    file = "iro_allocation/2024/E08000012/list.csv"
    assert inspected(file, ALLOCATED.format(number)).faults.is_empty()


@pytest.mark.parametrize("name", ["Jane Smith 3", "J. Smith", '"Smith, Jane"', "Zoë  Ångström"])
def test_an_iro_by_name_is_pointed_out_by_its_shape_alone(name):
    found = inspected("iro_allocation/2024/E08000012/list.csv", ALLOCATED.format(name))
    assert rules(found) == {("iro", "iro_by_name")}
    assert found.accepted.height == 1
    assert found.faults["severity"].to_list() == ["warn"]
    assert "mith" not in found.faults["found"][0]


def test_disputes_of_other_years_are_not_counted_and_do_not_unsettle_the_count():
    found = logged(
        "D-1,1,I,Formal,03/07/2023,,,,,",
        "D-2,1,I,Formal,03/04/2024,,,,,",
        "D-3,1,I,Formal,03/03/2023,,,,31/03/2023,Upheld",
    )
    accepted, rejected = found.accepted.lazy(), found.rejected.lazy()
    logs = pl.LazyFrame({"authority": ["E08000012"], "period": [2024]})
    nobody = pl.LazyFrame(
        schema={
            **dict.fromkeys(("authority", "child", "legal_status"), pl.String),
            **dict.fromkeys(("period", "arrival", "line"), pl.Int64),
            **dict.fromkeys(("started_on", "ended_on"), pl.Date),
        }
    )
    counted = rested("challenges", challenges(accepted, rejected, nobody, logs))
    assert counted.select("informal", "formal").row(0) == (0, 1)


def test_a_dispute_of_before_that_was_still_open_on_1_april_belongs_in_the_log():
    assert logged("D,1,I,Formal,03/03/2023,,,,03/04/2023,Upheld").faults.is_empty()


RECORDS = (
    "Child,Review held on,Decisions sent on,Record completed on,Record distributed on,"
    "Child spoken to in private,Midway check done,Decisions due by this review,"
    "of which done on time"
)


def kept(*rows: str) -> Inspection:
    return inspected("review_records/2024/E08000012/records.csv", "\n".join([RECORDS, *rows]))


def test_a_record_is_read_as_a_service_keeps_it():
    found = kept("1001,03/07/2023,10/07/2023,24/07/2023,31/07/2023,Refused,Yes,4,3")
    assert found.faults.is_empty()
    (row,) = rested("record", record(found.accepted.lazy())).to_dicts()
    assert (row["spoken_to"], row["midway_check"], row["decisions_on_time"]) == ("refused", True, 3)
    assert row["decisions_sent_on"] == row["decisions_by"]


def test_columns_that_a_service_does_not_keep_may_be_left_out():
    text = "Child,Review held on,Decisions sent on\n1001,03/07/2023,10/07/2023"
    found = inspected("review_records/2024/E08000012/records.csv", text)
    assert found.faults.is_empty()
    fact = rested("record", record(found.accepted.lazy()))
    assert fact["completed_by"].to_list() == fact["midway_check"].to_list() == [None]


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ("1,03/07/2024,,,,,,,", "held_outside_the_year"),
        ("1,03/07/2023,02/07/2023,,,,,,", "decisions_before_the_review"),
        ("1,03/07/2023,,02/07/2023,,,,,", "record_before_the_review"),
        ("1,03/07/2023,,,02/07/2023,,,,", "distributed_before_the_review"),
        ("1,03/07/2023,04/07/2032,,,,,,", "decisions_too_late_to_be_known"),
        ("1,03/07/2023,,04/07/2032,,,,,", "record_too_late_to_be_known"),
        ("1,03/07/2023,,,04/07/2032,,,,", "distributed_too_late_to_be_known"),
        ("1,03/07/2023,tomorrow,,,,,,", "type"),
    ],
)
def test_a_record_that_cannot_be_is_rejected(row, fault):
    found = kept(row)
    assert [rule for _, rule in rules(found)] == [fault]
    assert found.accepted.is_empty()


def test_a_record_distributed_before_it_is_complete_is_pointed_out():
    found = kept("1,03/07/2023,,06/07/2023,05/07/2023,,,,")
    assert rules(found) == {("distributed_on", "distributed_before_complete")}
    assert found.accepted.height == 1


def test_more_decisions_done_than_due_are_no_number():
    found = kept("1,03/07/2023,,,,,,3,4")
    assert {rule for _, rule in rules(found)} == {"more_on_time_than_due"}
    assert found.accepted.select("decisions_due", "decisions_on_time").row(0) == (None, None)
