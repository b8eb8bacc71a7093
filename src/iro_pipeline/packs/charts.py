"""What is drawn: each kind of chart as rows of numbers that its table shows too."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Segment:
    """A part of a bar: the band or answer, how many, and its share in percent."""

    label: str
    count: float
    share: float
    text: str
    # Inside what the standard asks (the Handbook's 50 to 70).
    is_standard: bool = False
    # Between its neighbours; false of an answer outside the order, such as "unclassifiable".
    is_ordered: bool = True


def labels(bars: Iterable[tuple[Segment, ...]]) -> dict[str, bool]:
    """
    The labels in the order that bars have together, for one may lack a part, and of each whether
    it has a place in that order.
    """
    found: list[str] = []
    is_ordered: dict[str, bool] = {}
    for parts in bars:
        at = 0
        for part in parts:
            if part.label not in found:
                found.insert(at, part.label)
            at = found.index(part.label) + 1
            is_ordered[part.label] = is_ordered.get(part.label, True) and part.is_ordered
    return {label: is_ordered[label] for label in found}


@dataclass(frozen=True)
class BandsRow:
    """A bar of an area, 100 % wide; empty where nothing may be shown, and `note` says why."""

    name: str
    area: str
    segments: tuple[Segment, ...]
    note: str = ""


@dataclass(frozen=True)
class Point:
    """An authority on a funnel. `word` is its verdict, "" where it is about the same."""

    name: str
    area: str
    n: float
    value: float
    word: str = ""


@dataclass(frozen=True)
class Limit:
    """The limits of a funnel at one size: 95 % and 99.8 %, over-dispersion allowed for."""

    n: float
    lower_95: float
    upper_95: float
    lower_998: float
    upper_998: float


@dataclass(frozen=True)
class ChangeRow:
    """An area's figure then and now; `word` says whether that is more than chance."""

    name: str
    area: str
    before: float
    after: float
    word: str = ""


@dataclass(frozen=True)
class DivergingRow:
    """
    A survey question: shares below, at and above its middle, and how many answered.

    The line runs through segment `middle` (the first is 0), or where that is not `is_astride`
    along its left edge: where only good answers are told apart from the others.
    """

    label: str
    segments: tuple[Segment, ...]
    middle: int
    n: str
    is_astride: bool = True


@dataclass(frozen=True)
class StandingRow:
    """
    A measure of one authority, in standard errors from its peers (the `distance` of benchmarks).

    `text` is the figure beside its peers' in words.
    """

    label: str
    distance: float
    word: str
    text: str


@dataclass(frozen=True)
class Quarter:
    """A quarter of a year on a control chart; None where a value may not be shown."""

    label: str
    value: float | None
    centre: float | None
    lower: float | None
    upper: float | None


@dataclass(frozen=True)
class _Drawn:
    """`name` is unlike every other of its pack; `alt` says what is seen; `table` holds it."""

    name: str
    title: str
    alt: str
    table: str
    unit: str


@dataclass(frozen=True)
class Bands(_Drawn):
    rows: tuple[BandsRow, ...]
    # In words, what the marked bands are.
    standard: str = ""


@dataclass(frozen=True)
class Funnel(_Drawn):
    points: tuple[Point, ...]
    limits: tuple[Limit, ...]
    centre: float
    size: str  # what is counted along the axis: "reviews due"


@dataclass(frozen=True)
class Change(_Drawn):
    rows: tuple[ChangeRow, ...]
    before: str
    after: str


@dataclass(frozen=True)
class Diverging(_Drawn):
    rows: tuple[DivergingRow, ...]


@dataclass(frozen=True)
class Standing(_Drawn):
    rows: tuple[StandingRow, ...]


@dataclass(frozen=True)
class Quarters(_Drawn):
    quarters: tuple[Quarter, ...]


Chart = Bands | Funnel | Change | Diverging | Standing | Quarters
