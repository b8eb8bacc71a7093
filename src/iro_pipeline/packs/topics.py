"""Topics: measures that tell of one matter, from reference/topics.toml."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from iro_pipeline.packs.chosen import Measure, measured
from iro_pipeline.packs.released import Tables
from iro_pipeline.places import REFERENCE


@dataclass(frozen=True)
class Topic:
    """`measures` of records and returns, and what practitioners `said`, as far as there are any."""

    name: str
    measures: tuple[Measure, ...]
    said: tuple[Measure, ...] = ()

    @property
    def every(self) -> tuple[Measure, ...]:
        return (*self.measures, *self.said)


def topics(tables: Tables) -> tuple[Topic, ...]:
    """Those of which the tables hold a measure, in their order; reads `figures`, `indicators`."""
    headings = {name: heading for row in _rows().values() for name, heading in _of(row).items()}
    found = {each.indicator: each for each in measured(tables, headings)}

    def there(names: Mapping[str, str]) -> tuple[Measure, ...]:
        return tuple(found[name] for name in names if name in found)

    every = (
        Topic(name, there(row.get("measures", {})), there(row.get("said", {})))
        for name, row in _rows().items()
    )
    return tuple(each for each in every if each.every)


def _of(row: Mapping[str, Any]) -> Mapping[str, str]:
    return {**row.get("measures", {}), **row.get("said", {})}


@cache
def _rows() -> dict[str, dict[str, Any]]:
    """The newest row of each topic."""
    text = (REFERENCE / "topics.toml").read_text(encoding="utf-8")
    return {row["name"]: row for row in tomllib.loads(text)["topics"]}
