"""Corrections of a few records, one after another, of what a release rests on."""

import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from iro_pipeline import intake
from iro_pipeline.contracts import every
from iro_pipeline.disclosure.thresholds import Thresholds
from iro_pipeline.record.ledger import Ledger
from iro_pipeline.reviewing import decide_arrival
from tests.record.desk import KNOWSLEY, Desk, reviews

SAYS = (
    "it differs from what is published in 3 records (those of one person count as one): set beside "
    "each other, the two would tell of them. It is used with the next correction that together "
    "with it makes 6 or more"
)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """The reviews of forty children, published."""
    desk = Desk(tmp_path)
    desk.drop(reviews(range(40)))
    desk.night()
    desk.release()
    return desk


def corrected(children: range, of: int = 40) -> str:
    """The reviews with other codes for some children."""
    lines = reviews(range(of)).splitlines()
    return "\n".join(
        line.replace("PN1", "PN2") if number - 1 in children else line
        for number, line in enumerate(lines)
    )


def header(children: range) -> str:
    """A header of forty children, some of them born on another day."""
    days = ("02" if child in children else "01" for child in range(40))
    rows = [f"{child},1,{day}/02/2013,WBRI,,," for child, day in enumerate(days)]
    return "\n".join(["CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB", *rows])


@pytest.mark.parametrize(
    ("text", "state"),
    [
        pytest.param(corrected(range(1)), "waiting", id="one changed"),
        pytest.param(reviews(range(5, 40)), "waiting", id="five withdrawn"),
        pytest.param(corrected(range(2), of=43), "waiting", id="two changed and three new"),
        pytest.param(corrected(range(6)), "loaded", id="six changed"),
        pytest.param(reviews(range(40)) + "\n", "loaded", id="none"),
    ],
)
def test_a_correction_of_one_to_five_records_waits(desk: Desk, text: str, state: str):
    desk.drop(text)
    (told,) = desk.night()
    assert told.state == state
    assert desk.states() == ["loaded" if state == "waiting" else "superseded", state]


def test_it_says_why_and_when_it_is_used(desk: Desk):
    desk.drop(corrected(range(3)))
    (told,) = desk.night()
    assert told.holds == {"few_records": SAYS}


def test_records_of_one_child_count_once(desk: Desk):
    more = [f"1,01/02/2013,{day:02}/11/2023,PN1" for day in range(1, 8)]
    desk.drop(reviews(range(40)) + "\n".join(more))
    (told,) = desk.night()
    assert (told.state, told.new) == ("waiting", 7)


def test_a_row_that_cannot_be_used_tells_of_somebody_too(desk: Desk):
    desk.drop(reviews(range(40)) + "41,01/02/2013,31/06/2023,PN1\n")
    (told,) = desk.night()
    assert (told.state, told.rejected, told.new) == ("waiting", 1, 0)


def test_nothing_waits_where_no_release_rests_on_the_file(desk: Desk):
    desk.drop(reviews(range(100, 140)), authority=KNOWSLEY)
    desk.night()
    desk.drop(reviews(range(100, 141)), authority=KNOWSLEY)
    (told,) = desk.night()
    assert told.state == "loaded"


def test_small_corrections_add_up_until_they_are_used_together(desk: Desk):
    for last in (3, 5, 6):
        desk.drop(corrected(range(last)))
        desk.night()
    assert desk.states() == ["superseded", "superseded", "superseded", "loaded"]


def test_of_two_that_wait_for_one_place_the_later_takes_the_place_of_the_earlier(desk: Desk):
    for last in (3, 5):
        desk.drop(corrected(range(last)))
        desk.night()
    assert desk.states() == ["loaded", "superseded", "waiting"]


def test_the_file_of_before_takes_a_waiting_correction_back(desk: Desk):
    for text in (corrected(range(3)), reviews(range(40))):
        desk.drop(text)
        desk.night()
    assert desk.states() == ["loaded", "superseded", "duplicate"]


class TestTablesOfOneReturn:
    """A return's header and reviews, both of them published."""

    @pytest.fixture
    def desk(self, desk: Desk) -> Desk:
        desk.drop(header(range(0)), name="header")
        desk.night()
        desk.release()
        return desk

    def test_what_came_in_one_night_is_judged_together(self, desk: Desk):
        desk.drop(corrected(range(3)))
        desk.drop(header(range(3, 6)), name="header")
        assert [each.state for each in desk.night()] == ["loaded", "loaded"]

    def test_a_child_in_both_counts_once(self, desk: Desk):
        desk.drop(corrected(range(5)))
        desk.drop(header(range(5)), name="header")
        assert [each.state for each in desk.night()] == ["waiting", "waiting"]

    def test_what_waits_is_used_with_what_comes_later(self, desk: Desk):
        desk.drop(corrected(range(3)))
        desk.night()
        desk.drop(header(range(3, 6)), name="header")
        desk.night()
        assert desk.states() == ["superseded", "superseded", "loaded", "loaded"]

    def test_and_as_of_the_night_before_it_still_waits(self, desk: Desk):
        desk.drop(corrected(range(3)))
        desk.night()
        desk.drop(header(range(3, 6)), name="header")
        desk.night()
        then = desk.ledger.receipts(intake.reading_of(desk.ledger), 3)
        assert [each.state for each in then] == ["loaded", "loaded", "waiting"]

    def test_and_it_waits_again_when_the_later_is_set_aside(self, desk: Desk):
        desk.drop(corrected(range(3)))
        desk.night()
        desk.drop(header(range(3, 6)), name="header")
        desk.night()
        decide_arrival(desk.ledger, 4, "set aside", "somebody", "sent in error")
        assert desk.states() == ["loaded", "loaded", "waiting", "set aside"]


