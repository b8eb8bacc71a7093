"""The list that the catalogue was chosen from, and what became of the codes no indicator has."""

import tomllib
from dataclasses import dataclass
from functools import cache

from iro_pipeline.places import REFERENCE


@dataclass(frozen=True)
class Elsewhere:
    """What is no ratio of two sums, and the published table that tells it."""

    code: str
    name: str
    table: str
    why: str


@dataclass(frozen=True)
class Missing:
    """What nothing that arrives can tell: the source it lacks, and what a service would send."""

    code: str
    name: str
    source: str
    send: str


@dataclass(frozen=True)
class Wanted:
    """reference/wanted_indicators.toml."""

    codes: tuple[str, ...]
    elsewhere: tuple[Elsewhere, ...]
    missing: tuple[Missing, ...]


@cache
def wanted() -> Wanted:
    """Every code of the list, and those that no indicator has."""
    declared = tomllib.loads((REFERENCE / "wanted_indicators.toml").read_text(encoding="utf-8"))
    return Wanted(
        codes=tuple(declared["codes"]),
        elsewhere=tuple(Elsewhere(**row) for row in declared["elsewhere"]),
        missing=tuple(Missing(**row) for row in declared["missing"]),
    )
