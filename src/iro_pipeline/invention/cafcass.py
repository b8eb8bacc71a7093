"""What invented IROs bring to Cafcass."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from itertools import chain
from pathlib import Path
from random import Random
from typing import Any

from iro_pipeline.invention import filing
from iro_pipeline.invention.nation import Nation

_ENQUIRIES = 1 / 350  # for each child looked after
_REFERRED = 0.01  # Cafcass heard of 20 referrals in England in the ten years to 2018/19
_CATEGORIES = {
    "care_plan": 4,
    "delay": 3,
    "placement": 3,
    "contact": 2,
    "court": 2,
    "accommodated": 2,
    "dispute_resolution": 2,
    "iro_role": 1,
    "other": 1,
}
_OUTCOMES = {
    "enquiry": {"advice_given": 6, "local_resolution": 3, "legal_advice": 1},
    "referral": {"no_proceedings": 3, "local_resolution": 2, "open": 1},
}


def arrivals(nation: Nation) -> Iterator[Path]:
    """Write cafcass_enquiries/<period>/enquiries."""
    for period in nation.periods:
        terms = filing.contract("cafcass_enquiries", "enquiry", period)
        brought = (cases(service, period, nation) for service in nation.services_of(period))
        rows = filing.table(terms, chain.from_iterable(brought))
        yield filing.one(nation.raw / "cafcass_enquiries" / str(period) / "enquiries", terms, rows)


def cases(service: Mapping[str, Any], period: int, nation: Nation) -> Iterator[dict[str, Any]]:
    """One row per enquiry or referral; the authority under its code, number or name."""
    chance = nation.chance("cafcass", service["la_code"], period)
    count = int(chance.expovariate(1) * service["children"] * _ENQUIRIES + chance.random())
    for _ in range(count):
        kind = "referral" if chance.random() < _REFERRED else "enquiry"
        yield {
            "authority": service[chance.choice(["authority", "la_code", "name"])],
            "made_on": date(period - 1, 4, 1) + timedelta(chance.randrange(365)),
            "case_kind": kind,
            "category": _one(_CATEGORIES, chance),
            "outcome": _one(_OUTCOMES[kind], chance),
        }


def _one(weights: Mapping[str, float], chance: Random) -> str:
    return chance.choices([*weights], [*weights.values()])[0]
