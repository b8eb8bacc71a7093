"""iro forget"""

from __future__ import annotations

import getpass
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from iro_pipeline.cli.endings import REFUSED, Json, Root, complain, result
from iro_pipeline.cli.messages import OUTDATED, counted, origin

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
class Typed:
    """Whom or what the options name."""

    file: int | None
    asked: Asked | None
    earlier_stands: bool


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
    from iro_pipeline.arrivals.receiving import Damaged
    from iro_pipeline.forgetting.planning import NotForgotten, Request
    from iro_pipeline.workspace import Workspace

    workspace = Workspace(root)
    if (file is None) is not person:
        raise typer.BadParameter("say one of --file and --person.")
    if not why and not dry_run:
        raise typer.BadParameter("say --why: whoever asks next year should find the reason.")
    if come_from == "-" and not (yes or dry_run):
        raise typer.BadParameter("with --from - say --yes too: nothing else can be asked.")
    scope = whose(authority, source, year) if person else None
    ledger = opened(workspace)
    typed = Typed(file, scope and named(*scope, come_from), earlier_stands)
    try:
        plan = planned(workspace, ledger, typed)
        if not dry_run:
            if not yes:
                agreed(plan, typed, workspace)
            plan = done(workspace, ledger, typed, Request(by or getpass.getuser(), why))
    except (NotForgotten, Damaged) as found:
        complain(str(found))
        raise typer.Exit(REFUSED) from None
    machine = record(plan, workspace, forgotten=not dry_run)
    result(in_words(plan, typed, workspace, forgotten=not dry_run), machine, as_json=as_json)


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


def whose(authority: str | None, source: str | None, year: int | None) -> tuple[str, str]:
    """Whether a child or a respondent is meant, and within what their number is theirs."""
    if (authority is None) == (source is None) or (source is None) != (year is None):
        raise typer.BadParameter(
            "say whose the number is: --authority of a child, --source and --year of a respondent."
        )
    if source is not None:
        return "respondent", f"{survey(source)}/{year}"
    from iro_pipeline.reviewing import Undecidable, la_code_of

    try:
        return "child", la_code_of(authority or "")
    except Undecidable as found:
        raise typer.BadParameter(str(found), param_hint="'--authority'") from None


def survey(said: str) -> str:
    """The one table, as source/table, of a source whose respondents have numbers."""
    from iro_pipeline.contracts import every

    asked = {
        f"{contract.source_name}/{contract.table}"
        for contract in every(within="raw")
        for each in contract.fields
        if each.identifier == "respondent"
    }
    meant = [each for each in sorted(asked) if said in (each, each.partition("/")[0])]
    if len(meant) != 1:
        raise typer.BadParameter(
            f"expected one of {', '.join(sorted(asked))}.", param_hint="'--source'"
        )
    return meant[0]


def named(kind: str, scope: str, come_from: str | None) -> Asked:
    """The person, by a number that no list of processes and no history of a shell holds."""
    from iro_pipeline.forgetting.people import Asked

    if come_from is None:
        said = typer.prompt("The person's number (not shown)", hide_input=True, err=True)
    elif come_from == "-":
        said = sys.stdin.read()
    elif Path(come_from).is_file():
        said = Path(come_from).read_text(encoding="utf-8-sig")
    else:
        raise typer.BadParameter("there is no such file.", param_hint="'--from'")
    if len(said.split("\n")) > 2 or not said.strip():
        raise typer.BadParameter("expected one number on one line.", param_hint="'--from'")
    return Asked(kind, scope, said.strip())


def planned(workspace: Workspace, ledger: Ledger, typed: Typed) -> Plan:
    from iro_pipeline.forgetting.planning import plan_file, plan_person

    if typed.asked is not None:
        return plan_person(workspace, ledger, typed.asked)
    return plan_file(ledger, typed.file or 0)


def done(workspace: Workspace, ledger: Ledger, typed: Typed, request: Request) -> Plan:
    from iro_pipeline.forgetting.erasing import forget_file, forget_person

    if typed.asked is not None:
        return forget_person(workspace, ledger, typed.asked, request)
    stands = typed.earlier_stands
    return forget_file(workspace, ledger, typed.file or 0, request, earlier_stands=stands)


def agreed(plan: Plan, typed: Typed, workspace: Workspace) -> None:
    for line in in_words(plan, typed, workspace, forgotten=False):
        complain(line)
    if not typer.confirm("Forget this? It cannot be undone", err=True):
        complain("Nothing is changed.")
        raise typer.Exit(REFUSED)


def in_words(plan: Plan, typed: Typed, workspace: Workspace, *, forgotten: bool) -> Iterator[str]:
    """Counts and places: never a value of a row."""
    went = "is forgotten" if forgotten else "would be forgotten"
    if not plan.rows:
        yield "That person was forgotten before, and no file has a row of theirs."
    for arrival, tables in plan.rows.items():
        told = [
            f"{counted(rows, 'row')} of {table or 'no table'}" for table, rows in tables.items()
        ]
        its = [each for each in plan.receipts if each.arrival == arrival]
        where = f" ({origin(*its)})" if its else ""
        yield f"Arrival {arrival}{where}: {', '.join(told) or 'nothing read'} {went}."
    for place in lying(plan, workspace):
        yield f"Still in data/raw, for its sender to mend or delete: {place}"
    if plan.unread:
        numbers = ", ".join(map(str, plan.unread))
        yield f"Nobody can look into arrivals that could not be read: {numbers}. See `--file`."
    if plan.beside:
        yield beside(plan, earlier_stands=typed.earlier_stands)
    yield "Releases stay as they were published; backups of data/record/ are yours to purge."
    if forgotten:
        yield "Tables at rest are gone: `iro run` makes them again."


def beside(plan: Plan, *, earlier_stands: bool) -> str:
    numbers = ", ".join(map(str, plan.beside))
    stands = "stands again" if earlier_stands else "does not stand again (--earlier-stands)"
    return f"Kept, for the same place: {numbers}. What stood before {stands}."


def lying(plan: Plan, workspace: Workspace) -> list[Path]:
    """Where the files that were found lie below data/raw, if they still do."""
    paths = sorted({plan.arrivals[arrival].path for arrival in plan.rows})
    return [workspace.raw / path for path in paths if (workspace.raw / path).exists()]


def record(plan: Plan, workspace: Workspace, *, forgotten: bool) -> dict[str, Any]:
    return {
        "forgotten": forgotten,
        "rows": {str(arrival): dict(tables) for arrival, tables in plan.rows.items()},
        "in_raw": [str(place) for place in lying(plan, workspace)],
        "unread": plan.unread,
        "beside": plan.beside,
    }
