from pathlib import Path

import pytest

from iro_pipeline.record.approvals import approved, waiting
from iro_pipeline.record.ledger import Ledger

FIRST, SECOND = "000001-aaa", "000002-bbb"


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return Ledger(tmp_path)


def made(ledger: Ledger, name: str) -> None:
    ledger.releases.note(name, int(name[:6]), "build")


def test_a_release_waits_for_nobody_unless_approval_is_asked_for(ledger: Ledger):
    made(ledger, FIRST)
    assert approved(ledger, FIRST)
    assert waiting(ledger) == []


def test_a_release_that_the_ledger_does_not_know_may_not_go_out(ledger: Ledger):
    assert not approved(ledger, FIRST)


def test_a_release_made_while_approval_is_asked_for_waits_until_a_person_approves(ledger: Ledger):
    made(ledger, FIRST)
    ledger.approvals.ask("a lead", "two of us look first", asked=True)
    made(ledger, SECOND)
    assert (approved(ledger, FIRST), approved(ledger, SECOND)) == (True, False)
    assert waiting(ledger) == [SECOND]
    ledger.approvals.approve(SECOND, "a lead", "looked at what moved")
    assert approved(ledger, SECOND)
    (told,) = ledger.approvals.given()
    assert (told.release, told.approved_by, told.why) == (SECOND, "a lead", "looked at what moved")


def test_what_waits_goes_on_waiting_when_it_is_switched_off_or_confirmed_again(ledger: Ledger):
    ledger.approvals.ask("a lead", "two of us look first", asked=True)
    made(ledger, FIRST)
    ledger.approvals.ask("a lead", "too slow", asked=False)
    made(ledger, FIRST)
    made(ledger, SECOND)
    assert waiting(ledger) == [FIRST]
    assert [each.asked for each in ledger.approvals.switches()] == [True, False]


def test_who_approved_first_stays_who_approved(ledger: Ledger):
    made(ledger, FIRST)
    ledger.approvals.approve(FIRST, "a lead", "looked")
    ledger.approvals.approve(FIRST, "another", "looked again")
    assert [each.approved_by for each in ledger.approvals.given()] == ["a lead"]


def test_approving_takes_no_place_in_the_sequence_that_names_releases(ledger: Ledger):
    ledger.receive([("s/a.csv", "11", 1)])
    ledger.approvals.ask("a lead", "two of us look first", asked=True)
    made(ledger, FIRST)
    ledger.approvals.approve(FIRST, "a lead", "looked")
    assert ledger.last() == 1
