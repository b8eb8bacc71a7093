"""A request for erasure, as the person who carries it out sees it."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from iro_pipeline import intake
from iro_pipeline.cli import app
from iro_pipeline.record.ledger import Ledger
from iro_pipeline.workspace import Workspace
from tests.cli.terminal import iro

CANARY = "CANARY7731"
REVIEWS = (
    "CHILD,DOB,REVIEW,REVIEW_CODE\n"
    f"{CANARY},01/02/2012,02/05/2023,PN1\nOTHER4482,01/02/2012,03/05/2023,PN1\n"
)
WHY = ("--by", "A lead", "--why", "request 12")
CHILD = ("--person", "--authority", "E08000012")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    place = tmp_path / "data/raw/ssda903/2024/E08000012/reviews.csv"
    place.parent.mkdir(parents=True)
    place.write_text(REVIEWS)
    workspace = Workspace(tmp_path)
    workspace.prepare()
    ledger = Ledger(workspace.record)
    intake.receive(workspace, ledger)
    intake.inspect(workspace, ledger)
    return tmp_path


def forget(root: Path, *said: str, typed: str = "") -> Result:
    return CliRunner().invoke(app, ["forget", *said, "--root", str(root)], input=typed)


def test_a_person_s_number_is_asked_for_hidden_and_told_nowhere(root: Path):
    said = forget(root, *CHILD, *WHY, typed=f"{CANARY}\ny\n")
    assert said.exit_code == 0, said.output
    assert "Arrival 1: 1 row of reviews is forgotten." in said.stdout
    assert f"Still in data/raw, for its sender to mend or delete: {root}" in said.stdout
    assert CANARY not in said.output


@pytest.mark.parametrize("come_from", ["-", "file"])
def test_a_number_may_come_from_a_file_or_another_program(root: Path, come_from: str):
    (root / "request.txt").write_text(f"{CANARY}\n")
    place = str(root / "request.txt") if come_from == "file" else "-"
    said = forget(root, *CHILD, "--from", place, *WHY, "--yes", "--json", typed=f"{CANARY}\n")
    told = json.loads(said.stdout)
    assert (told["forgotten"], told["rows"]) == (True, {"1": {"reviews": 1}})


def test_a_dry_run_counts_and_changes_nothing(root: Path):
    said = forget(root, *CHILD, "--dry-run", typed=f"{CANARY}\n")
    assert "Arrival 1: 1 row of reviews would be forgotten." in said.stdout
    assert Ledger(root / "data/record").erasures.all() == []
    assert CANARY not in said.output


def test_without_a_yes_nothing_is_forgotten(root: Path):
    said = forget(root, "--file", "1", *WHY, typed="n\n")
    assert (said.exit_code, Ledger(root / "data/record").erasures.all()) == (3, [])


def test_a_file_is_forgotten_and_the_log_says_by_whom_and_why(root: Path):
    said = forget(root, "--file", "1", *WHY, "--yes")
    assert "(ssda903/reviews, 2024, Liverpool (E08000012)): 2 rows of reviews is" in said.stdout
    log = iro("review", "--decided", "--root", root).stdout
    assert "Arrival 1 was forgotten, 2 rows: request 12 (by A lead on 20" in log


def test_the_log_for_machines_holds_no_tag_of_a_person(root: Path):
    forget(root, *CHILD, *WHY, "--yes", typed=f"{CANARY}\n")
    (erased,) = json.loads(iro("review", "--decided", "--root", root, "--json").stdout)["erasures"]
    assert (erased["kind"], erased["found"], "tags" in erased) == ("child", {"1": 1}, False)


@pytest.mark.parametrize(
    ("said", "exit_code"),
    [
        (("--file", "1", "--person", *WHY), 2),
        (WHY, 2),
        (("--file", "1", "--yes"), 2),  # no reason
        ((*CHILD, "--source", "state_of_the_nation", *WHY), 2),
        (("--person", "--source", "state_of_the_nation", *WHY), 2),  # of which wave?
        (("--person", "--source", "ncb_role_of_iros", "--year", "2013", *WHY), 2),  # which form?
        (("--person", "--authority", "Atlantis", *WHY), 2),
        ((*CHILD, "--from", "-", *WHY), 2),  # nothing is left to answer with
        (("--file", "9", *WHY, "--yes"), 3),
        (("--person", "--authority", "Wirral", *WHY, "--yes"), 3),  # another's child
    ],
)
def test_a_request_that_is_not_clear_is_not_carried_out(
    root: Path, said: tuple[str, ...], exit_code: int
):
    told = forget(root, *said, typed=f"{CANARY}\n")
    assert told.exit_code == exit_code, told.output
    assert CANARY not in told.output
    assert Ledger(root / "data/record").erasures.all() == []


def test_before_anything_has_arrived_nothing_is_made(tmp_path: Path):
    assert forget(tmp_path, "--file", "1", *WHY, "--yes").exit_code == 3
    assert not list(tmp_path.iterdir())
