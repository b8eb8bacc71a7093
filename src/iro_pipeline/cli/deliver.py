"""iro deliver"""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from iro_pipeline.cli.deliveries import code, in_words, record
from iro_pipeline.cli.deliveries import log as noted_in_words
from iro_pipeline.cli.endings import REFUSED, Json, Root, complain, result
from iro_pipeline.cli.messages import OUTDATED

if TYPE_CHECKING:
    from iro_pipeline.delivery.planning import Asked, Plan
    from iro_pipeline.delivery.sending import Ended
    from iro_pipeline.record.ledger import Ledger
    from iro_pipeline.workspace import Workspace

LOCK = "delivery.lock"

Release = Annotated[str, typer.Argument(help="`latest`, or a release's name.")]
Send = Annotated[bool, typer.Option("--send", help="Do it; else it is only said what would be.")]
To = Annotated[
    list[str] | None,
    typer.Option(metavar="WHO", help="Only to whoever the recipients call so; repeatable."),
]
Again = Annotated[
    bool, typer.Option("--again", help="Even what was sent before, or may have been; with --to.")
]
Log = Annotated[bool, typer.Option("--log", help="Say what was sent of it, and do nothing.")]


def deliver(
    release: Release,
    send: Send = False,
    to: To = None,
    again: Again = False,
    log: Log = False,
    root: Root = Path(),
    as_json: Json = False,
) -> None:
    """Send each lead their own pack of a release, by email or into a folder, and once."""
    from iro_pipeline.delivery.planning import Asked
    from iro_pipeline.workspace import Workspace

    if again and not to:
        raise typer.BadParameter("say --to whom: what was sent is not sent again to everybody.")
    if log and (send or to):
        raise typer.BadParameter("--log does nothing but say what was sent: say it alone.")
    workspace = Workspace(root)
    if log:
        noted = ledger_of(workspace).deliveries.of(released(workspace, release).name)
        result(noted_in_words(noted), {"steps": [asdict(each) for each in noted]}, as_json=as_json)
        return
    asked = Asked(released(workspace, release), date.today(), frozenset(to or ()), again)
    plan, ended = delivered(workspace, asked, send=send)
    result(in_words(asked, plan, ended), record(asked, plan, ended), as_json=as_json)
    raise typer.Exit(code(plan, ended))


def released(workspace: Workspace, name: str) -> Path:
    """The folder of a release: one that lies among the releases, and nothing that leads away."""
    if name == "latest":
        if (newest := workspace.latest()) is not None:
            return newest
        refused("There is no release yet: `iro run` makes one of what lies in data/raw/.")
    folder = workspace.releases / Path(name).name
    if not name or Path(name).name != name or name.startswith(".") or not folder.is_dir():
        raise typer.BadParameter("there is no release of that name: `iro status` tells the latest.")
    return folder.resolve()


def delivered(
    workspace: Workspace, asked: Asked, *, send: bool
) -> tuple[Plan, dict[int, Ended] | None]:
    """The plan, and what became of it where it was carried out."""
    from iro_pipeline.delivery import Undeliverable
    from iro_pipeline.delivery.planning import plan
    from iro_pipeline.delivery.sending import send as sent

    ledger = ledger_of(workspace, looking=not send)
    if send and ledger.outdated:
        refused(OUTDATED)
    try:
        with ledger.locked(LOCK) if send else nullcontext():
            planned = plan(workspace, ledger, asked)
            return planned, sent(planned, ledger.deliveries) if send else None
    except Undeliverable as found:
        for line in str(found).splitlines():
            complain(line)
        refused("Nothing was sent.")


def ledger_of(workspace: Workspace, *, looking: bool = True) -> Ledger:
    from iro_pipeline.record.ledger import Ledger

    if not (workspace.record / "ledger.sqlite").exists():
        refused("Nothing has arrived yet.")
    return Ledger(workspace.record, looking=looking)


def refused(sentence: str) -> NoReturn:
    complain(sentence)
    raise typer.Exit(REFUSED)
