"""
What can be told of a withheld number, reckoned a second time and exactly.

Apart from disclosure control and from its audit: the unknowns are not the figures but the kinds of
reviews of each authority and quarter, of which every figure is a sum. Rounded totals are held to
the very pairs that print as they do. Whole numbers throughout (HiGHS, by scipy).
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, milp

from benchmarks.attacks.releases import SMALL
from benchmarks.attacks.words import Pair, Sum, Unknowns, Words, fits


@dataclass
class Oracle:
    """Asks of a release whether a number can be small no longer, and whether one or nobody."""

    unknowns: Unknowns
    witnesses: list[np.ndarray] = field(default_factory=list)
    solved: int = 0

    def recoverable(self, said: Words) -> Iterator[tuple[str, Sum]]:
        """
        Who can tell which withheld small number (as what it is the sum of) too closely.

        Anyone; an authority that knows all of its own; and of its own authority's numbers whoever
        is the only one in another of them.
        """
        truth, owner = self.unknowns.truth, self.unknowns.owner
        held = self._held(said)
        asked = self.asked(said)
        nothing = np.zeros(len(truth), bool)
        open_ = {those for those in asked if self._tells(said, those, nothing, held)}
        yield from (("anyone", those) for those in open_)
        left = {those: area for those, area in asked.items() if those not in open_}
        for member in np.unique(owner):
            known = owner == member
            still = [each for each in held if (each[known] == truth[known]).all()]
            for those, area in left.items():
                if area not in ("", member) and self._tells(said, those, known, still):
                    yield member, those
        yield from self._contributors(said, left, held)

    def asked(self, said: Words) -> dict[Sum, str]:
        """
        Withheld numbers of 1 to 5, and whose they are; of a sum of several, nobody's. One that no
        figure has, as of what is told by year only in a quarter, is not withheld.
        """
        truth, owners = self.unknowns.truth, set(self.unknowns.owner)
        few = {
            cell: those
            for cell in sorted(said.withheld)
            if (those := self.unknowns.cells[cell]) and 0 < truth[list(those)].sum() <= SMALL
        }
        return {
            those: cell[2] if cell[2] in owners else ""
            for cell, those in few.items()
            if those not in said.told
        }

    def _held(self, said: Words) -> list[np.ndarray]:
        if not self.witnesses:
            return []
        nations = np.array(self.witnesses)
        return list(nations[said.hold(nations)])

    def _contributors(
        self, said: Words, left: dict[Sum, str], held: list[np.ndarray]
    ) -> Iterator[tuple[str, Sum]]:
        truth = self.unknowns.truth
        nothing = np.zeros(len(truth), bool)
        for one, area in left.items():
            if truth[list(one)].sum() != 1 or not area:
                continue
            more = Words(said.size, [*said.rows, (one, 1, 1)], said.pairs)
            still = [each for each in held if each[list(one)].sum() == 1]
            for those, of in left.items():
                others = [at for at in those if at not in one]
                if of == area and truth[others].sum() and self._tells(more, those, nothing, still):
                    yield f"one of {area}", those

    def _tells(self, said: Words, those: Sum, known: np.ndarray, held: list[np.ndarray]) -> bool:
        values = [each[np.array(those)].sum() for each in held]
        for there, low, high in (
            (any(value > SMALL for value in values), SMALL + 1, np.inf),
            (any(value <= 1 for value in values), 0, 1),
        ):
            if there:
                continue
            nation = self._nation(said, (those, low, high), known)
            if nation is None:
                return True
            held.append(nation)
            self.witnesses.append(nation)
        return False

    def _nation(self, said: Words, asked: tuple, known: np.ndarray) -> np.ndarray | None:
        """A nation of these words, kept to the truth where known; None where there is none."""
        self.solved += 1
        truth, size = self.unknowns.truth, said.size
        mine = self.unknowns.family == self.unknowns.family[asked[0][0]]
        low = np.where(known | ~mine, truth, 0).astype(float)
        high = np.where(known | ~mine, truth, np.inf)
        rows = [row for row in [*said.rows, asked] if mine[row[0][0] if row[0] else 0] and row[0]]
        strict: list[Pair] = []
        while True:
            found = _solved(
                rows, strict, (low, high), np.random.default_rng(self.solved).random(size)
            )
            if found is None:
                return None
            broken = [
                pair
                for pair in said.pairs
                if pair.whole and mine[pair.whole[0]] and not fits(found[np.newaxis], pair)[0]
            ]
            if not broken:
                return found
            strict += broken


def _solved(
    rows: list, strict: list[Pair], ends: tuple[np.ndarray, np.ndarray], cost: np.ndarray
) -> np.ndarray | None:
    size = len(cost)
    extra = sum(len(pair.pairs) for pair in strict)
    entries = [(at, those, np.ones(len(those))) for at, (those, _, _) in enumerate(rows)]
    low, high = [row[1] for row in rows], [row[2] for row in rows]
    at = size
    for pair in strict:
        chosen = np.arange(at, at + len(pair.pairs))
        at += len(pair.pairs)
        entries.append((len(low), chosen, np.ones(len(chosen))))
        low.append(1), high.append(1)
        for those, values in ((pair.part, pair.pairs[:, 0]), (pair.whole, pair.pairs[:, 1])):
            signs = np.concatenate([np.ones(len(those)), -values])
            entries.append((len(low), np.concatenate([those, chosen]).astype(int), signs))
            low.append(0), high.append(0)
    matrix = sparse.csr_array(
        (
            np.concatenate([each[2] for each in entries]),
            (
                np.concatenate([np.full(len(each[1]), each[0]) for each in entries]),
                np.concatenate([np.asarray(each[1], int) for each in entries]),
            ),
        ),
        shape=(len(low), size + extra),
    )
    bounds = Bounds(
        np.concatenate([ends[0], np.zeros(extra)]), np.concatenate([ends[1], np.ones(extra)])
    )
    found = milp(
        np.concatenate([cost, np.zeros(extra)]),
        constraints=LinearConstraint(matrix, low, high),
        integrality=np.ones(size + extra, int),
        bounds=bounds,
        options={"mip_rel_gap": 1.0},
    )
    if found.status == 2:
        return None
    if found.x is None:
        raise RuntimeError(found.message)
    return np.round(found.x[:size]).astype(int)
