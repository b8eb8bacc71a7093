"""iro review"""

from __future__ import annotations

import getpass
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from iro_pipeline.cli.endings import DONE, REFUSED, Json, Root, complain, result
from iro_pipeline.cli.messages import OUTDATED, SHOWN, by_file, counted, held, origin

if TYPE_CHECKING:
    from iro_pipeline.record.erasures import Erasure
    from iro_pipeline.record.receipts import Decision, Receipt
    from iro_pipeline.reviewing import Queue, Unknown

What = Annotated[
    str | None,
    typer.Argument(metavar="[WHAT]", help="An arrival's number, or a name in quotation marks."),
]
Use = Annotated[bool, typer.Option("--use", help="The arrival is right: use it.")]
Aside = Annotated[bool, typer.Option("--set-aside", help="The arrival is not to be used.")]
Means = Annotated[
    str | None,
    typer.Option(help="The authority that the name stands for (code or full name), or none."),
]
By = Annotated[str, typer.Option(help="Who decides; by default who is logged in.")]
Why = Annotated[str | None, typer.Option(help="Why: it is kept with the decision.")]
Decided = Annotated[bool, typer.Option("--decided", help="List what was decided, by whom and why.")]

GUESSED = 200  # names that machines get with candidates
LONGEST = 60  # letters of a name that are shown


def review(
    what: What = None,
    use: Use = False,
    set_aside: Aside = False,
    means: Means = None,
    by: By = "",
    why: Why = None,
    decided: Decided = False,
    root: Root = Path(),
    as_json: Json = False,
) -> None:
    """Show what waits for a person, or record what a person decides; the next run goes by it."""
    from iro_pipeline.record.ledger import Ledger
    from iro_pipeline.reviewing import Undecidable, queue
    from iro_pipeline.workspace import Workspace

    workspace = Workspace(root)
    if not (workspace.record / "ledger.sqlite").exists():
        result(["Nothing has arrived yet."], {}, as_json=as_json)
        raise typer.Exit(DONE)
    ledger = Ledger(workspace.record, looking=what is None or decided)
    if ledger.outdated:
        complain(OUTDATED)
    if decided:
        told, gone = ledger.decisions(), ledger.erasures.all()
        machine = {"decisions": [asdict(each) for each in told], "erasures": erasures(gone)}
        result([*log(told), *map(forgotten, gone)], machine, as_json=as_json)
    elif what is None:
        waiting = queue(workspace, ledger, GUESSED if as_json else SHOWN)
        result(in_words(waiting, workspace.raw), record(waiting), as_json=as_json)
    elif ledger.outdated:
        raise typer.Exit(REFUSED)
    else:
        verdict = asked(use=use, set_aside=set_aside, means=means, why=why)
        try:
            with ledger.locked():
                told = decide(ledger, what, verdict, by or getpass.getuser(), why or "")
        except Undecidable as found:
            complain(str(found))
            raise typer.Exit(REFUSED) from None
        result(
            [*map(sentence, told), "`iro run` goes by it."],
            {"decisions": [asdict(each) for each in told]},
            as_json=as_json,
        )


def asked(*, use: bool, set_aside: bool, means: str | None, why: str | None) -> str:
    """The one verdict that the options give; typer ends the command where they give none or two."""
    given = [
        name
        for name, said in (("use", use), ("set aside", set_aside), (means, means is not None))
        if said
    ]
    if len(given) != 1:
        raise typer.BadParameter("say one of --use, --set-aside and --means.")
    if not why:
        raise typer.BadParameter("say --why: whoever asks next year should find the reason.")
    return str(given[0])


def decide(ledger: Any, what: str, verdict: str, by: str, why: str) -> list[Decision]:
    from iro_pipeline.reviewing import Undecidable, decide_arrival, decide_name

    if verdict not in ("use", "set aside"):
        return [decide_name(ledger, what, None if verdict == "none" else verdict, by, why)]
    if not what.isdecimal():
        raise Undecidable("Expected an arrival's number, such as 41; for a name say --means.")
    return decide_arrival(ledger, int(what), verdict, by, why)


