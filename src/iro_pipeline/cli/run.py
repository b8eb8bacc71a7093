"""iro run"""

from pathlib import Path
from typing import Annotated

import typer

from iro_pipeline.cli.endings import DryRun, Json, Root, result
from iro_pipeline.cli.messages import outcome_in_words, outcome_record

AsOf = Annotated[
    int | None,
    typer.Option("--as-of", min=1, help="Rebuild from the arrivals up to this ledger number."),
]


def run(
    root: Root = Path(), as_of: AsOf = None, dry_run: DryRun = False, as_json: Json = False
) -> None:
    """Receive what has arrived, build, and publish a release."""
    from iro_pipeline import pipeline
    from iro_pipeline.workspace import Workspace

    outcome = pipeline.run(Workspace(root), as_of=as_of, dry_run=dry_run)
    lines = outcome_in_words(outcome)
    if as_of is not None:
        lines.append("This is how it stood at that arrival; the latest release stays the latest.")
    result(lines, outcome_record(outcome), as_json=as_json)
    raise typer.Exit(outcome.exit_code)
