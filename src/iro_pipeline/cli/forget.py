"""iro forget"""

from __future__ import annotations

import getpass
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from iro_pipeline.cli.endings import REFUSED, Json, Root, complain, result
from iro_pipeline.cli.erasures import in_words, record
from iro_pipeline.cli.messages import OUTDATED
from iro_pipeline.cli.whose import named, whose

if TYPE_CHECKING:
    from iro_pipeline.forgetting.people import Asked
    from iro_pipeline.forgetting.planning import Plan, Request
    from iro_pipeline.record.ledger import Ledger
    from iro_pipeline.workspace import Workspace

File = Annotated[int | None, typer.Option(help="The number of an arrival: forget it whole.")]
Person = Annotated[
    bool, typer.Option("--person", help="Forget one person's rows; the number is asked for.")
]
Authority = Annotated[str | None, typer.Option(help="Of a child: the authority (code or name).")]
Source = Annotated[str | None, typer.Option(help="Of a respondent: SOURCE or SOURCE/TABLE.")]
Year = Annotated[int | None, typer.Option(help="Of a respondent: the year of the wave.")]
From = Annotated[
    str | None,
    typer.Option("--from", help="A file with the person's number alone, or - for stdin."),
]
Earlier = Annotated[
    bool,
    typer.Option("--earlier-stands", help="What stood before the file in its place stands again."),
]
By = Annotated[str, typer.Option(help="Who does it; by default who is logged in.")]
Why = Annotated[str, typer.Option(help="Why, without the person's name or number: it is kept.")]
Dry = Annotated[bool, typer.Option("--dry-run", help="Say what would go, and change nothing.")]
Yes = Annotated[bool, typer.Option("--yes", help="Do not ask whether to go on.")]


@dataclass(frozen=True)
class Task:
    """Whom or which arrival to forget, and where."""

    workspace: Workspace
    ledger: Ledger
    what: Asked | int
    earlier_stands: bool

    def planned(self) -> Plan:
        from iro_pipeline.forgetting.planning import plan_file, plan_person

        if isinstance(self.what, int):
            return plan_file(self.ledger, self.what)
        return plan_person(self.workspace, self.ledger, self.what)

    def done(self, request: Request) -> Plan:
        from iro_pipeline.forgetting.erasing import forget_file, forget_person

        place = self.workspace, self.ledger
        if isinstance(self.what, int):
            return forget_file(*place, self.what, request, earlier_stands=self.earlier_stands)
        return forget_person(*place, self.what, request)

    def told(self, plan: Plan, *, forgotten: bool) -> Iterator[str]:
        stands = self.earlier_stands
        return in_words(plan, self.workspace, earlier_stands=stands, forgotten=forgotten)


def forget(
    file: File = None,
    person: Person = False,
    authority: Authority = None,
    source: Source = None,
    year: Year = None,
    come_from: From = None,
    earlier_stands: Earlier = False,
    by: By = "",
    why: Why = "",
    dry_run: Dry = False,
    yes: Yes = False,
    root: Root = Path(),
    as_json: Json = False,
) -> None:
    """Take a person's rows, or a whole file, out of what is kept; what was published stays."""
    from iro_pipeline.forgetting.planning import Request
    from iro_pipeline.workspace import Workspace

    not_clear(
        ((file is None) is not person, "say one of --file and --person."),
        (not (why or dry_run), "say --why: whoever asks next year should find the reason."),
        (come_from == "-" and not (yes or dry_run), "with --from - say --yes: none can be asked."),
    )
    scope = whose(authority, source, year) if person else None
    workspace = Workspace(root)
    ledger = opened(workspace)
    asked = named(*scope, come_from) if scope else None
    task = Task(workspace, ledger, asked or file or 0, earlier_stands)
    request = None if dry_run else Request(by or getpass.getuser(), why)
    plan = carried_out(task, request, ask=not yes)
    machine = record(plan, workspace, forgotten=not dry_run)
    result(task.told(plan, forgotten=not dry_run), machine, as_json=as_json)


def not_clear(*faults: tuple[bool, str]) -> None:
    """Raise for the first that holds."""
    for holds, said in faults:
        if holds:
            raise typer.BadParameter(said)


def opened(workspace: Workspace) -> Ledger:
    from iro_pipeline.record.ledger import Ledger

    if not (workspace.record / "ledger.sqlite").exists():
        complain("Nothing has arrived yet.")
        raise typer.Exit(REFUSED)
    ledger = Ledger(workspace.record)
    if ledger.outdated:
        complain(OUTDATED)
        raise typer.Exit(REFUSED)
    return ledger


def carried_out(task: Task, request: Request | None, *, ask: bool) -> Plan:
    """What went by the request, or would go where there is none."""
    from iro_pipeline.arrivals.receiving import Damaged
    from iro_pipeline.forgetting.planning import NotForgotten

    try:
        plan = task.planned()
        if request is None:
            return plan
        if ask:
            agreed(task, plan)
        return task.done(request)
    except (NotForgotten, Damaged) as found:
        complain(str(found))
        raise typer.Exit(REFUSED) from None


def agreed(task: Task, plan: Plan) -> None:
    for line in task.told(plan, forgotten=False):
        complain(line)
    if not typer.confirm("Forget this? It cannot be undone", err=True):
        complain("Nothing is changed.")
        raise typer.Exit(REFUSED)
