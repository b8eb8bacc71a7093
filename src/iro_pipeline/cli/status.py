"""iro status"""

from __future__ import annotations

import re
import shlex
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from iro_pipeline.cli.endings import DONE, REFUSED, Json, Root, complain, result
from iro_pipeline.cli.messages import (
    OUTDATED,
    at_fault,
    by_file,
    counted,
    flaws,
    origin,
    receipt_record,
    shortened,
    trouble,
    waits,
)
from iro_pipeline.cli.state import State, state_of

if TYPE_CHECKING:
    from iro_pipeline.record.receipts import Receipt

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


def in_words(state: State) -> list[str]:
    since = f"{counted(state.decided_since, 'decision')} since: `iro run` goes by what was decided."
    return [
        headline(state),
        *(f"Release {name} waits for approval: `iro release`." for name in state.for_approval),
        *([since] if state.decided_since else []),
        *([OUTDATED] if state.outdated else []),
        *(f"  {line}" for line in [*rests_on(state.inputs), *unchecked(state.inputs)]),
        *shortened(list(loaded_with_faults(state))),
        *what_waits(state),
    ]


def loaded_with_faults(state: State) -> Iterator[str]:
    for parts in by_file(sorted(state.inputs, key=lambda each: -each.arrival)):
        if at_fault(parts):
            said = f"{origin(*parts)}: {flaws(parts)}. {where(parts, state.raw)}"
            yield f"Loaded with faults: {said}"


def where(parts: list[Receipt], raw: Path) -> str:
    """The command that says where in a file; it sees no other table."""
    from iro_pipeline.record.phrases import is_across

    file = str(raw / parts[0].path)
    if all(is_across(rule) for each in parts for rule in each.faults):
        return f"Seen beside other tables only, not by `iro check`. File: {file}"
    return f"`iro check {shlex.quote(file)}`"


def what_waits(state: State) -> Iterator[str]:
    """Every file that waits, a line each, and how many names do: for a person, or for more."""
    files = by_file(state.waiting)
    for parts in files:
        yield f"{trouble(parts)} File: {state.raw / parts[0].path}"
    if any(each.state == "held" for each in state.waiting):
        yield "`iro review` takes your decision on what is held."
    if all(waits(parts) for parts in files):
        yield "No file waits for a person."
    if state.names:
        verb = "waits" if state.names == 1 else "wait"
        yield f"{counted(state.names, 'name')} of authorities {verb}: `iro review` lists them."


def headline(state: State) -> str:
    if state.released is None:
        return "There is no release yet."
    files = by_file(state.inputs)
    invented = sum(parts[0].invented for parts in files)
    made = f", {invented:,} of them invented" if invented else ""
    return (
        f"Release {state.released.id} of {state.released.released_at}, last confirmed by a run "
        f"{spoken(state.age)} ago, from {counted(len(files), 'file')}{made}."
    )


def rests_on(inputs: list[Receipt]) -> list[str]:
    """One line a table: how many files, of which periods."""
    tables: dict[str, list[Receipt]] = {}
    for each in inputs:
        tables.setdefault(f"{each.source}/{each.table}", []).append(each)
    return [f"{table}: {counted(len(each), 'file')}{years(each)}" for table, each in tables.items()]


def unchecked(inputs: list[Receipt]) -> list[str]:
    """The rules that could not be looked into, and in how many files: they were not passed."""
    from iro_pipeline.record.phrases import sentence

    files: Counter[tuple[str, str]] = Counter()
    for each in inputs:
        for rule, why in each.unchecked.items():
            files[sentence(each.contract, rule) or rule, why] += 1
    return [
        f"not looked into in {counted(number, 'file')}: {said} ({why})"
        for (said, why), number in files.most_common()
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
        "for_approval": state.for_approval,
        "names_waiting": state.names,
        "inputs": [receipt_record(each) for each in state.inputs],
        "waiting": [{"path": each.path, **receipt_record(each)} for each in state.waiting],
    }


def spoken(age: timedelta) -> str:
    minutes = int(age.total_seconds() // 60)
    for unit, size in (("day", 24 * 60), ("hour", 60)):
        if minutes >= 2 * size:
            return counted(minutes // size, unit)
    return counted(minutes, "minute")
