"""What a reader is told of the kinds of reviews behind a release, figure by figure."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import polars as pl
from scipy import sparse

from benchmarks.attacks.releases import KINDS

Z = 1.959963984540054
Cell = tuple[str, str, str, int]  # indicator, part, area, quarter
Sum = tuple[int, ...]  # the unknowns that are added up
PARTS = ("numerator", "denominator", "rest")


@dataclass
class Unknowns:
    """The counts behind everything: `truth` of each, and which of them every cell is the sum of."""

    truth: np.ndarray
    owner: np.ndarray
    family: np.ndarray
    cells: dict[Cell, tuple[int, ...]]

    @classmethod
    def of(cls, counts: pl.DataFrame, places: pl.DataFrame) -> "Unknowns":
        rows = counts.with_row_index("at").rows(named=True)
        areas = {row["authority"]: {row["authority"]} for row in rows}
        for code, region in places.select("authority", "region_code").iter_rows():
            areas.setdefault(region, set()).add(code)
        areas["E92000001"] = set(places["authority"])
        cells = {}
        for name, (part, whole) in KINDS.items():
            sets = {"numerator": set(part), "denominator": set(whole)}
            sets["rest"] = sets["denominator"] - sets["numerator"]
            for area, members in areas.items():
                for quarter in range(5):
                    for kind, those in sets.items():
                        cells[name, kind, area, quarter] = tuple(
                            row["at"]
                            for row in rows
                            if row["kind"] in those
                            and row["authority"] in members
                            and (quarter in (0, row["quarter"]))
                        )
        family = counts["quarter"].to_numpy() > 0
        return cls(counts["count"].to_numpy(), counts["authority"].to_numpy(), family, cells)

    def value(self, cell: Cell) -> int:
        return int(self.truth[list(self.cells[cell])].sum())


@dataclass(frozen=True)
class Pair:
    """Of a rounded figure the pairs of numerator and denominator that it may stand for."""

    part: tuple[int, ...]
    whole: tuple[int, ...]
    pairs: np.ndarray


@dataclass
class Words:
    """What is said: sums (`rows` of unknowns) between ends, and pairs behind rounded figures."""

    size: int
    rows: list[tuple[tuple[int, ...], float, float]] = field(default_factory=list)
    pairs: list[Pair] = field(default_factory=list)
    told: set[tuple[int, ...]] = field(default_factory=set)
    withheld: set[Cell] = field(default_factory=set)

    def say(self, those: tuple[int, ...], low: float, high: float) -> None:
        self.rows.append((those, low, high))
        self.told.add(those)

    def hold(self, nations: np.ndarray) -> np.ndarray:
        """Which of these (k, size) would be told in the same words."""
        lengths = [len(those) for those, _, _ in self.rows]
        columns = np.concatenate([np.asarray(those, int) for those, _, _ in self.rows])
        place = (np.repeat(np.arange(len(lengths)), lengths), columns)
        matrix = sparse.csr_array((np.ones(len(columns)), place), (len(lengths), self.size))
        ends = np.array([row[1:] for row in self.rows]).T[:, :, None]
        found = matrix @ nations.T
        good = ((found >= ends[0]) & (found <= ends[1])).all(axis=0)
        for pair in self.pairs:
            good[good] = fits(nations[good], pair)
        return good


def fits(nations: np.ndarray, pair: Pair) -> np.ndarray:
    """Of each of these (k, size), whether a rounded figure may stand for what it has there."""
    sums = [nations[:, list(those)].sum(axis=1) for those in (pair.part, pair.whole)]
    found = np.column_stack(sums)[:, np.newaxis]
    return (found == pair.pairs).all(axis=2).any(axis=1)


def words(unknowns: Unknowns, tables: Mapping[str, pl.DataFrame]) -> Words:
    """Everything that figures and series show, and which numbers they have but withhold."""
    said = Words(len(unknowns.truth))
    years = tables["figures"].with_columns(quarter=pl.lit(0, pl.Int64))
    wanted = ["indicator", "level", "area", "quarter", "value", "lower", "upper",
              "numerator", "denominator", "status"]  # fmt: skip
    rows = pl.concat(
        each.with_columns(pl.col("quarter").cast(pl.Int64)).select(wanted)
        for each in (years, tables["series"])
    )
    for row in rows.iter_rows(named=True):
        if row["denominator"] is not None:
            _say(said, unknowns, row)
        elif row["status"] == "c":
            key = row["area"], row["quarter"]
            said.withheld |= {(row["indicator"], part, *key) for part in PARTS}
    return said


def _say(said: Words, unknowns: Unknowns, row: dict) -> None:
    key = row["area"], row["quarter"]
    part, whole, rest = (unknowns.cells[row["indicator"], each, *key] for each in PARTS)
    n, d = row["numerator"] or 0.0, row["denominator"]
    if row["level"] == "authority" or n % 10 or d % 10:
        for those, value in ((part, n), (whole, d), (rest, d - n)):
            said.say(those, value, value)
        return
    pairs = behind(row)
    for those, values in ((part, pairs[:, 0]), (whole, pairs[:, 1]), (rest, pairs @ [-1, 1])):
        said.say(those, values.min(), values.max())
    said.pairs.append(Pair(part, whole, pairs))


def behind(row: Mapping) -> np.ndarray:
    """All pairs (k, 2) that print as a rounded row does: halves up, shares to one place."""
    ends = [row["numerator"] or 0.0, row["denominator"]]
    n, d = (each.ravel() for each in np.meshgrid(*(each + np.arange(-5, 5) for each in ends)))
    good = (n >= 0) & (d >= n)
    n, d = n[good], d[good]
    if row["value"] is None:
        return np.column_stack([n, d])
    with np.errstate(divide="ignore", invalid="ignore"):
        middle, spread = 2 * n + Z**2, Z * np.sqrt(Z**2 + 4 * n * (d - n) / d)
        printed = [100 * n / d, 50 * (middle - spread) / (d + Z**2),
                   50 * (middle + spread) / (d + Z**2)]  # fmt: skip
    keep = d > 0
    for name, value in zip(("value", "lower", "upper"), printed, strict=True):
        if row[name] is not None:
            keep &= abs(value - row[name]) <= 0.05 + 1e-9
    return np.column_stack([n, d])[keep]
