"""The first two stages: receive what was dropped, and inspect it against its contracts."""

import logging
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

import polars as pl

from iro_pipeline.arrivals import Claimed, Known, claim, named_in, year_of
from iro_pipeline.contracts import Contract, sources
from iro_pipeline.inspection import Inspection
from iro_pipeline.inspection import inspect as inspect_rows
from iro_pipeline.ledger import Ledger
from iro_pipeline.provenance import build
from iro_pipeline.pseudonyms import Pseudonyms
from iro_pipeline.readers import Unreadable
from iro_pipeline.receipts import Arrival, Receipt
from iro_pipeline.workspace import Damaged, Workspace

log = logging.getLogger(__name__)

ROWS_AT_ONCE = 200_000
# Below this share of usable rows a file says something else than it should: it is not used at all.
FEWEST_USABLE = 0.8


class Seen(NamedTuple):
    """A claimed arrival awaiting inspection."""

    arrival: Arrival
    claimed: Claimed


def receive(workspace: Workspace, ledger: Ledger) -> list[Arrival]:
    """Take in the files whose bytes are new at their path."""
    known = {each.path: each.sha256 for each in ledger.arrivals()}
    stored = list(filter(None, map(workspace.store, workspace.dropped())))
    new = [each for each in stored if known.get(each[0]) != each[1]]
    log.info("%d files in data/raw, %d of them new", len(stored), len(new))
    if closed := sum(1 for _ in workspace.dropped()) - len(stored):
        log.warning("%d files in data/raw cannot be opened by the user of this run", closed)
    return ledger.receive(new) if new else []


def inspect(workspace: Workspace, ledger: Ledger) -> list[Receipt]:
    """Part every arrival without a receipt from this build into accepted and rejected rows."""
    if not workspace.rows_are_of(build()):
        ledger.forget_receipts(build())
        workspace.forget_rows(build())
    receipts = ledger.receipts(build())
    done = {each.arrival for each in receipts}
    pending = [each for each in ledger.arrivals() if each.sequence not in done]
    pseudonyms = identified(workspace, ledger)
    workspace.drop_batches(each.sequence for each in pending)
    fresh: list[Receipt] = []
    for batch in _batches(workspace, pending, fresh):
        fresh += _inspected(workspace, batch, pseudonyms)
    fresh = settled(sorted(fresh, key=lambda each: each.arrival), receipts, ledger.arrivals())
    ledger.record(build(), fresh)
    states = Counter(each.state for each in fresh)
    log.info("%d arrivals inspected: %s", len(fresh), dict(states))
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
    workspace: Workspace, pending: Sequence[Arrival], refused: list[Receipt]
) -> Iterator[list[Seen]]:
    """Arrivals of one contract together, so that cost grows with rows and not with files."""
    waiting: dict[str, list[Seen]] = {}
    rows: Counter[str] = Counter()
    known = named_in(arrival.path for arrival in pending)
    for arrival in pending:
        try:
            claimed = claim(arrival.path, workspace.received(arrival.sha256), known)
        except Unreadable as fault:
            refused.append(quarantined(arrival, fault, known))
            continue
        name = claimed.contract.name
        waiting.setdefault(name, []).append(Seen(arrival, claimed))
        rows[name] += claimed.text.height
        if rows[name] >= ROWS_AT_ONCE:
            rows[name] = 0
            yield waiting.pop(name)
    yield from waiting.values()


def _inspected(
    workspace: Workspace, batch: Sequence[Seen], pseudonyms: Pseudonyms
) -> list[Receipt]:
    contract = batch[0].claimed.contract
    if contract.recognises_only:
        return [recognised(seen) for seen in batch]
    inspection = inspect_rows(contract, as_text(batch), pseudonyms)
    workspace.keep(contract, inspection)
    return receipts_for(batch, inspection)


def as_text(batch: Sequence[Seen]) -> pl.DataFrame:
    """A batch's rows as one table of text, each knowing its arrival."""
    return pl.concat(
        [seen.claimed.text.with_columns(arrival=pl.lit(seen.arrival.sequence)) for seen in batch],
        how="diagonal_relaxed",
    ).with_columns(pl.col("arrival", "line").cast(pl.Int64))


