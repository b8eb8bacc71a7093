"""How far a figure may be from what it estimates."""

from functools import partial

import numpy as np
import polars as pl
from numpy.typing import ArrayLike
from scipy import special

from iro_pipeline.statistics import counts
from iro_pipeline.statistics.arrays import Floats, normal

Ends = tuple[pl.Expr, pl.Expr]
ROUNDING = 1e-9  # a tail of exactly the allowed size is not refused, however it is rounded


def wilson(numerator: pl.Expr, denominator: pl.Expr, confidence: float = 0.95) -> Ends:
    """
    Lower and upper end for a proportion between 0 and 1; null where nothing was counted.

    Wilson EB. Probable inference, the law of succession, and statistical inference.
    J Am Stat Assoc 1927;22:209-212.
    """
    z = normal(confidence)
    counted = pl.when(denominator > 0).then(denominator)

    def lower(part: pl.Expr) -> pl.Expr:
        spread = (z**2 + 4 * part * (counted - part) / counted).sqrt()
        return (2 * part + z**2 - z * spread) / (2 * (counted + z**2))

    # The upper end is the lower end of what is left over, which is exact at none and at all.
    return lower(numerator), 1 - lower(counted - numerator)


def poisson(count: pl.Expr, confidence: float = 0.95) -> Ends:
    """
    Lower and upper end for a count of events, in events; divide by what they are a rate of.

    Exact below ten, Byar's approximation from ten on. Null and negative counts have none.
    """
    ends = (partial(_end, which=which, confidence=confidence) for which in (0, 1))
    lower, upper = (
        count.cast(pl.Float64).map_batches(end, return_dtype=pl.Float64) for end in ends
    )
    counted = count >= 0
    return pl.when(counted).then(lower), pl.when(counted).then(upper)


def indirectly_standardised(
    observed: pl.Expr, expected: pl.Expr, confidence: float = 0.95
) -> tuple[pl.Expr, pl.Expr, pl.Expr]:
    """
    Observed over expected events, and its ends; null where none were expected.

    `expected` adds up, over the groups of the case-mix, the authority's number in the group
    times the reference's rate in it; it is taken as known. Breslow NE, Day NE. Statistical
    methods in cancer research, volume II. IARC 1987, section 2.3.
    """
    known = pl.when(expected > 0).then(expected)
    lower, upper = poisson(observed, confidence)
    return observed / known, lower / known, upper / known


def student(mean: pl.Expr, sd: pl.Expr, n: pl.Expr, confidence: float = 0.95) -> Ends:
    """
    Ends for a mean from the spread of its own `n` answers (`sd` divides by n - 1).

    Null below two answers. Not for authorities: of 2 to 8 answers on a scale it says nothing,
    and it gives their spread away; `pooled` is for those. Student. The probable error of a mean.
    Biometrika 1908;6:1-25.
    """
    several = pl.when(n > 1).then(n.cast(pl.Float64))
    t = several.map_batches(
        lambda of: pl.Series(special.stdtrit(_array(of) - 1, 0.5 + confidence / 2)),
        return_dtype=pl.Float64,
    )
    half = pl.when(n > 1).then(t) * sd / several.sqrt()
    return mean - half, mean + half


def pooled(mean: pl.Expr, pooled_sd: pl.Expr, n: pl.Expr, confidence: float = 0.95) -> Ends:
    """
    Ends for a mean of few answers, from the spread within all authorities together.

    `pooled_sd` is the root of the mean square within authorities (one-way analysis of variance).
    No finite population correction: the estimand is the service, not the staff who answered.
    Scheffé H. The analysis of variance. Wiley 1959, section 3.1.
    """
    half = normal(confidence) * pooled_sd / pl.when(n > 0).then(n).sqrt()
    return mean - half, mean + half


def hypergeometric(
    x: ArrayLike, n: ArrayLike, population: ArrayLike, confidence: float = 0.95
) -> tuple[Floats, Floats]:
    """
    Ends for a share (0 to 1) of a known finite population, of whom `x` of `n` said yes.

    Holds every number of yeses in the population that an exact test does not refuse; where all
    were asked, both ends are the share itself. NaN where the three do not fit together.
    Buonaccorsi JP. A note on confidence intervals for proportions in finite populations.
    Am Stat 1987;41:215-218.
    """
    asked = np.broadcast_arrays(*(np.asarray(each, float) for each in (x, n, population)))
    yes, of, whole = (each.copy() for each in asked)
    fits = (yes >= 0) & (yes <= of) & (of <= whole) & (of > 0)
    yes, of, whole = (np.where(fits, each, 1) for each in (yes, of, whole))
    upper = _most(yes, of, whole, (1 - confidence) / 2)
    lower = whole - _most(of - yes, of, whole, (1 - confidence) / 2)
    return np.where(fits, lower / whole, np.nan), np.where(fits, upper / whole, np.nan)


def _most(yes: Floats, of: Floats, whole: Floats, tail: float) -> Floats:
    """The largest number of yeses in the whole of which so few are not too few, by halving."""
    from scipy.stats import hypergeom  # late: it takes more than a second to import

    low, high = yes, whole - of + yes
    while (low < high).any():
        middle = np.ceil((low + high) / 2)
        likely = hypergeom.cdf(yes, whole, middle, of) >= tail * (1 - ROUNDING)
        low, high = np.where(likely, middle, low), np.where(likely, high, middle - 1)
        low = np.minimum(low, high)
    return low


def _end(count: pl.Series, which: int, confidence: float) -> pl.Series:
    return pl.Series(counts.ends(_array(count), confidence)[which])


def _array(values: pl.Series) -> Floats:
    """Null as NaN."""
    return values.cast(pl.Float64).fill_null(float("nan")).to_numpy()
