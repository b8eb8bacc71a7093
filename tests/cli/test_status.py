import json
import sqlite3
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import typer

from iro_pipeline import intake
from iro_pipeline.cli.status import State, duration, headline, loaded_with_faults, spoken, unchecked
from iro_pipeline.record.ledger import Ledger
from iro_pipeline.record.receipts import Receipt
from iro_pipeline.record.releases import Released
from iro_pipeline.workspace import Workspace
from tests.cli.terminal import SECRET, iro, receipt

RAW = Path("desk/data/raw")


def resting_on(*receipts: Receipt) -> State:
    return State(RAW, inputs=[*receipts])


@pytest.fixture
def released(tmp_path: Path) -> Workspace:
    """A release from one file; a second file was refused and still lies in data/raw."""
    workspace = Workspace(tmp_path)
    workspace.prepare()
    ledger = Ledger(workspace.record)
    bad = "ssda903/bad.csv"
    (first, second) = ledger.receive([("ssda903/good.csv", "a" * 64, 10), (bad, "b" * 64, 10)])
    ledger.record(
        "build",
        [
            receipt(arrival=first.sequence),
            receipt(
                arrival=second.sequence, state="quarantined", rows_in=0, accepted=0, reason="Torn."
            ),
        ],
    )
    ledger.releases.note("000001-abc", 1, "build")
    (workspace.releases / "000001-abc").mkdir()
    (workspace.releases / "latest").symlink_to("000001-abc")
    (workspace.raw / "ssda903").mkdir(parents=True)
    (workspace.raw / bad).touch()
    return workspace


def test_status_says_what_the_latest_release_is_from_what_and_how_old(released: Workspace) -> None:
    ended = iro("status", "--root", released.root, "--max-age", "26h")
    assert ended.exit_code == 0
    assert "last confirmed by a run 0 minutes ago, from 1 file" in ended.stdout
    assert "ssda903/reviews: 1 file, 2024" in ended.stdout


def test_status_names_the_files_that_wait_for_a_person(released: Workspace) -> None:
    said = json.loads(iro("status", "--json", "--root", released.root).stdout)
    assert [each["path"] for each in said["waiting"]] == ["ssda903/bad.csv"]
    (released.raw / "ssda903/bad.csv").unlink()
    assert "No file waits" in iro("status", "--root", released.root).stdout


def later(workspace: Workspace, path: str, **said: Any) -> int:
    """Another night, in which one file arrives and is found to be so."""
    ledger = Ledger(workspace.record)
    (arrival,) = ledger.receive([(path, "c" * 64, 10)])
    ledger.record("build", [receipt(arrival=arrival.sequence, path=path, **said)])
    (workspace.raw / path).touch()
    return arrival.sequence


def test_a_refused_file_waits_no_more_once_another_has_taken_its_place(released: Workspace) -> None:
    later(released, "ssda903/mended.csv")
    assert "No file waits" in iro("status", "--root", released.root).stdout


def test_a_refused_file_waits_on_while_others_than_its_own_come(released: Workspace) -> None:
    later(released, "ssda903/another.csv", authority="E08000011")
    assert f"File: {released.raw}/ssda903/bad.csv" in iro("status", "--root", released.root).stdout


def test_every_file_that_waits_is_named_the_newest_first(released: Workspace) -> None:
    for number in range(25):
        later(released, f"ssda903/{number}.csv", state="quarantined", reason="Torn.")
    said = iro("status", "--root", released.root).stdout
    named = [
        line.rpartition("/")[2] for line in said.splitlines() if f"File: {released.raw}/" in line
    ]
    assert named == [*(f"{number}.csv" for number in range(24, -1, -1)), "bad.csv"]


def test_a_file_of_several_tables_is_one_file(released: Workspace) -> None:
    tables = [receipt(table=each) for each in ("episodes", "reviews")]
    assert headline(State(RAW, Released("1-a", 1, "b", "now", "now"), inputs=tables)).endswith(
        "1 file."
    )


