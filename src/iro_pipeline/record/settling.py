"""What becomes of files beside the others that have arrived: used, held, refused or the same."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from iro_pipeline.contracts import Contract
from iro_pipeline.record.accounts import WITH_ANOTHER, refused
from iro_pipeline.record.holds import Before, reasons
from iro_pipeline.record.phrases import counted
from iro_pipeline.record.receipts import Arrival, Decision, Receipt, Slot
from iro_pipeline.record.sketches import Likeness

# How many rows of the one are new, changed and withdrawn against the other.
Difference = Callable[[Receipt, Receipt], tuple[int, int, int]]
# The files that one run received for a place, where that is more than one content.
Rivals = Mapping[tuple[int, Slot], Sequence[Receipt]]


class Settling:
    """
    What has arrived and what was decided, gone through in sequence.

    A file is judged by what stood at its place in the sequence, so that whoever reads everything
    again, with another build of the code, comes to the same end.
    """

    def __init__(
        self,
        made: Iterable[Receipt],
        arrivals: Iterable[Arrival],
        likenesses: Iterable[Likeness],
        difference: Difference,
    ) -> None:
        self._run = {each.sequence: each.run for each in arrivals}
        self._parts: dict[int, list[Receipt]] = defaultdict(list)
        for each in made:
            self._parts[each.arrival].append(each)
        self._likenesses: dict[int, list[Likeness]] = defaultdict(list)
        for alike in likenesses:
            self._likenesses[alike.arrival].append(alike)
        self._difference = difference
        self._loaded: dict[Slot, list[Receipt]] = defaultdict(list)
        self._largest: dict[Slot, Receipt] = {}

    def settled(self, fresh: Sequence[Receipt], decisions: Iterable[Decision]) -> list[Receipt]:
        """The fresh receipts as they stand beside everything before them."""
        told: list[Receipt] = []
        judged = {each.arrival for each in fresh}
        for each in fresh:
            self._parts[each.arrival].append(each)
        rivals = self._rivals(fresh)
        about = {each.sequence: each for each in decisions if each.arrival is not None}
        for sequence in sorted({*self._parts, *about}):
            if decision := about.get(sequence):
                self._decide(decision)
                continue
            parts = self._parts[sequence]
            if sequence in judged:
                parts = self._parts[sequence] = self._judged(parts, rivals)
                told += parts
            self._enter(each for each in parts if each.state == "loaded")
        return told

    def _judged(self, parts: list[Receipt], rivals: Rivals) -> list[Receipt]:
        return of_one_fate([self._beside_others(each, rivals) for each in parts])

    def _beside_others(self, each: Receipt, rivals: Rivals) -> Receipt:
        if each.state != "loaded":
            return each
        last = self._current.get(each.slot)
        if last is not None and last.sha256 == each.sha256:
            return replace(each, state="duplicate", reason="The same bytes came before.")
        if last is not None:
            new, changed, gone = self._difference(each, last)
            each = replace(each, new=new, changed=changed, withdrawn=gone)
        before = Before(
            self._current, self._largest, self._parts, self._run, self._likenesses[each.arrival]
        )
        holds = reasons(each, before)
        if came := rivals.get((self._run[each.arrival], each.slot)):
            holds["two_contents"] = _which(each, came)
        return replace(each, state="held", holds=holds) if holds else each

    def _rivals(self, fresh: Iterable[Receipt]) -> Rivals:
        """The places for which one run received more than one content, and the files."""
        contents: dict[tuple[int, Slot], list[Receipt]] = defaultdict(list)
        refused = {each.arrival for each in fresh if each.state == "quarantined"}
        for each in fresh:
            if each.state == "loaded" and each.arrival not in refused:
                contents[self._run[each.arrival], each.slot].append(each)
        return {
            place: came
            for place, came in contents.items()
            if len({each.sha256 for each in came}) > 1
        }

    def _decide(self, decision: Decision) -> None:
        parts = self._parts[decision.arrival or 0]
        for each in parts:
            stood = self._loaded[each.slot]
            self._loaded[each.slot] = [one for one in stood if one.arrival != each.arrival]
        if decision.verdict == "use":
            used = [each for each in parts if each.state in ("held", "loaded")]
            # Whoever found it right has found its size right too.
            self._largest.update({each.slot: each for each in used})
            self._enter(replace(each, state="loaded") for each in used)

    def _enter(self, parts: Iterable[Receipt]) -> None:
        for each in parts:
            self._loaded[each.slot].append(each)
            largest = self._largest.setdefault(each.slot, each)
            if each.accepted > largest.accepted:
                self._largest[each.slot] = each

    @property
    def _current(self) -> Mapping[Slot, Receipt]:
        return _Newest(self._loaded)


def of_one_fate(parts: Sequence[Receipt]) -> list[Receipt]:
    """The tables of one arrival: none is used where one of them is refused or held."""
    states = {each.state for each in parts}
    if "quarantined" in states and len(parts) > 1:
        return [
            each if each.state in ("quarantined", "ignored") else refused(each, WITH_ANOTHER)
            for each in parts
        ]
    if "held" in states:
        return [replace(each, state="held") if each.state == "loaded" else each for each in parts]
    return [*parts]


def _which(each: Receipt, came: Iterable[Receipt]) -> str:
    """The question that several files for one place put; a survey's may be parts of one whole."""
    others = " and ".join(
        f"arrival {other.arrival} ({counted(other.accepted, 'row')})"
        for other in came
        if other.arrival != each.arrival
    )
    survey = Contract.load(each.contract).form == "survey"
    parts = (
        " Where they are collectors of one survey, set all aside and export the collectors together"
    )
    return (
        f"with its {counted(each.accepted, 'row')} it came together with {others} for the same "
        "place, where only one can stand. Which is it? To use one sets the other aside."
        f"{parts if survey else ''}"
    )


class _Newest(Mapping[Slot, Receipt]):
    """Of each place the receipt that stands: the newest of those loaded."""

    def __init__(self, loaded: Mapping[Slot, list[Receipt]]) -> None:
        self._loaded = loaded

    def __getitem__(self, slot: Slot) -> Receipt:
        stood = self._loaded.get(slot)
        if not stood:
            raise KeyError(slot)
        return max(stood, key=lambda each: each.arrival)

    def __iter__(self):
        return (slot for slot, stood in self._loaded.items() if stood)

    def __len__(self) -> int:
        return sum(1 for _ in self)
