"""iro: the pipeline at a terminal. Results go to stdout, progress and complaints to stderr."""

from typing import Annotated

import typer

from iro_pipeline.cli import (
    check,
    deliver,
    demo,
    explain,
    forget,
    release,
    review,
    run,
    status,
    template,
)
from iro_pipeline.cli.endings import Endings

app = typer.Typer(
    name="iro",
    cls=Endings,
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    # Locals and messages can hold values of rows: Endings says what may be said.
    pretty_exceptions_enable=False,
    epilog=(
        "Exit codes: 0 done; 1 a bug; 2 usage; 3 refused, nothing published (status: too old; "
        "deliver: not all were sent, and a person must act); 75 another run holds the lock "
        "(deliver: some could not be sent yet)."
    ),
)


@app.callback()
def iro(
    debug: Annotated[bool, typer.Option("--debug", help="Show the traceback of a bug.")] = False,
) -> None:
    """Benchmarks of Independent Reviewing Officer services in England."""


for command in (
    run.run,
    demo.demo,
    demo.sample,
    check.check,
    template.template,
    review.review,
    forget.forget,
    release.release,
    status.status,
    explain.explain,
    deliver.deliver,
):
    app.command()(command)


def main() -> None:
    app()
