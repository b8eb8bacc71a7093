"""When a figure is withheld, and the words it is withheld with."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import polars as pl

from iro_pipeline.disclosure.unanimity import at_an_end, none_or_all
from iro_pipeline.places import REFERENCE

# What these facts count is authorities' statements, not people. Any other fact is about people.
STATEMENTS = ["service", "caseload", "cost"]
SERVICE_FACTS = [*STATEMENTS, "reported_reviews", "iro_team"]
# Nor are the modules of a return.
NO_PEOPLE = [*STATEMENTS, "return_module"]
AUTHORITY_FACTS = [
    *(*SERVICE_FACTS, "enquiries", "challenges", "care_year", "return_module", "return_quality"),
    *("cla_statistic", "neighbour", "published_figure"),
]
STAFF_FACTS = ["iro", "form"]
STAFF_STATED = ["iro_team"]  # an authority's row holds many of them: the denominator
# What is divided by children or by their reviews, though the rest is an authority's statement.
PER_PERSON = ["GBP per child", "GBP per review"]
# Whoever speaks so says what an authority states, and is no sample of people.
AUTHORITY_SPEAKS = ["service", "director"]

NUMBERS = ["value", "numerator", "denominator", "lower", "upper", "n"]
CHANGE = ["change", "change_verdict"]
# What else is made of an authority's own figure, and of it and its peers'.
OWN_NUMBERS = [
    *NUMBERS,
    *("estimate", "estimate_lower", "estimate_upper", "reliability"),
    *("previous_value", *CHANGE, "standard_met", "quartile", "quartile_probability"),
]
PEER_NUMBERS = ["peer_value", "peer_numerator", "peer_denominator", "peer_change"]
WORDS = ["verdict", "verdict_reason", "reads_as"]
DISTANCES = ["distance", "distance_by_chance", "rank_low", "rank_high", "rank_of"]
BETWEEN = [*WORDS, *DISTANCES]

# One wording for what is withheld and for what is withheld to protect it: no cell tells which.
SMALL = "a count of 1 to {largest_small_count}, or a figure that would give one away"
FEW_PEOPLE = "fewer than {fewest_people} people, or a figure that would give theirs away"
ONE_AUTHORITY = (
    "one authority has more than {largest_share} % of the answers, or would give theirs away"
)
FEW_AUTHORITIES = "fewer than {fewest_authorities} authorities, or would give theirs away"
BY_NAME = "shown by name only inside its network"
NO_DENOMINATOR = "there was nothing to measure"
NOT_AVAILABLE = "not available"
ONE_VOTE = "told as a mean of authorities: answers added up beside it would tell of single ones"
UNRELIABLE = "fewer answers than would tell this authority's practitioners from others'"


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

    @classmethod
    def load(cls, reference: Path = REFERENCE) -> Self:
        """The thresholds in force."""
        dated = tomllib.loads((reference / "disclosure.toml").read_text(encoding="utf-8"))
        return cls(**{name: rows[-1]["value"] for name, rows in dated.items()})

    def small(self, count: pl.Expr) -> pl.Expr:
        """Of the count of people that could be told apart; nought is nobody."""
        return (count > 0) & (count <= self.largest_small_count)

    def withheld(self) -> pl.Expr:
        """
        Why a cell may not be shown to anyone outside; null where it may.

        Reads indicator, level, unit, fact, speaker, numerator, denominator, n, authorities and
        largest (the answers of the authority with the most; null where nobody asks).
        """
        few_authorities = pl.col("authorities").fill_null(0) < self.fewest_authorities
        return (
            pl.when(_staff() < self.fewest_people)
            .then(self._reason(FEW_PEOPLE))
            .when(_needs_several_authorities() & few_authorities)
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


def counting_people() -> dict[str, pl.Expr]:
    """Whether a cell's part counts people, of each part. Reads unit, fact and speaker."""
    unit, fact = pl.col("unit"), pl.col("fact")
    counted = ~statement()
    # A sum of scores counts nobody; the children of "children per WTE" are people, its WTE not.
    return {
        "numerator": (counted & (unit != "score")) | (unit == "children per WTE"),
        "denominator": counted | unit.is_in(PER_PERSON),
        "rest": counted & (unit == "percent"),
        "n": counted & ~fact.is_in(AUTHORITY_FACTS),
    }


