"""iro release"""

from __future__ import annotations

import getpass
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from iro_pipeline.cli.endings import DONE, REFUSED, Json, Root, complain, result
from iro_pipeline.cli.messages import OUTDATED

if TYPE_CHECKING:
    from iro_pipeline.record.ledger import Ledger
    from iro_pipeline.workspace import Workspace

Approve = Annotated[
    str | None, typer.Option(metavar="RELEASE", help="Let a release out that waits.")
]
Ask = Annotated[
    Literal["on", "off"] | None,
    typer.Option(help="Whether the releases to come wait for a person."),
]
By = Annotated[str, typer.Option(help="Who decides; by default who is logged in.")]
Why = Annotated[
    str | None, typer.Option("--because", "--why", help="Why: it is kept with the decision.")
]


def release(
    approve: Approve = None,
    approval: Ask = None,
    by: By = "",
    because: Why = None,
    root: Root = Path(),
    as_json: Json = False,
) -> None:
    """Show which releases wait for a person and what they change, or let one out."""
    from iro_pipeline.record.ledger import Ledger
    from iro_pipeline.workspace import Workspace

    workspace, decides = Workspace(root), approve is not None or approval is not None
    if approve is not None and approval is not None:
        raise typer.BadParameter("say one of --approve and --approval.")
    if decides and not because:
        raise typer.BadParameter("say --because: whoever asks next year should find the reason.")
    if not decides and not (workspace.record / "ledger.sqlite").exists():
        result(["There is no release yet."], {}, as_json=as_json)
        raise typer.Exit(DONE)
    workspace.prepare()
    ledger = Ledger(workspace.record, looking=not decides)
    if ledger.outdated and decides:
        complain(OUTDATED)
        raise typer.Exit(REFUSED)
    if decides:
        with ledger.locked():
            decide(workspace, ledger, approve, approval, (by or getpass.getuser(), because or ""))
    result(in_words(workspace, ledger), record(workspace, ledger), as_json=as_json)


def decide(
    workspace: Workspace,
    ledger: Ledger,
    name: str | None,
    approval: str | None,
    said: tuple[str, str],
) -> None:
    """`said`: by whom and why."""
    from iro_pipeline.approving import NotApprovable, approve

    if name is None:
        ledger.approvals.ask(*said, asked=approval == "on")
        return
    try:
        approve(workspace, ledger, name, *said)
    except NotApprovable as found:
        complain(str(found))
        raise typer.Exit(REFUSED) from None


def in_words(workspace: Workspace, ledger: Ledger) -> list[str]:
    asked = ledger.approvals.asked
    seen = workspace.latest()
    return [
        f"Readers see release {seen.name}." if seen else "Readers see no release yet.",
        *(approved_by(ledger, seen.name) if seen else ()),
        "Releases wait for a person." if asked else "Releases go out without a person's approval.",
        *(line for name in waiting(workspace, ledger) for line in told(workspace, name)),
    ]


def approved_by(ledger: Ledger, name: str) -> Iterator[str]:
    for each in ledger.approvals.given():
        if each.release == name:
            yield f"{each.approved_by} approved it on {each.approved_at}: {each.why}"


def waiting(workspace: Workspace, ledger: Ledger) -> list[str]:
    """Those that wait and are newer than what readers see: another has taken the others' place."""
    from iro_pipeline.record.approvals import waiting

    order, seen = [each.id for each in ledger.releases.all()], workspace.latest()
    after = order.index(seen.name) if seen and seen.name in order else -1
    return [name for name in waiting(ledger) if order.index(name) > after]


def told(workspace: Workspace, name: str) -> Iterator[str]:
    """A release that waits, and the beginning of its CHANGES.md."""
    place = workspace.releases / name
    yield ""
    yield f"Release {name} waits for approval."
    if not (place / "CHANGES.md").exists():
        yield f"Its folder is not there: {place}"
        return
    yield from summary((place / "CHANGES.md").read_text(encoding="utf-8"))
    yield f"All of it: {place / 'CHANGES.md'}"
    yield f"`iro release --approve {name} --because …` lets it out."


def summary(changes: str) -> Iterator[str]:
    """As far as what moved is told in short and which files came since."""
    sections = changes.split("\n## ")
    for section in sections[:3]:
        lines = (line for line in section.splitlines() if line.strip() and line[0] not in "#>")
        yield from ("  " + line for line in lines)


def record(workspace: Workspace, ledger: Ledger) -> dict[str, Any]:
    from iro_pipeline.publications.changes import counted

    seen = workspace.latest()
    places = {name: workspace.releases / name for name in waiting(workspace, ledger)}
    return {
        "latest": seen and seen.name,
        "asked": ledger.approvals.asked,
        "waiting": [
            {"release": name, "folder": place, "changes": counted(place) if place.exists() else {}}
            for name, place in places.items()
        ],
        "approvals": [asdict(each) for each in ledger.approvals.given()],
        "switched": [asdict(each) for each in ledger.approvals.switches()],
    }
