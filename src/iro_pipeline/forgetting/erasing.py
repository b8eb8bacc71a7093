"""How a request for erasure is carried out: recorded first, then done."""

import re
from collections.abc import Collection, Mapping
from dataclasses import replace

from iro_pipeline import intake
from iro_pipeline.forgetting.leaving import Leaving
from iro_pipeline.forgetting.people import Asked, Forgotten, tags_of
from iro_pipeline.forgetting.planning import (
    NotForgotten,
    Plan,
    Request,
    erasure_of,
    known_in,
    plan_file,
    plan_person,
)
from iro_pipeline.readers import Unreadable
from iro_pipeline.record.erasures import Erasure, Judged
from iro_pipeline.record.ledger import Busy, Ledger
from iro_pipeline.record.receipts import Receipt
from iro_pipeline.workspace import Workspace


def forget_person(workspace: Workspace, ledger: Ledger, asked: Asked, request: Request) -> Plan:
    """Take the person's rows out of the store and out of every reading to come."""
    with ledger.locked():
        _alone(workspace)
        finish(workspace, ledger)
        plan = plan_person(workspace, ledger, asked)
        tags = tags_of(intake.identified(workspace, ledger), asked)
        said = rf"(?<!\w){re.escape(asked.identifier.strip())}(?!\w)"
        if re.search(said, f"{request.by} {request.why}"):
            raise NotForgotten("What is kept of the request holds the number itself: leave it out.")
        if plan.erased is None:
            ledger.erasures.record_person(erasure_of(asked, tags, plan.found, request))
        finish(workspace, ledger)
    return plan


def forget_file(
    workspace: Workspace, ledger: Ledger, number: int, request: Request, *, earlier_stands: bool
) -> Plan:
    """Destroy a file's bytes and rows; its place is left empty unless the earlier is to stand."""
    with ledger.locked():
        _alone(workspace)
        finish(workspace, ledger)
        plan = plan_file(ledger, number)
        asked = Erasure(0, "file", "", (), plan.found, request.by, request.why)
        if plan.arrivals[number].kept == "":
            if not earlier_stands:
                raise NotForgotten(f"Arrival {number} is forgotten already.")
            ledger.erasures.let_earlier_stand(asked)
        else:
            used = {each.arrival for each in ledger.decisions() if each.verdict == "use"}
            left = [_left(each, used, earlier_stands=earlier_stands) for each in plan.receipts]
            ledger.erasures.record_file(asked, plan.arrivals[number].sha256, left)
        finish(workspace, ledger)
    return plan


def finish(workspace: Workspace, ledger: Ledger) -> None:
    """
    Carry out what was recorded and, because a run was killed, not done. For whoever holds the lock.

    Tables at rest are dropped first: they are made again from the store. Raises Busy while another
    reads the ledger, whose old pages cannot be overwritten then.
    """
    workspace.destroy(ledger.erasures.replaced())
    unfinished = ledger.erasures.all(unfinished=True)
    if not unfinished:
        return
    workspace.drop_tables()
    if any(each.kind != "file" for each in unfinished):
        pseudonyms = intake.identified(workspace, ledger)
        _redact(workspace, ledger, Forgotten(pseudonyms, ledger.erasures.people()))
    if not ledger.erasures.finish():
        raise Busy("The ledger is in use; try again later.")


def since(ledger: Ledger, as_of: int) -> str:
    """Why what stood at a place in the ledger cannot be made again; empty where it can."""
    later = [each for each in ledger.erasures.all() if each.sequence > as_of]
    if not any(arrival <= as_of for each in later for arrival in each.found):
        return ""
    return (
        f"Rows that number {as_of} rests on have been forgotten since, so it cannot be made again. "
        "A release that was published stands in its folder."
    )


def _redact(workspace: Workspace, ledger: Ledger, forgotten: Forgotten) -> None:
    arrivals = [each for each in ledger.arrivals() if each.kept != ""]
    known = known_in(ledger, arrivals)
    leaving = Leaving(workspace, ledger, forgotten)
    for arrival in arrivals:
        if forgotten.may_be_in(arrival.path, known):
            try:
                leaving.tables(arrival, known)
            except Unreadable:
                continue  # told when it was planned


def makes_due(judged: Mapping[tuple[int, str], Judged], each: Receipt) -> bool:
    """Whether a release is due for it: not where it is used for want of rows that are forgotten."""
    before = judged.get((each.arrival, each.table))
    return each.state == "loaded" and (before is None or before.state == "loaded")


def _left(each: Receipt, used: Collection[int | None], *, earlier_stands: bool) -> Receipt:
    """What is told of a file; one that was held or waited to its end has kept nobody's place."""
    superseded = each.state == "superseded" and (not each.holds or each.arrival in used)
    stood = each.state == "loaded" or superseded
    takes_up = each.takes_up if stood else ()
    return replace(each, keeps_place=stood and not earlier_stands, takes_up=takes_up)


def _alone(workspace: Workspace) -> None:
    """A rehearsal has a copy of the record, rows and all, until it ends."""
    workspace.sweep()
    if any(workspace.record.glob(".rehearsal-*")):
        raise Busy("A rehearsal is at work; try again when it has ended.")
