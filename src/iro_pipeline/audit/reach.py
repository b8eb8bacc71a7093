"""What is known of each withheld number of a part, and the nations that show it."""

from dataclasses import dataclass, field

import numpy as np

from iro_pipeline.audit.solver import integral
from iro_pipeline.audit.swaps import Swaps
from iro_pipeline.audit.system import System
from iro_pipeline.statistics.arrays import Floats


@dataclass
class Reach:
    """
    What is known of each cell of a part: that it can be `up` (T + 1 or more), or `down` (1 or 0).

    `witnesses` are the nations that show it, and `swaps` changes to one of them: other numbers,
    published in the same words. `low` and `high` are the closest ends known that hold in every such
    nation. `failed`: cells of which a solver could not tell, which counts as not protected.
    """

    system: System
    largest: int
    up: np.ndarray = field(init=False)
    down: np.ndarray = field(init=False)
    failed: np.ndarray = field(init=False)
    low: Floats = field(init=False)
    high: Floats = field(init=False)
    witnesses: list[Floats] = field(default_factory=list)
    swaps: list[Swaps] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.up, self.down, self.failed = np.zeros((3, len(self.system.low)), bool)
        self.low, self.high = self.system.low.copy(), self.system.high.copy()

    def add(self, nation: Floats) -> None:
        """Takes a nation as a witness, if it is one: whole, and bound by every sum."""
        whole = np.round(nation)
        if not np.isnan(nation).any() and integral(nation) and self.system.holds(whole):
            self.witnesses.append(whole)
            self.up |= whole > self.largest
            self.down |= whole <= 1

    def take(self, swaps: Swaps) -> None:
        """Takes the changes of a nation as witnesses, each of them checked already."""
        self.swaps.append(swaps)
        nobody = np.zeros(len(self.up), bool)
        up, down = self.swapped(nobody, swaps.base[nobody])
        self.up |= up
        self.down |= down

    def swapped(self, known: np.ndarray, values: Floats) -> tuple[np.ndarray, np.ndarray]:
        """Cells that are up, and those down, in swaps in which the `known` have these values."""
        up, down = np.zeros((2, len(known)), bool)
        for swaps in self.swaps:
            if (swaps.base[known] == values).all():
                more, less = swaps.reached(self.largest, known)
                up, down = up | more, down | less
        return up, down

    @property
    def harmless(self) -> np.ndarray:
        """Known not to be small, or to be nobody."""
        return (self.low > self.largest) | (self.high <= 0)

    @property
    def wanting(self) -> tuple[np.ndarray, np.ndarray]:
        """Which cells are not shown to be able to be up, and which to be down, yet may be."""
        judged = judged_of(self.system) & ~self.harmless
        up = judged & ~self.up & (self.high > self.largest)
        return up, judged & ~self.down & (self.low <= 1)

    @property
    def exposed(self) -> np.ndarray:
        """Cells that are neither harmless nor can be both."""
        return judged_of(self.system) & ~self.harmless & ~(self.up & self.down)


def judged_of(system: System) -> np.ndarray:
    """Which numbers are withheld."""
    return system.cells["hidden"].to_numpy()
