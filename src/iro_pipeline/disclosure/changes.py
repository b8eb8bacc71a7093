"""A change goes with both of its figures, and tells of no one or two authorities between them."""

import polars as pl

from iro_pipeline.disclosure.thresholds import Thresholds


def before(rows: pl.DataFrame, whose: list[str], then: str = "") -> pl.DataFrame:
    """With the status and the authorities of the same row in the time before."""
    was = [name for name in rows.columns if name.endswith(("status", "authorities"))]
    then_period = pl.col("period").alias("previous_period")
    earlier = rows.select(*whose, then_period, pl.col(was).name.prefix("before_"))
    now = [then if then and name == "authority" else name for name in whose]
    return rows.join(
        earlier,
        left_on=[*now, "previous_period"],
        right_on=[*whose, "previous_period"],
        how="left",
        maintain_order="left",
    )


def change_shown(prefix: str, names: list[str], limits: Thresholds) -> list[pl.Expr]:
    """
    The change of a group's figure goes with both of its figures, where the authorities in one of
    them alone are none, or enough not to be told apart.
    """
    both = pl.col(f"{prefix}change_authorities")
    alone = [pl.col(f"{when}{prefix}authorities") - both for when in ("", "before_")]
    few = [each.is_between(1, limits.fewest_authorities - 1) for each in alone]
    shown = [pl.col(f"{when}{prefix}status") == "" for when in ("", "before_")]
    return only(pl.all_horizontal(shown) & ~pl.any_horizontal(few), names)


def only(where: pl.Expr, names: list[str]) -> list[pl.Expr]:
    return [pl.when(where).then(pl.col(name)).alias(name) for name in names]
