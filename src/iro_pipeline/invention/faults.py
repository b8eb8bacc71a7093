"""A few faults, so that receipts have something to say."""

from collections.abc import Mapping

import polars as pl

from iro_pipeline.invention.draws import Draws

_SHARE = 0.0003


def planted(rows: pl.DataFrame, draws: Draws, wrong: Mapping[str, str]) -> pl.DataFrame:
    """Rows of which about 3 in 10,000 have each of the `wrong` texts, and as many are repeated."""
    spoilt = rows.with_columns(
        pl.when(draws.uniform(f"fault {column}") < _SHARE)
        .then(pl.lit(text))
        .otherwise(column)
        .alias(column)
        for column, text in wrong.items()
    )
    return pl.concat([spoilt, rows.filter(draws.uniform("repeated") < _SHARE)])
