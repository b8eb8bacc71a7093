"""What becomes of files beside the others that have arrived: used, held, refused or the same."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from iro_pipeline.contracts import Contract
from iro_pipeline.record.accounts import WITH_ANOTHER, refused
from iro_pipeline.record.current import Current
from iro_pipeline.record.holds import Before, reasons
from iro_pipeline.record.phrases import counted
from iro_pipeline.record.receipts import Arrival, Decision, Place, Receipt, Slot
from iro_pipeline.record.sketches import Likeness
from iro_pipeline.record.waiting import Corrections

# The files that one run received for a place, where that is more than one content.
Rivals = Mapping[tuple[int, Slot], Sequence[Receipt]]


class Settling:
    """
    What has arrived, was decided and was released, gone through in sequence.

    A file is judged by what stood at its place in the sequence, so that whoever reads everything
    again, with another build of the code, comes to the same end.
    """

    def __init__(
        self,
        made: Iterable[Receipt],
        arrivals: Iterable[Arrival],
        likenesses: Iterable[Likeness],
        corrections: Corrections,
    ) -> None:
        self._run = {each.sequence: each.run for each in arrivals}
        self._end = {run: sequence for sequence, run in sorted(self._run.items())}
        self._parts: dict[int, list[Receipt]] = defaultdict(list)
        for each in made:
            self._parts[each.arrival].append(each)
        self._likenesses: dict[int, list[Likeness]] = defaultdict(list)
        for alike in likenesses:
            self._likenesses[alike.arrival].append(alike)
        self._corrections = corrections
        self._current = Current()
        self._largest: dict[Slot, Receipt] = {}
        self._moved: set[Place] = set()  # since the release before

    def settled(self, fresh: Sequence[Receipt], decisions: Iterable[Decision]) -> list[Receipt]:
        """The fresh receipts as they stand beside everything before them."""
        judged = sorted({each.arrival for each in fresh})
        for each in fresh:
            self._parts[each.arrival].append(each)
        rivals = self._rivals(fresh)
        about = {each.sequence: each for each in decisions if each.arrival is not None}
        ends = {self._end[self._run[sequence]] for sequence in judged}
        for sequence in sorted({*self._parts, *about, *ends, *self._corrections.rested}):
            if decision := about.get(sequence):
                self._decide(decision)
            elif parts := self._parts.get(sequence):
                if sequence in judged:
                    parts = self._parts[sequence] = self._judged(parts, rivals)
                else:
                    self._measure(parts)
                self._enter(parts)
            if sequence in ends:
                self._wait(sequence, [one for one in judged if self._ended(one) == sequence])
            if sequence in self._corrections.rested:
                self._release(sequence)
        return [each for sequence in judged for each in self._parts[sequence]]

    def _ended(self, sequence: int) -> int:
        return self._end[self._run[sequence]]

    def _judged(self, parts: list[Receipt], rivals: Rivals) -> list[Receipt]:
        return of_one_fate([self._beside_others(each, rivals) for each in parts])

    def _beside_others(self, each: Receipt, rivals: Rivals) -> Receipt:
        if each.state != "loaded":
            return each
        last = self._current.get(each.slot)
        if last is not None and last.sha256 == each.sha256:
            return replace(each, state="duplicate", reason="The same bytes came before.")
        if last is not None:
            found = self._corrections.difference(each, last)
            each = replace(each, new=found.new, changed=found.changed, withdrawn=found.withdrawn)
        before = Before(
            self._current, self._largest, self._parts, self._run, self._likenesses[each.arrival]
        )
        holds = {} if self._corrections.was_used(each) else reasons(each, before)
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

    def _wait(self, end: int, arrivals: Sequence[int]) -> None:
        """Once all of a run is known: what of it corrects too few records, place by place."""
        places: dict[Place, list[Receipt]] = defaultdict(list)
        for each in (part for one in arrivals for part in self._parts[one]):
            if each.state in ("loaded", "held"):
                places[each.place].append(each)
        for place, came in places.items():
            waiting = [each for each in self._current.of(place) if each.state == "waiting"]
            for each in self._corrections.judged(came, waiting, end):
                parts = self._parts[each.arrival]
                parts[[one.table for one in parts].index(each.table)] = each
        for one in arrivals:
            self._parts[one] = of_one_fate(self._parts[one])
            self._current.enter(self._parts[one])
            self._measure(self._parts[one])
        self._corrections.forget()

    def _decide(self, decision: Decision) -> None:
        parts = self._parts[decision.arrival or 0]
        self._current.decide(decision, parts)
        self._moved.update(each.place for each in parts)
        if decision.verdict == "use":
            # Whoever found it right has found its size right too.
            used = [each for each in parts if each.state in ("held", "waiting", "loaded")]
            self._largest.update({each.slot: each for each in used})

    def _release(self, sequence: int) -> None:
        for place in self._moved:
            self._corrections.publish(sequence, self._current.of(place))
        self._moved.clear()

    def _enter(self, parts: Sequence[Receipt]) -> None:
        self._current.enter(parts)
        self._moved.update(each.place for each in parts)

    def _measure(self, parts: Iterable[Receipt]) -> None:
        for each in parts:
            largest = self._largest.get(each.slot)
            larger = largest is None or each.accepted > largest.accepted
            if each.state == "loaded" and larger:
                self._largest[each.slot] = each


def of_one_fate(parts: Sequence[Receipt]) -> list[Receipt]:
    """The tables of one arrival: none is used where one of them is refused or held."""
    states = {each.state for each in parts}
    if "quarantined" in states and len(parts) > 1:
        return [
            each if each.state in ("quarantined", "ignored") else refused(each, WITH_ANOTHER)
            for each in parts
        ]
    for put_off in ("held", "waiting"):
        if put_off in states:
            put = {"loaded", "waiting"}
            return [replace(each, state=put_off) if each.state in put else each for each in parts]
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
