"""Ends for counts of events: arrays of any shape, NaN where a count is missing or negative."""

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from iro_pipeline.statistics.arrays import Floats, normal

# Byar's lower end is below nought at a count of one with 99.8 % confidence, so the exact ends
# serve below ten. Office for Health Improvement and Disparities, PHEindicatormethods 2.0, 2023.
BYAR_FROM = 10


def ends(count: ArrayLike, confidence: float = 0.95) -> tuple[Floats, Floats]:
    """Lower and upper end in events: exact below ten, Byar's from ten on."""
    x = np.asarray(count, float)
    few = x < BYAR_FROM
    of_few = exact(np.where(few, x, np.nan), confidence)
    of_many = byar(np.where(few, np.nan, x), confidence)
    return np.where(few, of_few[0], of_many[0]), np.where(few, of_few[1], of_many[1])


def exact(count: ArrayLike, confidence: float = 0.95) -> tuple[Floats, Floats]:
    """
    Exact ends, by the chi-square (a gamma halved); counts need not be whole.

    Garwood F. Fiducial limits for the Poisson distribution. Biometrika 1936;28:437-442.
    """
    x, tail = _counted(count), (1 - confidence) / 2
    lower = np.where(x > 0, special.gammaincinv(x, tail), x)
    return lower, np.asarray(special.gammainccinv(x + 1, tail), float)


def byar(count: ArrayLike, confidence: float = 0.95) -> tuple[Floats, Floats]:
    """
    Byar's approximation: the cube root of a gamma is near a normal.

    Breslow NE, Day NE. Statistical methods in cancer research, volume II. IARC 1987, p 69.
    """
    x, z = _counted(count), normal(confidence)
    more, some = x + 1, np.where(x > 0, x, 1)
    lower = x * (1 - 1 / (9 * some) - z / (3 * np.sqrt(some))) ** 3
    return lower, more * (1 - 1 / (9 * more) + z / (3 * np.sqrt(more))) ** 3


def _counted(count: ArrayLike) -> Floats:
    x = np.asarray(count, float)
    return np.where(x >= 0, x, np.nan)
