"""Which authorities a name that nobody knows may mean: candidates for a person, never an answer."""

from functools import cache
from typing import NamedTuple

import polars as pl
from rapidfuzz import fuzz, process

from iro_pipeline.authorities import in_period, last_day
from iro_pipeline.authorities.names import form, names
from iro_pipeline.reference import register, standing

SHOWN = 3
LIKE_ENOUGH = 65  # of 100; what is less like only misleads
_LONGEST = 60  # letters of a name that are compared; the longest name known has fewer


class Candidate(NamedTuple):
    """An authority that stood in the period, and how like its nearest name is, 0 to 100."""

    la_code: str
    authority: str
    name: str
    score: int


def candidates(text: str, period: int) -> list[Candidate]:
    """
    Three authorities that a text may mean.

    First those that a trust served or that succeeded an abolished authority (score 100), then by
    likeness (rapidfuzz WRatio over every name in use), which is often wrong: nothing is ever taken
    from it without a person.
    """
    known_as = pl.select(form(pl.lit(text[:_LONGEST]))).item()
    there = _standing(period)
    scores = {**_alike(known_as, period), **dict.fromkeys(heirs(known_as, period), 100)}
    ranked = sorted(scores, key=lambda la_code: (-scores[la_code], la_code))
    return [
        Candidate(la_code, *there[la_code], scores[la_code])
        for la_code in ranked
        if la_code in there and scores[la_code]
    ][:SHOWN]


def perhaps(text: str, period: int) -> str:
    """The candidates that are like enough, as a question after a space; empty where none is."""
    near = [each for each in candidates(text, period) if each.score >= LIKE_ENOUGH]
    named = ", ".join(f"{each.name} ({each.authority})" for each in near)
    return f" Perhaps {named}?" if named else ""


def _alike(known_as: str, period: int) -> dict[str, int]:
    """Each authority's best score over its names that were in use, codes apart."""
    choices, la_codes = _in_use(period)
    found = process.extract(known_as, choices, scorer=fuzz.WRatio, limit=4 * SHOWN)
    best: dict[str, int] = {}
    for _, score, place in found:
        best[la_codes[place]] = max(best.get(la_codes[place], 0), round(score))
    return best


@cache
def _standing(period: int) -> dict[str, tuple[str, str]]:
    """The code and name of each authority of the period, by its la_code."""
    there = in_period(period).select("la_code", "authority", "name").rows()
    return {la_code: (authority, name) for la_code, authority, name in there}


@cache
def _in_use(period: int) -> tuple[list[str], list[str]]:
    """The names in use in the period, and the la_code of each."""
    used = names().filter(standing(pl.lit(last_day(period))), ~pl.col("form").str.contains(r"\d"))
    return used["form"].to_list(), used["la_code"].to_list()


def heirs(known_as: str, period: int) -> list[str]:
    """Those that the named trust served, and the successors of a named authority that ended."""
    day = last_day(period)
    meant = names().filter(form=known_as)
    served = meant.filter("trust", standing(pl.lit(day)))["la_code"].to_list()
    ended = register().join(meant.filter(~pl.col("trust")), on="la_code", how="semi")
    successors = ended.filter(pl.col("valid_to") < day)["successors"]
    return served + [code for each in successors.drop_nulls() for code in each.split("|")]
