"""Which IRO holds which child."""

import polars as pl

SPELL = ["authority", "period", "child", "started_on"]
IRO = ["authority", "period", "iro"]


def iro(accepted: pl.LazyFrame, rejected: pl.LazyFrame) -> pl.LazyFrame:
    """
    One row per IRO holding a child on 31 March.

    A child has one IRO (Children Act 1989, section 25A): of two allocations left open the later
    one holds. Rows that disagree about an IRO's WTE leave it unknown; so do rejected rows the
    number of children, for the IRO whom they name and for the one who seems to hold their child.
    """
    held = held_on_31_march(accepted)
    doubts = _doubts(accepted, rejected, held)
    stated = pl.col("wte").drop_nulls()
    return (
        held.sort("arrival", "line")
        .group_by(IRO)
        .agg(
            wte=pl.when(stated.n_unique() == 1).then(stated.first()),
            children=pl.len().cast(pl.Int64),
            arrival=pl.first("arrival"),
            line=pl.first("line"),
        )
        .join(doubts.with_columns(doubted=pl.lit(True)), on=IRO, how="left")
        .with_columns(children=pl.when(pl.col("doubted").is_null()).then("children"))
        .drop("doubted")
        .sort(IRO)
    )


def held_on_31_march(allocations: pl.LazyFrame) -> pl.LazyFrame:
    """Each child's allocation of 31 March."""
    return (
        allocations.filter(_lasts())
        .sort(*SPELL, "arrival", "line")
        .unique(["authority", "period", "child"], keep="last", maintain_order=True)
    )


def _lasts() -> pl.Expr:
    """Whether an allocation goes on through 31 March, as far as its row says."""
    day = pl.date("period", 3, 31)
    ended = (pl.col("ended_on") <= day) & (pl.col("ended_on") >= pl.col("started_on"))
    return (pl.col("started_on") <= day).fill_null(True) & ~ended.fill_null(False)


def _doubts(accepted: pl.LazyFrame, rejected: pl.LazyFrame, held: pl.LazyFrame) -> pl.LazyFrame:
    """The IROs of whom it is not known how many children they hold."""
    # A row that repeats an accepted one, and names the same IRO, hides nothing.
    lost = rejected.filter(_lasts()).join(accepted, on=[*SPELL, "iro"], how="anti")
    seeming = held.join(lost, on=["authority", "period", "child"], how="semi")
    return pl.concat([lost.select(IRO), seeming.select(IRO)]).drop_nulls().unique()
