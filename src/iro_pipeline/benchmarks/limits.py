"""When a difference is called one: reference/comparison.toml."""

import tomllib
from dataclasses import dataclass
from functools import cache
from statistics import NormalDist

from iro_pipeline.places import REFERENCE


@dataclass(frozen=True)
class Limits:
    """Each at its newest value; the file says what it means, why, and after whom."""

    confidence: float
    fewest_peers: int
    reliable: float
    precise_percent: float
    precise_share: float
    precise_score: float
    quarter_sure: float
    smallest_group_for_quarters: int
    smallest_group_for_spread: int
    rankable: float

    @property
    def z(self) -> float:
        """How many standard errors a difference must be away."""
        return NormalDist().inv_cdf(0.5 + self.confidence / 2)


@cache
def limits() -> Limits:
    """The limits in force."""
    dated = tomllib.loads((REFERENCE / "comparison.toml").read_text(encoding="utf-8"))
    return Limits(**{name: rows[-1]["value"] for name, rows in dated.items()})
