"""Numbers as a manager reads them: in their unit, and no longer than they can be trusted."""

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

IN_UNIT = {
    "percent": "{:,.1f}%",
    "score": "{:,.2f}",
    "days": "{:,.1f} days",
    "hours": "{:,.1f} hours",
    "count": "{:,.0f}",
    "ratio": "{:,.2f}",
    "WTE": "{:,.1f} WTE",
    "GBP": "£{:,.0f}",
    "children per WTE": "{:,.1f} children per WTE",
    "per child": "{:,.2f} per child",
    "per 100 children": "{:,.1f} per 100 children",
    "per 10,000": "{:,.1f} per 10,000",
    "GBP per child": "£{:,.0f} per child",
    "GBP per review": "£{:,.0f} per review",
    "GBP per WTE": "£{:,.0f} per WTE",
}
DECIMALS = {unit: 0 if "0f" in said else 2 if "2f" in said else 1 for unit, said in IN_UNIT.items()}
QUARTERS = {
    1: ("April to June", -1),
    2: ("July to September", -1),
    3: ("October to December", -1),
    4: ("January to March", 0),
}


def to_places(value: float, decimals: int) -> float:
    """Halves away from nought, as a spreadsheet shows them."""
    step = Decimal(1).scaleb(-decimals)
    return float(Decimal(repr(float(value))).quantize(step, ROUND_HALF_UP)) + 0.0


def amount(value: float, unit: str) -> str:
    """A value in its unit; a mean of counts is no count, and has a decimal."""
    if unit == "count" and value != round(value):
        return f"{to_places(value, 1):,.1f}"
    return IN_UNIT[unit].format(to_places(value, DECIMALS[unit]))


def bare(value: float, unit: str) -> str:
    """The same without its words, for the second and third of several."""
    return amount(value, unit).split(" ", 1)[0]


def difference(change: float, unit: str) -> str:
    """How large a change is, whichever way."""
    if unit == "percent":
        return f"{to_places(abs(change), 1):,.1f} percentage points"
    return amount(abs(change), unit)


def is_nothing(change: float, unit: str) -> bool:
    """Whether a change is none as far as it is shown."""
    return bare(abs(change), unit) == bare(0, unit)


def number(part: float, unit: str = "") -> str:
    """A numerator or denominator: whole where it is, else to two places."""
    if unit.startswith("GBP"):
        return amount(part, "GBP")
    return f"{part:,.2f}".rstrip("0").rstrip(".")


def parts(row: Mapping[str, Any], unit: str, prefix: str = "") -> str:
    """
    Numerator and denominator in brackets after a space; nothing where they are not shown, or where
    the figure is a mean of authorities, which is not the one over the other. Rounded: about.
    """
    part, whole = row[f"{prefix}numerator"], row[f"{prefix}denominator"]
    votes = row.get(f"{prefix}method") == "mean of authorities"
    if part is None or whole is None or votes:
        return ""
    about = "about " if rounded(row, prefix) and unit == "percent" else ""
    return f" ({about}{number(part, unit)} {'of' if unit == 'percent' else 'over'} {number(whole)})"


def rounded(row: Mapping[str, Any], prefix: str = "") -> bool:
    """Whether counts of people of it are not told as they are: of areas, where it does not say."""
    area = prefix or row.get("level", "authority") != "authority"
    return row.get(f"{prefix}rounding", 10 if area else 1) > 1


def absent(row: Mapping[str, Any], prefix: str = "") -> str:
    """That a figure is not there to be read, and why."""
    word = "withheld" if row[f"{prefix}status"] == "c" else "not shown"
    return f"{word} ({row[f'{prefix}status_reason']})"


def quarter(period: int, of_year: int) -> str:
    """A quarter of a year ending 31 March, by its months."""
    months, years = QUARTERS[of_year]
    return f"{months} {period + years}"


def capital(said: str) -> str:
    """With a capital first letter."""
    return said[:1].upper() + said[1:]


def sentence(said: str) -> str:
    """With a capital first letter and one full stop."""
    return f"{capital(said.strip()).rstrip('.')}."
