"""
How much of a file's rows, or of its children, another file has, from a small sample of each.

A sketch keeps the members of a set whose hash ends in at least so many noughts, as many as leave
about SIZE rows (Wegman's adaptive sampling: Flajolet 1990): of two sets the same members are
sampled. Members rest as keyed tags, and a seed drawn from the key samples them, for numbers and
birthdays are soon guessed. No figure rests on sketches, and none is published.
"""

from functools import reduce
from operator import xor
from typing import NamedTuple

import polars as pl

from iro_pipeline.contracts import Contract, Field
from iro_pipeline.inspection.pseudonyms import Pseudonyms

SIZE = 96
_REVIEWS_A_YEAR = 3  # of a child: rows that are one member
SKETCH = {
    "arrival": pl.Int64(),
    "kind": pl.String(),
    "tag": pl.UInt64(),
    "level": pl.UInt8(),
    "floor": pl.UInt8(),
}
_FEWEST = 5  # fewer members than this are alike by chance
_APART = "\x1f"
_DATE = len("05/06/2023")


class Likeness(NamedTuple):
    """The share of an arrival's rows (or children: `kind`) that another arrival has too."""

    kind: str
    arrival: int
    other: int
    share: float
    members: int


def sketch(contract: Contract, text: pl.DataFrame, pseudonyms: Pseudonyms) -> pl.DataFrame:
    """SKETCH of a batch's rows, by their keys, and of its children where rows hold birthdays."""
    there = [each for each in contract.fields if each.name in text.columns]
    keyed = [each for each in there if each.name in contract.key]
    named = keyed if len(keyed) > 1 else there
    children = [each for each in there if each.identifier in ("child", "birth")]
    kinds: dict[str, list[Field]] = {}
    if len(named) > 1:
        # Two authorities may well count their children from 1: a number tells nobody apart.
        kinds[f"{contract.source_name}/{contract.table}"] = named
    if len(children) == 2:
        kinds[contract.source_name] = children
    sampled = [_sampled(text, fields, kind, pseudonyms) for kind, fields in kinds.items()]
    return pl.concat([pl.DataFrame(schema=SKETCH), *sampled])


def likenesses(sketches: pl.DataFrame, fresh: pl.Series) -> list[Likeness]:
    """Every pair of a fresh arrival and another whose samples meet more than by chance."""
    sketches = _of_arrivals(sketches)
    met = (
        sketches.filter(pl.col("arrival").is_in(fresh.implode()))
        .join(sketches, on=["kind", "tag"], suffix="_other")
        .filter(pl.col("arrival") != pl.col("arrival_other"))
        .group_by("kind", "arrival", "arrival_other", "floor_other")
        .agg(both=pl.len())
    )
    sizes = sketches.group_by("kind", "arrival").agg(members=pl.len())
    pairs = met.join(sizes, on=["kind", "arrival"]).filter(
        (pl.col("both") >= _FEWEST) | (pl.col("both") == pl.col("members"))
    )
    # Below the other's floor it may have a member that was not sampled.
    within = (
        pairs.join(sketches, on=["kind", "arrival"])
        .filter(pl.col("level") >= pl.col("floor_other"))
        .group_by("kind", "arrival", "arrival_other", "both", "members")
        .agg(looked=pl.len())
        .select(
            "kind", "arrival", "arrival_other", share=pl.col("both") / pl.col("looked"), m="members"
        )
        .sort("arrival", "arrival_other", "kind")
    )
    return [Likeness(*row) for row in within.iter_rows()]


def _of_arrivals(sketches: pl.DataFrame) -> pl.DataFrame:
    """One sketch of each kind: a child in several tables of an arrival is one child."""
    floor = pl.col("floor").max().over("kind", "arrival")
    sampled = sketches.with_columns(floor=floor).filter(pl.col("level") >= pl.col("floor"))
    return sampled.unique(["kind", "arrival", "tag"], maintain_order=True)


def _sampled(
    text: pl.DataFrame, fields: list[Field], kind: str, pseudonyms: Pseudonyms
) -> pl.DataFrame:
    plain = {each.name: _plain(each, text[each.name]) for each in fields}
    # What samples is not kept; what is kept, a few members, is put together and keyed.
    seeded = (pl.col(name).hash(pseudonyms.seed ^ i) for i, name in enumerate(plain))
    said = pl.concat_str([pl.col(name).fill_null("") for name in plain], separator=_APART)
    level = pl.col("hash").bitwise_trailing_zeros()
    size = SIZE if "/" in kind else SIZE * _REVIEWS_A_YEAR
    floor = (pl.len().over("arrival") / size).log(2).ceil().clip(lower_bound=0)
    sample = (
        text.lazy()
        .select("arrival", **plain)
        .with_columns(hash=reduce(xor, seeded))
        .with_columns(level=level, floor=floor)
        .filter(pl.col("level") >= pl.col("floor"))
        .with_columns(said=said)
        .unique(["arrival", "hash"])
        .sort("arrival", "hash")
        .collect(engine="in-memory")
    )
    tags = pl.Series("tag", pseudonyms.numbers("sketch", sample["said"]), dtype=pl.UInt64)
    return (
        sample.select("arrival", tags, "level", "floor", kind=pl.lit(kind))
        .select(*SKETCH)
        .cast(
            SKETCH  # ty: ignore[invalid-argument-type]
        )
    )


def _plain(each: Field, said: pl.Series) -> pl.Expr:
    """Numbers and dates alike however many noughts are written before them."""
    text = pl.col(each.name)
    if each.type != "date":
        return text.str.strip_chars_start("0")
    # Nearly every file writes every date in full, and is spared the search.
    in_full = (said.str.len_bytes() == _DATE).all()
    return text if in_full else text.str.replace_all(r"\b(\d)/", "0${1}/")
