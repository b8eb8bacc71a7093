"""
From what was dropped to a release: the stages, in their order, written once.

A stage is a plain function. `perform` calls it: `plainly` as it is, the nightly flow as a task.
"""

import contextlib
import logging
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from iro_pipeline import building, examination, intake, releases, stages
from iro_pipeline.arrivals.receiving import Damaged
from iro_pipeline.auditing import Refused
from iro_pipeline.checking import Checked, check
from iro_pipeline.forgetting import erasing
from iro_pipeline.publications import changes
from iro_pipeline.record.approvals import approved
from iro_pipeline.record.ledger import Busy, Ledger, alone
from iro_pipeline.record.receipts import Receipt
from iro_pipeline.workspace import Workspace

__all__ = ["Busy", "Checked", "Outcome", "check", "plainly", "run"]

log = logging.getLogger(__name__)

WAITS = "Release {} waits for a person: `iro release` says what it changes and takes the approval."


def plainly(stage: Callable[..., Any], *args: Any) -> Any:
    """Call a stage as the function that it is."""
    return stage(*args)


@dataclass(frozen=True)
class Outcome:
    """How a run ended, and what it made."""

    state: str  # "published", "made" (it waits for approval), "nothing new", "refused", "rehearsed"
    release: str | None = None
    folder: Path | None = None
    receipts: list[Receipt] = field(default_factory=list)
    changes: dict[str, int] = field(default_factory=dict)
    reasons: list[str] = field(default_factory=list)

    @property
    def exit_code(self) -> int:
        """0 done; 3 refused, nothing published."""
        return 3 if self.state == "refused" else 0


def run(
    workspace: Workspace,
    *,
    as_of: int | None = None,
    dry_run: bool = False,
    perform: Callable[..., Any] = plainly,
) -> Outcome:
    """
    Receive, inspect, build, measure, compare, publish. Raises Busy when another run is at work.

    `as_of` rebuilds the release of an earlier place in the ledger and leaves `latest` alone.
    `dry_run` does all of it on a copy of the record that is then thrown away.
    """
    if dry_run:
        return _rehearsed(workspace, as_of, perform)
    try:
        return _run(workspace, as_of, perform)
    except Damaged as damage:
        return Outcome("refused", reasons=[str(damage)])
    except Refused as refused:
        return Outcome("refused", reasons=refused.reasons)


def _run(workspace: Workspace, as_of: int | None, perform: Callable[..., Any]) -> Outcome:
    if not workspace.raw.is_dir():
        reason = f"There is no folder data/raw/ in {workspace.root.resolve()}: is it the right one?"
        return Outcome("refused", reasons=[reason])
    workspace.prepare()
    ledger = Ledger(workspace.record)
    with ledger.locked():
        ledger.renew()
        workspace.sweep()
        erasing.finish(workspace, ledger)
        if as_of is None:
            perform(intake.receive, workspace, ledger)
        if as_of is not None and as_of > ledger.last():
            reason = f"The ledger goes up to number {ledger.last()}; there is no number {as_of}."
            return Outcome("refused", reasons=[reason])
        if as_of is not None and (gone := erasing.since(ledger, as_of)):
            return Outcome("refused", reasons=[gone])
        fresh = perform(intake.inspect, workspace, ledger, as_of)
        receipts = ledger.receipts(intake.reading_of(ledger, as_of), as_of)
        # As they stand now: an earlier decision may be about a file that was read anew.
        inspected = {(each.arrival, each.table) for each in fresh}
        fresh = [each for each in receipts if (each.arrival, each.table) in inspected]
        standing = _standing(workspace, ledger, receipts, fresh) if as_of is None else None
        if not any(each.state == "loaded" for each in receipts):
            standing = _nothing(workspace)
        if standing is not None:
            _made_again(workspace, standing, receipts, perform)
            return replace(standing, receipts=fresh)
        released = _released(workspace, ledger, receipts, as_of, perform)
        found = workspace.scan("findings").collect()
        return replace(released, receipts=examination.told(fresh, found))


def _nothing(workspace: Workspace) -> Outcome:
    reason = "Nothing that can be used has arrived."
    latest = workspace.latest()
    if latest is None:
        return Outcome("refused", reasons=[reason])
    left = "What the release rests on has been set aside or can no longer be used."
    return Outcome("refused", latest.name, latest, reasons=[reason, left])


