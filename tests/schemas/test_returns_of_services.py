from collections.abc import Mapping

import pytest

from iro_pipeline.contracts import Contract
from iro_pipeline.facts.allocations import iro
from iro_pipeline.facts.workforce import reported_reviews, service
from iro_pipeline.inspection import Inspection
from iro_pipeline.validation import at_rest
from tests.inspections import inspected, rested, rules

NO_CHILDREN = Contract.load("processed/facts/looked_after").empty().lazy()
FACTS = [
    *("service", "caseload", "reported_reviews", "iro", "enquiries"),
    *("cla_statistic", "neighbour", "published_figure"),
]


@pytest.mark.parametrize("fact", FACTS)
def test_an_empty_fact_keeps_its_contract(fact):
    contract = Contract.load(f"processed/facts/{fact}")
    assert at_rest(contract, contract.empty()).is_empty()


RETURN = {
    "Date of these figures": "31/03/2024",
    "IROs employed (WTE)": "8.6",
    "IROs from agencies (WTE)": "1",
    "IROs commissioned from a provider (WTE)": "0",
    "Vacant IRO posts (WTE)": "1",
    "IRO managers (WTE)": "1",
    "Administrators (WTE)": "2.5",
    "Do IROs also chair child protection conferences?": "Yes",
    "Do IROs also make Regulation 44 visits?": "No",
    "Do IROs also review foster carers?": "No",
    "Do IROs also audit case files?": "y",
    "Do IROs have other duties outside the role?": "No",
    "Are IROs paid at least as team managers?": "Yes",
    "Legal advice for IROs": "authority’s own legal department only",
    "Spend on the IRO service in the year (GBP)": "612000",
}


def filed(answers: Mapping[str, str] | None = None) -> Inspection:
    """A return as above but for some answers."""
    said = {**RETURN, **(answers or {})}
    text = f"{','.join(said)}\n{','.join(said.values())}"
    return inspected("iro_service/2024/Liverpool/return.csv", text)


def test_a_service_return_is_read_as_a_manager_writes_it():
    found = filed()
    assert found.faults.is_empty()
    row = rested("service", service(found.accepted.lazy())).row(0, named=True)
    assert (row["authority"], row["iro_wte_employed"], row["dual_role"]) == ("E08000012", 8.6, True)
    assert row["independent_legal_advice"] == "own_department"


SHEET = {
    "Reviews in the year (your report)": "1500",
    "of which on time (your report)": "1440",
    "Late for the child's sake": "30",
    "Late because social worker or papers were not ready": "10",
    "Late because no IRO was free": "5",
    "Late because the IRO service was told late": "10",
    "Late for another reason": "5",
    "Is the team's make-up set beside the children's?": "Much alike",
    "Hours for a review": "6.5",
}


def test_the_whole_data_sheet_is_read_and_what_it_reports_of_reviews_is_kept_apart():
    found = filed(SHEET)
    assert found.faults.is_empty()
    assert found.accepted["team_like_children"].to_list() == ["alike"]
    reported = rested("reported_reviews", reported_reviews(found.accepted.lazy(), NO_CHILDREN))
    assert reported.select("reported_reviews", "reported_reviews_on_time").row(0) == (1500, 1440)


def test_a_short_return_reports_no_reviews():
    assert reported_reviews(filed().accepted.lazy(), NO_CHILDREN).collect().is_empty()


def test_more_reviews_on_time_than_reviews_are_no_numbers():
    found = filed({**SHEET, "of which on time (your report)": "1501"})
    assert {"more_reported_reviews_on_time_than_reported_reviews"} <= {
        rule for _, rule in rules(found)
    }
    assert found.accepted.select("reported_reviews", "reported_reviews_on_time").row(0) == (
        None,
        None,
    )


def test_reasons_that_do_not_add_up_are_pointed_out_and_kept():
    found = filed({**SHEET, "Late for another reason": "6"})
    assert rules(found) == {("late_other", "late_reviews_do_not_add_up")}
    assert found.accepted["late_other"].to_list() == [6]


