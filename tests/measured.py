"""Indicator values drawn in tests, with what every measured indicator has beside them."""

import polars as pl


def with_nothing_untold(drawn: pl.LazyFrame) -> pl.LazyFrame:
    """Nothing that could not be told, and no squares, where the drawing has none."""
    there = drawn.collect_schema()
    beside = {"untold": pl.lit(0.0), "squares": pl.lit(None, pl.Float64)}
    return drawn.with_columns(**{name: e for name, e in beside.items() if name not in there})
