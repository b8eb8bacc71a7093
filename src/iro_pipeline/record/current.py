"""What stands in each place, while arrivals and decisions are gone through in sequence."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from iro_pipeline.record.receipts import Decision, Place, Receipt, Slot, standing


class Current(Mapping[Slot, Receipt]):
    """Of each table, year and authority the receipt that stands."""

    def __init__(self) -> None:
        self._came: dict[Place, dict[tuple[int, str], Receipt]] = defaultdict(dict)
        self._decisions: list[Decision] = []
        self._standing: dict[Place, list[Receipt]] = {}

    def enter(self, parts: Iterable[Receipt]) -> None:
        """What came, or what is known of it since."""
        for each in parts:
            self._came[each.place][each.arrival, each.table] = each
            self._standing.pop(each.place, None)

    def decide(self, decision: Decision, parts: Iterable[Receipt]) -> None:
        """What a person decided of the parts of an arrival."""
        self._decisions.append(decision)
        for each in parts:
            self._standing.pop(each.place, None)

    def of(self, place: Place) -> list[Receipt]:
        """All that came for a place, as it stands."""
        if place not in self._standing:
            came = self._came[place].values() if place in self._came else ()
            self._standing[place] = standing(came, self._decisions)
        return self._standing[place]

    def __getitem__(self, slot: Slot) -> Receipt:
        source, _, period, authority = slot
        for each in self.of((source, period, authority)):
            if each.slot == slot and each.state == "loaded":
                return each
        raise KeyError(slot)

    def __iter__(self) -> Iterator[Slot]:
        stand = (each for place in self._came for each in self.of(place))
        return (each.slot for each in stand if each.state == "loaded")

    def __len__(self) -> int:
        return sum(1 for _ in self)
