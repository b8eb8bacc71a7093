"""How far a figure may be from what it estimates."""

from statistics import NormalDist

import polars as pl


def wilson(
    numerator: pl.Expr, denominator: pl.Expr, confidence: float = 0.95
) -> tuple[pl.Expr, pl.Expr]:
    """
    Lower and upper end for a proportion between 0 and 1; null where nothing was counted.

    Wilson EB. Probable inference, the law of succession, and statistical inference.
    J Am Stat Assoc 1927;22:209-212.
    """
    z = NormalDist().inv_cdf(0.5 + confidence / 2)
    counted = pl.when(denominator > 0).then(denominator)

    def lower(part: pl.Expr) -> pl.Expr:
        spread = (z**2 + 4 * part * (counted - part) / counted).sqrt()
        return (2 * part + z**2 - z * spread) / (2 * (counted + z**2))

    # The upper end is the lower end of what is left over, which is exact at none and at all.
    return lower(numerator), 1 - lower(counted - numerator)
