"""Who let a release out, and why; names stay in the record and are never part of a release."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from iro_pipeline.record.ledger import Ledger


@dataclass(frozen=True)
class Approval:
    """A person's word that a release may go out."""

    release: str
    approved_by: str
    why: str
    approved_at: str


@dataclass(frozen=True)
class Asked:
    """A person's word that releases are approved before they go out, or are not."""

    asked: bool
    decided_by: str
    why: str
    decided_at: str


class Approvals:
    """
    The ledger's tables of approvals. They take no place in its sequence: no figure rests on them.

    A release that was made while none was asked for waits for nobody, and goes on so.
    """

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    @property
    def asked(self) -> bool:
        """Whether the releases that are made from now on wait for a person."""
        return next((each.asked for each in reversed(self.switches())), False)

    def ask(self, by: str, why: str, *, asked: bool) -> None:
        """Switch it on or off; releases that wait go on waiting."""
        row = (int(asked), by, why)
        self._db.execute(
            "INSERT INTO approval_asked (asked, decided_by, why) VALUES (?, ?, ?)", row
        )

    def switches(self) -> list[Asked]:
        """Every time that it was switched on or off."""
        rows = self._db.execute(
            "SELECT asked, decided_by, why, decided_at FROM approval_asked ORDER BY number"
        )
        return [Asked(bool(asked), *rest) for asked, *rest in rows]

    def approve(self, release: str, by: str, why: str) -> None:
        """Record it; who approved first stays who approved."""
        self._db.execute(
            "INSERT OR IGNORE INTO approval (release, approved_by, why) VALUES (?, ?, ?)",
            (release, by, why),
        )

    def given(self) -> list[Approval]:
        """Every approval, in the order in which they were given."""
        rows = self._db.execute(
            "SELECT release, approved_by, why, approved_at FROM approval ORDER BY rowid"
        )
        return [Approval(*row) for row in rows]

    def waits(self, release: str) -> bool:
        """Whether a release waits for a person, or would if it were made now."""
        if self._is_in("approval", release):
            return False
        is_made = self._is_in("release", release, "id")
        return self._is_in("awaiting", release) if is_made else self.asked

    def _is_in(self, table: str, release: str, column: str = "release") -> bool:
        found = f"SELECT count(*) FROM {table} WHERE {column} = ?"  # noqa: S608
        return self._db.execute(found, (release,)).fetchone()[0] > 0


def approved(ledger: Ledger, release: str) -> bool:
    """Whether a release may go out: the ledger knows it, and it waits for nobody."""
    known = any(each.id == release for each in ledger.releases.all())
    return known and not ledger.approvals.waits(release)


def waiting(ledger: Ledger) -> list[str]:
    """The releases that wait for a person, in the order of their arrivals."""
    return [each.id for each in ledger.releases.all() if ledger.approvals.waits(each.id)]