def test_a_person_may_use_it_all_the_same_and_the_next_is_set_against_it(desk: Desk):
    desk.drop(corrected(range(3)))
    desk.night()
    decide_arrival(desk.ledger, 2, "use", "a lead", "the council has told the families")
    desk.release()
    assert desk.states() == ["superseded", "loaded"]
    desk.drop(corrected(range(6)))
    (told,) = desk.night()
    assert told.state == "waiting"


def test_a_file_that_is_set_aside_is_still_what_was_published(desk: Desk):
    decide_arrival(desk.ledger, 1, "set aside", "somebody", "an old export")
    desk.release()
    desk.drop(corrected(range(3)))
    (told,) = desk.night()
    assert told.state == "waiting"


def test_of_a_held_file_a_person_is_told_that_few_records_differ(desk: Desk):
    desk.drop(corrected(range(3)))
    desk.drop(corrected(range(7)), name="other")
    assert [[*each.holds] for each in desk.night()] == [
        ["two_contents"],
        ["two_contents", "few_records"],
    ]


def test_two_enquiries_that_are_alike_are_two(desk: Desk):
    rows = ["Local authority,Date,Enquiry or referral,About,Outcome"]
    rows += ["Liverpool,01/05/2023,Enquiry,Care plan,Open"] * 11
    for number in (10, 11):
        place = desk.workspace.raw / "cafcass_enquiries/2024/enquiries.csv"
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text("\n".join(rows[: number + 1]))
        (told,) = desk.night()
        desk.release()
    assert (told.state, told.new) == ("waiting", 1)


class TestReadAgain:
    """By another build of the code, which reads every file and judges it anew."""

    @pytest.fixture
    def before(self, desk: Desk) -> list[str]:
        """A correction that waited, another that was published with it, and one that waits."""
        for last in (3, 6, 8):
            desk.drop(corrected(range(last)))
            desk.night()
            desk.release()
        return desk.states()

    @staticmethod
    def again(desk: Desk, monkeypatch: pytest.MonkeyPatch, largest: int = 5) -> list[str]:
        limits = replace(Thresholds.load(), largest_small_count=largest)
        monkeypatch.setattr(Thresholds, "load", lambda: limits)
        monkeypatch.setattr(intake, "reading", lambda _: "another build")
        desk.night()
        return desk.states()

    def test_the_same_waits(self, desk: Desk, before: list[str], monkeypatch: pytest.MonkeyPatch):
        assert before == ["superseded", "superseded", "loaded", "waiting"]
        assert self.again(desk, monkeypatch) == before

    def test_what_was_published_is_not_taken_back_where_more_are_few_today(
        self, desk: Desk, before: list[str], monkeypatch: pytest.MonkeyPatch
    ):
        assert self.again(desk, monkeypatch, largest=9) == before

    def test_nor_is_what_was_published_before_the_record_wrote_down_what_releases_rest_on(
        self, desk: Desk, before: list[str], monkeypatch: pytest.MonkeyPatch
    ):
        assert before[-1] == "waiting"
        with sqlite3.connect(desk.workspace.record / "ledger.sqlite") as db:
            db.execute("DELETE FROM rested")
        assert self.again(desk, monkeypatch)[-1] == "loaded"


def test_the_record_says_which_arrivals_releases_rested_on(desk: Desk):
    desk.drop(corrected(range(3)))
    desk.night()
    desk.release()
    desk.ledger.releases.note("an earlier edition's", 7, "build")
    found = Ledger(desk.workspace.record, looking=True).releases.rested()
    assert found == {1: frozenset({1}), 2: frozenset({1}), 7: None}


def test_whoever_speaks_for_an_authority_or_tells_what_is_public_never_waits():
    read = {each.name for each in every(within="raw") if each.fields and not each.of_people}
    assert {name.split("/", 1)[1].rsplit("/", 1)[0] for name in read} == {
        "cla_statistics/rate",
        "iro_service/service",
        "ncb_role_of_iros/director",
        "ncb_role_of_iros/manager",
        "partnerships/member",
        "published_figures/figure",
        "statistical_neighbours/model",
    }


def test_a_list_of_partnerships_may_differ_by_one(desk: Desk):
    for members in ("Liverpool", "Liverpool\nFive,Knowsley"):
        place = desk.workspace.raw / "partnerships/2024/members.csv"
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(f"Partnership,Authority\nFive,{members}\n")
        (told,) = desk.night()
        desk.release()
    assert (told.state, told.new) == ("loaded", 1)
