"""What stands and what waits, as `iro status` tells it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from iro_pipeline.record.ledger import Ledger
    from iro_pipeline.record.receipts import Receipt
    from iro_pipeline.record.releases import Released
    from iro_pipeline.workspace import Workspace


@dataclass(frozen=True)
class State:
    """The release that readers see, the receipts of what it rests on, and what waits below raw."""

    raw: Path
    released: Released | None = None
    folder: Path | None = None
    age: timedelta = timedelta()
    inputs: list[Receipt] = field(default_factory=list)
    waiting: list[Receipt] = field(default_factory=list)
    decided_since: int = 0
    outdated: bool = False
    names: int = 0
    for_approval: list[str] = field(default_factory=list)


def state_of(workspace: Workspace) -> State:
    from iro_pipeline import examination
    from iro_pipeline.cli.release import waiting as for_approval
    from iro_pipeline.intake import receipts_now
    from iro_pipeline.record.ledger import Ledger

    if not (workspace.record / "ledger.sqlite").exists():
        return State(workspace.raw)
    ledger, folder = Ledger(workspace.record, looking=True), workspace.latest()
    released = next(
        (each for each in ledger.releases.all() if folder and each.id == folder.name), None
    )
    now = receipts_now(ledger)
    left, names = waiting(workspace, ledger, now), names_waiting(workspace, ledger, now)
    unseen = for_approval(workspace, ledger)
    if released is None:
        outdated = ledger.outdated
        return State(
            workspace.raw, waiting=left, outdated=outdated, names=names, for_approval=unseen
        )
    receipts = ledger.receipts(released.build, released.sequence)
    if workspace.tables_are_of() == released.id:
        receipts = examination.told(receipts, workspace.scan("findings").collect())
    return State(
        workspace.raw,
        released,
        folder,
        datetime.now(UTC) - datetime.fromisoformat(released.confirmed_at),
        [each for each in receipts if each.state == "loaded"],
        left,
        sum(each.sequence > released.sequence for each in ledger.decisions()),
        ledger.outdated,
        names,
        unseen,
    )


def waiting(workspace: Workspace, ledger: Ledger, receipts: list[Receipt]) -> list[Receipt]:
    """What is held or waits, and refused files that lie in data/raw/ unmended; newest first."""
    runs = {each.sequence: each.run for each in ledger.arrivals()}
    newest = {each.path: each.arrival for each in sorted(receipts, key=lambda each: each.arrival)}
    tables = {each.slot: each.arrival for each in receipts if each.state == "loaded"}
    places = {place(each): runs.get(each.arrival, 0) for each in receipts if each.state == "loaded"}

    def lies_there(each: Receipt) -> bool:
        return newest[each.path] == each.arrival and (workspace.raw / each.path).exists()

    def is_mended(each: Receipt) -> bool:
        """A later file took its place; what came in the same run may be another table of it."""
        if each.table:
            return tables.get(each.slot, 0) > each.arrival
        return places.get(place(each), 0) > runs.get(each.arrival, 0)

    left = [
        each
        for each in receipts
        if each.state in ("held", "waiting")
        or (each.state == "quarantined" and lies_there(each) and not is_mended(each))
    ]
    return sorted(left, key=lambda each: (-each.arrival, each.table))


def place(each: Receipt) -> tuple[object, ...]:
    return (each.source, each.period, each.authority)


def names_waiting(workspace: Workspace, ledger: Ledger, receipts: list[Receipt]) -> int:
    """How many names of authorities nobody knows; only where there are any are files read again."""
    from iro_pipeline.arrivals.receiving import Damaged
    from iro_pipeline.reviewing import queue

    if not any("unknown_authority" in each.faults for each in receipts):
        return 0
    try:
        return len(queue(workspace, ledger, guessed=0).names)
    except Damaged:  # which the next run refuses to go on from, and says so
        return 0
