"""
Figures on a scale on which how far chance moves them does not depend on their size.

Shares: asin sqrt p, standard error 1 / (2 sqrt n). Events: sqrt (x / e), 1 / (2 sqrt e), whether
`e` is what they are counted per or how many are expected. Means: as they are, sd / sqrt n.

Spiegelhalter DJ. Handling over-dispersion of performance indicators. Qual Saf Health Care
2005;14:347-351; as in FunnelPlotR 0.5 (`data_type` PR, and SR with `sr_method` CQC).
"""

from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from iro_pipeline.statistics.arrays import Floats, known

Kind = Literal["proportion", "rate", "mean"]


def stabilised(
    kind: Kind, numerator: ArrayLike, denominator: ArrayLike, sd: ArrayLike = 1.0
) -> tuple[Floats, Floats]:
    """
    Figure and standard error, each of the arrays' common shape; NaN where either part is
    missing or nothing was counted. `sd` is the spread within authorities, for means alone.
    """
    part, whole = known(numerator, np.where(np.asarray(denominator) > 0, denominator, np.nan))
    if kind == "mean":
        y, s = known(part / whole, sd / np.sqrt(whole))
        return y, s
    ratio = np.clip(part / whole, 0, 1 if kind == "proportion" else None)
    y = np.arcsin(np.sqrt(ratio)) if kind == "proportion" else np.sqrt(ratio)
    return y, 1 / (2 * np.sqrt(whole))


def corrected(
    kind: Kind, numerator: ArrayLike, denominator: ArrayLike, sd: ArrayLike = 1.0
) -> tuple[Floats, Floats]:
    """
    The same, corrected for few events: for flags and tests; `stabilised` is for estimates.

    Shares: asin sqrt ((x + 3/8) / (n + 3/4)), 1 / (2 sqrt (n + 1/2)). Events: sqrt ((x + 3/8) / e).
    Uncorrected, up to 7 % of authorities that are like all others lie above the upper limit for
    having all of a few, where 2.5 % should. Anscombe FJ. The transformation of Poisson, binomial
    and negative-binomial data. Biometrika 1948;35:246-254.
    """
    if kind == "mean":
        return stabilised(kind, numerator, denominator, sd)
    part, whole = known(numerator, denominator)
    if kind == "rate":
        return stabilised(kind, part + 3 / 8, whole)
    y, _ = stabilised(kind, part + 3 / 8, np.where(whole > 0, whole + 3 / 4, np.nan))
    return y, 1 / (2 * np.sqrt(np.where(whole > 0, whole, np.nan) + 1 / 2))


def back(kind: Kind, y: ArrayLike) -> Floats:
    """
    The share, events per unit or mean that stands at `y`; what lies beyond the end of its
    scale is the end.
    """
    if kind == "mean":
        return np.asarray(y, float)
    if kind == "proportion":
        return np.sin(np.clip(y, 0, np.pi / 2)) ** 2
    return np.clip(y, 0, None) ** 2
