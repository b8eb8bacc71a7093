"""iro status"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from iro_pipeline.cli.endings import DONE, REFUSED, Json, Root, complain, result
from iro_pipeline.cli.messages import OUTDATED, counted, receipt_record, shortened, trouble

if TYPE_CHECKING:
    from iro_pipeline.record.ledger import Released
    from iro_pipeline.record.receipts import Receipt
    from iro_pipeline.workspace import Workspace

UNITS = {"m": "minutes", "h": "hours", "d": "days"}


def duration(text: str) -> timedelta:
    found = re.fullmatch(r"(\d+(?:\.\d+)?)([mhd])", text.strip())
    if not found:
        raise typer.BadParameter("expected a number and m, h or d, like 90m, 26h or 2d.")
    return timedelta(**{UNITS[found[2]]: float(found[1])})


MaxAge = Annotated[
    timedelta | None,
    typer.Option(parser=duration, metavar="AGE", help="Exit 3 when older: 90m, 26h, 2d."),
]


def status(root: Root = Path(), max_age: MaxAge = None, as_json: Json = False) -> None:
    """Say what the latest release is, from what and how old; a run with nothing new renews it."""
    from iro_pipeline.workspace import Workspace

    state = state_of(Workspace(root))
    result(in_words(state), record(state), as_json=as_json)
    old = state.released is None or (max_age is not None and state.age > max_age)
    if old:
        complain(f"Too old: {headline(state)}")
    raise typer.Exit(REFUSED if old else DONE)


@dataclass(frozen=True)
class State:
    """The release that readers see, the receipts of what it rests on, and the files set aside."""

    released: Released | None = None
    folder: Path | None = None
    age: timedelta = timedelta()
    inputs: list[Receipt] = field(default_factory=list)
    waiting: list[Receipt] = field(default_factory=list)
    decided_since: int = 0
    outdated: bool = False


def state_of(workspace: Workspace) -> State:
    from iro_pipeline import examination
    from iro_pipeline.intake import receipts_now
    from iro_pipeline.record.ledger import Ledger

    if not (workspace.record / "ledger.sqlite").exists():
        return State()
    ledger, folder = Ledger(workspace.record, looking=True), workspace.latest()
    released = next((each for each in ledger.releases() if folder and each.id == folder.name), None)
    if released is None:
        now = waiting(workspace, receipts_now(ledger))
        return State(waiting=now, outdated=ledger.outdated)
    receipts = ledger.receipts(released.build, released.sequence)
    if workspace.tables_are_of() == released.id:
        receipts = examination.told(receipts, workspace.scan("findings").collect())
    return State(
        released,
        folder,
        datetime.now(UTC) - datetime.fromisoformat(released.confirmed_at),
        [each for each in receipts if each.state == "loaded"],
        waiting(workspace, receipts_now(ledger)),
        sum(each.sequence > released.sequence for each in ledger.decisions()),
        ledger.outdated,
    )


def waiting(workspace: Workspace, receipts: list[Receipt]) -> list[Receipt]:
    """What is held, and the refused files that still lie in data/raw/ as they were refused."""
    newest = {(each.path, each.table): each for each in receipts}
    return [
        each
        for each in newest.values()
        if each.state == "held"
        or (each.state == "quarantined" and (workspace.raw / each.path).exists())
    ]


def in_words(state: State) -> list[str]:
    left = [f"{trouble(each)} File: data/raw/{each.path}" for each in state.waiting]
    if any(each.state == "held" for each in state.waiting):
        left.append("`iro review` takes your decision on what is held.")
    since = f"{counted(state.decided_since, 'decision')} since: `iro run` goes by what was decided."
    return [
        headline(state),
        *([since] if state.decided_since else []),
        *([OUTDATED] if state.outdated else []),
        *(f"  {line}" for line in [*rests_on(state.inputs), *unchecked(state.inputs)]),
        *(shortened(left) or ["No file waits for a person."]),
    ]


def headline(state: State) -> str:
    if state.released is None:
        return "There is no release yet."
    invented = sum(each.invented for each in state.inputs)
    made = f", {invented:,} of them invented" if invented else ""
    return (
        f"Release {state.released.id} of {state.released.released_at}, last confirmed by a run "
        f"{spoken(state.age)} ago, from {counted(len(state.inputs), 'file')}{made}."
    )


def rests_on(inputs: list[Receipt]) -> list[str]:
    """One line a table: how many files, of which periods."""
    tables: dict[str, list[Receipt]] = {}
    for each in inputs:
        tables.setdefault(f"{each.source}/{each.table}", []).append(each)
    return [f"{table}: {counted(len(each), 'file')}{years(each)}" for table, each in tables.items()]


def unchecked(inputs: list[Receipt]) -> list[str]:
    """The rules that could not be looked into, and in how many files: they were not passed."""
    files = Counter(rule for each in inputs for rule in each.unchecked)
    why = {rule: reason for each in inputs for rule, reason in each.unchecked.items()}
    return [
        f"not looked into in {counted(number, 'file')}: {rule} ({why[rule]})"
        for rule, number in files.most_common()
    ]


def years(receipts: list[Receipt]) -> str:
    periods = sorted({each.period for each in receipts if each.period is not None})
    if len(periods) < 2:
        return "".join(f", {period}" for period in periods)
    return f", {periods[0]} to {periods[-1]}"


def record(state: State) -> dict[str, Any]:
    released = state.released
    return {
        "release": released and released.id,
        "released_at": released and released.released_at,
        "confirmed_at": released and released.confirmed_at,
        "folder": state.folder,
        "age_seconds": released and round(state.age.total_seconds()),
        "outdated": state.outdated,
        "inputs": [receipt_record(each) for each in state.inputs],
        "waiting": [{"path": each.path, **receipt_record(each)} for each in state.waiting],
    }


def spoken(age: timedelta) -> str:
    minutes = int(age.total_seconds() // 60)
    for unit, size in (("day", 24 * 60), ("hour", 60)):
        if minutes >= 2 * size:
            return counted(minutes // size, unit)
    return counted(minutes, "minute")