def test_a_return_for_another_year_is_rejected():
    found = filed({"Date of these figures": "31/03/2023"})
    assert ("stated_on", "stated_outside_the_year") in rules(found)
    assert found.accepted.is_empty()


def test_a_blank_kind_of_iro_is_pointed_out_and_the_return_kept():
    found = filed({"IROs from agencies (WTE)": ""})
    assert rules(found) == {("iro_wte_agency", "agency_not_stated")}
    assert found.accepted["iro_wte_agency"].to_list() == [None]


def test_a_service_without_iros_has_no_wte():
    found = filed({"IROs employed (WTE)": "0", "IROs from agencies (WTE)": "0"})
    assert found.accepted["iro_wte_employed"].to_list() == [None]


ALLOCATIONS = """
Child,IRO,From,To,IRO's WTE
1001,I1,01/06/2023,,0.8
1002,I1,01/06/2023,01/05/2023,0.8
1003,,01/06/2023,,0.8
"""


def test_children_and_iros_leave_inspection_as_keyed_hashes():
    found = inspected("iro_allocation/2024/E08000012/allocations.csv", ALLOCATIONS)
    row = found.accepted.row(0, named=True)
    assert len(row["child"]) == len(row["iro"]) == 12
    held = rested("iro", iro(found.accepted.lazy(), found.rejected.lazy()))
    assert held.select("wte", "children").rows() == [(0.8, None)]


def test_an_end_that_cannot_be_read_is_not_taken_for_none():
    rows = "Child,IRO,From,To,IRO's WTE\n1001,I1,01/06/2023,31/02/2024,0.8"
    found = inspected("iro_allocation/2024/E08000012/allocations.csv", rows)
    assert (found.accepted.height, rules(found)) == (0, {("ended_on", "type")})


def test_an_allocation_that_ends_before_it_starts_or_names_no_iro_is_rejected():
    found = inspected("iro_allocation/2024/E08000012/allocations.csv", ALLOCATIONS)
    assert rules(found) == {("ended_on", "ended_before_started"), ("iro", "required")}
    assert found.accepted.height == 1


CAFCASS = """
Local authority,Date,Enquiry or referral,About,Outcome
Liverpool,04/05/2023,Enquiry,Care plan,Advice given
E08000012,04/05/2023,Referral under section 25B(3),Delay or drift,Open
Ceredigion,04/05/2023,Enquiry,Care plan,Advice given
Liverpool,04/05/2022,Enquiry,Care plan,Advice given
"""


def test_a_national_file_names_its_authorities_and_a_welsh_one_is_a_fault():
    found = inspected("cafcass_enquiries/2024/cafcass.csv", CAFCASS)
    assert found.accepted.select("authority", "case_kind").rows() == [
        ("E08000012", "enquiry"),
        ("E08000012", "referral"),
    ]
    assert rules(found) == {
        ("authority", "not_in_england"),
        ("made_on", "made_outside_the_year"),
    }


@pytest.mark.parametrize(
    ("named", "rule", "says"),
    [
        ("Ceredigion CBC", "not_in_england", "a council in Wales"),
        ("Perth & Kinross", "not_in_england", "a council in Scotland"),
        ("Achieving for Children", "unknown_authority", "Kingston upon Thames (314), Richmond"),
        ("Cumbria County Council", "unknown_authority", "its successors are Cumberland (942)"),
        ("Barnett", "unknown_authority", "full name of an English upper-tier authority"),
    ],
)
def test_a_name_that_is_no_single_authority_says_what_it_is(named: str, rule: str, says: str):
    cases = f"Local authority,Date,Enquiry or referral,About,Outcome\n{named},01/05/2023,,,"
    found = inspected("cafcass_enquiries/2024/cases.csv", cases)
    fault = found.faults.filter(column="authority").row(0, named=True)
    assert fault["rule"] == rule
    assert says in fault["expected"]
    assert named not in str(fault)
