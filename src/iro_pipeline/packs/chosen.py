"""Which measures a pack shows: reference/packs.toml, with what the release says of each."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from functools import cache
from typing import Any, Literal

import polars as pl

from iro_pipeline.packs.released import Tables
from iro_pipeline.places import REFERENCE

Shown = Literal["summary", "every", "funnel", "quarters"]


@dataclass(frozen=True)
class Measure:
    """
    An indicator as a pack shows it, at the newest `period` in which anyone has a row of it.

    The rest is as in the table `indicators` of the release.
    """

    indicator: str
    heading: str
    period: int
    title: str
    counts: str
    out_of: str
    unit: str
    better: str
    speaker: str
    chance: str
    standard_words: str | None
    asks_at_least: float | None
    asks_at_most: float | None
    caveat: str
    counted_by: str = ""

    @property
    def is_compared(self) -> bool:
        """Whether chance can be told from difference: not of what is stated, nor of a count."""
        return self.chance != "none" and self.unit != "count"


def chosen(tables: Tables, shown: Shown) -> tuple[Measure, ...]:
    """The measures of one use that the tables hold, in the order of reference/packs.toml."""
    headings = {name: row["heading"] for name, row in _rows().items() if shown in row["shown"]}
    return tuple(measured(tables, headings))


def measured(tables: Tables, headings: Mapping[str, str]) -> Iterator[Measure]:
    """The indicators among `headings` that the tables hold, each under its heading."""
    newest = dict(
        tables["figures"]
        .filter(pl.col("indicator").is_in(list(headings)))
        .group_by("indicator")
        .agg(pl.max("period"))
        .rows()
    )
    about = tables["indicators"].filter(pl.col("indicator").is_in(list(newest)))
    of = {row["indicator"]: row for row in about.iter_rows(named=True)}
    taken = [each.name for each in fields(Measure) if each.name not in ("heading", "period")]
    for name, heading in headings.items():
        if name in of:
            said = {each: of[name][each] for each in taken}
            yield Measure(heading=heading, period=newest[name], **said)


@cache
def _rows() -> dict[str, dict[str, Any]]:
    """The newest row of each indicator."""
    text = (REFERENCE / "packs.toml").read_text(encoding="utf-8")
    return {row["indicator"]: row for row in tomllib.loads(text)["measures"]}
