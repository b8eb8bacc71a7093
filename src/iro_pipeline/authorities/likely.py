"""Which authorities a name that nobody knows may mean: candidates for a person, never an answer."""

from datetime import date
from typing import NamedTuple

import polars as pl
from rapidfuzz import fuzz, process

from iro_pipeline.authorities import in_period
from iro_pipeline.authorities.names import form, names
from iro_pipeline.reference import register, standing

SHOWN = 3


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
    known_as = pl.select(form(pl.lit(text))).item()
    there = {row["la_code"]: row for row in in_period(period).iter_rows(named=True)}
    scores = {**_alike(known_as, period), **dict.fromkeys(heirs(known_as, period), 100)}
    ranked = sorted(scores, key=lambda la_code: (-scores[la_code], la_code))
    return [
        Candidate(la_code, there[la_code]["authority"], there[la_code]["name"], scores[la_code])
        for la_code in ranked
        if la_code in there
    ][:SHOWN]


def _alike(known_as: str, period: int) -> dict[str, int]:
    """Each authority's best score over its names that were in use, codes apart."""
    used = names().filter(
        standing(pl.lit(date(period, 3, 31))), ~pl.col("form").str.contains(r"\d")
    )
    choices = used["form"].to_list()
    found = process.extract(known_as, choices, scorer=fuzz.WRatio, limit=4 * SHOWN)
    best: dict[str, int] = {}
    for _, score, place in found:
        la_code = used["la_code"][place]
        best[la_code] = max(best.get(la_code, 0), round(score))
    return best


def heirs(known_as: str, period: int) -> list[str]:
    """Those that the named trust served, and the successors of a named authority that ended."""
    day = pl.lit(date(period, 3, 31))
    meant = names().filter(form=known_as)
    served = meant.filter("trust", standing(day))["la_code"].to_list()
    ended = register().join(meant.filter(~pl.col("trust")), on="la_code", how="semi")
    successors = ended.filter(pl.col("valid_to") < date(period, 3, 31))["successors"]
    return served + [code for each in successors.drop_nulls() for code in each.split("|")]