def in_words(waiting: Queue, raw: Path) -> list[str]:
    more = corrections(waiting.corrections, raw)
    if not waiting.held and not waiting.names:
        return ["Nothing waits for a person.", *more]
    lines = []
    for each in waiting.held:
        lines += [f"Arrival {each.arrival} ({origin(each)}) is held: {held(each)}"]
        lines += [f"  File: {raw / each.path}"]
    if waiting.held:
        lines += [
            "What was there before stands. `iro review NUMBER --use --why …` or `--set-aside`.",
            *([""] if waiting.names else []),
        ]
    return [*lines, *of_names(waiting.names), *([""] if more else []), *more]


def corrections(waiting: list[Receipt], raw: Path) -> list[str]:
    """What waits for more corrections, file by file: nobody needs to decide on it."""
    if not waiting:
        return []
    lines = []
    for parts in by_file(waiting):
        lines.append(f"Arrival {parts[0].arrival} ({origin(*parts)}) waits: {held(*parts)}")
        lines.append(f"  File: {raw / parts[0].path}")
    return [
        *lines,
        "What was there before stands. To use one all the same tells of those few: "
        "`iro review NUMBER --use --why …`.",
    ]


def of_names(names: list[Unknown]) -> list[str]:
    if not names:
        return []
    left = len(names) - SHOWN
    return [
        *(line for each in names[:SHOWN] for line in unknown(each)),
        *([f"… and {counted(left, 'more name')}: `--json` has them all."] if left > 0 else []),
        "`iro review NAME --means CODE --why …`, or `--means none`.",
    ]


def unknown(each: Unknown) -> list[str]:
    likely = ", ".join(
        f"{one.name} ({one.authority}, likeness {one.score})" for one in each.candidates
    )
    return [
        f'"{short(each.text)}", {each.period}, {counted(each.rows, "row")}: {each.why}.',
        f"  Perhaps: {likely or 'nobody'}.",
    ]


def short(name: str) -> str:
    return name if len(name) <= LONGEST else f"{name[:LONGEST]}…"


def record(waiting: Queue) -> dict[str, Any]:
    return {
        "held": [put_off(each) for each in waiting.held],
        "waiting": [put_off(each) for each in waiting.corrections],
        "names": [
            {**asdict(each), "candidates": [one._asdict() for one in each.candidates]}
            for each in waiting.names
        ],
    }


def put_off(each: Receipt) -> dict[str, Any]:
    said = ("arrival", "path", "source", "table", "period", "authority", "holds")
    return {name: getattr(each, name) for name in said}


def log(decisions: list[Decision]) -> list[str]:
    return [*map(sentence, decisions)] or ["Nothing has been decided yet."]


def forgotten(each: Erasure) -> str:
    """An erasure as it is kept: when, by whom and why, and how much; of whom, nothing."""
    files = " and ".join(map(str, each.found))
    what = f"arrival {files}" if each.kind == "file" else f"a {each.kind}, in arrival {files},"
    rows = counted(sum(each.found.values()), "row")
    done = "" if each.finished_at else " It is not finished: the next run finishes it."
    return (
        f"{what[0].upper()}{what[1:]} was forgotten, {rows}: {each.why} "
        f"(by {each.erased_by} on {each.erased_at}).{done}"
    )


def erasures(found: list[Erasure]) -> list[dict[str, Any]]:
    """The same for machines, without the tags."""
    return [
        {name: value for name, value in asdict(each).items() if name != "tags"} for each in found
    ]


def sentence(each: Decision) -> str:
    about = f"arrival {each.arrival}" if each.arrival is not None else f'"{short(each.name or "")}"'
    done = {
        "use": "is used",
        "set aside": "is set aside",
        "means": f"means DfE number {each.la_code}" if each.la_code else "is no English authority",
    }[each.verdict]
    on = f" on {each.decided_at}" if each.decided_at else ""
    return f"{about[0].upper()}{about[1:]} {done}: {each.why} (decided by {each.decided_by}{on})."
