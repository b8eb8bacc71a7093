"""The one record of arrivals, receipts, decisions and releases: in sequence, never by the clock."""

import contextlib
import fcntl
import json
import sqlite3
from collections.abc import Generator, Sequence
from pathlib import Path
from typing import Any

from iro_pipeline.record import storage
from iro_pipeline.record.approvals import Approvals
from iro_pipeline.record.deliveries import Deliveries
from iro_pipeline.record.erasures import Erasures
from iro_pipeline.record.receipts import Arrival, Decision, Receipt, standing
from iro_pipeline.record.releases import Releases


class Busy(Exception):
    """Another run holds the lock."""


@contextlib.contextmanager
def alone(folder: Path, name: str = "lock") -> Generator[None]:
    """Hold a lock of a record folder. Raises Busy; the kernel frees it however the run ends."""
    with (folder / name).open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Busy("Another run is at work in this folder; try again later.") from None
        yield


class Ledger:
    """
    A SQLite file in the record folder, and the lock that lets one run at a time write.

    `looking` changes nothing of it. One that is `outdated` is of an earlier edition of the
    program: whoever looks finds no receipts, until a run has renewed it. Raises Busy where another
    holds the file for too long.
    """

    def __init__(self, folder: Path, *, looking: bool = False) -> None:
        self._folder = folder
        try:
            self._db = storage.looked_at(folder) if looking else storage.worked_on(folder)
            self.outdated = storage.edition(self._db) < storage.EDITION
            if looking and self.outdated:
                self._db = storage.renewed_copy(self._db)
        except sqlite3.OperationalError as failure:
            if failure.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
                raise
            raise Busy("The ledger is in use; try again later.") from None

    @property
    def erasures(self) -> Erasures:
        """What was forgotten."""
        return Erasures(self._db)

    @property
    def releases(self) -> Releases:
        """Which releases appeared, and from which arrivals."""
        return Releases(self._db)

    @property
    def approvals(self) -> Approvals:
        """Which releases a person has approved, and which wait for it."""
        return Approvals(self._db)

    @property
    def deliveries(self) -> Deliveries:
        """What was handed over to whom."""
        return Deliveries(self._db)

    def locked(self, what: str = "lock") -> contextlib.AbstractContextManager[None]:
        """Hold the lock of runs, or another of that name. Raises Busy."""
        return alone(self._folder, what)

    def renew(self) -> None:
        """Drop receipts of an earlier shape: the run that holds the lock makes them again."""
        if self.outdated:
            self._db.executescript(storage.RENEWING)
            self.outdated = False

    def receive(self, files: Sequence[tuple[str, str, int]]) -> list[Arrival]:
        """Record (path, sha256, bytes) as one run's arrivals, in the order given."""
        with storage.transaction(self._db):
            (run,) = self._db.execute("SELECT coalesce(max(run), 0) + 1 FROM arrival").fetchone()
            place = self.last() + 1
            self._db.executemany(
                "INSERT INTO arrival (sequence, run, path, sha256, bytes) VALUES (?, ?, ?, ?, ?)",
                [(number, run, *each) for number, each in enumerate(files, place)],
            )
        return [each for each in self.arrivals() if each.run == run]

    def arrivals(self, upto: int | None = None) -> list[Arrival]:
        """Every arrival as far as a sequence number, in sequence."""
        rows = self._db.execute(
            "SELECT sequence, run, path, sha256, bytes, kept FROM arrival"
            " LEFT JOIN redaction USING (sha256) WHERE sequence <= ? ORDER BY 1",
            (upto if upto is not None else 2**62,),
        )
        return [Arrival(*row) for row in rows]

    def last(self) -> int:
        """The number of the newest arrival, decision or erasure; they share one sequence."""
        return storage.last(self._db)

    def decide(self, decisions: Sequence[Decision]) -> None:
        """Record what a person decided, each at the next place in the sequence."""
        with storage.transaction(self._db):
            for number, each in enumerate(decisions, self.last() + 1):
                self._db.execute(
                    "INSERT INTO decision (sequence, verdict, decided_by, why, arrival, name,"
                    " la_code) VALUES (?, ?, ?, ?, ?, ?, ?)",
                    (
                        *(number, each.verdict, each.decided_by, each.why),
                        *(each.arrival, each.name, each.la_code),
                    ),
                )

    def decisions(self, upto: int | None = None) -> list[Decision]:
        """Every decision as far as a sequence number, in sequence."""
        rows = self._db.execute(
            "SELECT sequence, verdict, decided_by, why, arrival, name, la_code, decided_at"
            " FROM decision WHERE sequence <= ? ORDER BY sequence",
            (upto if upto is not None else 2**62,),
        )
        return [Decision(*row) for row in rows]

    def record(self, build: str, receipts: Sequence[Receipt]) -> None:
        """Write receipts made by one build of the code; its later word replaces its earlier."""
        rows = [
            (
                *(each.arrival, build, each.state, each.source, each.table, each.period),
                *(each.authority, each.contract, each.rows_in, each.accepted, each.rejected),
                *(json.dumps(each.faults, sort_keys=True), each.reason),
                *(json.dumps(each.holds), json.dumps(each.unchecked, sort_keys=True)),
                *(each.new, each.changed, each.withdrawn, json.dumps(each.takes_up)),
            )
            for each in receipts
        ]
        with storage.transaction(self._db):
            self._db.executemany(
                f"INSERT OR REPLACE INTO receipt VALUES ({', '.join('?' * 19)})",  # noqa: S608
                rows,
            )

    def receipts(self, build: str, upto: int | None = None) -> list[Receipt]:
        """
        The receipts of one build, in sequence, as decisions and later arrivals left them.

        Of files that are forgotten the same is told whatever the build.
        """
        found = [*self.made(build, upto), *self.erasures.receipts(upto)]
        told = sorted(found, key=lambda each: (each.arrival, each.table))
        return standing(told, self.decisions(upto))

    def made(self, build: str, upto: int | None = None) -> list[Receipt]:
        """The receipts of one build as they were written, before any decision."""
        rows = self._db.execute(
            "SELECT arrival, path, source, table_name, period, authority, contract, state, rows_in,"
            " accepted, rejected, faults, reason, holds, unchecked, new, changed, withdrawn,"
            " takes_up, sha256, left_out FROM receipt JOIN arrival ON arrival = sequence"
            " LEFT JOIN redaction USING (sha256)"
            " WHERE build = ? AND arrival <= ? ORDER BY arrival, table_name",
            (build, upto if upto is not None else 2**62),
        )
        return [_receipt(row) for row in rows]

    def last_reading(self) -> str:
        """Which reading the newest receipts are of; the empty string before the first."""
        newest = "SELECT build FROM receipt ORDER BY rowid DESC LIMIT 1"
        found = self._db.execute(newest).fetchone()
        return found[0] if found else ""

    def key_fingerprint(self) -> str | None:
        """Which identifier key the record was begun with; nothing that tells the key."""
        found = self._db.execute("SELECT fingerprint FROM identifier_key").fetchone()
        return found[0] if found else None

    def remember_key(self, fingerprint: str) -> None:
        """Record the identifier key once."""
        self._db.execute("INSERT OR IGNORE INTO identifier_key VALUES (?)", (fingerprint,))

    def forget_receipts(self, build: str) -> None:
        """Take back a build's receipts, whose rows are no longer at rest."""
        with storage.transaction(self._db):
            self._db.execute("DELETE FROM receipt WHERE build = ?", (build,))


def _receipt(row: Sequence[Any]) -> Receipt:
    *known, faults, reason, holds, unchecked, new, changed, withdrawn = row[:-3]
    takes_up, sha256, left_out = row[-3:]
    return Receipt(
        *known,
        json.loads(faults),
        reason,
        json.loads(holds),
        json.loads(unchecked),
        *(new, changed, withdrawn, tuple(json.loads(takes_up)), sha256),
        invented=".invented." in Path(known[1]).name,
        left_out=json.loads(left_out or "{}").get(known[3], 0),
    )
