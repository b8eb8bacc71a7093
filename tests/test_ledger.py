import multiprocessing
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from iro_pipeline.ledger import Busy, Ledger, Receipt


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


def test_a_release_recorded_again_is_confirmed_and_keeps_its_date(ledger: Ledger):
    ledger.release("000001-abc", 1, "build")
    (first,) = ledger.releases()
    ledger.release("000001-abc", 1, "build")
    (again,) = ledger.releases()
    assert again.released_at == first.released_at
    assert again.confirmed_at >= first.confirmed_at
