"""One sparse system of all that is known: numbers between ends, bound by sums."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Self

import numpy as np
import polars as pl
from scipy import sparse
from scipy.sparse import csgraph

from iro_pipeline.audit.equations import STATE, equations
from iro_pipeline.audit.limits import same
from iro_pipeline.statistics.arrays import Floats

CELL = ["number", "level", "area", "region", "period", "quarter", "vintage"]
FACTS = [
    *("indicator", "part", "level", "area", "region", "period", "quarter", "low", "high"),
    *("release", "vintage"),
]
AREAS = ["authority", "region", "england"]
# How far a reader takes it that a correction moves a number: our own guess of theirs.
CORRECTION = 20.0
SLACK = 1e-6


@dataclass(frozen=True)
class System:
    """
    `least` <= `matrix` y <= `most`, `low` <= y <= `high`, y whole numbers.

    One row of `cells` per y. Shapes: matrix (m, n); least, most, implied (m,); low, high (n,).
    `implied`: rows that follow from others, and are there for whoever looks at each row alone.
    """

    cells: pl.DataFrame
    matrix: sparse.csr_array
    least: Floats
    most: Floats
    low: Floats
    high: Floats
    implied: np.ndarray

    @classmethod
    def of(cls, facts: pl.DataFrame, groups: pl.DataFrame) -> Self:
        """
        `facts` of one or more releases, with `release` and `vintage` (facts.FACT for the rest).

        Cells of one vintage are one number, whichever release they stand in.
        """
        named = _named(facts)
        cells = _cells(named)
        key = [*STATE, "region"]
        states = named.join(cells.select(*CELL, "cell"), on=CELL, nulls_equal=True)
        states = states.select(*key, "cell").unique(maintain_order=True)
        terms = equations(states, named["name"], groups)
        matrix, least, implied = _sums(terms, cells.height)
        return cls(
            cells=cells,
            matrix=matrix,
            least=least,
            most=np.zeros(len(least)),
            low=cells["low"].to_numpy(),
            high=cells["high"].to_numpy(),
            implied=implied,
        )

    def corrected(self, truth: Floats) -> Self:
        """
        With each number within CORRECTION of what it was in the vintage before, where it truly is
        or nobody knows: a reader whose guess is wrong finds another nation, or none.
        """
        value = np.where(np.isnan(truth) & (self.low == self.high), self.low, truth)
        moved = _corrections(self.cells)
        right = ~(abs(moved @ value) > CORRECTION)
        ties = sparse.csr_array(moved[right])
        edge = np.full(ties.shape[0], CORRECTION)
        return replace(
            self,
            matrix=sparse.csr_array(sparse.vstack([self.matrix, ties])),
            least=np.concatenate([self.least, -edge]),
            most=np.concatenate([self.most, edge]),
            implied=np.concatenate([self.implied, np.zeros(len(edge), bool)]),
        )

    def with_ends(self, low: Floats, high: Floats) -> Self:
        """The same where more is known."""
        return replace(self, low=low, high=high)

    def free(self) -> "System":
        """Only what is not known yet; what is known stands in the ends of the sums."""
        open_ = np.flatnonzero(self.low != self.high)
        fixed = np.where(self.low == self.high, self.low, 0)
        kept = sparse.csr_array(self.matrix[:, open_])
        rows = np.flatnonzero(np.diff(kept.indptr))
        told = self.matrix @ fixed
        return System(
            self.cells[open_],
            sparse.csr_array(kept[rows]),
            (self.least - told)[rows],
            (self.most - told)[rows],
            self.low[open_],
            self.high[open_],
            self.implied[rows],
        )

    def independent(self) -> "System":
        """Without the rows that follow from others."""
        kept = np.flatnonzero(~self.implied)
        return replace(
            self,
            matrix=sparse.csr_array(self.matrix[kept]),
            least=self.least[kept],
            most=self.most[kept],
            implied=self.implied[kept],
        )

    def parts(self) -> Iterator["System"]:
        """The systems that share no number; numbers that nothing binds are left out."""
        ties = sparse.csr_array(abs(self.matrix))
        many = np.diff(ties.indptr)
        # One entry of a row tied to each other of it: as connected as all with all, and far fewer.
        first = np.repeat(ties.indices[ties.indptr[:-1]], many)
        size = len(self.low)
        pairs = sparse.csr_array((np.ones(len(first)), (first, ties.indices)), (size, size))
        count, label = csgraph.connected_components(pairs, directed=False)
        of_row = label[ties.indices[ties.indptr[:-1]]]
        columns, rows = np.argsort(label, kind="stable"), np.argsort(of_row, kind="stable")
        ordered = sparse.csr_array(self.matrix[rows][:, columns])
        starts = np.searchsorted(label[columns], np.arange(count + 1))
        bounds = np.searchsorted(of_row[rows], np.arange(count + 1))
        for at in np.flatnonzero(np.diff(bounds)):
            own = columns[starts[at] : starts[at + 1]]
            bound = rows[bounds[at] : bounds[at + 1]]
            block = ordered[bounds[at] : bounds[at + 1]]
            shifted = sparse.csr_array(
                (block.data, block.indices - starts[at], block.indptr), (len(bound), len(own))
            )
            ends = (
                self.least[bound],
                self.most[bound],
                self.low[own],
                self.high[own],
                self.implied[bound],
            )
            yield System(self.cells[own], shifted, *ends)

    def holds(self, nation: Floats) -> bool:
        """Whether these numbers, one a cell, would be published in the same words."""
        sums = self.matrix @ nation
        return bool(
            (sums >= self.least - SLACK).all()
            and (sums <= self.most + SLACK).all()
            and (nation >= self.low - SLACK).all()
            and (nation <= self.high + SLACK).all()
        )


def _named(facts: pl.DataFrame) -> pl.DataFrame:
    """Each fact once; a group's number that is told nowhere tells nothing of its members."""
    areas = pl.col("level").is_in(AREAS)
    facts = (
        facts.filter(areas | pl.col("low").is_not_null()).select(FACTS).unique(maintain_order=True)
    )
    name = pl.concat_str("indicator", "part", separator=".")
    named = facts.with_columns(name=name, number=name.replace(same()))
    # By whichever name it is known longest: one figure may have changed, and another of it not.
    return named.sort("vintage", maintain_order=True).with_columns(pl.min("vintage").over(STATE))


