"""Released tables of a few authorities and topics, for their own sheets and for what works."""

from collections.abc import Iterable
from typing import Any

from iro_pipeline.packs import Pack, own
from iro_pipeline.packs.released import Tables
from tests.packs.drawn import ABOUT, ENGLAND, LEEDS, YORK, YORKSHIRE, beside, of_area, tables
from tests.packs.drawn import register as members_of_yorkshire

ON_TIME, FIRST, TOOK_PART = "reviews_on_time", "first_review_on_time", "participation"
SUNDERLAND = ("E08000024", "Sunderland")
NORTH_EAST = ("E12000001", "North East")
# The word, and how it reads where higher is better.
WORDS = {"lower": "worse", "higher": "better"}


def register() -> list[dict[str, Any]]:
    away = {"region": NORTH_EAST[1], "region_code": NORTH_EAST[0]}
    (sunderland,) = members_of_yorkshire(SUNDERLAND)
    return [*members_of_yorkshire(LEEDS, YORK), sunderland | away]


def about(*indicators: str, **given: Any) -> list[dict[str, Any]]:
    """What the indicators are, all as reviews on time but in their titles."""
    every = dict.fromkeys([ON_TIME, FIRST, TOOK_PART, *indicators])
    return [
        ABOUT | {"indicator": each, "title": each.replace("_", " ").capitalize()} | given
        for each in every
    ]


def judged(
    authority: tuple[str, str], verdict: str, indicator: str = ON_TIME, **given: Any
) -> dict[str, Any]:
    """A row beside England with a verdict."""
    word = {"verdict": verdict, "reads_as": WORDS.get(verdict)}
    return beside(authority, indicator=indicator, distance=-3.2, **word, **given)


def agreed(*some: tuple[str, str], region: str = YORKSHIRE[1], wave: int = 2024) -> list[dict]:
    return [
        {"authority": code, "authority_name": name, "region": region, "wave": wave}
        for code, name in some
    ]


def nation(*benchmarks: dict[str, Any], **given: Iterable[dict[str, Any]]) -> Tables:
    """What anyone may see: England's figures of three measures, and the authorities' rows."""
    england = [of_area("england", ENGLAND, indicator=each) for each in (ON_TIME, FIRST, TOOK_PART)]
    usual = {
        "authorities": register(),
        "indicators": about(),
        "figures": england,
        "benchmarks": benchmarks,
    }
    return tables(**{**usual, **given})


def folder(*benchmarks: dict[str, Any], **given: Iterable[dict[str, Any]]) -> Tables:
    """An authority's own: what is said to all lies in the public folder alone."""
    england = [of_area("england", ENGLAND, indicator=each) for each in (ON_TIME, FIRST, TOOK_PART)]
    return tables(**{"figures": england, "benchmarks": benchmarks, **given})


def sheet(mine: Tables, public: Tables, code: str = LEEDS[0]) -> Pack:
    return own.authority(mine, public, code, warning="", notice="")
