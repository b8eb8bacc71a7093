"""What was handed over to whom: the ledger's own account, to which lines are only ever added."""

import sqlite3
from dataclasses import dataclass

_COLUMNS = "recipient, who, audience, edition, release, state, noted_at"


@dataclass(frozen=True)
class Delivery:
    """
    A step of one delivery: "sending" before anything leaves, then "sent", "later" or "refused".

    `recipient` is a keyed hash of the address or folder, `who` the label it goes by, `edition` a
    digest of the pack's content. One whose last step is "sending" may have arrived, or not.
    """

    recipient: str
    who: str
    audience: str
    edition: str
    release: str
    state: str = "sending"
    noted_at: str = ""


class Deliveries:
    """
    The ledger's table of deliveries.

    It takes no place in the ledger's sequence: no figure rests on who was told.
    """

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def note(self, step: Delivery) -> None:
        """Add a step, on the disk when this returns."""
        self._db.execute(
            "INSERT INTO delivery (recipient, who, audience, edition, release, state)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            (step.recipient, step.who, step.audience, step.edition, step.release, step.state),
        )

    def of(self, release: str) -> list[Delivery]:
        """Every step of what went, or was to go, of one release; in order."""
        rows = self._db.execute(
            f"SELECT {_COLUMNS} FROM delivery WHERE release = ? ORDER BY number",  # noqa: S608
            (release,),
        )
        return [Delivery(*row) for row in rows]

    def to(self, recipient: str, audience: str) -> list[Delivery]:
        """Every step of what went, or was to go, to one recipient for one audience; in order."""
        rows = self._db.execute(
            f"SELECT {_COLUMNS} FROM delivery WHERE recipient = ? AND audience = ? ORDER BY number",  # noqa: S608
            (recipient, audience),
        )
        return [Delivery(*row) for row in rows]
