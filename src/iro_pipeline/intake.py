"""The first two stages: receive what was dropped, and inspect it against its contracts."""

import logging
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain

import polars as pl

from iro_pipeline.arrivals.receiving import Damaged
from iro_pipeline.arrivals.tables import Known, named_in
from iro_pipeline.authorities.names import Decided
from iro_pipeline.declarations import BadContract
from iro_pipeline.disclosure.thresholds import Thresholds
from iro_pipeline.failures import where
from iro_pipeline.forgetting.leaving import Leaving
from iro_pipeline.forgetting.people import Forgotten
from iro_pipeline.inspection import inspect as inspect_rows
from iro_pipeline.inspection.pseudonyms import Pseudonyms
from iro_pipeline.opening.limited import NotStarted
from iro_pipeline.provenance import reading
from iro_pipeline.readers import Unreadable
from iro_pipeline.record import differences, sketches
from iro_pipeline.record.accounts import Seen, as_text, quarantined, receipts_for, recognised
from iro_pipeline.record.ledger import Ledger
from iro_pipeline.record.receipts import Arrival, Receipt, names_decided
from iro_pipeline.record.settling import Settling
from iro_pipeline.record.waiting import Corrections
from iro_pipeline.workspace import Workspace

log = logging.getLogger(__name__)

ROWS_AT_ONCE = 200_000
# A panic of polars is no Exception, and would end the run.
_FAILURES = (Exception, pl.exceptions.PanicException)
# Of the machine, the record or a contract, and of no file: these end the run, and the next tries
# the same files again.
_OF_NO_FILE = (OSError, NotStarted, Damaged, BadContract)


def receive(workspace: Workspace, ledger: Ledger) -> list[Arrival]:
    """Take in the files whose bytes are new at their path."""
    known = {each.path: each.sha256 for each in ledger.arrivals()}
    there = list(workspace.dropped(ledger.erasures.replaced()))
    new = [each for each in there if known.get(each.path) != each.sha256]
    log.info("%d files in data/raw, %d of them new", len(there), len(new))
    return ledger.receive(new) if new else []


def reading_of(ledger: Ledger, as_of: int | None = None) -> str:
    """What the rows at rest rest on, by the decisions up to a place in the sequence."""
    return reading(names_decided(ledger.decisions(as_of)))


def receipts_now(ledger: Ledger) -> list[Receipt]:
    """The receipts as they stand; until the next run reads all files anew, those of the last."""
    current = reading_of(ledger)
    return ledger.receipts(current if ledger.made(current) else ledger.last_reading())


def inspect(workspace: Workspace, ledger: Ledger, as_of: int | None = None) -> list[Receipt]:
    """Part every arrival without a receipt from this reading into accepted and rejected rows."""
    names = names_decided(ledger.decisions(as_of))
    current = reading(names)
    if not workspace.rows_are_of(current):
        ledger.forget_receipts(current)
        workspace.forget_rows(current)
    made = ledger.made(current)
    done = {each.arrival for each in made}
    arrivals = ledger.arrivals()
    pending = [each for each in arrivals if each.sequence not in done and each.kept != ""]
    pseudonyms = identified(workspace, ledger)
    workspace.drop_batches(each.sequence for each in pending)
    fresh: list[Receipt] = []
    leaving = Leaving(workspace, ledger, Forgotten(pseudonyms, ledger.erasures.people()))
    for batch in _batches(leaving, pending, names, fresh):
        fresh += _inspected(workspace, batch, names, pseudonyms)
    fresh.sort(key=lambda each: (each.arrival, each.table))
    alike = sketches.likenesses(workspace.sketches(), pl.Series([each.arrival for each in fresh]))
    made += ledger.erasures.receipts()
    corrections = Corrections(
        differences.between(workspace),
        Thresholds.load().largest_small_count,
        ledger.releases.rested(),
        ledger.erasures.judged(),
    )
    settling = Settling(made, arrivals, alike, corrections)
    fresh = settling.settled(fresh, ledger.decisions())
    ledger.record(current, fresh)
    states = Counter(each.state for each in fresh)
    counts = ", ".join(f"{count:,} {state}" for state, count in sorted(states.items()))
    log.info("%d tables inspected: %s", len(fresh), counts or "nothing new")
    return fresh


