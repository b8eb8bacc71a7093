"""What was forgotten: whose rows, or which file, by whom and why; of values nothing but tags."""

import json
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from iro_pipeline.record import storage
from iro_pipeline.record.receipts import Receipt


@dataclass(frozen=True)
class Erasure:
    """
    One request that was carried out, at its place among arrivals and decisions.

    `kind`: "file", or whose rows: a "child" (`scope`: an authority's la_code) or a "respondent"
    (`scope`: source/table/year). `tags`: keyed hashes of the person. `found`: rows by arrival.
    """

    sequence: int
    kind: str
    scope: str
    tags: tuple[str, ...]
    found: Mapping[int, int]
    erased_by: str
    why: str
    erased_at: str = ""
    finished_at: str | None = None


class Judged(NamedTuple):
    """What became of a table of an arrival, and which waiting arrivals it took up."""

    state: str
    takes_up: tuple[int, ...] = ()


class Erasures:
    """The ledger's tables of what was forgotten."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def all(self, *, unfinished: bool = False) -> list[Erasure]:
        """Every erasure in sequence, or those that were recorded and not yet finished."""
        rows = self._db.execute(
            "SELECT sequence, kind, scope, tags, found, erased_by, why, erased_at, finished_at"
            " FROM erasure WHERE finished_at IS NULL OR NOT ? ORDER BY sequence",
            (unfinished,),
        )
        return [_erasure(*row) for row in rows]

    def people(self) -> list[Erasure]:
        """Those whose rows every reading leaves out."""
        return [each for each in self.all() if each.kind != "file"]

    def replaced(self) -> dict[str, str]:
        """Of bytes that are no longer kept as they came, what is kept in their place."""
        return dict(self._db.execute("SELECT sha256, kept FROM redaction"))

    def receipts(self, upto: int | None = None) -> list[Receipt]:
        """What is still told of forgotten files: places and counts."""
        rows = self._db.execute(
            "SELECT arrival, path, source, table_name, period, authority, contract,"
            " 'forgotten', rows_in, accepted, rejected, keeps_place, takes_up, sha256"
            " FROM forgotten JOIN arrival ON arrival = sequence WHERE arrival <= ?"
            " ORDER BY arrival, table_name",
            (upto if upto is not None else 2**62,),
        )
        return [_receipt(*row) for row in rows]

    def judged(self) -> dict[tuple[int, str], Judged]:
        """
        What had become of each table of an arrival when rows were first forgotten after it came.

        It is not judged again by the rows that are left: see record.waiting.
        """
        rows = self._db.execute("SELECT arrival, table_name, state, takes_up FROM judged")
        return {
            (arrival, table): Judged(state, tuple(json.loads(takes_up)))
            for arrival, table, state, takes_up in rows
        }

    def record_person(self, asked: Erasure) -> None:
        """From now on every reading leaves the person out."""
        with storage.transaction(self._db):
            self._enter(asked)

    def record_file(self, asked: Erasure, sha256: str, receipts: Sequence[Receipt]) -> None:
        """
        From now on nothing is kept of the bytes, which came as the arrivals that were `found`.

        Of their receipts places and counts are left, and of their paths what is no person's words.
        """
        with storage.transaction(self._db):
            self._enter(asked)
            self._replace(sha256, "", {})
            self._db.executemany(
                f"INSERT INTO forgotten VALUES ({', '.join('?' * 11)})",  # noqa: S608
                [
                    (
                        *(each.arrival, each.source, each.table, each.period, each.authority),
                        *(each.contract, each.rows_in, each.accepted, each.rejected),
                        *(each.keeps_place, json.dumps(each.takes_up)),
                    )
                    for each in receipts
                ],
            )
            for arrival in asked.found:
                (path,) = self._db.execute(
                    "SELECT path FROM arrival WHERE sequence = ?", (arrival,)
                ).fetchone()
                its = next((each for each in receipts if each.arrival == arrival), None)
                plain = (_nameless(path, arrival, its), arrival)
                self._db.execute("UPDATE arrival SET path = ? WHERE sequence = ?", plain)
                self._db.execute("DELETE FROM receipt WHERE arrival = ?", (arrival,))

    def let_earlier_stand(self, asked: Erasure) -> None:
        """Forgotten files leave their places to what stood there before them."""
        with storage.transaction(self._db):
            self._enter(asked)
            self._db.executemany(
                "UPDATE forgotten SET keeps_place = 0 WHERE arrival = ?",
                [(arrival,) for arrival in asked.found],
            )

    def redact(self, sha256: str, kept: str, left_out: Mapping[str, int]) -> None:
        """Record what is kept of received bytes, and how many rows of each table went by now."""
        with storage.transaction(self._db):
            found = "SELECT left_out FROM redaction WHERE sha256 = ?"
            before = json.loads((self._db.execute(found, (sha256,)).fetchone() or ("{}",))[0])
            counts = {
                table: before.get(table, 0) + left_out.get(table, 0)
                for table in sorted({*before, *left_out})
            }
            self._replace(sha256, kept, counts)

    def finish(self) -> bool:
        """
        Note that all is done, and leave nothing in free pages or the log of the ledger's file.

        False where another reads the file just now, so that its log cannot be emptied.
        """
        self._db.execute("PRAGMA temp_store=MEMORY")
        self._db.execute("VACUUM")
        if self._emptied():
            now = "strftime('%Y-%m-%dT%H:%M:%SZ', 'now')"
            unfinished = f"UPDATE erasure SET finished_at = {now} WHERE finished_at IS NULL"  # noqa: S608
            self._db.execute(unfinished)
            return True
        return False

    def _replace(self, sha256: str, kept: str, left_out: Mapping[str, int]) -> None:
        """What was kept in the bytes' place until now is replaced too: see `replaced`."""
        told = "SELECT kept FROM redaction WHERE sha256 = ? AND kept NOT IN ('', ?)"
        before = self._db.execute(told, (sha256, kept)).fetchall()
        self._db.executemany(
            "INSERT OR REPLACE INTO redaction VALUES (?, ?, ?)",
            [(each, kept, json.dumps(dict(left_out))) for (each,) in [(sha256,), *before]],
        )

    def _emptied(self) -> bool:
        busy, _, _ = self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        return not busy

    def _enter(self, asked: Erasure) -> None:
        self._db.execute(
            "INSERT OR IGNORE INTO judged SELECT arrival, table_name, state, takes_up FROM receipt"
            " WHERE build = (SELECT build FROM receipt ORDER BY rowid DESC LIMIT 1)"
        )
        self._db.execute(
            "INSERT INTO erasure (sequence, kind, scope, tags, found, erased_by, why)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                *(storage.last(self._db) + 1, asked.kind, asked.scope, json.dumps(asked.tags)),
                *(json.dumps(dict(asked.found)), asked.erased_by, asked.why),
            ),
        )


def _erasure(*row: Any) -> Erasure:
    sequence, kind, scope, tags, found, *told = row
    rows = {int(arrival): number for arrival, number in json.loads(found).items()}
    return Erasure(sequence, kind, scope, tuple(json.loads(tags)), rows, *told)


def _nameless(path: str, arrival: int, its: Receipt | None) -> str:
    """The path without a file's name, and without folders that are not known to be ours."""
    known = [each for each in (its.source, its.period, its.authority) if each] if its else []
    mark = ".invented.csv" if ".invented." in Path(path).name else ""
    return "/".join([*map(str, known), f"forgotten-{arrival}{mark}"])


def _receipt(*row: Any) -> Receipt:
    *known, keeps_place, takes_up, sha256 = row
    return Receipt(
        *known,
        reason="forgotten: at somebody's request nothing is kept of its rows.",
        takes_up=tuple(json.loads(takes_up)),
        sha256=sha256,
        invented=".invented." in Path(known[1]).name,
        keeps_place=bool(keeps_place),
    )
