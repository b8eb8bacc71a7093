"""What a request for erasure would take, and how it is carried out: recorded first, then done."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from iro_pipeline import intake
from iro_pipeline.arrivals.tables import Known, claim, named_in
from iro_pipeline.forgetting.leaving import Leaving, counted, redacted
from iro_pipeline.forgetting.people import Asked, Forgotten, tags_of
from iro_pipeline.readers import Unreadable
from iro_pipeline.record.erasures import Erasure
from iro_pipeline.record.ledger import Busy, Ledger
from iro_pipeline.record.receipts import Arrival, Receipt, names_decided
from iro_pipeline.workspace import Workspace


class NotForgotten(Exception):
    """A request that cannot be carried out: what was found and what to do."""


class Request(NamedTuple):
    """Who carries it out, and why: both are kept."""

    by: str
    why: str


@dataclass(frozen=True)
class Plan:
    """
    What would go: rows by arrival and table. Counts and places, never a value.

    `unread`: files that nobody can look into. `beside`: the other arrivals for a file's place,
    which are kept.
    """

    rows: Mapping[int, Mapping[str, int]]
    arrivals: Mapping[int, Arrival]
    receipts: list[Receipt] = field(default_factory=list)
    unread: list[int] = field(default_factory=list)
    beside: list[int] = field(default_factory=list)
    erased: Erasure | None = None  # where the person was forgotten before

    @property
    def found(self) -> dict[int, int]:
        """Rows by arrival."""
        return {arrival: sum(tables.values()) for arrival, tables in self.rows.items()}


def plan_person(workspace: Workspace, ledger: Ledger, asked: Asked) -> Plan:
    """
    Where the person's rows are, in the bytes as received.

    Raises NotForgotten where there are none, for a mistyped number would else pass for a request
    fulfilled; and where the others' rows would be read otherwise without them.
    """
    pseudonyms = intake.identified(workspace, ledger)
    erasure = _erasure(asked, tags_of(pseudonyms, asked), {}, Request("", ""))
    arrivals = [each for each in ledger.arrivals() if each.kept != ""]
    known = _known(ledger, arrivals)
    found, unread, inseparable = _searched(
        workspace, arrivals, Forgotten(pseudonyms, [erasure]), known
    )
    if inseparable:
        raise NotForgotten(
            f"{_numbered(inseparable)} cannot be read without the person's rows: the others' would "
            "change. Forget it whole: `iro forget --file`."
        )
    same = [each for each in ledger.erasures.people() if set(each.tags) & set(erasure.tags)]
    if not found and not same:
        raise NotForgotten(
            "No row of that person was found in any file that can be read: check the number, "
            f"letter by letter, and whose it is. Nothing is changed.{_unread_in_words(unread)}"
        )
    came = {each.sequence: each for each in arrivals}
    unread = sorted({*unread, *(_unplaced(ledger) if asked.kind == "child" else ())})
    return Plan(found, came, [], unread, [], same[0] if same else None)


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
            ledger.erasures.record_person(_erasure(asked, tags, plan.found, request))
        finish(workspace, ledger)
    return plan


def plan_file(ledger: Ledger, number: int) -> Plan:
    """A file, under every number by which its bytes came. Raises NotForgotten."""
    came = {each.sequence: each for each in ledger.arrivals()}
    if number not in came:
        raise NotForgotten(f"There is no arrival {number}.")
    sha256 = came[number].sha256
    if ":" in sha256:
        raise NotForgotten(f"Nothing is kept of arrival {number}: it was refused unread.")
    same = {each.sequence for each in came.values() if each.sha256 == sha256}
    receipts = intake.receipts_now(ledger)
    its = [each for each in receipts if each.arrival in same]
    places = {each.slot for each in its if each.table}
    rows: dict[int, dict[str, int]] = {arrival: {} for arrival in sorted(same)}
    for each in its:
        rows[each.arrival][each.table] = each.rows_in
    beside = {each.arrival for each in receipts if each.slot in places} - same
    forgotten = {each.arrival for each in receipts if each.state == "forgotten"}
    return Plan(rows, came, its, [], sorted(beside - forgotten))


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
            stood = [
                replace(each, keeps_place=not earlier_stands and _stood(each))
                for each in plan.receipts
            ]
            ledger.erasures.record_file(asked, plan.arrivals[number].sha256, stood)
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
    known = _known(ledger, arrivals)
    leaving = Leaving(workspace, ledger, forgotten)
    for arrival in arrivals:
        if forgotten.may_be_in(arrival.path, known):
            try:
                leaving.tables(arrival, known)
            except Unreadable:
                continue  # told when it was planned


def _searched(
    workspace: Workspace, arrivals: Iterable[Arrival], forgotten: Forgotten, known: Known
) -> tuple[dict[int, dict[str, int]], list[int], list[int]]:
    """Rows by arrival and table; arrivals that cannot be read, and that cannot without them."""
    found: dict[int, dict[str, int]] = {}
    unread, inseparable = [], []
    for arrival in arrivals:
        if not forgotten.may_be_in(arrival.path, known):
            continue
        try:
            data = workspace.received(arrival)
            tables = claim(arrival.path, data, known)
        except Unreadable:
            unread.append(arrival.sequence)
            continue
        lines = [forgotten.lines(arrival.path, each, known) for each in tables]
        if not any(map(len, lines)):
            continue
        found[arrival.sequence] = counted(tables, lines)
        try:
            redacted(arrival.path, data, (tables, lines), known)
        except Unreadable:
            inseparable.append(arrival.sequence)
    return found, unread, inseparable


def _unplaced(ledger: Ledger) -> list[int]:
    """Files that were refused before anybody knew whose they are."""
    return [
        each.arrival
        for each in intake.receipts_now(ledger)
        if each.state == "quarantined" and each.authority is None and each.table == ""
    ]


def _known(ledger: Ledger, arrivals: Iterable[Arrival]) -> Known:
    names = names_decided(ledger.decisions())
    return named_in((each.path for each in arrivals), names)


def _erasure(
    asked: Asked, tags: tuple[str, ...], found: Mapping[int, int], request: Request
) -> Erasure:
    return Erasure(0, asked.kind, asked.scope, tags, found, request.by, request.why)


def _stood(each: Receipt) -> bool:
    return each.state in ("loaded", "superseded")


def _alone(workspace: Workspace) -> None:
    """A rehearsal has a copy of the record, rows and all, until it ends."""
    workspace.sweep()
    if any(workspace.record.glob(".rehearsal-*")):
        raise Busy("A rehearsal is at work; try again when it has ended.")


def _numbered(arrivals: list[int]) -> str:
    numbers = " and ".join(map(str, arrivals))
    return f"Arrival{'s' if len(arrivals) > 1 else ''} {numbers}"


def _unread_in_words(unread: list[int]) -> str:
    return f" {_numbered(unread)} could not be read." if unread else ""
