"""
How much of a file's rows, or of its children, another file has, from a small sample of each.

A sketch is the smallest hashes of a set (Broder 1997, "On the resemblance and containment of
documents"): of two sets the same members are sampled. They rest beside the rows and are never
published; no figure rests on them.
"""

from functools import reduce
from operator import xor
from typing import NamedTuple

import polars as pl

from iro_pipeline.contracts import Contract

SIZE = 128
SKETCH = {"arrival": pl.Int64(), "kind": pl.String(), "hash": pl.UInt64()}
_FEWEST = 5  # fewer members than this are alike by chance


class Likeness(NamedTuple):
    """The share of an arrival's rows (or children: `kind`) that another arrival has too."""

    kind: str
    arrival: int
    other: int
    share: float
    members: int


def sketch(contract: Contract, text: pl.DataFrame) -> pl.DataFrame:
    """SKETCH of a batch's rows, by their keys, and of its children where rows hold birthdays."""
    names = [name for name in contract.key if name in text.columns]
    if len(names) < 2:
        names = [each.name for each in contract.fields if each.name in text.columns]
    children = [
        each.name
        for each in contract.fields
        if each.identifier in ("child", "birth") and each.name in text.columns
    ]
    # Two authorities may well count their children from 1: a number alone tells nobody apart.
    rows = len(names) > 1
    parts = [_smallest(text, names, "/".join(contract.name.split("/")[1:3]))] if rows else []
    if len(children) == 2:
        parts.append(_smallest(text, children, contract.name.split("/")[1]))
    return pl.concat([pl.DataFrame(schema=SKETCH), *parts])


def likenesses(sketches: pl.DataFrame, fresh: pl.Series) -> list[Likeness]:
    """Every pair of a fresh arrival and another whose samples meet more than by chance."""
    met = (
        sketches.filter(pl.col("arrival").is_in(fresh.implode()))
        .join(sketches, on=["kind", "hash"], suffix="_other")
        .filter(pl.col("arrival") != pl.col("arrival_other"))
        .group_by("kind", "arrival", "arrival_other")
        .agg(both=pl.len())
    )
    sizes = sketches.group_by("kind", "arrival").agg(
        members=pl.len(), reach=pl.col("hash").max(), full=pl.len() >= SIZE
    )
    other = sizes.rename({"arrival": "arrival_other"}).drop("members")
    pairs = met.join(sizes.select("kind", "arrival", "members"), on=["kind", "arrival"])
    pairs = pairs.join(other, on=["kind", "arrival_other"]).filter(
        (pl.col("both") >= _FEWEST) | (pl.col("both") == pl.col("members"))
    )
    # Beyond the reach of a full sketch the other file may have a member that was not sampled.
    within = (
        pairs.join(sketches, on=["kind", "arrival"])
        .filter(~pl.col("full") | (pl.col("hash") <= pl.col("reach")))
        .group_by("kind", "arrival", "arrival_other", "both", "members")
        .agg(looked=pl.len())
        .select(
            "kind", "arrival", "arrival_other", share=pl.col("both") / pl.col("looked"), m="members"
        )
        .sort("arrival", "arrival_other", "kind")
    )
    return [Likeness(*row) for row in within.iter_rows()]


def _smallest(text: pl.DataFrame, names: list[str], kind: str) -> pl.DataFrame:
    # A seed a column, so that two columns with the same text do not undo each other.
    said = reduce(xor, (pl.col(name).hash(seed) for seed, name in enumerate(names)))
    return (
        text.lazy()
        .select("arrival", hash=said)
        .group_by("arrival")
        .agg(pl.col("hash").unique().bottom_k(SIZE))
        .explode("hash")
        .select("arrival", kind=pl.lit(kind), hash="hash")
        .cast(SKETCH)  # ty: ignore[invalid-argument-type]
        .collect(engine="in-memory")
    )
