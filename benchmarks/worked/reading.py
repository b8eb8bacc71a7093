"""Tables of a worked case as arrays of figures, NaN where a cell is blank."""

from collections.abc import Callable

import numpy as np
import polars as pl
from numpy.typing import ArrayLike

from iro_pipeline.statistics.arrays import Floats

Read = Callable[[str], pl.DataFrame]
Both = tuple[ArrayLike, ArrayLike]  # ours and theirs, one row a row of the case
LEVELS = (0.95, 0.998)


def columns(*arrays: ArrayLike) -> Floats:
    return np.stack([np.asarray(each, float) for each in arrays], axis=-1)


def picked(frame: pl.DataFrame, *names: str) -> Floats:
    return frame.select(pl.col(*names).cast(pl.Float64)).to_numpy()


def figures(frame: pl.DataFrame, *exprs: pl.Expr) -> Floats:
    chosen = (expr.cast(pl.Float64).alias(str(i)) for i, expr in enumerate(exprs))
    return frame.select(chosen).fill_null(float("nan")).to_numpy()


def nulls(frame: pl.DataFrame, *names: str) -> Floats:
    return figures(frame, *(pl.col(name) for name in names))
