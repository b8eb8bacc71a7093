"""
Corrections of a few records wait, since today's figure less yesterday's would tell of the few.

The rule is disclosure's, for releases in a row (docs/disclosure.md); the threshold is its
`largest_small_count`. Which files it is for is said by their contracts: `of_people`.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from iro_pipeline.contracts import Contract
from iro_pipeline.record.differences import Difference
from iro_pipeline.record.erasures import Judged
from iro_pipeline.record.phrases import counted
from iro_pipeline.record.receipts import Receipt, Slot

RULE = "few_records"
# What of a receipt can be a correction, or be corrected.
_READ = ("loaded", "held", "waiting")


class Corrections:
    """
    What the releases rest on, and which corrections of that must wait.

    `largest`: of how few records a difference waits. `rested`: the arrivals that releases rested
    on, by their places in the sequence (None where they were not written down). What a release of
    its own run has published is not taken back, whatever is counted or how many are few today.
    What was `judged` before rows were forgotten stays so: those that are left would tell less.
    """

    def __init__(
        self,
        difference: Callable[[Receipt, Receipt], Difference],
        largest: int,
        rested: Mapping[int, frozenset[int] | None],
        judged: Mapping[tuple[int, str], Judged] = MappingProxyType({}),
    ) -> None:
        self._difference = difference
        self._found: dict[tuple[int, str, int], Difference] = {}
        self.rested = rested
        self._largest = largest
        self._before = judged
        self._published: dict[Slot, Receipt] = {}

    def difference(self, later: Receipt, earlier: Receipt) -> Difference:
        """What the one changes of the other, counted once a run."""
        asked = (later.arrival, later.table, earlier.arrival)
        if asked not in self._found:
            self._found[asked] = self._difference(later, earlier)
        return self._found[asked]

    def forget(self) -> None:
        """A run has been judged: what was counted for it is not kept."""
        self._found.clear()

    def publish(self, sequence: int, stood: Iterable[Receipt]) -> None:
        """A release appeared: from now on corrections are set against what it rests on."""
        arrivals = self.rested[sequence]
        for each in stood:
            rests = each.state == "loaded" if arrivals is None else each.arrival in arrivals
            if rests and each.state in _READ:
                self._published[each.slot] = each

    def judged(
        self, came: Sequence[Receipt], waiting: Sequence[Receipt], end: int
    ) -> list[Receipt]:
        """
        What came for one place in the run that ended at `end`, beside what waits there already.

        All of it together is used or waits: one child's record may be in each of the tables. Of a
        held file is told what waits in it, as a person decides on that too.
        """
        told = [self._as_before(each) for each in came]
        corrections = [each for each in told if self._is_fresh(each) and self._corrects(each)]
        if not (found := self._touched(corrections)):
            return told
        others = [each for each in waiting if each.slot not in {one.slot for one in corrections}]
        records = len(found | self._touched(others))
        if records > self._largest or self._is_out([*corrections, *others], end):
            # Each says it: whichever of them is set aside later, the others still stand.
            together = tuple(sorted({each.arrival for each in others}))
            return [
                replace(each, takes_up=together) if each in corrections else each for each in told
            ]
        holds = {RULE: self._says(records)}
        return [
            replace(each, state="waiting", holds=holds) if each in corrections else each
            for each in told
        ]

    def was_used(self, each: Receipt) -> bool:
        """Whether it was used when rows were forgotten: what is left makes no case against it."""
        before = self._before.get((each.arrival, each.table))
        return before is not None and before.state == "loaded"

    def _is_fresh(self, each: Receipt) -> bool:
        return each.state == "loaded" and not self.was_used(each)

    def _as_before(self, each: Receipt) -> Receipt:
        """A held file says what waits in it; what rows since forgotten made wait, still waits."""
        if each.state == "held":
            return self._told(each)
        before = self._before.get((each.arrival, each.table))
        if before is None or each.state != "loaded":
            return each
        if before.state == "waiting":
            return replace(each, state="waiting", holds={RULE: self._said_before()})
        return replace(each, takes_up=before.takes_up)

    def _corrects(self, each: Receipt) -> bool:
        return each.slot in self._published and Contract.load(each.contract).of_people

    def _touched(self, corrections: Iterable[Receipt]) -> frozenset[str]:
        return frozenset[str]().union(
            *(
                self.difference(each, self._published[each.slot]).touched
                for each in corrections
                if self._corrects(each)
            )
        )

    def _told(self, each: Receipt) -> Receipt:
        records = len(self._touched([each]))
        if not 0 < records <= self._largest:
            return each
        return replace(each, holds={**each.holds, RULE: self._says(records)})

    def _is_out(self, corrections: Iterable[Receipt], end: int) -> bool:
        if end not in self.rested:
            return False
        arrivals = self.rested[end]
        return arrivals is None or any(each.arrival in arrivals for each in corrections)

    def _said_before(self) -> str:
        return (
            "it waited when rows were forgotten, and what is left of it cannot be counted beside "
            f"what is published. It is used with the next that makes {self._largest + 1} or more"
        )

    def _says(self, records: int) -> str:
        return (
            f"it differs from what is published in {counted(records, 'record')} (those of one "
            "person count as one): set beside each other, the two would tell of them. It is used "
            f"with the next correction that together with it makes {self._largest + 1} or more"
        )
