"""How a command ends: its exit code, and what may be said of it. Progress on the way there."""

import json
import logging
import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from iro_pipeline.failures import where

DONE, BUG, USAGE, REFUSED, BUSY = 0, 1, 2, 3, 75

Json = Annotated[bool, typer.Option("--json", help="Print the result as JSON.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Do it all, then keep nothing of it.")]
Root = Annotated[
    Path,
    typer.Option(help="The folder that holds data/.", exists=True, file_okay=False),
]


class Endings(TyperGroup):
    """Ends every command with its exit code; of a failure it says the kind and the place only."""

    def invoke(self, ctx: Any) -> Any:
        with progress():
            try:
                return super().invoke(ctx)
            except Exception as failure:
                code = ending(failure, debug=ctx.params["debug"])
        raise typer.Exit(code)


def ending(failure: Exception, *, debug: bool) -> int:
    from iro_pipeline.record.ledger import Busy

    if isinstance(failure, Busy):
        complain("Another run is at work here and holds the lock. Try again when it has ended.")
        return BUSY
    # typer's own endings (usage, exit) carry their code.
    if debug or hasattr(failure, "exit_code") or isinstance(failure, BrokenPipeError):
        raise failure
    complain(f"This is a bug, and no fault of your files: {where(failure)}.")
    complain("What was published before still stands. `iro --debug …` shows the traceback.")
    return BUG


@contextmanager
def progress() -> Generator[None]:
    """What the stages say as they go, on stderr."""
    log, handler = logging.getLogger("iro_pipeline"), logging.StreamHandler(sys.stderr)
    before = log.level
    log.addHandler(handler)
    log.setLevel(logging.INFO)
    try:
        yield
    finally:
        log.removeHandler(handler)
        log.setLevel(before)


def complain(sentence: str) -> None:
    typer.echo(sentence, err=True)


def result(words: str, machine: dict[str, Any], *, as_json: bool) -> None:
    typer.echo(json.dumps(machine, default=str, ensure_ascii=False) if as_json else words)
