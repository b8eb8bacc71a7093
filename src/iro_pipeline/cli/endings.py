"""How a command ends: its exit code, and what may be said of it. Progress on the way there."""

import json
import logging
import signal
import sys
import unicodedata
from collections.abc import Generator, Iterable
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from iro_pipeline.failures import where

DONE, BUG, USAGE, REFUSED, BUSY = 0, 1, 2, 3, 75
ENDED = 128 + signal.SIGTERM  # as a shell tells of it

# Nothing that people typed commands the terminal, turns the line about or begins another.
_UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}

Json = Annotated[bool, typer.Option("--json", help="Print the result as JSON.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Do it all, then keep nothing of it.")]
Root = Annotated[
    Path,
    typer.Option(help="The folder that holds data/.", exists=True, file_okay=False),
]


class Endings(TyperGroup):
    """Ends every command with its exit code; of a failure it says the kind and the place only."""

    def invoke(self, ctx: Any) -> Any:
        with progress(), orderly():
            try:
                return super().invoke(ctx)
            except Exception as failure:
                code = ending(failure, debug=ctx.params["debug"])
        raise typer.Exit(code)


def ending(failure: Exception, *, debug: bool) -> int:
    from iro_pipeline.declarations import BadContract
    from iro_pipeline.record.ledger import Busy

    if isinstance(failure, Busy):
        complain("Another run is at work here and holds the lock. Try again when it has ended.")
        return BUSY
    if isinstance(failure, BadContract):
        complain(f"Refused, and nothing is changed: {failure}")
        return REFUSED
    # typer's own endings (usage, exit) carry their code; they may quote what was typed.
    if isinstance(quoting := getattr(failure, "message", None), str):
        vars(failure)["message"] = told(quoting)
    if debug or hasattr(failure, "exit_code") or isinstance(failure, BrokenPipeError):
        raise failure
    complain(f"This is a bug, and no fault of your files: {where(failure)}.")
    complain("What was published before still stands. `iro --debug …` shows the traceback.")
    return BUG


@contextmanager
def progress() -> Generator[None]:
    """What the stages say as they go, on stderr."""
    log, handler = logging.getLogger("iro_pipeline"), logging.StreamHandler(sys.stderr)
    handler.setFormatter(Line())
    before = log.level
    log.addHandler(handler)
    log.setLevel(logging.INFO)
    try:
        yield
    finally:
        log.removeHandler(handler)
        log.setLevel(before)


class Line(logging.Formatter):
    """A sentence of progress, as it may be shown."""

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802
        return told(super().formatMessage(record))


@contextmanager
def orderly() -> Generator[None]:
    """A command that is told to end (SIGTERM) clears away behind it, as at any other ending."""
    try:
        before = signal.signal(signal.SIGTERM, _end)
    except ValueError:  # signals are the main thread's
        yield
        return
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _end(*_: object) -> None:
    raise SystemExit(ENDED)


def told(text: str) -> str:
    """The text on one line, what nobody would see in it written out as in `\\x1b` and `\\n`."""
    return "".join(_escaped(each) if _is_unseen(each) else each for each in text)


def _is_unseen(character: str) -> bool:
    return not character.isprintable() and unicodedata.category(character) in _UNSEEN


def _escaped(character: str) -> str:
    return character.encode("unicode_escape").decode()


def complain(sentence: str) -> None:
    typer.echo(told(sentence), err=True)


def result(lines: Iterable[str], machine: dict[str, Any], *, as_json: bool) -> None:
    """Print the lines, or what machines read of them. A line stays one, whatever is in it."""
    # ASCII alone: a terminal obeys some of what JSON may hold unescaped.
    typer.echo(json.dumps(machine, default=str) if as_json else "\n".join(map(told, lines)))
