"""
The nightly run as a Prefect flow. The stages and their order are pipeline.run's, not this file's.

`python -m flows.nightly` serves it every night; docs/scheduling.md shows the other two ways.
"""

import logging
import os
from collections.abc import Callable
from pathlib import Path
from types import FunctionType
from typing import Any

# Prefect reads these as it is imported: nothing is sent outside, its own server gets time to
# start on a busy machine, and the stages' sentences show on the run page.
for setting, value in {
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "120",
    "PREFECT_LOGGING_EXTRA_LOGGERS": "iro_pipeline",
    "PREFECT_LOGGING_TO_API_WHEN_MISSING_FLOW": "ignore",
}.items():
    os.environ.setdefault(setting, value)
logging.getLogger("iro_pipeline").setLevel(logging.INFO)
# Prefect's own database would otherwise be readable by everyone on the machine.
os.umask(0o077)

from prefect import Task, flow  # noqa: E402
from prefect.artifacts import create_markdown_artifact, create_table_artifact  # noqa: E402
from prefect.cache_policies import NO_CACHE  # noqa: E402
from prefect.client.schemas.objects import State  # noqa: E402
from prefect.schedules import Cron  # noqa: E402
from prefect.settings import PREFECT_API_URL  # noqa: E402
from prefect.states import Completed, Failed  # noqa: E402

from iro_pipeline import pipeline  # noqa: E402
from iro_pipeline.cli.messages import counted, figures, opening, tally  # noqa: E402
from iro_pipeline.failures import where  # noqa: E402
from iro_pipeline.record.ledger import Busy  # noqa: E402
from iro_pipeline.workspace import Workspace  # noqa: E402

# British clocks change between 01:00 and 02:00: half past two comes once on every night.
EVERY_NIGHT = Cron("30 2 * * *", timezone="Europe/London")
RETRY_AFTER = 30
SHOWN = 500
COUNTS = (
    *("arrival", "source", "table", "period", "authority", "state"),
    *("rows_in", "accepted", "rejected", "faults"),
)


class StageFailed(Exception):
    """A failure as Prefect may record it: its kind and place, never its message or its values."""


@flow(name="benchmark-iro-services", persist_result=False, log_prints=False)
def nightly(root: str = ".") -> State:
    """Receive what has arrived, build every figure, and publish a release when any has changed."""
    try:
        outcome = pipeline.run(Workspace(Path(root)), perform=as_task)
    except Busy:
        # The other run does tonight's work; `iro status --max-age` tells when it did not.
        return Completed(name="Skipped", message="Another run holds the lock; nothing was done.")
    except Exception as failure:
        # Returned, not raised: Prefect keeps what is raised, with its message and its context.
        return Failed(message=f"This is a bug: {where(failure)}.")
    record(outcome)
    state = Failed if outcome.state == "refused" else Completed
    return state(message=" ".join([opening(outcome), *outcome.reasons]))


def as_task(stage: FunctionType, *args: Any, **kwargs: Any) -> Any:
    """
    The stage run as a Prefect task that neither takes nor returns anything.

    Prefect hashes, follows and keeps a task's parameters and results; a stage's are frames.
    """
    results: list[Any] = []
    failures: list[Exception] = []

    def attempt() -> None:
        failures.clear()
        try:
            results.append(stage(*args, **kwargs))
        except Exception as failure:
            failures.append(failure)
        if failures:
            raise StageFailed(where(failures[0]))

    # A shared folder may come back; anything else fails the same way twice.
    task = named_after(stage, attempt, again=lambda *_: isinstance(failures[0], OSError))
    state = task(return_state=True)
    if failures:
        # pipeline.run decides what the stage's own exception means.
        raise failures[0]
    state.result()
    return results[0]


def named_after(
    stage: FunctionType, attempt: Callable[[], None], again: Callable[..., bool]
) -> Task[[], None]:
    title = stage.__name__.replace("_", " ")
    return Task(
        attempt,
        name=title,
        task_run_name=title,
        description=(stage.__doc__ or title).strip().splitlines()[0],
        retries=2,
        retry_delay_seconds=RETRY_AFTER,
        retry_condition_fn=again,
        cache_policy=NO_CACHE,
        persist_result=False,
        log_prints=False,
    )


def record(outcome: pipeline.Outcome) -> None:
    """What the run did, on its page: counts and origins, no file names and nothing from a file."""
    worst_first = sorted(
        outcome.receipts, key=lambda each: (each.state != "quarantined", -each.rejected)
    )
    rows = [{name: getattr(each, name) for name in COUNTS} for each in worst_first[:SHOWN]]
    about = f"{len(rows):,} of {counted(len(worst_first), 'file')} inspected, the worst first"
    create_table_artifact(rows, key="receipts", description=about)
    published = "\n\n".join([opening(outcome), *outcome.reasons, *tally(outcome.receipts)])
    create_markdown_artifact(published, key="published", description="What was published")
    changes = "\n\n".join(figures(outcome.changes)) or "No figure has changed."
    create_markdown_artifact(changes, key="changes", description="What changed since last time")


def serve() -> None:
    """Run every night for as long as this process lives."""
    if not PREFECT_API_URL.value():
        # Prefect would say that it serves, and never start a run.
        raise SystemExit("PREFECT_API_URL is not set: serving needs `prefect server start`.")
    # Paused on shutdown, the schedule would not come back by itself after a restart.
    nightly.serve(name="nightly", schedule=EVERY_NIGHT, pause_on_shutdown=False)


if __name__ == "__main__":
    serve()
