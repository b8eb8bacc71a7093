import multiprocessing
import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Literal

import pytest

from iro_pipeline.record import storage
from iro_pipeline.record.ledger import Busy, Ledger
from iro_pipeline.record.receipts import Decision, Receipt


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return Ledger(tmp_path)


def loaded(arrival: int, path: str = "s/a.csv", period: int = 2024) -> Receipt:
    return Receipt(arrival, path, "s", "t", period, None, "raw/s/t/2012", "loaded", 3, 2, 1)


def test_arrivals_are_numbered_in_the_order_they_are_received(ledger: Ledger):
    ledger.receive([("s/b.csv", "11", 1), ("s/a.csv", "22", 1)])
    ledger.receive([("s/a.csv", "33", 1)])
    told = [(each.sequence, each.run, each.path) for each in ledger.arrivals()]
    assert told == [(1, 1, "s/b.csv"), (2, 1, "s/a.csv"), (3, 2, "s/a.csv")]


def test_rows_in_must_be_accepted_and_rejected(ledger: Ledger):
    ledger.receive([("s/a.csv", "11", 1)])
    with pytest.raises(sqlite3.IntegrityError):
        ledger.record("build", [replace(loaded(1), accepted=3)])
    assert ledger.receipts("build") == []


def test_a_later_arrival_for_the_same_place_supersedes_the_earlier(ledger: Ledger):
    ledger.receive([("s/a.csv", "11", 1), ("s/b.csv", "22", 1)])
    ledger.record("build", [loaded(1), loaded(2, "s/b.csv")])
    assert [each.state for each in ledger.receipts("build")] == ["superseded", "loaded"]


def test_as_of_an_earlier_number_the_earlier_arrival_still_stands(ledger: Ledger):
    ledger.receive([("s/a.csv", "11", 1), ("s/b.csv", "22", 1)])
    ledger.record("build", [loaded(1), loaded(2, "s/b.csv")])
    assert [each.state for each in ledger.receipts("build", upto=1)] == ["loaded"]


def test_a_receipt_reads_back_as_it_was_written(ledger: Ledger):
    ledger.receive([("s/a.csv", "11", 1)])
    told = replace(loaded(1), faults={"type": 1}, reason="a reason", sha256="11")
    ledger.record("build", [told])
    assert ledger.receipts("build") == [told]


def _hold(folder: Path, held, done) -> None:
    with Ledger(folder).locked():
        held.set()
        done.wait(20)


def test_a_second_run_is_told_that_the_first_is_at_work(ledger: Ledger, tmp_path: Path):
    process = multiprocessing.get_context("spawn")
    held, done = process.Event(), process.Event()
    other = process.Process(target=_hold, args=(tmp_path, held, done))
    other.start()
    assert held.wait(20)
    with pytest.raises(Busy), ledger.locked():
        pass
    done.set()
    other.join()
    with ledger.locked():
        pass


def held(arrival: int, path: str = "s/a.csv") -> Receipt:
    return replace(loaded(arrival, path), state="held", holds={"fewer_rows": "a reason"})


def states(ledger: Ledger, upto: int | None = None) -> list[str]:
    return [each.state for each in ledger.receipts("build", upto)]


def decide(ledger: Ledger, verdict: Literal["use", "set aside"], arrival: int) -> None:
    ledger.decide([Decision(0, verdict, "somebody", "looked at it", arrival)])


def test_while_a_file_is_held_the_one_before_stands(ledger: Ledger):
    ledger.receive([("s/a.csv", "11", 1), ("s/b.csv", "22", 1)])
    ledger.record("build", [loaded(1), held(2, "s/b.csv")])
    assert states(ledger) == ["loaded", "held"]


def test_a_held_file_that_is_to_be_used_supersedes_the_one_before(ledger: Ledger):
    ledger.receive([("s/a.csv", "11", 1), ("s/b.csv", "22", 1)])
    ledger.record("build", [loaded(1), held(2, "s/b.csv")])
    decide(ledger, "use", 2)
    assert states(ledger) == ["superseded", "loaded"]
    assert states(ledger, upto=2) == ["loaded", "held"]


