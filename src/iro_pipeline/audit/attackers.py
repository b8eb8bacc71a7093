"""Who plays: a reader of all folders, each member authority, and each single contributor."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import polars as pl
from scipy import sparse

from iro_pipeline.audit.breaches import OUTSIDER, Breach, cells, names
from iro_pipeline.audit.limits import Limits
from iro_pipeline.audit.reach import Reach, judged_of
from iro_pipeline.audit.search import examined
from iro_pipeline.audit.solver import NotOptimal, Programme
from iro_pipeline.audit.system import System
from iro_pipeline.audit.tightening import tightened
from iro_pipeline.statistics.arrays import Floats

NEAR = 1e-6
# Words that are printed, and so say nothing of how large a number is.
TOO_CLOSELY = "can be told too closely"
SMALL = ("small", TOO_CLOSELY)
NOT_ONE = ("not_one", TOO_CLOSELY)
UNSOLVED = ("unsolved", "could not be shown to be protected")
NO_NATION = ("unsolved", "no nation fits what would be published")


@dataclass(frozen=True)
class Attack:
    """A part of the system, what was found of it, and its true numbers, NaN where unknown."""

    part: System
    reach: Reach
    truth: Floats
    limits: Limits

    @cached_property
    def areas(self) -> np.ndarray:
        """Of each number its area, as the place of that among all of the part's."""
        return self.part.cells["area"].rank("dense").to_numpy().astype(np.int64)

    @cached_property
    def kept(self) -> np.ndarray:
        """Withheld numbers of authorities: what is theirs in a sum is no secret to them."""
        return judged_of(self.part) & _of_authorities(self.part)


def outsider(system: System, truth: Floats, limits: Limits) -> tuple[list[Breach], list[Attack]]:
    """
    What a reader of everything finds, and the parts that are left for those who know more.

    `truth`: of each cell its number, NaN where it is not known; only a place to start from.
    """
    low, high = tightened(system)
    if (low > high).any():
        broken = np.flatnonzero(low > high)
        return _told(system, broken, OUTSIDER, NO_NATION), []
    closer = system.with_ends(low, high)
    breaches = list(_judged(closer, _loose(closer), limits, OUTSIDER))
    attacks = []
    start = _start(closer, truth)
    for part in closer.free().independent().parts():
        own = part.cells["cell"].to_numpy()
        try:
            reach = examined(part, limits, _of(part, start[own]))
        except NotOptimal:
            breaches += _told(part, np.flatnonzero(judged_of(part)), OUTSIDER, NO_NATION)
            continue
        breaches += _exposed(part, reach, reach.exposed, OUTSIDER)
        attacks.append(Attack(part, reach, truth[own], limits))
    return breaches, attacks


def members(attack: Attack) -> Iterator[Breach]:
    """Each authority of the part knows its own rows: what it finds of those bound up with them."""
    own = _of_authorities(attack.part) & ~np.isnan(attack.truth)
    for area in np.unique(attack.areas[own]):
        theirs = attack.areas == area
        yield from _insider(attack, own & theirs, ~theirs)


def contributors(attack: Attack) -> Iterator[Breach]:
    """Whoever is alone in a withheld number knows it: what they find of those bound up with it."""
    for at in np.flatnonzero(attack.kept & (attack.truth == 1)):
        own = np.zeros(len(attack.truth), bool)
        own[at] = True
        yield from _insider(attack, own, ~own, alone=int(at))


def _themselves(attack: Attack, alone: int, left: np.ndarray) -> np.ndarray:
    """
    Which of the numbers `left` count nobody but whoever is `alone` in one: those never greater
    than it, or than another of 1 that is never less and so counts the same one. What is always so
    follows from the sums of its authority's numbers.
    """
    part, mine = attack.part, attack.areas == attack.areas[alone]
    strange = abs(part.matrix) @ (~mine).astype(float) > 0
    rows = np.flatnonzero(~strange)
    at = np.flatnonzero(mine)
    sums = sparse.csr_array(part.matrix[rows][:, at])
    free = np.zeros(len(at)), np.full(len(at), np.inf)
    programme = Programme(sums, (part.least[rows], part.most[rows]), free)

    def within(inner: int, outer: int) -> bool:
        return _never_more(programme, np.searchsorted(at, [inner, outer]))

    others = np.flatnonzero(mine & (attack.truth == 1))
    wider = [alone, *(each for each in others if each != alone and within(alone, each))]
    same = np.zeros(len(left), bool)
    for each in np.flatnonzero(left & mine):
        same[each] = each in wider or any(within(each, outer) for outer in wider)
    return same


