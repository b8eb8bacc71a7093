"""How an outcome, a receipt and a fault are said in words: counts, places and rules, no values."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
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
        "made": f"Made release {outcome.release}, which waits for approval, in {outcome.folder}",
        "nothing new": f"Nothing new. {stands}",
        "refused": f"Refused: nothing was published. {stands}",
        "rehearsed": "Rehearsed: this is what a run would do. Nothing was kept.",
    }[outcome.state]


def tally(receipts: Iterable[Receipt]) -> Iterator[str]:
    """How many files of each state, and what became of their rows."""
    from iro_pipeline.record.receipts import worst

    receipts = list(receipts)
    if not receipts:
        return
    states = Counter(sorted(worst(parts) for parts in by_file(receipts)))
    yield f"{counted(states.total(), 'file')} inspected: {summed(states)}."
    used = [each for each in receipts if each.state == "loaded"]
    rows = {
        "used": sum(each.accepted for each in used),
        "rejected": sum(each.rejected for each in used),
    }
    if unused := sum(each.rows_in for each in receipts if each.state != "loaded"):
        rows["in files that are not used"] = unused
    yield f"{counted(sum(rows.values()), 'row')}: {summed(rows)}."


def summed(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{count:,} {what}" for what, count in counts.items())


def by_file(receipts: Iterable[Receipt]) -> list[list[Receipt]]:
    """The tables of each file together."""
    files: dict[int, list[Receipt]] = {}
    for each in receipts:
        files.setdefault(each.arrival, []).append(each)
    return [*files.values()]


def figures(changes: Mapping[str, int]) -> Iterator[str]:
    counts = [f"{count:,} {kind}" for kind, count in changes.items()]
    if counts:
        yield f"Figures since the release before: {', '.join(counts)}."


def troubles(receipts: Iterable[Receipt]) -> list[str]:
    """The files that need a person, those refused first; then the corrections that wait."""
    from iro_pipeline.record.receipts import worst

    files = [(worst(parts), parts) for parts in by_file(receipts)]
    torn = [parts for state, parts in files if state == "loaded" and at_fault(parts)]
    aside, waiting = (
        [parts for state, parts in files if state == asked] for asked in ("quarantined", "held")
    )
    lines = shortened([trouble(parts) for parts in (*aside, *waiting, *torn)])
    if waiting:
        lines.append("`iro review` shows what is held and takes your decision.")
    if lines:
        lines.append("`iro check FILE` says where in a file, and what to do.")
    return [*lines, *shortened([trouble(parts) for state, parts in files if state == "waiting"])]


def at_fault(parts: Iterable[Receipt]) -> bool:
    return any(each.state == "loaded" and (each.faults or each.left_out) for each in parts)


def trouble(parts: Sequence[Receipt]) -> str:
    """What became of one file, and why; what several of its tables share is said once."""
    from iro_pipeline.record.receipts import worst

    match worst(parts):
        case "quarantined":
            what = f"quarantined, nothing of it is used: {refusal(parts)}"
        case "held":
            what = f"held, what was there before stands: {held(*parts)}"
        case "waiting":
            what = f"waits, what was there before stands: {held(*parts)}"
        case _:
            what = flaws(parts)
    return ended(f"Arrival {parts[0].arrival} ({origin(*parts)}): {what}")


def refusal(parts: Sequence[Receipt]) -> str:
    from iro_pipeline.record.accounts import WITH_ANOTHER
    from iro_pipeline.record.phrases import reason

    return " ".join(
        by_table(
            (each.table, ended(reason(each)))
            for each in parts
            if each.state == "quarantined" and each.reason != WITH_ANOTHER
        )
    )


def held(*parts: Receipt) -> str:
    """Why a person must decide; of a table held with another of its file, only that."""
    found = by_table((each.table, ended(says)) for each in parts for says in each.holds.values())
    first, *others = found or [""]
    with_another = f"another table of the same file {'waits' if waits(parts) else 'is held'}."
    return " ".join([first, *map(capital, others)]) or with_another


def waits(parts: Iterable[Receipt]) -> bool:
    """Whether a file waits for more corrections, and for nobody."""
    return any(each.state == "waiting" for each in parts)


def flaws(parts: Iterable[Receipt]) -> str:
    """What of a used file is not used or in doubt, and what could not be looked into."""
    return "; ".join(by_table((each.table, flaw(each)) for each in parts if each.rows_in))


def flaw(each: Receipt) -> str:
    said = f"{each.rejected:,} of {counted(each.rows_in, 'row')} rejected"
    if not each.rejected:
        said = f"{counted(each.rows_in, 'row')}, none rejected"
    at_fault = f"; at fault: {faults(each)}" if each.faults else ""
    slept = f"; not looked into: {why_not(each)}" if each.unchecked else ""
    forgot = (
        f"; {counted(each.left_out, 'row')} of forgotten people left out" if each.left_out else ""
    )
    return f"{said}{at_fault}{slept}{forgot}"


def faults(each: Receipt, most: int = 3) -> str:
    """What is wrong most often, in words, and how often."""
    from iro_pipeline.record.phrases import broken

    often = sorted(each.faults.items(), key=lambda fault: -fault[1])
    told = [f"{broken(each.contract, rule)} ({count:,})" for rule, count in often[:most]]
    rest = [f"and {counted(len(often) - most, 'other kind')}"] if len(often) > most else []
    return ", ".join([*told, *rest])


def why_not(each: Receipt) -> str:
    """How many rules could not be looked into for each reason."""
    reasons = Counter(each.unchecked.values())
    return ", ".join(f"{counted(rules, 'rule')} ({why})" for why, rules in reasons.items())


def by_table(told: Iterable[tuple[str, str]]) -> list[str]:
    """What is told of each table, named where they differ."""
    said: dict[str, list[str]] = {}
    for table, what in told:
        said.setdefault(what, []).append(table)
    if len(said) < 2 or len({table for tables in said.values() for table in tables}) < 2:
        return [*said]
    return [f"{' and '.join(tables)}: {what}" for what, tables in said.items()]


def capital(said: str) -> str:
    return said[:1].upper() + said[1:]


def ended(said: str) -> str:
    return said if said.endswith((".", "?")) else f"{said}."


def origin(*parts: Receipt) -> str:
    """What an arrival is, without its file name: a person typed that."""
    from iro_pipeline.record.phrases import place

    read = [each for each in parts if each.state != "ignored"] or parts
    told = place(read[0], " and ".join(each.table for each in read))
    return ", ".join(filter(None, (told, "invented" if read[0].invented else ""))) or "unrecognised"


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
