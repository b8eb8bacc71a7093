"""What the auditor holds a release to: the thresholds in force, and which numbers are linked."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Self

import numpy as np

from iro_pipeline.places import REFERENCE


@dataclass(frozen=True)
class Limits:
    """
    reference/disclosure.toml at its newest: counts of people and authorities, a share, and
    how counts are told.
    """

    largest_small_count: int
    fewest_people: int
    fewest_authorities: int
    largest_share: int
    fewest_left: int
    fewest_authorities_left: int
    fewest_for_a_word: int
    round_to: int
    profile: str = "exact"

    @property
    def all_rounded(self) -> bool:
        """Whether every count of people from records is told to the nearest five."""
        return self.profile == "nearest_5"

    @classmethod
    def load(cls, reference: Path = REFERENCE) -> Self:
        dated = _toml(reference / "disclosure.toml")
        return cls(**{name: dated[name][-1]["value"] for name in cls.__dataclass_fields__})

    def safe(self, low: np.ndarray, high: np.ndarray) -> np.ndarray:
        """
        Whether a withheld number that a reader puts between `low` and `high` is protected.

        It could be no longer small and could be one or nobody; or it is known not to be small, or
        to be nobody. The width that is asked for, T, follows from the two ends.
        """
        return ((high > self.largest_small_count) & (low <= 1)) | self.harmless(low, high)

    def harmless(self, low: np.ndarray, high: np.ndarray) -> np.ndarray:
        """Whether what the reader knows of it says nothing of few people."""
        return (low > self.largest_small_count) | (high <= 0)


@cache
def linked(reference: Path = REFERENCE) -> dict[str, list[dict[str, Any]]]:
    """`same`, `sum` and `within` of reference/linked.toml."""
    return _toml(reference / "linked.toml")


@cache
def same(reference: Path = REFERENCE) -> dict[str, str]:
    """Of each number that has several names, the name it goes by here."""
    names: dict[str, str] = {}
    for each in linked(reference)["same"]:
        known = {names.get(name, name) for name in each["numbers"]}
        one = min(known)
        names |= {name: one for name, other in names.items() if other in known}
        names |= dict.fromkeys(each["numbers"], one)
    return names


def _toml(path: Path) -> dict[str, list[dict[str, Any]]]:
    return tomllib.loads(path.read_text(encoding="utf-8"))
