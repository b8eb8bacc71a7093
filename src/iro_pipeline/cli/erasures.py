"""What an erasure took, or would take, as it is told: counts and places, never a value."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from iro_pipeline.cli.messages import counted, origin

if TYPE_CHECKING:
    from iro_pipeline.forgetting.planning import Plan
    from iro_pipeline.workspace import Workspace


def in_words(
    plan: Plan, workspace: Workspace, *, earlier_stands: bool, forgotten: bool
) -> Iterator[str]:
    """All that whoever carries it out must know, a line each."""
    if not plan.rows:
        yield "That person was forgotten before, and no file has a row of theirs."
    for arrival in plan.rows:
        yield f"{rows(plan, arrival)} {'is' if forgotten else 'would be'} forgotten."
    for place in lying(plan, workspace):
        yield f"Still in data/raw, for its sender to mend or delete: {place}"
    if plan.unread:
        numbers = ", ".join(map(str, plan.unread))
        yield f"Nobody can look into arrivals that could not be read: {numbers}. See `--file`."
    if plan.beside:
        yield beside(plan, earlier_stands=earlier_stands)
    yield "Releases stay as they were published; backups of data/record/ are yours to purge."
    if forgotten:
        yield "Tables at rest are gone: `iro run` makes them again."


def rows(plan: Plan, arrival: int) -> str:
    """How many rows of which tables of an arrival."""
    told = [
        f"{counted(number, 'row')} of {table or 'no table'}"
        for table, number in plan.rows[arrival].items()
    ]
    its = [each for each in plan.receipts if each.arrival == arrival]
    where = f" ({origin(*its)})" if its else ""
    return f"Arrival {arrival}{where}: {', '.join(told) or 'nothing read'}"


def beside(plan: Plan, *, earlier_stands: bool) -> str:
    """What came for the same place, and whether it stands again."""
    numbers = ", ".join(map(str, plan.beside))
    stands = "stands again" if earlier_stands else "does not stand again (--earlier-stands)"
    return f"Kept, for the same place: {numbers}. What stood before {stands}."


def lying(plan: Plan, workspace: Workspace) -> list[Path]:
    """Where the files that were found lie below data/raw, if they still do."""
    paths = sorted({plan.arrivals[arrival].path for arrival in plan.rows})
    return [workspace.raw / path for path in paths if (workspace.raw / path).exists()]


def record(plan: Plan, workspace: Workspace, *, forgotten: bool) -> dict[str, Any]:
    """The same for machines."""
    return {
        "forgotten": forgotten,
        "rows": {str(arrival): dict(tables) for arrival, tables in plan.rows.items()},
        "in_raw": [str(place) for place in lying(plan, workspace)],
        "unread": plan.unread,
        "beside": plan.beside,
    }
