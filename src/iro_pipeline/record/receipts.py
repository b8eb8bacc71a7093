"""What became of each arrival, by the pipeline's word and by a person's decision."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

Slot = tuple[str, str, int | None, str | None]
Place = tuple[str, int | None, str | None]

# Of an arrival with several tables: what it says of the whole, the first that any of them has.
WORST_FIRST = (
    "quarantined",
    "held",
    "waiting",
    "loaded",
    "superseded",
    "set aside",
    "forgotten",
    "duplicate",
    "ignored",
)
_LAST_WORDS = ("loaded", "waiting", "duplicate")


@dataclass(frozen=True)
class Arrival:
    """
    A file as it was received: `path` is as dropped, below data/raw/.

    `kept`: the SHA-256 of what is kept in its bytes' place since people's rows were taken out of
    them, empty where nothing is, None where they are kept as they came.
    """

    sequence: int
    run: int
    path: str
    sha256: str
    bytes: int
    kept: str | None = None

    @property
    def invented(self) -> bool:
        """Whether its name says that it holds invented data."""
        return ".invented." in Path(self.path).name


@dataclass(frozen=True)
class Receipt:
    """
    What became of one table of an arrival: rows in = accepted + rejected, and its faults by rule.

    `holds` and `unchecked`: why a person must decide, and which rules could not be looked into, by
    rule. `new`, `changed` and `withdrawn` count rows against the arrival that it was to supersede.
    `takes_up`: the waiting arrivals that are used together with it.
    `left_out`: its rows of people who are forgotten, which `rows_in` does not count. One that is
    forgotten whole and `keeps_place` leaves its place empty: what came before does not stand again.
    """

    arrival: int
    path: str
    source: str
    table: str
    period: int | None
    authority: str | None
    contract: str
    state: str
    rows_in: int = 0
    accepted: int = 0
    rejected: int = 0
    faults: dict[str, int] = field(default_factory=dict)
    reason: str = ""
    holds: dict[str, str] = field(default_factory=dict)
    unchecked: dict[str, str] = field(default_factory=dict)
    new: int | None = None
    changed: int | None = None
    withdrawn: int | None = None
    takes_up: tuple[int, ...] = ()
    sha256: str = ""
    invented: bool = False
    left_out: int = 0
    keeps_place: bool = False

    @property
    def slot(self) -> Slot:
        """The place that it fills; a later arrival for the same place supersedes it whole."""
        return (self.source, self.table, self.period, self.authority)

    @property
    def place(self) -> Place:
        """Of which source, year and authority it is, with the other tables of these."""
        return (self.source, self.period, self.authority)


@dataclass(frozen=True)
class Decision:
    """
    What a person decided, at its place among the arrivals: of an arrival, or of a name.

    `la_code` is the authority that the `name` (in the form of names.form) stands for, None for no
    English authority at all.
    """

    sequence: int
    verdict: Literal["use", "set aside", "means"]
    decided_by: str
    why: str
    arrival: int | None = None
    name: str | None = None
    la_code: str | None = None
    decided_at: str = ""


def standing(receipts: Iterable[Receipt], decisions: Iterable[Decision]) -> list[Receipt]:
    """The receipts in sequence, as decisions and later arrivals have left them."""
    verdicts = {each.arrival: each.verdict for each in decisions if each.arrival is not None}
    decided = [_decided(each, verdicts.get(each.arrival)) for each in receipts]
    used = ("loaded", "forgotten")  # what a forgotten file took up has been published with it
    together = {one for each in decided if each.state in used for one in each.takes_up}
    taken = [_taken_up(each) if each.arrival in together else each for each in decided]
    stand = (each for each in taken if each.state == "loaded" or each.keeps_place)
    newest = {each.slot: each.arrival for each in stand}
    # A file that is what stands again takes back what waits.
    last = {each.slot: each.arrival for each in taken if _is_last_word(each)}
    return [_superseded(each, newest, last) for each in taken]


def names_decided(decisions: Iterable[Decision]) -> dict[str, str | None]:
    """What each name that was decided on stands for, by its form; the last word holds."""
    return {each.name: each.la_code for each in decisions if each.name is not None}


def worst(parts: Sequence[Receipt]) -> str:
    """The one state of an arrival, from those of its tables."""
    return min((each.state for each in parts), key=WORST_FIRST.index)


def _decided(each: Receipt, verdict: str | None) -> Receipt:
    if verdict == "set aside" and each.state not in ("ignored", "forgotten"):
        return replace(each, state="set aside")
    if verdict == "use" and each.state in ("held", "waiting"):
        return replace(each, state="loaded")
    return each


def _taken_up(each: Receipt) -> Receipt:
    return replace(each, state="loaded", holds={}) if each.state == "waiting" else each


def _is_last_word(each: Receipt) -> bool:
    return each.state in _LAST_WORDS or each.keeps_place


def _superseded(each: Receipt, newest: Mapping[Slot, int], last: Mapping[Slot, int]) -> Receipt:
    by = {"loaded": newest, "held": newest, "waiting": last}.get(each.state, {})
    overtaken = by.get(each.slot, 0) > each.arrival
    return replace(each, state="superseded") if overtaken else each
