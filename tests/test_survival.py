"""A run killed at any moment leaves the latest release whole, and the next run succeeds."""

import multiprocessing
import os
import shutil
import signal
import sys
from pathlib import Path

import pytest

from iro_pipeline import pipeline
from iro_pipeline.publications import verify
from iro_pipeline.workspace import Workspace
from tests.nation import drop

# Forked from a server that has imported the libraries and never run them: a child starts at once.
FORKS = multiprocessing.get_context("forkserver")
FORKS.set_forkserver_preload(["iro_pipeline.pipeline"])

SOURCE = "ssda903/"  # what is written in what order is the same of one source as of all
CHANGES = {"os.rename", "os.mkdir", "os.symlink", "os.remove", "os.chmod", "shutil.rmtree"}
POINTS = (0.5, 0.9, 0.97, 0.99)


def _is_change(event: str, args: tuple[object, ...]) -> bool:
    wrote = event == "open" and isinstance(args[1], str) and set(args[1]) & set("wax")
    return event in CHANGES or bool(wrote)


def _run_and_die(root: Path, last: int | None, counted) -> None:
    """Run, counting the changes made to the file system, and die before number `last`."""

    def watch(event: str, args: tuple[object, ...]) -> None:
        if _is_change(event, args):
            counted.value += 1
            if counted.value == last:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(watch)
    pipeline.run(Workspace(root))


def run_and_die(root: Path, last: int | None = None) -> tuple[int, int | None]:
    counted = FORKS.Value("i", 0)
    process = FORKS.Process(target=_run_and_die, args=(root, last, counted))
    process.start()
    process.join()
    return counted.value, process.exitcode


@pytest.fixture(scope="module")
def two_nights(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with one release, and a second night's arrivals waiting."""
    root = tmp_path_factory.mktemp("nights")
    drop(root, night=1, only=SOURCE)
    assert pipeline.run(Workspace(root)).state == "published"
    drop(root, night=2, only=SOURCE)
    return root


@pytest.fixture(scope="module")
def changes(two_nights: Path, tmp_path_factory: pytest.TempPathFactory) -> int:
    """How many changes a run of the second night makes to the file system."""
    counted, code = run_and_die(copied(two_nights, tmp_path_factory.mktemp("counted")))
    assert code == 0
    return counted


def copied(nights: Path, root: Path) -> Path:
    shutil.copytree(nights, root, symlinks=True, dirs_exist_ok=True)
    return root


@pytest.mark.parametrize("share", POINTS)
def test_killed_at_any_change_the_old_release_is_whole_and_the_next_run_succeeds(
    two_nights: Path, tmp_path: Path, changes: int, share: float
):
    workspace = Workspace(copied(two_nights, tmp_path))
    before = workspace.latest()
    _, code = run_and_die(tmp_path, last=max(1, int(changes * share)))
    assert code == -signal.SIGKILL
    latest = workspace.latest()
    assert latest is not None
    assert verify(latest) == []
    assert pipeline.run(workspace).state in ("published", "nothing new")
    after = workspace.latest()
    assert after is not None
    assert verify(after) == []
    assert after != before
    assert not list(workspace.releases.glob(".making-*"))
