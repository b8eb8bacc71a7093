"""Files that a person should look at first, one after another in data/raw/."""

from pathlib import Path

import pytest

from iro_pipeline import intake
from iro_pipeline.reviewing import Undecidable, decide_arrival
from tests.record.desk import KNOWSLEY, LIVERPOOL, Desk, reviews

NORTHAMPTONSHIRE, WEST_NORTHAMPTONSHIRE = "E10000021", "E06000062"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def test_a_corrected_file_is_used_and_its_changes_are_counted(desk: Desk):
    desk.drop(reviews(range(40)))
    desk.night()
    desk.drop(reviews(range(2, 45)).replace("03/05/2023,PN1", "03/05/2023,PN2"))
    (told,) = desk.night()
    assert (told.state, told.new, told.changed, told.withdrawn) == ("loaded", 5, 1, 2)


@pytest.mark.parametrize(("left", "state"), [(27, "loaded"), (26, "held")])
def test_a_file_with_a_third_fewer_rows_than_the_one_before_is_held(
    desk: Desk, left: int, state: str
):
    desk.drop(reviews(range(40)))
    desk.night()
    desk.drop(reviews(range(left)))
    (told,) = desk.night()
    assert told.state == state
    assert set(told.holds) == ({"fewer_rows"} if state == "held" else set())


def test_a_header_row_alone_does_not_take_the_place_of_reviews(desk: Desk):
    desk.drop(reviews(range(3)))
    desk.night()
    desk.drop(reviews(range(0)))
    (told,) = desk.night()
    assert told.state == "held"
    assert desk.states() == ["loaded", "held"]


def test_an_empty_file_is_told_what_it_would_replace(desk: Desk):
    desk.drop(reviews(range(1)))
    desk.night()
    desk.drop(reviews(range(0)))
    (told,) = desk.night()
    assert told.holds["fewer_rows"] == (
        "the file is empty, and would replace one of 1 row (arrival 1). Is there nothing to tell?"
    )


def test_other_rows_of_the_same_number_are_held_too(desk: Desk):
    desk.drop(reviews(range(40)))
    desk.night()
    desk.drop(reviews(range(1000, 1040)))
    (told,) = desk.night()
    assert set(told.holds) == {"fewer_rows"}


def test_half_of_last_years_rows_are_held(desk: Desk):
    desk.drop(reviews(range(100), 2022), period=2023)
    desk.night()
    desk.drop(reviews(range(100, 150), 2023))
    (told,) = desk.night()
    assert set(told.holds) == {"fewer_rows_than_last_year"}


def test_a_return_may_shrink_by_chance(desk: Desk):
    desk.drop(reviews(range(22), 2022), period=2023)
    desk.night()
    desk.drop(reviews(range(100, 114), 2023))
    (told,) = desk.night()
    assert told.state == "loaded"


def test_the_rows_of_one_authority_in_the_folder_of_another_are_held(desk: Desk):
    desk.drop(reviews(range(40)))
    desk.night()
    desk.drop(reviews(range(30)), authority=KNOWSLEY)
    (told,) = desk.night()
    assert told.holds == {
        "another_authoritys_rows": "100% of its rows are in arrival 1 too (ssda903, 2024, "
        "Liverpool (E08000012)). Of which council are they?"
    }
    assert desk.states() == ["loaded", "held"]


def test_the_children_of_another_authority_are_known_by_their_birthdays_too(desk: Desk):
    desk.drop(reviews(range(40), 2022).replace("2012", "2013"), period=2023)
    desk.night()
    desk.drop(reviews(range(40), 2023), authority=KNOWSLEY)
    (told,) = desk.night()
    assert set(told.holds) == {"another_authoritys_rows"}


def test_children_who_moved_with_their_authority_are_not_anothers(desk: Desk):
    desk.drop(reviews(range(40), 2020), period=2021, authority=NORTHAMPTONSHIRE)
    desk.night()
    later = reviews(range(40), 2021).replace(",01/02/2011,", ",01/02/2010,")
    desk.drop(later, period=2022, authority=WEST_NORTHAMPTONSHIRE)
    (told,) = desk.night()
    assert told.state == "loaded"


def test_last_years_file_under_this_years_name_is_held(desk: Desk):
    desk.drop(reviews(range(40), 2022), period=2023)
    desk.night()
    desk.drop(reviews(range(40), 2022), period=2024)
    (told,) = desk.night()
    assert {"another_years_rows", "held_outside_the_year"} <= set(told.holds)


def test_last_years_file_is_held_although_nothing_else_has_arrived(desk: Desk):
    desk.drop(reviews(range(40), 2022), period=2024)
    (told,) = desk.night()
    assert set(told.holds) == {"held_outside_the_year"}


