"""Whether a figure says that all whom it is of are alike: then it tells of each of them."""

import polars as pl

from iro_pipeline.indicators.answers import distributions, scale_ends

NEAR = 1e-6  # sums of shares are no whole numbers to the last place


def none_or_all() -> pl.Expr:
    """
    Whether a share says the same of all whom it is of.

    That nobody gave one answer of several says little of anyone: there only all of them count.
    """
    part, whole = pl.col("numerator"), pl.col("denominator")
    one_of_several = pl.col("indicator").is_in(list(distributions()))
    none, every = part.abs() < NEAR, (whole - part).abs() < NEAR
    return (pl.col("unit") == "percent") & (whole > 0) & (every | (none & ~one_of_several))


def at_an_end() -> pl.Expr:
    """Whether a mean score is the lowest or the highest that there is: then every answer is."""
    part, whole = pl.col("numerator"), pl.col("denominator")
    return (whole > 0) & pl.any_horizontal((part - end * whole).abs() < NEAR for end in ends())


def ends() -> list[pl.Expr]:
    """The lowest and the highest answer that a mean score is of; null of anything else."""
    scales = scale_ends()
    return [
        pl.col("indicator").replace_strict(
            {name: each[at] for name, each in scales.items()},
            default=None,
            return_dtype=pl.Float64,
        )
        for at in (0, 1)
    ]
