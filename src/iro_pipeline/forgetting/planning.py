"""What a request for erasure would take: counted and placed, and nothing changed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from iro_pipeline import intake
from iro_pipeline.arrivals.tables import Known, claim, named_in
from iro_pipeline.forgetting.leaving import counted, redacted
from iro_pipeline.forgetting.people import Asked, Forgotten, tags_of
from iro_pipeline.readers import Unreadable
from iro_pipeline.record.erasures import Erasure
from iro_pipeline.record.ledger import Ledger
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
    erasure = erasure_of(asked, tags_of(pseudonyms, asked), {}, Request("", ""))
    arrivals = [each for each in ledger.arrivals() if each.kept != ""]
    known = known_in(ledger, arrivals)
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


def known_in(ledger: Ledger, arrivals: Iterable[Arrival]) -> Known:
    """Whose folders the arrivals lie in, as people decided."""
    names = names_decided(ledger.decisions())
    return named_in((each.path for each in arrivals), names)


def erasure_of(
    asked: Asked, tags: tuple[str, ...], found: Mapping[int, int], request: Request
) -> Erasure:
    """A person's erasure, before it has its place in the ledger."""
    return Erasure(0, asked.kind, asked.scope, tags, found, request.by, request.why)


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


def _numbered(arrivals: list[int]) -> str:
    numbers = " and ".join(map(str, arrivals))
    return f"Arrival{'s' if len(arrivals) > 1 else ''} {numbers}"


def _unread_in_words(unread: list[int]) -> str:
    return f" {_numbered(unread)} could not be read." if unread else ""
