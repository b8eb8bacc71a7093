"""How an outcome, a receipt and a fault are said in words: counts, places and rules, no values."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from iro_pipeline.pipeline import Outcome
    from iro_pipeline.record.receipts import Receipt

SHOWN = 20
OUTDATED = (
    "The record is of an earlier edition of this program, so there are no receipts: "
    "`iro run` makes them again."
)


def outcome_in_words(outcome: Outcome) -> list[str]:
    """Line by line, as all that is said at a terminal."""
    return [
        opening(outcome),
        *outcome.reasons,
        *tally(outcome.receipts),
        *figures(outcome.changes),
        *troubles(outcome.receipts),
    ]


def opening(outcome: Outcome) -> str:
    stands = f"Release {outcome.release} stands." if outcome.release else "There is no release yet."
    return {
        "published": f"Published release {outcome.release} in {outcome.folder}",
        "nothing new": f"Nothing new. {stands}",
        "refused": f"Refused: nothing was published. {stands}",
        "rehearsed": "Rehearsed: this is what a run would do. Nothing was kept.",
    }[outcome.state]


def tally(receipts: Iterable[Receipt]) -> Iterator[str]:
    """How many files of each state, and what became of their rows."""
    receipts = list(receipts)
    if not receipts:
        return
    states = Counter(of_files(receipts))
    parts = ", ".join(f"{count:,} {state}" for state, count in sorted(states.items()))
    yield f"{counted(states.total(), 'file')} inspected: {parts}."
    rows_in, accepted, rejected = (
        sum(getattr(receipt, name) for receipt in receipts)
        for name in ("rows_in", "accepted", "rejected")
    )
    yield f"{counted(rows_in, 'row')}: {accepted:,} accepted, {rejected:,} rejected."


def of_files(receipts: Iterable[Receipt]) -> Iterator[str]:
    """The one state of each file, which may hold several tables."""
    from iro_pipeline.record.receipts import worst

    files: dict[int, list[Receipt]] = {}
    for each in receipts:
        files.setdefault(each.arrival, []).append(each)
    return map(worst, files.values())


def figures(changes: Mapping[str, int]) -> Iterator[str]:
    counts = [f"{count:,} {kind}" for kind, count in changes.items()]
    if counts:
        yield f"Figures since the release before: {', '.join(counts)}."


def troubles(receipts: Iterable[Receipt]) -> list[str]:
    """The arrivals that need a person: those refused first, then those held."""
    receipts = list(receipts)
    aside = [each for each in receipts if each.state == "quarantined"]
    waiting = [each for each in receipts if each.state == "held"]
    torn = [each for each in receipts if each.state not in ("quarantined", "held") and each.faults]
    lines = shortened([trouble(each) for each in (*aside, *waiting, *torn)])
    if waiting:
        lines.append("`iro review` shows what is held and takes your decision.")
    return [*lines, "`iro check FILE` says where in a file, and what to do."] if lines else []


def trouble(receipt: Receipt) -> str:
    if receipt.state == "quarantined":
        what = f"quarantined, nothing of it is used: {receipt.reason.rstrip('.')}"
    elif receipt.state == "held":
        what = f"held, what was there before stands: {held(receipt).rstrip('.')}"
    else:
        faults = ", ".join(f"{rule} {count:,}" for rule, count in receipt.faults.items())
        slept = f"; not looked into: {', '.join(receipt.unchecked)}" if receipt.unchecked else ""
        what = (
            f"{receipt.rejected:,} of {counted(receipt.rows_in, 'row')} rejected; "
            f"faults: {faults or 'none'}{slept}"
        )
    return f"Arrival {receipt.arrival} ({origin(receipt)}): {what}."


def held(receipt: Receipt) -> str:
    """Why a person must decide; of a table held with another of its file, only that."""
    found = "; ".join(f"{rule}: {says}" for rule, says in receipt.holds.items())
    return f"{found or 'another table of the same file is held'}."


def origin(receipt: Receipt) -> str:
    """What an arrival is, without its file name: a person typed that."""
    table = "/".join(filter(None, (receipt.source, receipt.table)))
    parts = (table, receipt.period, receipt.authority, "invented" if receipt.invented else None)
    return ", ".join(str(part) for part in parts if part) or "unrecognised"


def shortened(lines: list[str], more: str = "`--json` has them all") -> list[str]:
    left = len(lines) - SHOWN
    return [*lines[:SHOWN], f"… and {left:,} more: {more}."] if left > 0 else lines


def counted(number: int, noun: str, plural: str = "") -> str:
    return f"{number:,} {noun if number == 1 else plural or f'{noun}s'}"


def outcome_record(outcome: Outcome) -> dict[str, Any]:
    return {
        "state": outcome.state,
        "release": outcome.release,
        "folder": outcome.folder,
        "reasons": outcome.reasons,
        "changes": outcome.changes,
        "receipts": [receipt_record(receipt) for receipt in outcome.receipts],
    }


def receipt_record(receipt: Receipt) -> dict[str, Any]:
    """A receipt for machines and pages, without the path: `iro status` says that to a person."""
    return {name: value for name, value in asdict(receipt).items() if name != "path"}
