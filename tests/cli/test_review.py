"""What waits for a person, as the person sees it."""

import json
from pathlib import Path

import pytest

from iro_pipeline import intake
from iro_pipeline.record.ledger import Ledger
from iro_pipeline.workspace import Workspace
from tests.cli.terminal import iro

CASE = "{},0{}/05/2023,Enquiry,Care plan,Open\n"
CASES = "Local authority,Date,Enquiry or referral,About,Outcome\n" + "".join(
    CASE.format("Wirral", day) for day in range(1, 9)
)
SURE = ("--by", "A lead", "--why", "asked them")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A file with two names that nobody knows, and last year's reviews under this year's name."""
    cafcass = tmp_path / "data/raw/cafcass_enquiries/2024/cases.csv"
    cafcass.parent.mkdir(parents=True)
    cafcass.write_text(CASES + CASE.format("Barnett", 1) + CASE.format("Ceredigion", 2))
    reviews = tmp_path / "data/raw/ssda903/2024/E08000012/reviews.csv"
    reviews.parent.mkdir(parents=True)
    reviews.write_text("CHILD,DOB,REVIEW,REVIEW_CODE\n1,01/02/2012,01/05/2022,PN1\n")
    night(tmp_path)
    return tmp_path


def night(root: Path) -> None:
    workspace = Workspace(root)
    workspace.prepare()
    ledger = Ledger(workspace.record)
    intake.receive(workspace, ledger)
    intake.inspect(workspace, ledger)


def states(root: Path) -> dict[int, str]:
    ledger = Ledger(root / "data/record")
    return {each.arrival: each.state for each in ledger.receipts(intake.reading_of(ledger))}


def test_review_shows_what_is_held_and_why(root: Path):
    said = iro("review", "--root", root).stdout
    assert "Arrival 2 (ssda903/reviews, 2024, E08000012) is held: held_outside_the_year" in said
    assert "File: data/raw/ssda903/2024/E08000012/reviews.csv" in said


def test_review_shows_unknown_names_with_three_candidates_and_their_scores(root: Path):
    (name,) = json.loads(iro("review", "--root", root, "--json").stdout)["names"]
    assert (name["text"], name["period"], name["rows"]) == ("Barnett", 2024, 1)
    assert [each["name"] for each in name["candidates"]] == ["Barnet", "Brent", "Barnsley"]
    assert all(0 < each["score"] <= 100 for each in name["candidates"])


def test_a_council_of_another_country_is_no_question(root: Path):
    assert "Ceredigion" not in iro("review", "--root", root).stdout


def test_a_name_that_was_decided_is_asked_no_more_and_read_in_every_file(root: Path):
    assert iro("review", "Barnett", "--means", "E09000003", *SURE, "--root", root).exit_code == 0
    night(root)
    assert "Barnett" not in iro("review", "--root", root).stdout
    ledger = Ledger(root / "data/record")
    cases = ledger.receipts(intake.reading_of(ledger))[0]
    assert (cases.accepted, cases.rejected) == (9, 1)


def test_a_name_may_be_decided_to_be_nobodys(root: Path):
    iro("review", "Barnett", "--means", "none", *SURE, "--root", root)
    night(root)
    assert "Barnett" not in iro("review", "--root", root).stdout


def test_a_decision_is_kept_with_who_took_it_and_why(root: Path):
    iro("review", "2", "--set-aside", *SURE, "--root", root)
    assert states(root)[2] == "set aside"
    said = iro("review", "--decided", "--root", root).stdout
    assert said.startswith("Arrival 2 is set aside: asked them (decided by A lead on 20")


@pytest.mark.parametrize(
    ("asked", "exit_code"),
    [
        (("2", "--use"), 2),  # no reason
        (("2", "--use", "--set-aside", *SURE), 2),
        (("2", *SURE), 2),
        (("1", "--use", *SURE), 3),  # not held
        (("9", "--use", *SURE), 3),
        (("Barnett", "--use", *SURE), 3),
        (("Barnett", "--means", "Barnett", *SURE), 3),
        (("Achieving for Children", "--means", "E09000021", *SURE), 3),  # one of three
    ],
)
def test_a_decision_that_cannot_be_taken_is_not(root: Path, asked: tuple[str, ...], exit_code: int):
    assert iro("review", *asked, "--root", root).exit_code == exit_code
    assert "Nothing has been decided" in iro("review", "--decided", "--root", root).stdout


def test_before_anything_has_arrived_nothing_is_made(tmp_path: Path):
    assert iro("review", "--root", tmp_path).stdout == "Nothing has arrived yet.\n"
    assert not list(tmp_path.iterdir())
