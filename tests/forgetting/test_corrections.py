"""Corrections of a few records, where people or files that they are set against are forgotten."""

from pathlib import Path

import pytest

from iro_pipeline.forgetting import erasing
from iro_pipeline.forgetting.people import Asked
from iro_pipeline.forgetting.planning import Request
from iro_pipeline.record.receipts import Receipt
from iro_pipeline.reviewing import decide_arrival
from tests.record.desk import KNOWSLEY, reviews
from tests.record.desk import Desk as Nights
from tests.record.test_waiting import corrected, header

REQUEST = Request("A lead", "request 12")


class Desk(Nights):
    """One on which people and files are forgotten too."""

    def night(self) -> list[Receipt]:
        erasing.finish(self.workspace, self.ledger)
        return super().night()

    def forget(self, child: int) -> None:
        asked = Asked("child", "341", str(child))
        erasing.forget_person(self.workspace, self.ledger, asked, REQUEST)
        self.night()

    def forget_file(self, number: int, *, earlier_stands: bool = False) -> None:
        erasing.forget_file(
            self.workspace, self.ledger, number, REQUEST, earlier_stands=earlier_stands
        )
        for file in self.workspace.raw.rglob("*.csv"):
            file.unlink()
        self.night()


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """The reviews of forty children, published."""
    made = Desk(tmp_path)
    made.drop(reviews(range(40)))
    made.night()
    made.release()
    return made


def test_a_correction_waits_on_when_the_only_person_it_is_about_is_forgotten(desk: Desk):
    desk.drop(corrected(range(1)))
    desk.night()
    desk.forget(0)
    assert desk.states() == ["loaded", "waiting"]


def test_it_says_no_count_of_what_is_left_of_it(desk: Desk):
    desk.drop(corrected(range(3)))
    desk.night()
    desk.forget(0)
    reading = desk.ledger.last_reading()
    assert "2" not in desk.ledger.receipts(reading)[1].holds["few_records"]


def test_it_is_used_with_the_next_that_makes_six_without_the_person(desk: Desk):
    desk.drop(corrected(range(3)))
    desk.night()
    desk.forget(0)
    desk.drop(corrected(range(6)))
    desk.night()
    assert desk.states() == ["loaded", "superseded", "waiting"]
    desk.drop(corrected(range(7)))
    desk.night()
    assert desk.states() == ["superseded", "superseded", "superseded", "loaded"]


def test_a_person_may_use_it_all_the_same(desk: Desk):
    desk.drop(corrected(range(3)))
    desk.night()
    desk.forget(0)
    decide_arrival(desk.ledger, 2, "use", "A lead", "the court asks")
    assert desk.states() == ["superseded", "loaded"]


def test_a_correction_of_six_that_was_used_is_not_taken_back_for_one_of_them(desk: Desk):
    desk.drop(corrected(range(6)))
    desk.night()
    desk.forget(0)
    assert desk.states() == ["superseded", "loaded"]


def test_a_correction_waits_on_when_what_it_corrects_is_forgotten(desk: Desk):
    desk.drop(corrected(range(3)))
    desk.night()
    desk.forget_file(1)
    assert desk.states() == ["forgotten", "waiting"]


def test_nothing_is_known_of_what_a_later_file_changes_of_a_forgotten_one(desk: Desk):
    desk.forget_file(1)
    desk.drop(corrected(range(1)))
    (told,) = desk.night()
    assert (told.state, told.changed) == ("loaded", None)


def test_what_was_published_before_the_forgotten_file_is_still_what_corrections_are_set_against(
    desk: Desk,
):
    desk.drop(corrected(range(9)))
    desk.night()
    desk.release()
    desk.forget_file(2)
    desk.drop(corrected(range(1)))
    desk.night()
    assert desk.states() == ["superseded", "forgotten", "waiting"]


def test_a_correction_that_is_forgotten_while_it_waits_leaves_what_stands(desk: Desk):
    desk.drop(corrected(range(3)))
    desk.night()
    desk.forget_file(2)
    assert desk.states() == ["loaded", "forgotten"]


def test_so_does_one_that_was_taken_back(desk: Desk):
    for text in (corrected(range(3)), reviews(range(40))):
        desk.drop(text)
        desk.night()
    desk.forget_file(2)
    assert desk.states() == ["loaded", "forgotten", "duplicate"]


def test_what_a_forgotten_file_took_up_stays_used(desk: Desk):
    desk.drop(header(range(0)), name="header")
    desk.night()
    desk.release()
    desk.drop(corrected(range(3)))
    desk.night()
    desk.drop(header(range(3, 6)), name="header")
    desk.night()
    desk.release()
    desk.forget_file(4)
    assert desk.states() == ["superseded", "superseded", "loaded", "forgotten"]


def test_when_a_forgotten_file_gives_way_what_waited_before_it_does_not_come_back(desk: Desk):
    for last in (3, 6):
        desk.drop(corrected(range(last)))
        desk.night()
    desk.forget_file(3)
    assert desk.states() == ["superseded", "superseded", "forgotten"]


def test_a_file_used_because_another_is_forgotten_makes_no_release_due(desk: Desk):
    for name, last in (("one", 140), ("other", 150)):
        desk.drop(reviews(range(100, last)), authority=KNOWSLEY, name=name)
    assert [each.state for each in desk.night()] == ["held", "held"]
    desk.forget_file(2)
    told = desk.ledger.receipts(desk.ledger.last_reading())
    assert [each.state for each in told] == ["loaded", "forgotten", "loaded"]
    judged = desk.ledger.erasures.judged()
    assert [erasing.makes_due(judged, each) for each in told] == [True, False, False]


def test_a_file_that_comes_after_an_erasure_makes_one_due(desk: Desk):
    desk.forget(0)
    desk.drop(reviews(range(100, 140)), authority=KNOWSLEY)
    (told,) = desk.night()
    assert erasing.makes_due(desk.ledger.erasures.judged(), told)
