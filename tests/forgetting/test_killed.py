"""An erasure killed at any moment is finished by the next run, and nothing of it is lost."""

import os
import signal
import sys
from pathlib import Path

import pytest

from iro_pipeline import intake
from iro_pipeline.forgetting import erasing
from iro_pipeline.forgetting.planning import Request
from iro_pipeline.record.ledger import Ledger
from iro_pipeline.workspace import Workspace
from tests.forgetting.test_forgetting import ASKED, CANARY, REVIEWS, Desk, traces
from tests.test_survival import FORKS

CHANGES = ("os.rename", "os.remove", "shutil.rmtree", "os.mkdir", "sqlite3.connect")
# Recorded; as tables go; before new bytes are in place; before the old ones go.
POINTS = (1, 4, 11, 12)


def _forget_and_die(root: Path, last: int) -> None:
    workspace, changes = Workspace(root), 0
    ledger = Ledger(workspace.record)

    def watch(event: str, _: tuple[object, ...]) -> None:
        nonlocal changes
        if event not in CHANGES:
            return
        changes += 1
        if changes == last:
            os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(watch)
    erasing.forget_person(workspace, ledger, ASKED, Request("A lead", "request 12"))


@pytest.mark.parametrize("point", POINTS)
def test_killed_at_any_change_the_next_run_finishes_what_was_recorded(tmp_path: Path, point: int):
    desk = Desk(tmp_path)
    desk.drop(REVIEWS)
    desk.night()
    process = FORKS.Process(target=_forget_and_die, args=(tmp_path, point))
    process.start()
    process.join()
    assert process.exitcode == -signal.SIGKILL
    workspace = Workspace(tmp_path)
    ledger = Ledger(workspace.record)
    assert traces(workspace, CANARY) != []
    erasing.finish(workspace, ledger)
    intake.inspect(workspace, ledger)
    assert traces(workspace, CANARY) == []
    assert ledger.receipts(intake.reading_of(ledger))[0].rows_in == 1
