"""What the auditor says: who could tell something, of which cell, and why it may not be so."""

import re
from dataclasses import dataclass
from functools import cache

import polars as pl

from iro_pipeline.reference import register

OUTSIDER = "a reader of all folders"


@dataclass(frozen=True, order=True)
class Breach:
    """
    One reason why a release may not appear. `words` never hold a value.

    `criterion`: small (a), not_one (b), contributor (d), repeated (e), unanimous (f), unsolved (g),
    people, revision, file, unrounded.
    """

    attacker: str
    cell: str
    criterion: str
    words: str

    @property
    def about(self) -> tuple[str, int | None]:
        """The indicator and the period of its cell, which begins and ends with them."""
        period = re.search(r", (\d{4})(?: Q\d)?$", self.cell)
        return self.cell.split(" ")[0], int(period[1]) if period else None


@cache
def names() -> dict[str, str]:
    """What authorities and regions are called, by code."""
    known = register()
    regions = known.select(code="region_code", name="region").unique()
    both = pl.concat([known.select(code="gss_code", name="name"), regions])
    return dict(both.iter_rows()) | {"E92000001": "England"}


def cell(**of: str | int | None) -> str:
    """
    A cell in names: participation_pn3 numerator, Barnet (E09000003), 2024 Q2.

    `of`: indicator, part (may be null), area, period and quarter (null for a year).
    """
    what = f"{of['indicator']} {of['part']}" if of.get("part") else str(of["indicator"])
    code, _, group = str(of["area"]).partition("|")
    where = f"{names().get(code, '')} ({code})".strip() + (f", {group}" if group else "")
    quarter = f" Q{of['quarter']}" if of.get("quarter") is not None else ""
    return f"{what}, {where}, {of['period']}{quarter}"


def cells(rows: pl.DataFrame) -> list[str]:
    """The names of cells that have a `name` (`<indicator>.<part>`), an area and a time."""
    told = rows.select("name", "area", "period", "quarter").iter_rows()
    return [
        cell(indicator=name.rpartition(".")[0], part=name.rpartition(".")[2], area=area, period=at,
             quarter=quarter)
        for name, area, at, quarter in told
    ]  # fmt: skip
