"""What invented IRO services return of their staff and duties."""

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import polars as pl

from iro_pipeline.invention import datasheets, filing
from iro_pipeline.invention.nation import Nation

_RETURNED, _SPEND_WITHHELD, _STATED_EARLY = 0.94, 0.2, 0.02
_WHOLE_SHEET = 0.6  # of the services that return
_POUNDS = {"employed": 58_000, "agency": 86_000, "commissioned": 63_000}  # per WTE
_DUTIES = {"regulation_44": 0.3, "foster_carer_reviews": 0.35, "audits": 0.55, "other_duties": 0.2}
_ADVICE = {"independent": 9, "own_department": 8, "none": 3}


def arrivals(nation: Nation) -> Iterator[Path]:
    """Write iro_service/<period>/<authority>/return, of most services."""
    for period in nation.periods:
        terms = filing.contract("iro_service", "service", period)
        rows = list(returns(nation, period))
        if rows:
            folder = nation.raw / "iro_service" / str(period)
            sheet = pl.DataFrame(rows, infer_schema_length=None)
            yield from filing.each(folder, "return", terms, sheet)


def returns(nation: Nation, period: int) -> Iterator[dict[str, Any]]:
    """One row per service that returns."""
    for service in nation.services_of(period):
        year = nation.chance("service", service["la_code"], period)
        if service["children"] and year.random() < _RETURNED:
            always = nation.chance("duties", service["la_code"])
            yield {
                "authority": service["authority"],
                **staff(service, period, year),
                **duties(service, always),
                **_sheet(service, period, nation.chance("sheet", service["la_code"], period)),
            }


def _sheet(service: Mapping[str, Any], period: int, year: Random) -> dict[str, Any]:
    """The rest of the data sheet, which some leave blank."""
    filled = year.random() < _WHOLE_SHEET
    told = datasheets.figures(service, period, wte(service), year)
    return told if filled else dict.fromkeys(told)


def wte(service: Mapping[str, Any]) -> float:
    """Whole-time equivalent IROs among whom the children make up the service's caseload."""
    return max(0.2, round(service["children"] / service["caseload"], 1))


def staff(service: Mapping[str, Any], period: int, year: Random) -> dict[str, Any]:
    """The staff and spend of one return."""
    whole = wte(service)
    agency = round(whole * service["agency"], 1)
    commissioned = round(whole - agency, 1) if service["commissions"] else 0.0
    parts = {
        "employed": round(whole - agency - commissioned, 1),
        "agency": agency,
        "commissioned": commissioned,
    }
    growth = 1.02 ** (period - 2017) * year.uniform(0.95, 1.05)
    pounds = {name: round(parts[name] * _POUNDS[name] * growth) for name in parts}
    told = year.random() >= _SPEND_WITHHELD
    return {
        "stated_on": date(period, 2, 28) if year.random() < _STATED_EARLY else date(period, 3, 31),
        **{f"iro_wte_{name}": part for name, part in parts.items()},
        "iro_wte_vacant": round(whole * max(0.0, year.gauss(0.05, 0.06)), 1),
        "manager_wte": max(0.5, round(whole / 4) / 2),
        "admin_wte": round(whole * year.uniform(0.1, 0.5), 1),
        "spend_gbp": sum(pounds.values()) if told else None,
        **{f"spend_{name}_gbp": part if told else None for name, part in pounds.items()},
    }


def duties(service: Mapping[str, Any], chance: Random) -> dict[str, Any]:
    """What IROs of the service do beside reviewing, and what they can rely on."""
    beside = {name: chance.random() < share for name, share in _DUTIES.items()}
    return {
        "dual_role": service["dual_role"],
        **{name: service["extra_duties"] and does for name, does in beside.items()},
        "pay_parity": chance.random() < 0.6,
        "independent_legal_advice": chance.choices([*_ADVICE], [*_ADVICE.values()])[0],
    }
