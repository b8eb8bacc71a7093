"""Partnerships under invented names: some authorities of a region, and some of anywhere."""

from collections.abc import Iterator
from pathlib import Path

from iro_pipeline.invention import filing
from iro_pipeline.invention.nation import Nation

_MEMBERS = 6


def arrivals(nation: Nation) -> Iterator[Path]:
    """Write partnerships/<first period>/members."""
    first = nation.periods[0]
    terms = filing.contract("partnerships", "member", first)
    chance, services = nation.chance("partnerships"), nation.services_of(first)
    region = chance.choice(services)["region"]
    near = [each for each in services if each["region"] == region]
    rows = (
        {"partnership": name, "authority": each["name"]}
        for name, asked in (("Invented neighbours", near), ("Invented network", services))
        for each in chance.sample(asked, min(_MEMBERS, len(asked)))
    )
    place = nation.raw / "partnerships" / str(first) / "members"
    yield filing.one(place, terms, filing.table(terms, rows))