def _cells(named: pl.DataFrame) -> pl.DataFrame:
    """One row per number of a vintage, with what its reader knows of it from any place."""
    return (
        named.group_by(CELL, maintain_order=True)
        .agg(
            pl.max("low").fill_null(0.0),
            pl.min("high").fill_null(float("inf")),
            pl.first("name"),
            hidden=pl.col("low").is_null().all(),
        )
        .with_row_index("cell")
    )


def _sums(terms: pl.DataFrame, cells: int) -> tuple[sparse.csr_array, Floats, np.ndarray]:
    """The matrix, the least that each of its rows may be (the most is nought), and `implied`."""
    rows = terms["equation"].rank("dense").cast(pl.Int64).to_numpy() - 1
    count = int(rows.max(initial=-1)) + 1
    signs = terms["sign"].to_numpy().astype(float)
    matrix = sparse.csr_array((signs, (rows, terms["cell"].to_numpy())), (count, cells))
    least, implied = np.zeros(count), np.zeros(count, bool)
    least[rows[terms["within"].to_numpy()]] = -np.inf
    implied[rows] = terms["implied"].to_numpy()
    return matrix, least, implied


def _corrections(cells: pl.DataFrame) -> sparse.csr_array:
    """A row for each vintage of a cell and the one before it: the newer less the older."""
    own = [name for name in CELL if name != "vintage"]
    pairs = (
        cells.sort("vintage", maintain_order=True)
        .with_columns(before=pl.col("cell").shift().over(own))
        # A sum moves with every return that comes in.
        .filter(pl.col("before").is_not_null(), pl.col("level") == "authority")
        .select("cell", "before")
    )
    rows = np.arange(pairs.height)
    signs = np.ones(pairs.height)
    return sparse.csr_array(
        (
            np.concatenate([signs, -signs]),
            (np.concatenate([rows, rows]), np.concatenate([pairs["cell"], pairs["before"]])),
        ),
        (pairs.height, cells.height),
    )
