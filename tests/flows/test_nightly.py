import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from prefect.client.orchestration import get_client
from prefect.client.schemas.objects import State
from prefect.settings import PREFECT_SERVER_DATABASE_CONNECTION_URL

from flows import nightly
from iro_pipeline import pipeline
from iro_pipeline.pipeline import Outcome
from iro_pipeline.record.ledger import Busy
from iro_pipeline.record.receipts import Receipt

SECRET = "what a cell or a file name may hold"
RECEIPT = Receipt(
    arrival=7,
    path=f"{SECRET}.csv",
    source="ssda903",
    table="reviews",
    period=2024,
    authority="E08000012",
    contract="raw/ssda903/reviews/2020",
    state="loaded",
    rows_in=10,
    accepted=9,
    rejected=1,
    faults={"date": 1},
)
PUBLISHED = Outcome(
    "published",
    release="000007-abc",
    folder=Path("data/processed/releases/000007-abc"),
    receipts=[RECEIPT],
    changes={"new": 12},
)
NOTHING_NEW = Outcome("nothing new", release="000007-abc")
REFUSED = Outcome("refused", release="000003-abc", reasons=["Nothing usable has arrived."])


def receive(cell: str) -> str:
    """Take in what has arrived."""
    return cell


def build_facts(cell: str) -> str:
    """Make the tables of what happened."""
    return cell


def stumble(cell: str) -> str:
    raise ValueError(cell)


def tonight(
    monkeypatch: pytest.MonkeyPatch, *stages: Callable[..., Any], ending: Outcome | Exception
) -> State:
    """A night's run that hands a secret from stage to stage, and then ends so."""

    def run(*_: object, perform: Callable[..., Any]) -> Outcome:
        cell = SECRET
        for stage in stages:
            cell = perform(stage, cell)
        if isinstance(ending, Exception):
            raise ending
        return ending

    monkeypatch.setattr(pipeline, "run", run)
    monkeypatch.setattr(nightly, "RETRY_AFTER", 0)
    return nightly.nightly(return_state=True)


@pytest.mark.parametrize(
    ("ending", "name", "message"),
    [
        (NOTHING_NEW, "Completed", "Nothing new. Release 000007-abc stands."),
        (Busy("another"), "Skipped", "Another run holds the lock; nothing was done."),
        (
            REFUSED,
            "Failed",
            "Refused: nothing was published. Release 000003-abc stands. "
            "Nothing usable has arrived.",
        ),
    ],
)
def test_every_ending_of_a_night_has_its_state_and_its_sentence(
    monkeypatch: pytest.MonkeyPatch, ending: Outcome | Exception, name: str, message: str
) -> None:
    state = tonight(monkeypatch, ending=ending)
    assert (state.name, state.message) == (name, message)


def test_the_run_page_shows_stages_receipts_release_and_changes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    state = tonight(monkeypatch, receive, build_facts, ending=PUBLISHED)
    run = state.state_details.flow_run_id
    with get_client(sync_client=True) as client:
        shown = {each.key: each.data for each in client.read_artifacts() if each.flow_run_id == run}
    assert "000007-abc" in str(shown["published"])
    assert "12 new" in str(shown["changes"])
    assert '"rejected": 1' in str(shown["receipts"])
    assert stages_of(run, 2) == {"receive", "build facts"}


def test_a_stage_that_fails_leaves_its_kind_and_place_and_no_value_in_prefect(
    monkeypatch: pytest.MonkeyPatch, prefect_at_home: Path
) -> None:
    state = tonight(monkeypatch, receive, stumble, ending=PUBLISHED)
    assert state.is_failed()
    assert str(state.message).startswith("This is a bug: ValueError at test_nightly.py:")
    assert stages_of(state.state_details.flow_run_id, 2) == {"receive", "stumble"}
    database = Path(PREFECT_SERVER_DATABASE_CONNECTION_URL.value().partition("///")[2])
    written = [*database.parent.iterdir(), *prefect_at_home.rglob("*")]
    kept = b"".join(each.read_bytes() for each in written if each.is_file())
    assert b"stumble" in kept
    assert SECRET.encode() not in kept


def test_a_folder_that_was_away_for_a_moment_is_tried_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    tries = []

    def publish(cell: str) -> str:
        tries.append(cell)
        if len(tries) < 2:
            raise OSError(5, "Input/output error", SECRET)
        return cell

    assert tonight(monkeypatch, publish, ending=PUBLISHED).is_completed()
    assert len(tries) == 2


def stages_of(run: object, count: int) -> set[str]:
    """The names of a run's tasks; Prefect's server writes them down a moment later."""
    with get_client(sync_client=True) as client:
        for _ in range(100):
            named = {each.name for each in client.read_task_runs() if each.flow_run_id == run}
            if len(named) == count:
                break
            time.sleep(0.1)
    return named
