"""Whether what law or guidance asks was kept."""

import polars as pl

MET, NOT_MET, CANNOT_TELL = "met", "not met", "cannot tell"


def standard_met() -> pl.Expr:
    """
    Met, not met or cannot tell; null where nothing is asked.

    Of what happened, so chance plays no part. What could not be told (`untold`) may all have been
    well or all amiss: where that would decide it, it cannot be told.
    """
    worst, best = _possible()
    least, most = pl.col("asks_at_least"), pl.col("asks_at_most")
    kept = _within(worst, least, most) & _within(best, least, most)
    missed = ((best < least).fill_null(False)) | ((worst > most).fill_null(False))
    nothing = least.is_null() & most.is_null()
    return (
        pl.when(nothing | pl.col("value").is_null())
        .then(pl.lit(None, pl.String))
        .when(missed)
        .then(pl.lit(NOT_MET))
        .when(kept)
        .then(pl.lit(MET))
        .otherwise(pl.lit(CANNOT_TELL))
    )


def _possible() -> tuple[pl.Expr, pl.Expr]:
    """The lowest and the highest value that the whole could have, the untold included."""
    part, whole, untold = pl.col("numerator"), pl.col("denominator"), pl.col("untold").fill_null(0)
    share = pl.col("unit") == "percent"
    ends = (pl.col("scale") * each / (whole + untold) for each in (part, part + untold))
    lowest, highest = (pl.when(share).then(end).otherwise("value") for end in ends)
    return lowest, highest


def _within(value: pl.Expr, least: pl.Expr, most: pl.Expr) -> pl.Expr:
    return (value >= least).fill_null(True) & (value <= most).fill_null(True)