def _never_more(programme: Programme, places: np.ndarray) -> bool:
    """Whether the first number is never greater than the second."""
    cost = np.zeros(programme.size)
    cost[places] = 1, -1
    try:
        return float(cost @ programme.maximise(cost, afresh=True)) <= NEAR
    except NotOptimal:
        return False


def _of_authorities(part: System) -> np.ndarray:
    return (part.cells["level"] == "authority").to_numpy()


def _insider(
    attack: Attack, known: np.ndarray, others: np.ndarray, alone: int | None = None
) -> Iterator[Breach]:
    """
    What follows of `others` where the `known` numbers are told too, or the one of who is `alone`.

    A witness in which they are the true ones serves; only where none does is there more to solve.
    """
    part, reach = attack.part, attack.reach
    concerned = others & attack.kept & ~reach.exposed & ~reach.harmless
    if not concerned.any():
        return
    left = concerned & ~_served(attack, known)
    if alone is not None and left.any():
        left &= ~_themselves(attack, alone, left)
    if not left.any():
        return
    low, high = part.low.copy(), part.high.copy()
    low[known] = high[known] = attack.truth[known]
    whose = part.cells[np.flatnonzero(known)[:1]]
    who = _named(whose) if alone is None else f"someone counted in {cells(whose)[0]}"
    yield from _resolved(attack, part.with_ends(low, high), left, who)


def _named(authority: pl.DataFrame) -> str:
    code = authority["area"].item()
    return f"{names().get(code, '')} ({code})".strip()


def _resolved(attack: Attack, told: System, left: np.ndarray, who: str) -> Iterator[Breach]:
    low, high = tightened(told)
    if (low > high).any():
        yield from _told(told, np.flatnonzero(left), who, NO_NATION)
        return
    closer = told.with_ends(low, high)
    placed = closer.cells.with_row_index("place").with_columns(hidden=left)
    closer = replace(closer, cells=placed)
    yield from _judged(closer, _loose(closer), attack.limits, who)
    start = _start(closer, attack.truth)
    for part in closer.free().parts():
        place = part.cells["place"].to_numpy()
        if not judged_of(part).any():
            continue
        try:
            reach = examined(part, attack.limits, _of(part, start[place]))
        except NotOptimal:
            yield from _told(part, np.flatnonzero(judged_of(part)), who, NO_NATION)
            continue
        for witness in reach.witnesses:
            nation = np.where(closer.low == closer.high, closer.low, start)
            nation[place] = witness
            attack.reach.add(nation)
        yield from _exposed(part, reach, reach.exposed, who, "contributor")


def _served(attack: Attack, known: np.ndarray) -> np.ndarray:
    """Cells that are both up and down in witnesses where what is known is as it is."""
    reach, truth = attack.reach, attack.truth[known]
    up, down = reach.swapped(known, truth)
    for nation in reach.witnesses:
        if (nation[known] == truth).all():
            up, down = up | (nation > reach.largest), down | (nation <= 1)
    return up & down


def _start(system: System, truth: Floats) -> Floats:
    """The true nation as far as what is known of it tells; NaN elsewhere."""
    known = ~np.isnan(truth)
    low = np.where(known, truth, system.low)
    low, high = tightened(system.with_ends(low, np.where(known, truth, system.high)))
    return np.where(low == high, low, np.nan)


def _of(part: System, start: Floats) -> Floats | None:
    """The start of a part; none where it is not known, or not a nation in these words."""
    return start if not np.isnan(start).any() and part.holds(start) else None


def _loose(system: System) -> np.ndarray:
    """Withheld numbers that need no programme: no sum that is left open binds them."""
    bound = abs(system.free().independent().matrix).sum(axis=0) > 0
    open_ = system.low != system.high
    tied = np.zeros(len(open_), bool)
    tied[np.flatnonzero(open_)[bound]] = True
    return judged_of(system) & ~tied


def _judged(system: System, which: np.ndarray, limits: Limits, who: str) -> Iterator[Breach]:
    safe = limits.safe(system.low, system.high)
    criterion = SMALL if who == OUTSIDER else ("contributor", SMALL[1])
    yield from _told(system, np.flatnonzero(which & ~safe), who, criterion)


def _exposed(
    part: System, reach: Reach, which: np.ndarray, who: str, criterion: str | None = None
) -> Iterator[Breach]:
    for why, found in (
        (UNSOLVED, which & reach.failed),
        (SMALL, which & ~reach.failed & ~reach.up),
        (NOT_ONE, which & ~reach.failed & reach.up),
    ):
        yield from _told(part, np.flatnonzero(found), who, (criterion or why[0], why[1]))


def _told(system: System, at: np.ndarray, who: str, why: tuple[str, str]) -> list[Breach]:
    return [Breach(who, each, *why) for each in cells(system.cells[at])]
