"""Two sets of answers on one ordered scale, compared without taking its steps for equal."""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import stdtr, stdtrit


class Shift(NamedTuple):
    """`ridit`: chance that a later answer is the higher, a tie counting half; NaN: not known."""

    ridit: float
    error: float
    lower: float
    upper: float
    p_value: float


def shift(
    earlier: tuple[ArrayLike, ArrayLike],
    later: tuple[ArrayLike, ArrayLike],
    confidence: float = 0.95,
) -> Shift:
    """
    Mean ridit of later answers against earlier ones, both as (answers, the group of each).

    Answers of one group, in either set, are not independent: the groups' sums of placements are.
    DeLong ER, DeLong DM, Clarke-Pearson DL. Biometrics 1988;44:837-845; in groups: Obuchowski NA.
    Nonparametric analysis of clustered ROC curve data. Biometrics 1997;53:567-578. The ends are by
    Student's t with one degree of freedom less than groups. Raises ValueError of an empty set.
    """
    before, then = np.asarray(earlier[0], float), np.asarray(later[0], float)
    if not before.size or not then.size:
        raise ValueError("Nothing to compare with nothing")
    above = (then[:, None] > before) + 0.5 * (then[:, None] == before)
    ridit = float(above.mean())
    joined = np.concatenate([np.asarray(earlier[1]), np.asarray(later[1])])
    place = np.concatenate(
        [(above.mean(axis=0) - ridit) / before.size, (above.mean(axis=1) - ridit) / then.size]
    )
    summed = np.bincount(np.unique(joined, return_inverse=True)[1], place)
    return _judged(ridit, summed, confidence)


def _judged(ridit: float, summed: np.ndarray, confidence: float) -> Shift:
    freedom = summed.size - 1
    error = float(np.sqrt((summed**2).sum() * (freedom + 1) / freedom)) if freedom else np.nan
    if not error > 0:
        return Shift(ridit, error, np.nan, np.nan, np.nan)
    reach = error * stdtrit(np.array(float(freedom)), np.array(0.5 + confidence / 2))
    p_value = 2 * stdtr(np.array(float(freedom)), np.array(-abs(ridit - 0.5) / error))
    ends = max(0.0, ridit - reach), min(1.0, ridit + reach)
    return Shift(ridit, error, *map(float, ends), float(p_value))