def test_a_person_may_use_what_is_held(desk: Desk):
    desk.drop(reviews(range(40)))
    desk.night()
    desk.drop(reviews(range(20)))
    desk.night()
    decide_arrival(desk.ledger, 2, "use", "somebody", "twenty children were another service's")
    assert desk.states() == ["superseded", "loaded"]


def test_using_one_of_two_sets_the_other_aside(desk: Desk):
    desk.drop(reviews(range(40)))
    other = desk.workspace.raw / f"ssda903/2024/{LIVERPOOL}/other.csv"
    other.write_text(reviews(range(41)))
    told = desk.night()
    assert desk.states() == ["held", "held"]
    assert [each.holds["two_contents"].partition(",")[0] for each in told] == [
        "with its 41 rows it came together with arrival 2 (40 rows) for the same place",
        "with its 40 rows it came together with arrival 1 (41 rows) for the same place",
    ]
    decide_arrival(desk.ledger, 1, "use", "somebody", "the later export")
    assert desk.states() == ["loaded", "set aside"]


def test_what_is_set_aside_gives_way_to_what_stood_before(desk: Desk):
    desk.drop(reviews(range(40)))
    desk.night()
    desk.drop(reviews(range(41)))
    desk.night()
    decide_arrival(desk.ledger, 2, "set aside", "somebody", "sent in error")
    assert desk.states() == ["loaded", "set aside"]


@pytest.mark.parametrize(("arrival", "verdict"), [(1, "use"), (7, "use"), (7, "set aside")])
def test_only_what_is_held_can_be_used_and_only_what_arrived_set_aside(
    desk: Desk, arrival: int, verdict: str
):
    desk.drop(reviews(range(40)))
    desk.night()
    with pytest.raises(Undecidable):
        decide_arrival(desk.ledger, arrival, verdict, "somebody", "for no reason")


def test_another_build_of_the_code_comes_to_the_same_end(desk: Desk, monkeypatch):
    for text in (reviews(range(40)), reviews(range(20)), reviews(range(41))):
        desk.drop(text)
        desk.night()
        if desk.states() == ["loaded", "held"]:
            decide_arrival(desk.ledger, 2, "use", "somebody", "so few were left")
    before = desk.states()
    monkeypatch.setattr(intake, "reading", lambda _: "another build")
    desk.night()
    assert desk.states() == before == ["superseded", "superseded", "loaded"]


DISPUTES = (
    "Reference,Child,IRO,Informal or formal,Raised on,Formal from,Theme,Highest stage reached,"
    "Resolved on,Outcome\n"
)


def test_a_log_of_events_may_halve(desk: Desk):
    for year, disputes in ((2022, 100), (2023, 50)):
        raised = (f"{n},{n},I1,Informal,{1 + n % 28:02}/05/{year},,,,,\n" for n in range(disputes))
        log = DISPUTES + "".join(raised)
        desk.drop(log, period=year + 1, source="dispute_log", name="log")
        (told,) = desk.night()
    assert (told.state, told.holds) == ("loaded", {})


def test_rows_that_are_lost_a_few_at_a_time_are_missed_in_the_end(desk: Desk):
    for left in (90, 70, 50):
        desk.drop(reviews(range(left)))
        (told,) = desk.night()
    assert (told.state, set(told.holds)) == ("held", {"fewer_rows"})


def test_a_size_that_a_person_found_right_is_the_new_measure(desk: Desk):
    for left in (90, 50):
        desk.drop(reviews(range(left)))
        desk.night()
    decide_arrival(desk.ledger, 2, "use", "somebody", "a service was handed over")
    desk.drop(reviews(range(45)))
    (told,) = desk.night()
    assert told.state == "loaded"


def test_of_two_alike_that_come_together_neither_is_used(desk: Desk):
    desk.drop(reviews(range(40)), authority=KNOWSLEY)
    desk.drop(reviews(range(40)), authority=LIVERPOOL)
    told = desk.night()
    assert [(each.state, *each.holds) for each in told] == [("held", "another_authoritys_rows")] * 2


def test_a_good_file_has_no_rival_in_one_that_is_refused(desk: Desk):
    desk.drop(reviews(range(40)))
    desk.drop(reviews(range(40)).replace("PN1\n", "PN1,x\n", 3), name="torn")
    assert sorted(each.state for each in desk.night()) == ["loaded", "quarantined"]


def test_a_decision_can_be_taken_back(desk: Desk):
    desk.drop(reviews(range(40)))
    desk.night()
    desk.drop(reviews(range(41)))
    desk.night()
    decide_arrival(desk.ledger, 2, "set aside", "somebody", "sent in error")
    decide_arrival(desk.ledger, 2, "use", "somebody", "it was right after all")
    assert desk.states() == ["superseded", "loaded"]
    decide_arrival(desk.ledger, 1, "set aside", "somebody", "not this one")
    decide_arrival(desk.ledger, 1, "use", "somebody", "but this one")
    assert desk.states() == ["loaded", "set aside"]
