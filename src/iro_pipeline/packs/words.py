"""Lists, numbers of things and names, as sentences have them."""

from collections.abc import Sequence

_WITH_THE = ("East", "North", "South", "West")
FEW = 6


def listed(names: Sequence[str]) -> str:
    """Names with commas, and `and` before the last; with semicolons where names have either."""
    *first, last = names
    if not first:
        return last
    if any(", " in name or " and " in name for name in names):
        return f"{'; '.join(first)}; and {last}"
    return f"{', '.join(first)} and {last}"


def few(names: Sequence[str], most: int = FEW) -> str:
    """The names after a colon where they are few; else nothing, for the table has them."""
    return f": {listed(names)}" if 0 < len(names) <= most else ""


def of(number: int, whole: int, noun: str = "authorities") -> str:
    """How many of how many, as a subject."""
    if number == 0:
        return f"None of {whole:,} {noun}" if whole > 1 else f"Not the one {_one(noun)}"
    if number == whole:
        return f"All {whole:,} {noun}" if whole > 1 else f"The one {_one(noun)}"
    return f"{number:,} of {whole:,} {noun}"


def many(number: int, one: str, more: str = "") -> str:
    """A number with its noun."""
    return f"{number:,} {one if number == 1 else more or f'{one}s'}"


def are(number: int) -> str:
    return "is" if number == 1 else "are"


def have(number: int) -> str:
    return "has" if number == 1 else "have"


def the(name: str) -> str:
    """A region's name within a sentence."""
    return f"the {name}" if name.startswith(_WITH_THE) else name


def _one(noun: str) -> str:
    return {"authorities": "authority"}.get(noun, noun.removesuffix("s"))


def are_of(number: int) -> str:
    """How many there are, as the beginning of a sentence."""
    return f"{number:,} {are(number)}" if number else "None is"
