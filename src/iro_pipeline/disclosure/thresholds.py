"""When a figure is withheld: the thresholds in force, and what each is held to."""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import polars as pl

from iro_pipeline.disclosure.people import (
    needs_several_authorities,
    people,
    staff,
    statement,
)
from iro_pipeline.disclosure.symbols import (
    FEW_AUTHORITIES,
    FEW_PEOPLE,
    ONE_AUTHORITY,
    SMALL,
    UNRELIABLE,
)
from iro_pipeline.disclosure.unanimity import at_an_end, none_or_all
from iro_pipeline.places import REFERENCE

EXACT, NEAREST_5 = PROFILES = ("exact", "nearest_5")
FIVE = 5


@dataclass(frozen=True)
class Thresholds:
    """reference/disclosure.toml, each at its newest value."""

    largest_small_count: int
    fewest_people: int
    fewest_authorities: int
    largest_share: int
    fewest_degrees: int
    least_reliability: float
    round_to: int
    fewest_for_a_word: int
    p_percent: int
    fewest_left: int
    fewest_authorities_left: int
    fewest_alike: int
    fewest_for_none_or_all: int
    profile: str

    @classmethod
    def load(cls, reference: Path = REFERENCE) -> Self:
        """The thresholds in force. Raises ValueError for a profile that there is not."""
        dated = tomllib.loads((reference / "disclosure.toml").read_text(encoding="utf-8"))
        limits = cls(**{name: rows[-1]["value"] for name, rows in dated.items()})
        if limits.profile not in PROFILES:
            raise ValueError(
                f"reference/disclosure.toml has the profile {limits.profile!r}: expected one of "
                f"{', '.join(PROFILES)}"
            )
        return limits

    @property
    def of_counts_told(self) -> bool:
        """Whether every count of records is rounded, and all else is made of those."""
        return self.profile == NEAREST_5

    def base(self) -> pl.Expr:
        """To the nearest what counts of people from records are told; 1: as they are. By level."""
        if self.of_counts_told:
            return pl.lit(FIVE)
        return pl.when(level="authority").then(1).otherwise(self.round_to)

    def small(self, count: pl.Expr) -> pl.Expr:
        """Of the count of people that could be told apart; nought is nobody."""
        return count.is_between(0, self.largest_small_count, closed="right")

    def withheld(self) -> pl.Expr:
        """
        Why a cell may not be shown to anyone outside; null where it may.

        Reads indicator, level, unit, fact, speaker, numerator, denominator, n, authorities and
        largest (the answers of the authority with the most; null where nobody asks).
        """
        few_authorities = pl.col("authorities").fill_null(0) < self.fewest_authorities
        return (
            pl.when(staff() < self.fewest_people)
            .then(self._reason(FEW_PEOPLE))
            .when(needs_several_authorities() & few_authorities)
            .then(self._reason(FEW_AUTHORITIES))
            .when(self._one_has_most())
            .then(self._reason(ONE_AUTHORITY))
            .when(self.alike())
            .then(self._reason(FEW_PEOPLE))
            .when(pl.any_horizontal(self.small(count) for count in people()) | self._none_or_all())
            .then(self._reason(SMALL))
        )

    def alike(self) -> pl.Expr:
        """Whether a cell of practitioners says the same of each of too few. As `withheld` reads."""
        few = (pl.col("level") == "authority") | (pl.col("n") < self.fewest_alike)
        return (pl.col("speaker") == "practitioner") & few & (none_or_all() | at_an_end())

    def _none_or_all(self) -> pl.Expr:
        """Of few children or their reviews."""
        few = pl.col("denominator") < self.fewest_for_none_or_all
        return (pl.col("speaker") == "records") & ~statement() & few & none_or_all()

    def _one_has_most(self) -> pl.Expr:
        """Of practitioners above an authority: it has most, or leaves too few without its own."""
        n, largest = pl.col("n"), pl.col("largest")
        most = 100 * largest > self.largest_share * n
        few_left = n - largest < self.fewest_left
        one_left = pl.col("authorities") - 1 < self.fewest_authorities_left
        aggregate = (pl.col("level") != "authority") & (pl.col("speaker") == "practitioner")
        return aggregate & (most | few_left | one_left)

    def of_england(
        self, n: pl.Expr, authorities: pl.Expr, largest: pl.Expr, *too_few: pl.Expr
    ) -> pl.Expr:
        """
        Why a figure of England that rests on `n` answers may not be shown; null where it may.

        Any `too_few` is as if there were too few people. Reads speaker.
        """
        people = pl.col("speaker") == "practitioner"
        return (
            pl.when(people & pl.any_horizontal(n < self.fewest_people, *too_few))
            .then(self._reason(FEW_PEOPLE))
            .when(authorities < self.fewest_authorities)
            .then(self._reason(FEW_AUTHORITIES))
            .when(people & (100 * largest > self.largest_share * n))
            .then(self._reason(ONE_AUTHORITY))
        )

    def few_people(self) -> pl.Expr:
        """The words for too few people."""
        return self._reason(FEW_PEOPLE)

    def few_authorities(self) -> pl.Expr:
        """The words for too few authorities, or for such as would be told apart."""
        return self._reason(FEW_AUTHORITIES)

    def one_authority(self) -> pl.Expr:
        """The words for one authority that has too much of a figure."""
        return self._reason(ONE_AUTHORITY)

    def small_rows(self) -> pl.Expr:
        """The words for a small count of rows."""
        return self._reason(SMALL)

    def _reason(self, words: str) -> pl.Expr:
        return pl.lit(words.format_map(vars(self)))


def unreliable(limits: Thresholds) -> pl.Expr:
    """
    Why an authority's practitioners are not shown where their answers tell of who answered.

    Reads level, speaker, n and reliability.
    """
    people = (pl.col("speaker") == "practitioner") & (pl.col("level") == "authority")
    unknown = pl.col("reliability").fill_null(0) < limits.least_reliability
    return pl.when(people & unknown).then(pl.lit(UNRELIABLE))