def test_names_that_nobody_knows_wait_too(tmp_path: Path) -> None:
    place = tmp_path / "data/raw/cafcass_enquiries/2024/cases.csv"
    place.parent.mkdir(parents=True)
    names = ["Wirral"] * 8 + ["Barnett", "Ceredigion"]
    rows = [f"{name},01/05/2023,Enquiry,Care plan,Open" for name in names]
    place.write_text("\n".join(["Local authority,Date,Enquiry or referral,About,Outcome", *rows]))
    workspace = Workspace(tmp_path)
    workspace.prepare()
    ledger = Ledger(workspace.record)
    intake.receive(workspace, ledger)
    intake.inspect(workspace, ledger)
    assert "1 name of authorities waits: `iro review`" in iro("status", "--root", tmp_path).stdout


def test_files_that_are_used_with_faults_are_named_with_what_shows_them() -> None:
    (said,) = loaded_with_faults(resting_on(receipt(faults={"type": 2}), receipt(arrival=8)))
    assert said == (
        "Loaded with faults: ssda903/reviews, 2024, Liverpool (E08000012): 10 rows, none "
        "rejected; at fault: a value cannot be read (2). "
        f"`iro check 'desk/data/raw/ssda903/2024/E08000012/{SECRET}.csv'`"
    )


def test_of_faults_beside_other_tables_a_check_of_the_file_is_not_promised() -> None:
    (said,) = loaded_with_faults(resting_on(receipt(faults={"child_not_in_header": 2})))
    assert said.endswith(
        "Seen beside other tables only, not by `iro check`. File: desk/data/raw/"
        f"ssda903/2024/E08000012/{SECRET}.csv"
    )


def test_rules_that_could_not_be_looked_into_are_told_in_words() -> None:
    (said,) = unchecked([receipt(unchecked={"held_outside_the_year": "no year"})])
    assert said.startswith("not looked into in 1 file: A review belongs to the return of the year")


def test_status_ends_with_3_when_the_latest_release_is_too_old(released: Workspace) -> None:
    ended = iro("status", "--root", released.root, "--max-age", "0m")
    assert ended.exit_code == 3
    assert "Too old" in ended.stderr


def test_status_before_the_first_release_ends_with_3_and_makes_nothing(tmp_path: Path) -> None:
    assert iro("status", "--root", tmp_path).exit_code == 3
    assert [*tmp_path.iterdir()] == []


def test_looking_at_a_record_of_an_earlier_edition_changes_nothing(released: Workspace) -> None:
    file = released.record / "ledger.sqlite"
    old = sqlite3.connect(file)
    old.executescript("PRAGMA user_version = 1; PRAGMA wal_checkpoint(TRUNCATE);")
    old.close()
    before = file.read_bytes()
    for asked in (("status",), ("review",), ("review", "--decided")):
        said = iro(*asked, "--root", released.root)
        assert "earlier edition" in said.output
    decided = iro("review", "1", "--set-aside", "--why", "x", "--root", released.root)
    assert (decided.exit_code, decided.stdout) == (3, "")
    assert file.read_bytes() == before


@pytest.mark.parametrize(
    ("text", "length"), [("90m", {"minutes": 90}), ("26h", {"hours": 26}), ("1.5d", {"days": 1.5})]
)
def test_an_age_is_a_number_and_a_unit(text: str, length: dict[str, float]) -> None:
    assert duration(text) == timedelta(**length)


@pytest.mark.parametrize("text", ["26", "1w", "h", "-2d", ""])
def test_an_age_without_a_unit_is_not_guessed(text: str) -> None:
    with pytest.raises(typer.BadParameter):
        duration(text)


@pytest.mark.parametrize(
    ("length", "words"),
    [({"minutes": 1}, "1 minute"), ({"hours": 30}, "30 hours"), ({"days": 3}, "3 days")],
)
def test_an_age_is_said_in_its_natural_unit(length: dict[str, float], words: str) -> None:
    assert spoken(timedelta(**length)) == words


def test_a_correction_that_waits_for_more_is_told_and_waits_for_nobody(released: Workspace) -> None:
    (released.raw / "ssda903/bad.csv").unlink()
    holds = {"few_records": "it differs in 3 records"}
    later(released, "ssda903/mended.csv", state="waiting", holds=holds)
    ended = iro("status", "--root", released.root)
    assert ended.exit_code == 0
    assert "waits, what was there before stands: it differs in 3 records." in ended.stdout
    assert "No file waits for a person." in ended.stdout
