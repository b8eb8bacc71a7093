"""
Whether reference/linked.toml knows every sum that indicators of a nation are bound by.

    python benchmarks/linked.py WORKSPACE

Of each fact, its rows' parts of every numerator and denominator are set out as a matrix; what its
null space holds beyond the listed identities is printed, as is a listed relation that is not true.
Few rows obey more sums than are meant: give it a whole nation. Exits 1 where something is found.
"""

import sys
import tomllib
from pathlib import Path

import numpy as np
import polars as pl

from iro_pipeline.indicators import Indicator, catalogue
from iro_pipeline.indicators.measuring import contributions
from iro_pipeline.places import REFERENCE
from iro_pipeline.workspace import Workspace


def main() -> int:
    workspace = Workspace(Path(sys.argv[1]))
    listed = tomllib.loads((REFERENCE / "linked.toml").read_text(encoding="utf-8"))
    found = 0
    for fact in sorted({each["fact"] for kind in listed.values() for each in kind}):
        indicators = [each for each in catalogue.INDICATORS if each.fact == fact]
        numbers = patterns(workspace.scan(f"facts/{fact}"), indicators)
        missing, untrue = unknown(numbers, fact, listed), wrong(numbers, fact, listed)
        found += missing + len(untrue)
        print(f"{fact}: {missing} sums not listed, {len(untrue)} listed and not true", *untrue)
    return 1 if found else 0


def patterns(fact: pl.LazyFrame, indicators: list[Indicator]) -> dict[str, np.ndarray]:
    """What each distinct kind of row adds to each number."""
    parts = [
        part.fill_null(0).alias(f"{each.name}.{name}")
        for each in indicators
        for name, part in contributions(each).items()
        if name in ("numerator", "denominator")
    ]
    rows = fact.select(parts).unique(maintain_order=True).collect()
    numbers = {name: rows[name].to_numpy() for name in rows.columns}
    rest = {
        f"{each.name}.rest": numbers[f"{each.name}.denominator"] - numbers[f"{each.name}.numerator"]
        for each in indicators
        if each.unit == "percent"
    }
    return numbers | rest


def unknown(numbers: dict[str, np.ndarray], fact: str, listed: dict[str, list]) -> int:
    """How many independent sums hold in the rows beyond those listed and those of always nought."""
    told = {name: each for name, each in numbers.items() if each.any()}
    names = list(told)
    columns = [each / abs(each).max() for each in told.values()]
    rank = np.linalg.matrix_rank(np.column_stack(columns))
    equations = [
        {same[0]: 1, other: -1}
        for same in (each["numbers"] for each in listed["same"] if each["fact"] == fact)
        for other in same[1:]
    ]
    equations += [
        {each["whole"]: 1} | dict.fromkeys(each["parts"], -1)
        for each in listed["sum"]
        if each["fact"] == fact
    ]
    indicators = [name.removesuffix(".rest") for name in numbers if name.endswith(".rest")]
    equations += [
        {f"{each}.denominator": 1, f"{each}.numerator": -1, f"{each}.rest": -1}
        for each in indicators
    ]
    matrix = np.array([[each.get(name, 0) for name in names] for each in equations])
    return len(names) - int(rank) - int(np.linalg.matrix_rank(matrix))


def wrong(numbers: dict[str, np.ndarray], fact: str, listed: dict[str, list]) -> list[str]:
    """The listed relations that some row breaks."""
    mine = {kind: [each for each in rows if each["fact"] == fact] for kind, rows in listed.items()}
    same = [
        name
        for each in mine["same"]
        for name in each["numbers"]
        if (numbers[name] != numbers[each["numbers"][0]]).any()
    ]
    sums = [
        each["whole"]
        for each in mine["sum"]
        if (numbers[each["whole"]] != sum(numbers[part] for part in each["parts"])).any()
    ]
    within = [
        each["part"]
        for each in mine["within"]
        if (numbers[each["part"]] > numbers[each["whole"]]).any()
    ]
    return same + sums + within


if __name__ == "__main__":
    sys.exit(main())