def _standing(
    workspace: Workspace, ledger: Ledger, receipts: list[Receipt], fresh: list[Receipt]
) -> Outcome | None:
    """The outcome when the latest release stays as it is; None when there is one to make."""
    last, seen = next(reversed(ledger.releases.all()), None), workspace.latest()
    waits = last is not None and ledger.approvals.waits(last.id)
    if last is None or not (workspace.releases / last.id).exists():
        return None
    if not waits and (seen is None or seen.name != last.id):
        return None
    if last.build != intake.reading_of(ledger):
        return None
    since = [each for each in receipts if each.arrival > last.sequence]
    decided = any(each.sequence > last.sequence for each in ledger.decisions())
    judged = ledger.erasures.judged()
    if decided or any(erasing.makes_due(judged, each) for each in since):
        return None
    if any(each.state == "quarantined" and each.arrival > last.sequence for each in fresh):
        reason = "Nothing that has arrived since the latest release can be used."
        return Outcome("refused", last.id, workspace.releases / last.id, reasons=[reason])
    _confirm(ledger, last.id, seen.name if seen else "")
    reasons = [WAITS.format(last.id)] if waits else []
    return Outcome("nothing new", last.id, workspace.releases / last.id, reasons=reasons)


def _released(
    workspace: Workspace,
    ledger: Ledger,
    receipts: list[Receipt],
    as_of: int | None,
    perform: Callable[..., Any],
) -> Outcome:
    seen = workspace.latest()
    _made(workspace, receipts, perform)
    sequence = as_of or ledger.last()
    earlier = _seen(workspace, ledger, sequence)
    folder = perform(releases.publish, workspace, receipts, sequence, earlier)
    workspace.note_tables(folder.name)
    waits = as_of is None and ledger.approvals.waits(folder.name)
    if as_of is None:
        if not waits:
            releases.point_latest(workspace, folder.name)
        rests_on = [each.arrival for each in receipts if each.state == "loaded"]
        ledger.releases.note(folder.name, sequence, intake.reading_of(ledger), rests_on)
        _confirm(ledger, seen.name if waits and seen else "")
    moved = dict(changes.counted(folder))
    return Outcome("made" if waits else "published", folder.name, folder, changes=moved)


def _confirm(ledger: Ledger, *names: str) -> None:
    """That these still stand: what waits, and what readers see until it is approved."""
    for each in ledger.releases.all():
        if each.id in names:
            ledger.releases.note(each.id, each.sequence, each.build)


def _seen(workspace: Workspace, ledger: Ledger, upto: int) -> list[Path]:
    """The releases that readers were shown, as far as a place in the ledger; the newest first."""
    found = [each.id for each in ledger.releases.all() if each.sequence <= upto]
    return [workspace.releases / name for name in reversed(found) if approved(ledger, name)]


def _made_again(
    workspace: Workspace, standing: Outcome, receipts: list[Receipt], perform: Callable[..., Any]
) -> None:
    """The tables at rest, where they were dropped or are not of the release that stands."""
    is_whole = workspace.tables_are_of() == standing.release
    if is_whole or not any(each.state == "loaded" for each in receipts):
        return
    _made(workspace, receipts, perform)
    workspace.note_tables(standing.release or "")


def _made(workspace: Workspace, receipts: list[Receipt], perform: Callable[..., Any]) -> None:
    """All tables at rest; they are of no release until that has appeared."""
    loaded = [each for each in receipts if each.state == "loaded"]
    workspace.note_tables("")
    perform(building.build_facts, workspace, loaded)
    perform(stages.measure_indicators, workspace)
    perform(stages.compare_with_peers, workspace)


def _rehearsed(workspace: Workspace, as_of: int | None, perform: Callable[..., Any]) -> Outcome:
    """A run in a folder of its own: the same files, a copy of the record, the latest release."""
    if not workspace.raw.is_dir():
        return _run(workspace, as_of, perform)  # refused at once
    with workspace.rehearsing() as folder:
        rehearsal = Workspace(folder)
        rehearsal.raw.parent.mkdir(parents=True)
        rehearsal.raw.symlink_to(workspace.raw.resolve())
        if (workspace.record / "ledger.sqlite").exists():
            with alone(workspace.record):
                _copy(workspace.record, rehearsal.record)
                _copy(workspace.restricted, rehearsal.restricted)
        if latest := workspace.latest():
            rehearsal.releases.mkdir(parents=True)
            (rehearsal.releases / latest.name).symlink_to(latest)
            (rehearsal.releases / "latest").symlink_to(latest.name)
        outcome = run(rehearsal, as_of=as_of, perform=perform)
    if outcome.state not in ("published", "made"):
        return outcome
    return replace(outcome, state="rehearsed", folder=None)


def _copy(folder: Path, place: Path) -> None:
    if folder.is_dir():
        others = shutil.ignore_patterns(".rehearsal-*")
        shutil.copytree(folder, place, ignore=others, copy_function=_linked)


def _linked(source: str, place: str) -> str:
    """A copy that costs nothing, of the files that are replaced and never written over."""
    if source.endswith(".arrow") or "/received/" in source:
        with contextlib.suppress(OSError):
            Path(place).hardlink_to(source)
            return place
    return shutil.copy2(source, place)
