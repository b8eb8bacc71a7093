"""
From what was dropped to a release: the stages, in their order, written once.

A stage is a plain function. `perform` calls it: `plainly` as it is, the nightly flow as a task.
"""

import logging
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from iro_pipeline import provenance, releases, stages
from iro_pipeline.ledger import Ledger, Receipt
from iro_pipeline.workspace import Workspace

log = logging.getLogger(__name__)


def plainly(stage: Callable[..., Any], *args: Any) -> Any:
    """Call a stage as the function that it is."""
    return stage(*args)


@dataclass(frozen=True)
class Outcome:
    """How a run ended, and what it made."""

    state: str  # "published", "nothing new", "refused" or "rehearsed"
    release: str | None = None
    folder: Path | None = None
    receipts: list[Receipt] = field(default_factory=list)
    changes: dict[str, int] = field(default_factory=dict)
    reasons: list[str] = field(default_factory=list)

    @property
    def exit_code(self) -> int:
        """0 done; 3 refused, nothing published."""
        return 3 if self.state == "refused" else 0


def run(
    workspace: Workspace,
    *,
    as_of: int | None = None,
    dry_run: bool = False,
    perform: Callable[..., Any] = plainly,
) -> Outcome:
    """
    Receive, inspect, build, measure, compare, protect, publish. Raises ledger.Busy.

    `as_of` rebuilds the release of an earlier place in the ledger and leaves `latest` alone.
    `dry_run` does all of it in a copy of the record that is then thrown away.
    """
    if dry_run:
        return _rehearse(workspace, as_of, perform)
    workspace.prepare()
    ledger = Ledger(workspace.record)
    with ledger.locked():
        workspace.sweep()
        if as_of is None:
            perform(stages.receive, workspace, ledger)
        fresh = perform(stages.inspect, workspace, ledger)
        receipts = ledger.receipts(provenance.build(), as_of)
        loaded = [each for each in receipts if each.state == "loaded"]
        refusal = _refusal(ledger, receipts, loaded, fresh, as_of)
        if refusal:
            return replace(refusal, receipts=fresh)
        return _released(workspace, ledger, receipts, fresh, as_of, perform)


def _refusal(
    ledger: Ledger,
    receipts: list[Receipt],
    loaded: list[Receipt],
    fresh: list[Receipt],
    as_of: int | None,
) -> Outcome | None:
    if not loaded:
        return Outcome("refused", reasons=["Nothing usable has arrived in data/raw/."])
    last = ledger.releases()[-1:] if as_of is None else []
    if not last or last[0].build != provenance.build():
        return None
    since = [each for each in receipts if each.arrival > last[0].sequence]
    if not since:
        return Outcome("nothing new", last[0].id)
    if not any(each.state == "loaded" for each in since):
        new = bool(fresh)
        reason = "Nothing that has arrived since the latest release can be used; it stays as it is."
        return Outcome("refused" if new else "nothing new", last[0].id, reasons=[reason])
    return None