def receipts_for(batch: Sequence[Seen], inspection: Inspection) -> list[Receipt]:
    """A receipt for each arrival of an inspected batch."""
    accepted, rejected = (_counted(part) for part in (inspection.accepted, inspection.rejected))
    by_rule = inspection.faults.group_by("arrival", "rule").len().sort("arrival", "rule")
    told = [
        _receipt(
            seen,
            "loaded",
            rows_in=seen.claimed.text.height,
            accepted=accepted.get(seen.arrival.sequence, 0),
            rejected=rejected.get(seen.arrival.sequence, 0),
            faults=dict(by_rule.filter(arrival=seen.arrival.sequence).select("rule", "len").rows()),
        )
        for seen in batch
    ]
    return [_usable(each) for each in told]


def _usable(each: Receipt) -> Receipt:
    """A file of which too much is at fault is refused whole, and what came before it stands."""
    if each.accepted >= FEWEST_USABLE * each.rows_in:
        return each
    return replace(
        each,
        state="quarantined",
        accepted=0,
        rejected=each.rows_in,
        reason=(
            f"mostly_rejected: found {each.rejected:,} of {each.rows_in:,} rows at fault; expected "
            "four in five or more to be usable. Mend it where it is kept and export it again."
        ),
    )


def quarantined(arrival: Arrival, fault: Unreadable, known: Known) -> Receipt:
    """
    The receipt of a file refused as a whole: its bytes stay in the store.

    Of the path only what is known is kept: a folder's name may hold anything a person typed.
    """
    source, *folders = arrival.path.split("/")[:-1] or [""]
    period = year_of(folders) if source in sources() else None
    authority, _ = (
        known.get((folders[1], period), (None, None)) if len(folders) > 1 else (None, None)
    )
    return Receipt(
        arrival=arrival.sequence,
        path=arrival.path,
        source=source if source in sources() else "",
        table="",
        period=period,
        authority=authority,
        contract="",
        state="quarantined",
        rows_in=fault.rows,
        rejected=fault.rows,
        faults={fault.rule: 1},
        reason=str(fault),
    )


def recognised(seen: Seen) -> Receipt:
    """The receipt of a file that is known by its columns and left aside: no row is read in."""
    return _receipt(seen, "ignored", reason=f"{seen.claimed.contract.title}: not used.")


def settled(
    fresh: Sequence[Receipt], earlier: Sequence[Receipt], arrivals: Sequence[Arrival]
) -> list[Receipt]:
    """
    Same bytes in the same place again change nothing; two contents for one place are refused.

    A person must say which of two that came in one run is meant: neither is guessed.
    """
    of = {each.sequence: each for each in arrivals}
    current = {each.slot: of[each.arrival].sha256 for each in earlier if each.state == "loaded"}
    rivals: dict[tuple[object, ...], set[str]] = {}
    for each in fresh:
        if each.state == "loaded":
            rivals.setdefault((of[each.arrival].run, each.slot), set()).add(of[each.arrival].sha256)
    told = []
    for each in fresh:
        sha256 = of[each.arrival].sha256
        if each.state != "loaded":
            told.append(each)
        elif len(rivals[of[each.arrival].run, each.slot]) > 1:
            told.append(_rivalled(each))
        elif current.get(each.slot) == sha256:
            told.append(replace(each, state="duplicate", reason="The same bytes came before."))
        else:
            current[each.slot] = sha256
            told.append(each)
    return told


def _rivalled(each: Receipt) -> Receipt:
    reason = (
        "two_contents: found two different files for one place; expected one. "
        "Take the wrong one away and drop the right one again under a new name."
    )
    return replace(
        each,
        state="quarantined",
        accepted=0,
        rejected=each.rows_in,
        faults={"two_contents": 1},
        reason=reason,
    )


def _receipt(seen: Seen, state: str, **counts: object) -> Receipt:
    contract: Contract = seen.claimed.contract
    given = seen.claimed.given
    return Receipt(
        arrival=seen.arrival.sequence,
        path=seen.arrival.path,
        source=contract.name.split("/")[1],
        table=contract.table,
        period=given.get("period", given.get("vintage")),
        authority=given.get("authority"),
        contract=contract.name,
        state=state,
        **counts,  # ty: ignore[invalid-argument-type]
    )


def _counted(rows: pl.DataFrame) -> dict[int, int]:
    return dict(rows.group_by("arrival").len().rows())
