"""What a reader finds behind rounded counts: all pairs that give the figure as it is printed."""

import numpy as np
import polars as pl

from iro_pipeline.statistics.arrays import Floats, normal

Z = normal(0.95)
EXACT = 1e-9
BLOCK = 2_000  # cells at a time, each with up to 121 pairs
NUMBERS = ["numerator", "denominator", "value", "lower", "upper"]


def behind(cells: pl.DataFrame) -> pl.DataFrame:
    """
    Low and high of numerator, denominator and rest (`numerator_low`, …), a row a cell, in order.

    Reads NUMBERS, `scale`, `base_numerator` and `base_denominator` (to the nearest what each is
    rounded; 1: not at all), `places` (10 ** decimals of value, lower and upper; null where they
    are not rounded), `proportion` (whether the ends are Wilson's, who counted one by one) and
    `counts_denominator`.
    Where no pair gives the figure, low is above high: whoever reads on finds no nation.
    """
    parts = [_block(cells.slice(at, BLOCK)) for at in range(0, max(cells.height, 1), BLOCK)]
    return pl.concat(parts)


def _block(cells: pl.DataFrame) -> pl.DataFrame:
    number = {name: _column(cells, name) for name in [*NUMBERS, "scale", "places"]}
    part = _candidates(number["numerator"], _column(cells, "base_numerator"))
    whole = _candidates(number["denominator"], _column(cells, "base_denominator"))
    n, d = part[:, :, None], whole[:, None, :]
    possible = _printed(n, d, number, cells["proportion"].to_numpy())
    # What an amount is divided by may be rounded otherwise than people are.
    unsure = ~cells["counts_denominator"].to_numpy() & ~possible.any(axis=(1, 2))
    possible |= unsure[:, None, None] & ~np.isnan(n + d)
    both = np.broadcast_arrays(n, d, d - n)
    ends = {}
    for name, each in zip(("numerator", "denominator", "rest"), both, strict=True):
        ends[f"{name}_low"] = np.where(possible, each, np.inf).min(axis=(1, 2))
        ends[f"{name}_high"] = np.where(possible, each, -np.inf).max(axis=(1, 2))
    return pl.DataFrame(ends).with_columns(pl.all().replace({np.inf: 1.0, -np.inf: 0.0}))


def _candidates(rounded: Floats, base: Floats) -> Floats:
    """All integers that round to it; NaN where it is not rounded, or would be below nought."""
    half = base.max(initial=1) // 2
    steps = np.arange(-half, half + 1)
    rounded = np.where(np.isnan(rounded), 0, rounded)[:, None]
    near = abs(steps) <= base[:, None] // 2
    found = rounded + steps
    return np.where((near & (found >= 0)) | (steps == 0), found, np.nan)


def _printed(n: Floats, d: Floats, number: dict[str, Floats], wilson: np.ndarray) -> np.ndarray:
    """Whether the pair gives value, lower and upper; what is not there excludes nothing."""
    told = {name: each[:, None, None] for name, each in number.items()}
    off = np.where(np.isnan(told["places"]), 0, 0.5 / told["places"]) + EXACT
    counted = ~np.isnan(told["denominator"])
    share = wilson[:, None, None]
    with np.errstate(divide="ignore", invalid="ignore"):
        value = told["scale"] * n / np.where(counted, d, 1)
        spread = Z * np.sqrt(Z**2 + 4 * n * (d - n) / d)
        lower = told["scale"] * (2 * n + Z**2 - spread) / (2 * (d + Z**2))
        upper = told["scale"] * (2 * n + Z**2 + spread) / (2 * (d + Z**2))
        possible = ~np.isnan(n + d) & (~share | (n <= d))
        for ours, name, asked in (
            (value, "value", True),
            (lower, "lower", share),
            (upper, "upper", share),
        ):
            # As printed: to half its last place, and to what a float may lose.
            near = abs(ours - told[name]) <= off + EXACT * abs(told[name])
            possible &= near | np.isnan(told[name]) | ~np.asarray(asked)
    return possible


def _column(cells: pl.DataFrame, name: str) -> Floats:
    return cells[name].cast(pl.Float64).fill_null(float("nan")).to_numpy()
