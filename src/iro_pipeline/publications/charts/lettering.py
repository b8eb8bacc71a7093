"""How wide words are, and where names stand without touching."""

import textwrap
from dataclasses import dataclass

# Advance widths in em of Liberation Sans, rounded up to kinds of letter.
NARROW, WIDE = frozenset("iljtfrI.,:;'’()[]| -/"), frozenset("mwMW%@—")
SIZE = 12


def width(text: str, size: float = SIZE) -> float:
    """About how many pixels `text` takes, rather more than fewer."""
    return size * sum(map(_em, text))


def _em(letter: str) -> float:
    if letter in NARROW:
        return 0.34
    if letter in WIDE:
        return 0.92
    return 0.72 if letter.isupper() else 0.57


@dataclass(frozen=True)
class Box:
    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: "Box") -> bool:
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )

    def lies_within(self, other: "Box") -> bool:
        return (
            other.left <= self.left
            and self.right <= other.right
            and other.top <= self.top
            and self.bottom <= other.bottom
        )


@dataclass(frozen=True)
class Placed:
    """A name beside its dot: `x` is its left edge, `y` its middle."""

    index: int
    x: float
    y: float


REACH = 9.0  # pixels from the middle of a dot to its name
HALF = SIZE * 0.62


def placed(
    dots: list[tuple[float, float]], names: dict[int, str], frame: Box
) -> tuple[Placed, ...]:
    """
    A place for the name of each of some dots where it meets no other name, dot or edge.

    A name for which there is none is left out: the table has it.
    """
    taken = [Box(x - 5, y - 5, x + 5, y + 5) for x, y in dots]
    found = []
    for index, name in names.items():
        place = _free(dots[index], width(name), taken, frame)
        if place is not None:
            taken.append(place)
            found.append(Placed(index, place.left, (place.top + place.bottom) / 2))
    return tuple(found)


def _free(dot: tuple[float, float], wide: float, taken: list[Box], frame: Box) -> Box | None:
    x, y = dot
    sides = (x + REACH, x - REACH - wide, x - wide / 2)
    rises = (0, -14, 14, -20, 20, -28, 28)
    for rise in rises:
        # In the middle it would lie on its own dot.
        for left in sides if abs(rise) > REACH else sides[:2]:
            box = Box(left, y + rise - HALF, left + wide, y + rise + HALF)
            if box.lies_within(frame) and not any(box.meets(other) for other in taken):
                return box
    return None


def wrapped(text: str, letters: int) -> list[str]:
    """The words in lines of about so many letters, none much shorter than the others."""
    lines = -(-len(text) // letters)
    return textwrap.wrap(text, -(-len(text) // max(lines, 1)) + 4) or [""]
