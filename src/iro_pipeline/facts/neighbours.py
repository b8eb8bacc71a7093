"""Which authorities DfE's models find alike."""

import polars as pl

RANKS = range(1, 11)


def neighbour(models: pl.LazyFrame) -> pl.LazyFrame:
    """One row per authority, rank and model, from the ten pairs of columns of each model."""
    ranked = (
        models.select(
            "la_code",
            model="period",
            rank=pl.lit(rank, pl.Int64),
            neighbour_la_code=f"neighbour_{rank}",
            closeness=f"closeness_{rank}",
        )
        for rank in RANKS
    )
    return (
        pl.concat(ranked)
        .drop_nulls("neighbour_la_code")
        .select("model", "la_code", "rank", "neighbour_la_code", "closeness")
        .sort("model", "la_code", "rank")
    )
