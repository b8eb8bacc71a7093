"""A release that waits for a person, from the run that makes it to the day that it is out."""

import json
import shutil
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest

from iro_pipeline import pipeline
from iro_pipeline.publications import cookbook, database
from iro_pipeline.record.approvals import approved, waiting
from iro_pipeline.record.ledger import Ledger
from iro_pipeline.workspace import Workspace
from tests.cli.terminal import iro
from tests.nation import drop, records

SAID = ("--by", "A lead", "--because", "looked at what moved")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One release is out; approval is asked for; a second is made."""
    root = tmp_path_factory.mktemp("made")
    records(root)
    assert pipeline.run(Workspace(root)).state == "published"
    assert iro("release", "--approval", "on", *SAID, "--root", root).exit_code == 0
    drop(root, night=2)
    outcome = pipeline.run(Workspace(root))
    assert (outcome.state, outcome.exit_code) == ("made", 0)
    assert outcome.changes["new"] > 0
    return root


@pytest.fixture
def workspace(made: Path, tmp_path: Path) -> Workspace:
    shutil.copytree(made, tmp_path, symlinks=True, dirs_exist_ok=True)
    return Workspace(tmp_path)


def names(workspace: Workspace) -> tuple[str, str]:
    first, second = (each.id for each in Ledger(workspace.record).releases.all())
    return first, second


def latest(workspace: Workspace) -> str:
    folder = workspace.latest()
    assert folder is not None
    return folder.name


def test_a_release_that_waits_is_whole_and_readers_see_the_one_before(workspace: Workspace):
    first, second = names(workspace)
    assert latest(workspace) == first
    assert (workspace.releases / second / "SHA256SUMS").exists()
    ledger = Ledger(workspace.record)
    assert (approved(ledger, first), approved(ledger, second)) == (True, False)


def test_what_waits_is_shown_with_what_it_changes(workspace: Workspace):
    first, second = names(workspace)
    said = iro("release", "--root", workspace.root).stdout
    assert f"Readers see release {first}." in said
    assert f"Release {second} waits for approval." in said
    assert f"Set beside release {first}" in said
    assert "| ssda903 | 2024 | used now |" in said
    (one,) = json.loads(iro("release", "--root", workspace.root, "--json").stdout)["waiting"]
    assert one["release"] == second
    assert one["changes"]["new"] > 0


def test_status_says_that_a_release_waits(workspace: Workspace):
    _, second = names(workspace)
    said = iro("status", "--root", workspace.root)
    assert f"Release {second} waits for approval: `iro release`." in said.stdout
    assert json.loads(iro("status", "--root", workspace.root, "--json").stdout)["for_approval"] == [
        second
    ]


def test_a_run_with_nothing_new_leaves_it_waiting_and_says_so(workspace: Workspace):
    first, second = names(workspace)
    outcome = pipeline.run(workspace)
    assert (outcome.state, outcome.release) == ("nothing new", second)
    assert outcome.reasons == [pipeline.WAITS.format(second)]
    assert latest(workspace) == first


def test_an_approval_lets_it_out_and_names_stay_in_the_record(workspace: Workspace):
    _, second = names(workspace)
    said = iro("release", "--approve", second, *SAID, "--root", workspace.root)
    assert said.exit_code == 0
    assert "A lead approved it on" in said.stdout
    assert latest(workspace) == second
    assert waiting(Ledger(workspace.record)) == []
    for path in (workspace.releases / second).rglob("*"):
        assert not path.is_file() or b"A lead" not in path.read_bytes()
    assert pipeline.run(workspace).state == "nothing new"
    assert latest(workspace) == second


def test_a_release_that_was_approved_stays_so_when_it_is_made_again(workspace: Workspace):
    _, second = names(workspace)
    iro("release", "--approve", second, *SAID, "--root", workspace.root)
    held = (workspace.releases / second / "SHA256SUMS").read_bytes()
    shutil.rmtree(workspace.root / "data/processed")
    assert pipeline.run(workspace).state == "published"
    assert latest(workspace) == second
    # The release before is gone, and what moved since is said as it was.
    assert (workspace.releases / second / "SHA256SUMS").read_bytes() == held


def test_a_rehearsal_of_a_release_that_would_wait_keeps_nothing(workspace: Workspace):
    before = {path.name for path in workspace.releases.iterdir()}
    drop(workspace.root, night=1, apart=(), only="partnerships/")
    assert pipeline.run(workspace, dry_run=True).state == "rehearsed"
    assert {path.name for path in workspace.releases.iterdir()} == before


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        (lambda first, second: "000001-none", "There is no release 000001-none"),
        (lambda first, second: first, "is out already"),
    ],
)
def test_what_cannot_be_approved_is_refused_and_told_why(workspace: Workspace, asked, found: str):
    said = iro("release", "--approve", asked(*names(workspace)), *SAID, "--root", workspace.root)
    assert (said.exit_code, found in said.stderr) == (3, True)


def test_an_older_release_than_what_is_out_is_not_let_out(workspace: Workspace):
    first, second = names(workspace)
    iro("release", "--approve", second, *SAID, "--root", workspace.root)
    said = iro("release", "--approve", first, *SAID, "--root", workspace.root)
    assert (said.exit_code, f"is older than {second}" in said.stderr) == (3, True)


def test_a_damaged_release_is_not_let_out(workspace: Workspace):
    _, second = names(workspace)
    (workspace.releases / second / "README.md").unlink()
    said = iro("release", "--approve", second, *SAID, "--root", workspace.root)
    assert (said.exit_code, "README.md is missing" in said.stderr) == (3, True)
    assert waiting(Ledger(workspace.record)) == [second]


def test_a_decision_without_its_reason_is_no_decision(workspace: Workspace):
    _, second = names(workspace)
    assert iro("release", "--approve", second, "--root", workspace.root).exit_code == 2
    assert iro("release", "--approval", "off", "--root", workspace.root).exit_code == 2


def test_the_query_of_what_has_moved_most_answers(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.chdir(workspace.releases / names(workspace)[1])
    asked = cookbook.queries(Path(cookbook.NAME).read_text(encoding="utf-8"))
    with duckdb.connect(database.NAME, read_only=True) as opened:
        assert opened.execute(asked["What has moved most since the release before?"]).fetchall()


def shown(release: Path) -> dict[tuple[str, int, str], float]:
    rows = pq.read_table(release / "tables/figures.parquet").to_pylist()
    return {
        (row["indicator"], row["period"], row["area"]): row["value"]
        for row in rows
        if row["status"] == ""
    }


def test_what_moved_is_the_difference_of_the_two_public_tables(workspace: Workspace):
    first, second = names(workspace)
    table = pq.read_table(workspace.releases / second / "changes.parquet")
    assert table.schema.metadata[b"iro.before"] == first.encode()
    then, now = (shown(workspace.releases / name) for name in (first, second))
    told = {(row["indicator"], row["period"], row["area"]): row for row in table.to_pylist()}
    kinds = {key: row["change_kind"] for key, row in told.items()}
    assert {key for key, kind in kinds.items() if kind == "new"} == now.keys() - then.keys()
    assert {key for key, kind in kinds.items() if kind == "withdrawn"} == then.keys() - now.keys()
    revised = {key for key, kind in kinds.items() if kind == "revised"}
    assert {key for key in then.keys() & now.keys() if then[key] != now[key]} <= revised
    assert all(told[key]["value_before"] == then[key] for key in revised)
    assert all(told[key]["value_before"] is None for key in then.keys() - now.keys())