def people() -> list[pl.Expr]:
    """The numbers of people that a cell tells of, each null where the cell has no such number."""
    rest = pl.col("denominator") - pl.col("numerator")
    return [
        pl.when(counts).then(rest if part == "rest" else pl.col(part))
        for part, counts in counting_people().items()
    ]


def service_return() -> pl.Expr:
    """Whether a cell rests on what an authority returned about its own service."""
    return pl.col("speaker").is_in(AUTHORITY_SPEAKS) | pl.col("fact").is_in(SERVICE_FACTS)


def statement() -> pl.Expr:
    """Whether a cell counts what authorities state, and not people."""
    return pl.col("speaker").is_in(AUTHORITY_SPEAKS) | pl.col("fact").is_in(NO_PEOPLE)


def status(prefix: str = "") -> list[pl.Expr]:
    """The status and reason of a cell before anything is withheld: most are simply shown."""
    value, whole = pl.col(f"{prefix}value"), pl.col(f"{prefix}denominator")
    absent = pl.when(whole == 0).then(pl.lit("z")).otherwise(pl.lit("x"))
    words = {"z": NO_DENOMINATOR, "x": NOT_AVAILABLE}
    symbol = pl.when(value.is_null()).then(absent).otherwise(pl.lit(""))
    return [
        symbol.alias(f"{prefix}status"),
        symbol.replace_strict(words, default=None, return_dtype=pl.String).alias(
            f"{prefix}status_reason"
        ),
    ]


def withhold(
    because: pl.Expr, numbers: Iterable[str], prefix: str = "", *, as_: str = "c"
) -> list[pl.Expr]:
    """A cell's numbers, status and reason, the numbers nulled where there is a `because`."""
    shown = because.is_null()
    symbol, reason = f"{prefix}status", f"{prefix}status_reason"
    return [
        *(pl.when(shown).then(pl.col(number)).alias(number) for number in numbers),
        pl.when(shown).then(pl.col(symbol)).otherwise(pl.lit(as_)).alias(symbol),
        pl.when(shown).then(pl.col(reason)).otherwise(because).alias(reason),
    ]


def unreliable(limits: Thresholds) -> pl.Expr:
    """
    Why an authority's practitioners are not shown where their answers tell of who answered.

    Reads level, speaker, n and reliability.
    """
    people = (pl.col("speaker") == "practitioner") & (pl.col("level") == "authority")
    unknown = pl.col("reliability").fill_null(0) < limits.least_reliability
    return pl.when(people & unknown).then(pl.lit(UNRELIABLE))


def one_vote_each() -> pl.Expr:
    """
    Whether a group's figure is the mean of its authorities' practitioners.

    Their answers added up, beside that mean, would tell each of a few authorities from the others.
    """
    return (pl.col("speaker") == "practitioner") & ~pl.col("level").is_in(["authority", "england"])


def _staff() -> pl.Expr:
    """How many of the staff a cell is about; null where it is about none."""
    about = (pl.col("speaker") == "practitioner") | pl.col("fact").is_in(STAFF_FACTS)
    stated = pl.col("fact").is_in(STAFF_STATED)
    return (
        pl.when(stated)
        .then(pl.col("denominator"))
        .when(about)
        .then(pl.col("n"))
        .fill_null(pl.when(stated | about).then(0))
    )


def _needs_several_authorities() -> pl.Expr:
    asked = service_return() | (pl.col("speaker") == "practitioner")
    aggregate = pl.col("level") != "authority"
    return (aggregate & asked) | (pl.col("level") == "statistical_neighbours")