def test_a_file_that_is_set_aside_gives_way_to_the_one_before(ledger: Ledger):
    ledger.receive([("s/a.csv", "11", 1), ("s/b.csv", "22", 1)])
    ledger.record("build", [loaded(1), loaded(2, "s/b.csv")])
    decide(ledger, "set aside", 2)
    assert states(ledger) == ["loaded", "set aside"]


def test_a_held_file_needs_no_decision_once_a_later_one_is_loaded(ledger: Ledger):
    ledger.receive([("s/a.csv", "11", 1), ("s/b.csv", "22", 1)])
    ledger.record("build", [held(1), loaded(2, "s/b.csv")])
    assert states(ledger) == ["superseded", "loaded"]


def test_decisions_and_arrivals_share_one_sequence(ledger: Ledger):
    ledger.receive([("s/a.csv", "11", 1)])
    decide(ledger, "set aside", 1)
    (after,) = ledger.receive([("s/c.csv", "33", 1)])
    assert (ledger.decisions()[0].sequence, after.sequence, ledger.last()) == (2, 3, 3)


@pytest.fixture
def outdated(tmp_path: Path) -> Path:
    """A ledger of an earlier edition, with an arrival and its receipt of an earlier shape."""
    Ledger(tmp_path).receive([("s/a.csv", "11", 1)])
    old = sqlite3.connect(tmp_path / "ledger.sqlite")
    old.executescript(
        "DROP TABLE receipt; CREATE TABLE receipt (arrival INTEGER, build TEXT);"
        "INSERT INTO receipt VALUES (1, 'build'); PRAGMA user_version = 1;"
        # Else the file may change as soon as whoever looked at it before is gone.
        "PRAGMA wal_checkpoint(TRUNCATE);"
    )
    old.close()
    return tmp_path


def test_the_run_that_holds_the_lock_drops_receipts_of_an_earlier_shape(outdated: Path):
    ledger = Ledger(outdated)
    with ledger.locked():
        ledger.renew()
    assert (ledger.outdated, ledger.receipts("build")) == (False, [])
    assert len(ledger.arrivals()) == 1
    assert not Ledger(outdated).outdated


def test_whoever_looks_at_an_earlier_edition_finds_no_receipts_and_changes_nothing(outdated: Path):
    before = (outdated / "ledger.sqlite").read_bytes()
    ledger = Ledger(outdated, looking=True)
    assert (ledger.outdated, ledger.receipts("build")) == (True, [])
    assert [each.path for each in ledger.arrivals()] == ["s/a.csv"]
    Ledger(outdated)
    assert (outdated / "ledger.sqlite").read_bytes() == before


def test_whoever_looks_cannot_write(ledger: Ledger, tmp_path: Path):
    ledger.receive([("s/a.csv", "11", 1)])
    looked = Ledger(tmp_path, looking=True)
    assert len(looked.arrivals()) == 1
    with pytest.raises(sqlite3.OperationalError):
        looked.receive([("s/b.csv", "22", 1)])


def test_the_ledger_is_for_its_owner_only(ledger: Ledger, tmp_path: Path):
    ledger.receive([("s/a.csv", "11", 1)])
    files = {each.name: each.stat().st_mode & 0o777 for each in tmp_path.glob("ledger.sqlite*")}
    assert files == dict.fromkeys(files, 0o600)
    assert "ledger.sqlite-wal" in files
    (tmp_path / "ledger.sqlite").chmod(0o644)
    Ledger(tmp_path)
    assert (tmp_path / "ledger.sqlite").stat().st_mode & 0o777 == 0o600


def test_many_that_open_a_new_ledger_at_once_all_find_it(tmp_path: Path):
    start = threading.Barrier(8)

    def opened(folder: Path) -> int:
        start.wait()
        return Ledger(folder).last()

    for turn in range(5):
        folder = tmp_path / str(turn)
        folder.mkdir()
        with ThreadPoolExecutor(8) as others:
            assert list(others.map(opened, [folder] * 8)) == [0] * 8


def test_a_ledger_that_another_holds_for_too_long_is_busy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(storage, "PATIENCE", 0.01)
    (tmp_path / "new").mkdir()
    holder = sqlite3.connect(tmp_path / "new/ledger.sqlite", isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    with pytest.raises(Busy):
        Ledger(tmp_path / "new")
    holder.close()
