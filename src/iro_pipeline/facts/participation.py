"""How each child took part in the reviews of a year."""

import polars as pl

# SSDA903 codes. PN0 is a child under four, who is out of scope; PN4 attended without contributing.
CONTRIBUTED = ["PN1", "PN2", "PN3", "PN5", "PN6"]
IN_SCOPE = [*CONTRIBUTED, "PN4", "PN7"]


def child_participation(review: pl.LazyFrame) -> pl.LazyFrame:
    """
    One row per child and year with a review of them at four or over, or one without a code.

    Under fours have PN0, which is in no column.
    """
    code = pl.col("participation")
    return (
        review.group_by("authority", "period", "child")
        .agg(
            reviews=code.is_in(IN_SCOPE).sum().cast(pl.Int64),
            contributed=code.is_in(CONTRIBUTED).sum().cast(pl.Int64),
            uncoded=code.is_null().sum().cast(pl.Int64),
        )
        .filter(pl.col("reviews") + pl.col("uncoded") > 0)
        .sort("authority", "period", "child")
    )
