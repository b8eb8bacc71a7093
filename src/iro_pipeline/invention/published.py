"""Figures as councils publish them, with all their ways of saying when and how much."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from iro_pipeline.invention import filing
from iro_pipeline.invention.nation import Nation

_PUBLISHES = 0.15  # of the authorities
_SOURCE = "https://example.org/invented/{}/iro-annual-report-{}"


def arrivals(nation: Nation) -> Iterator[Path]:
    """Write published_figures/figures."""
    terms = filing.contract("published_figures", "figure", nation.periods[-1])
    rows = (
        figure
        for period in nation.periods
        for service in nation.services_of(period)
        for figure in figures(service, period, nation)
    )
    place = nation.raw / "published_figures" / "figures"
    yield filing.one(place, terms, filing.table(terms, rows))


def figures(service: Mapping[str, Any], period: int, nation: Nation) -> Iterator[dict[str, Any]]:
    """What one council publishes for a year, if it does."""
    chance = nation.chance("published", service["la_code"], period)
    if chance.random() > _PUBLISHES:
        return
    for label, measure, value, unit in chance.sample(sayable(service, period), k=3):
        noted = "" if chance.random() < 0.25 else "[paraphrase] "
        yield {
            "authority": service["name"],
            "period_label": label,
            "measure": measure,
            "value": float(value),
            "unit": unit,
            "source_url": _SOURCE.format(service["authority"], period),
            "quote": f"{noted}Invented: {value} {unit.replace('_', ' ')} in {label}",
        }


def sayable(service: Mapping[str, Any], period: int) -> list[tuple[str, str, float, str]]:
    """What there is to say of a year: time label, measure, value, unit."""
    year = f"{period - 1}/{period % 100:02}"
    on_time = round(100 * min(0.99, service["timeliness"] + 0.01), 1)
    return [
        (year, "reviews_on_time_pct", on_time, "percent"),
        (year, "participation_pct", round(100 * service["participation"]), "percent"),
        (year, "reviews_held", round(2.6 * service["children"]), "count"),
        (f"{period}-03-31", "cla", service["children"], "count"),
        (f"{period}-03-31", "caseload_per_iro", round(service["caseload"]), "children_per_iro"),
        (f"{year} Q3", "reviews_on_time_pct", round(on_time + 1), "percent"),
        (year, "reviews_on_time_pct_lower_bound", int(on_time) - 1, "percent"),
    ]
