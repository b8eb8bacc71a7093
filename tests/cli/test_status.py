import json
import sqlite3
from datetime import timedelta
from pathlib import Path

import pytest
import typer

from iro_pipeline.cli.status import duration, spoken
from iro_pipeline.record.ledger import Ledger
from iro_pipeline.workspace import Workspace
from tests.cli.terminal import iro, receipt


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
    ledger.release("000001-abc", 1, "build")
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