def identified(workspace: Workspace, ledger: Ledger) -> Pseudonyms:
    """The keyed hashes of this record. Raises Damaged when its key is lost or is another."""
    known = ledger.key_fingerprint()
    try:
        pseudonyms, made = Pseudonyms.kept_in(workspace.record / "identifier.key", make=not known)
    except (ValueError, FileNotFoundError) as failure:
        raise Damaged(f"No identifier key: {failure}") from None
    if known not in (None, pseudonyms.fingerprint):
        raise Damaged(
            "The identifier key is another than the one that this record was begun with: children "
            "would not be found again. Restore data/record/identifier.key from its copy."
        )
    ledger.remember_key(pseudonyms.fingerprint)
    if made:
        log.warning("A new identifier key was made in data/record/identifier.key: keep a copy")
    return pseudonyms


def _batches(
    leaving: Leaving, pending: Sequence[Arrival], names: Decided, refused: list[Receipt]
) -> Iterator[list[Seen]]:
    """Tables of one contract together, so that cost grows with rows and not with files."""
    waiting: dict[str, list[Seen]] = {}
    rows: Counter[str] = Counter()
    known = named_in((arrival.path for arrival in pending), names)
    for arrival in pending:
        for seen in _claimed(leaving, arrival, known, refused):
            name = seen.claimed.contract.name
            waiting.setdefault(name, []).append(seen)
            rows[name] += seen.claimed.text.height
            if rows[name] >= ROWS_AT_ONCE:
                rows[name] = 0
                yield waiting.pop(name)
    yield from waiting.values()


def _claimed(
    leaving: Leaving, arrival: Arrival, known: Known, refused: list[Receipt]
) -> list[Seen]:
    try:
        tables = leaving.tables(arrival, known)
    except _OF_NO_FILE:
        raise
    except _FAILURES as failure:
        refused.append(quarantined(arrival, _as_fault(failure), known))
        return []
    return [Seen(arrival, each) for each in tables]


def _as_fault(failure: BaseException) -> Unreadable:
    """What is said of a file that could not be read; where that is our bug, its kind and place."""
    if isinstance(failure, Unreadable):
        return failure
    log.error("A file was not inspected, which is a bug: %s", where(failure))
    return Unreadable(
        "not_inspected",
        found=f"a failure of the pipeline ({where(failure)})",
        expected="a file that it can inspect",
        do="This is a bug: keep the file, and tell whoever looks after the pipeline.",
    )


def _inspected(
    workspace: Workspace, batch: Sequence[Seen], names: Decided, pseudonyms: Pseudonyms
) -> list[Receipt]:
    """
    A batch's receipts, once its rows are at rest in accepted and rejected ones.

    A file that brings the inspection down is refused alone.
    """
    try:
        receipts, parts = _parted(batch, names, pseudonyms)
    except _OF_NO_FILE:
        raise
    except _FAILURES as failure:
        if len(batch) > 1:
            alone = (_inspected(workspace, [seen], names, pseudonyms) for seen in batch)
            return [*chain.from_iterable(alone)]
        arrival = batch[0].arrival
        return [quarantined(arrival, _as_fault(failure), named_in([arrival.path], names))]
    first = min(seen.arrival.sequence for seen in batch)
    workspace.keep(batch[0].claimed.contract, first, parts)
    return receipts


def _parted(
    batch: Sequence[Seen], names: Decided, pseudonyms: Pseudonyms
) -> tuple[list[Receipt], dict[str, pl.DataFrame]]:
    """The receipts of a batch, and what of it is to be kept."""
    contract = batch[0].claimed.contract
    if contract.recognises_only:
        return [recognised(seen) for seen in batch], {}
    text = as_text(batch)
    inspection = inspect_rows(contract, text, pseudonyms, names)
    kept = {**inspection._asdict(), "sketches": sketches.sketch(contract, text, pseudonyms)}
    return receipts_for(batch, inspection), kept
