"""Which releases appeared, from which arrivals, and when each was last found to stand."""

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass

from iro_pipeline.record import storage
from iro_pipeline.record.approvals import Approvals


@dataclass(frozen=True)
class Released:
    """A release as the ledger knows it; a run that found nothing new has confirmed it."""

    id: str
    sequence: int
    build: str
    released_at: str
    confirmed_at: str


class Releases:
    """The ledger's tables of releases, each made of its sequence as far as a place in it."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def all(self) -> list[Released]:
        """Every release, in the order of its arrivals."""
        rows = self._db.execute(
            "SELECT id, sequence, build, released_at, confirmed_at FROM release"
            " ORDER BY sequence, rowid"
        )
        return [Released(*row) for row in rows]

    def note(self, release: str, sequence: int, build: str, rests_on: Iterable[int] = ()) -> None:
        """
        Record that a release appeared, and from which arrivals, or that it still stands.

        It waits from now on where releases are approved first and this one was not.
        """
        waits = Approvals(self._db).waits(release)
        with storage.transaction(self._db):
            self._db.execute(
                "INSERT INTO release (id, sequence, build) VALUES (?, ?, ?) ON CONFLICT (id)"
                " DO UPDATE SET confirmed_at = strftime('%Y-%m-%dT%H:%M:%SZ', 'now')",
                (release, sequence, build),
            )
            if arrivals := sorted({*rests_on}):
                self._db.execute(
                    "INSERT OR IGNORE INTO rested VALUES (?, ?)", (release, json.dumps(arrivals))
                )
            if waits:
                self._db.execute("INSERT OR IGNORE INTO awaiting VALUES (?)", (release,))

    def rested(self) -> dict[int, frozenset[int] | None]:
        """
        The arrivals that releases rested on, by the releases' places in the sequence.

        None where no release of that place wrote them down, as before edition 3 of the record.
        """
        rows = self._db.execute(
            "SELECT sequence, arrivals FROM release LEFT JOIN rested ON release = id ORDER BY 1"
        )
        found: dict[int, frozenset[int] | None] = {}
        for sequence, arrivals in rows:
            before = found.get(sequence)
            now = frozenset(json.loads(arrivals)) if arrivals else frozenset()
            found[sequence] = (before or frozenset()) | now or None
        return found
