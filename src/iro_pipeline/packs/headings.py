"""The headings of a service's annual report: reference/annual_report.toml."""

import tomllib
from dataclasses import dataclass
from functools import cache

from iro_pipeline.places import REFERENCE


@dataclass(frozen=True)
class Heading:
    """
    One heading of the report: the `part` of the template that it belongs to, where that has
    several, what is printed as it stands (`says`), the indicators whose figures follow, and what
    the service must `add` itself.
    """

    name: str
    title: str
    part: str
    says: tuple[str, ...]
    add: tuple[str, ...]
    figures: tuple[str, ...]


@cache
def headings() -> tuple[Heading, ...]:
    """Those in force, in the order of the report."""
    text = (REFERENCE / "annual_report.toml").read_text(encoding="utf-8")
    rows = {row["name"]: row for row in tomllib.loads(text)["headings"]}
    return tuple(
        Heading(
            name,
            row["title"],
            row.get("part", ""),
            *(tuple(row[part]) for part in ("says", "add", "figures")),
        )
        for name, row in rows.items()
    )
