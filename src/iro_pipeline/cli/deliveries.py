"""A delivery as it is told: who gets what and why not; never an address or a folder."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from iro_pipeline.cli.endings import BUSY, DONE, REFUSED
from iro_pipeline.cli.messages import capital, summed
from iro_pipeline.cli.messages import ended as sentence

if TYPE_CHECKING:
    from iro_pipeline.delivery.planning import Asked, Errand, Plan
    from iro_pipeline.delivery.sending import Ended
    from iro_pipeline.record.deliveries import Delivery

DUE, HELD_BACK, NOTHING_DUE, NOT_YET = "to be sent", "held back", "nothing due", "not yet"
STATES = {
    "sent": "sent",
    "later": NOT_YET,
    "refused": "refused",
    "unclear": "not known",
    "closed": "not tried",
}
NOTED = {"sending": "begun", "later": NOT_YET}
ORDER = (DUE, *STATES.values(), HELD_BACK, NOTHING_DUE)


def in_words(asked: Asked, plan: Plan, became: Mapping[int, Ended] | None) -> Iterator[str]:
    """A line for each row of the recipients, and how many there are of each kind."""
    yield f"Release {asked.release.name}, whole."
    states = [_state(each, became) for each in plan.errands]
    for each, state in zip(plan.errands, states, strict=True):
        yield f"  {each.recipient.who} ({each.recipient.audience}): {_line(each, state, became)}"
    counts = Counter(sorted(states, key=ORDER.index))
    yield f"{summed(counts) or 'Nobody is listed'}."
    if became is None:
        yield "Nothing was sent and nothing noted: `--send` does it."
    elif NOT_YET in states:
        yield "Call it again later: what was sent is not sent twice."


def _line(errand: Errand, state: str, became: Mapping[int, Ended] | None) -> str:
    if why := _why(errand, became):
        return f"{state}. {sentence(capital(why))}"
    from iro_pipeline.delivery.planning import megabytes

    sizes = ((name.rpartition(".")[2], size) for name, size in errand.files.items())
    files = ", ".join(f"{kind} {megabytes(size)}" for kind, size in sizes)
    how = f"by email of {megabytes(errand.size)}" if errand.number else "into the folder"
    return f"{state} {how}: {files}."


def _state(errand: Errand, became: Mapping[int, Ended] | None) -> str:
    if errand.nothing:
        return HELD_BACK if errand.nothing.asks else NOTHING_DUE
    return DUE if became is None else STATES[became[errand.recipient.row].state]


def _why(errand: Errand, became: Mapping[int, Ended] | None) -> str:
    if errand.nothing:
        return errand.nothing.why
    return became[errand.recipient.row].why if became else ""


def code(plan: Plan, became: Mapping[int, Ended] | None) -> int:
    """0; 3 where a person has something to do for somebody; 75 where time has."""
    ended = {each.state for each in (became or {}).values()}
    asks = any(each.nothing and each.nothing.asks for each in plan.errands)
    if asks or ended - {"sent", "later"}:
        return REFUSED
    return BUSY if "later" in ended else DONE


def log(steps: Iterable[Delivery]) -> Iterator[str]:
    """What was noted, a line each: when, for whom, and how far it went."""
    for each in steps:
        what = f"{each.who} ({each.audience}), edition {each.edition}"
        yield f"{each.noted_at} {what}: {NOTED.get(each.state, each.state)}"


def record(asked: Asked, plan: Plan, became: Mapping[int, Ended] | None) -> dict[str, Any]:
    """The same for machines."""
    return {
        "release": asked.release.name,
        "dry_run": became is None,
        "recipients": [
            {
                "who": each.recipient.who,
                "audience": str(each.recipient.audience),
                "state": _state(each, became),
                "why": _why(each, became),
                "by": "email" if each.recipient.address else "folder",
                "edition": each.step.edition,
                "bytes": each.size,
                "files": dict(each.files),
            }
            for each in plan.errands
        ],
    }
