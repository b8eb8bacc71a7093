"""What is empty where a figure is withheld, with which symbol, and in which words."""

from collections.abc import Iterable

import polars as pl

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
