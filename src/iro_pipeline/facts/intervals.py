"""From periods of care and reviews to the intervals between them."""

import polars as pl

from iro_pipeline.facts.periods import CHILD, SERIES
from iro_pipeline.statute import (
    first_review_due,
    review_due_after,
    short_breaks_review_due,
)

ORIGIN = ["arrival", "line"]
SHORT = pl.col("clock") == "short_breaks"


def _next_doubt(frame: pl.LazyFrame, doubts: pl.LazyFrame, day: str) -> pl.LazyFrame:
    """The child's first doubtful year not over by `day`; `frame` sorted by child, view and day."""
    return frame.join_asof(
        doubts,
        left_on=day,
        right_on="doubt_to",
        by=["child", "view"],
        strategy="forward",
        check_sortedness=False,
    ).drop("doubt_to", strict=False)


def with_start_known(care: pl.LazyFrame, doubts: pl.LazyFrame) -> pl.LazyFrame:
    """
    Periods of care, sorted, with what is known of their reviews before the view.

    `from_start`: the clock of the first review is known to run from `began_on`, in view. `settled`:
    the first review seen is taken not to be the child's first: three had fallen due before the view
    opened, or the child has been placed for adoption. `reach`: the last day of a review that is of
    the period; a series of short breaks may go on after the last stay seen.
    """
    began = pl.col("began_on")
    second = review_due_after(pl.lit(2), pl.col("first_due"))
    three = (review_due_after(pl.lit(3), second) < pl.col("opens_on")).fill_null(False)
    seen = pl.when(SHORT).then("first_due").otherwise("began_on") >= pl.col("opens_on")
    return (
        _next_doubt(care, doubts, "began_on")
        .rename({"doubt_from": "first_doubt"})
        .with_columns(first_due=_first_due(began))
        .with_columns(
            from_start=pl.col("start_seen") & seen,
            settled=three | pl.col("after_adoption"),
            reach=pl.when(SHORT).then(pl.col("seen_to").dt.offset_by(SERIES)).otherwise("seen_to"),
        )
    )


def _first_due(began: pl.Expr) -> pl.Expr:
    return (
        pl.when(SHORT)
        .then(short_breaks_review_due(pl.lit(1), began))
        .otherwise(first_review_due(began))
    )


def timeline(care: pl.LazyFrame, held: pl.LazyFrame) -> pl.LazyFrame:
    """Starts of care and reviews, each with the latest period of care begun by its day."""
    who = ["child", "view"]
    starts = care.select(*who, "spell", *ORIGIN, day="began_on", held=pl.lit(False))
    reviews = held.select(*who, *ORIGIN, day="held_on", held=pl.lit(True))
    of_this_child = pl.all_horizontal(pl.col(name) == _at_start(name) for name in who)
    return (
        pl.concat([starts, reviews], how="diagonal")
        .sort(CHILD, "view", "day", "held")
        .with_columns(spell=pl.when(of_this_child).then(_at_start("spell")))
        .join(care.drop(*who, *ORIGIN), on="spell", how="left", maintain_order="left")
    )


def intervals(days: pl.LazyFrame, doubts: pl.LazyFrame) -> pl.LazyFrame:
    """From each start or review to the next review; `seen`: reviews since the start of care."""
    closed = pl.col("spell").shift(-1) == pl.col("spell")
    ordered = (
        days.filter(pl.col("day") <= pl.col("reach"))
        .with_columns(row=pl.int_range(pl.len()))
        .with_columns(
            seen=pl.col("row") - _at_start("row"),
            held_on=pl.when(closed).then(pl.col("day").shift(-1)),
            # A missed review has no row of its own: its origin is the episode that began the care.
            **{
                name: pl.when(closed).then(pl.col(name).shift(-1)).otherwise(_at_start(name))
                for name in ORIGIN
            },
        )
    )
    return _next_doubt(ordered, doubts, "day")


def _at_start(name: str) -> pl.Expr:
    """A column as it was at the start of care before, in rows of starts and reviews by day."""
    return pl.when(~pl.col("held")).then(name).forward_fill()
