"""Draws that depend on a seed, a purpose and a row's key alone, never on the order of rows."""

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from random import Random

import polars as pl

_WORD = 2**64
# The finaliser of MurmurHash3 (Appleby, public domain): polars' own hash changes with its version.
_ROUNDS = (0xFF51AFD7ED558CCD, 0xC4CEB9FE1A85EC53)
_GOLDEN = 0x9E3779B97F4A7C15


@dataclass(frozen=True)
class Draws:
    """Random numbers for the rows of a frame that a UInt64 column tells apart."""

    seed: int

    def uniform(self, purpose: str, key: str = "key") -> pl.Expr:
        """A number from 0 up to, not including, 1."""
        stream = (zlib.crc32(purpose.encode()) + self.seed * 2**32 + 1) * _GOLDEN % _WORD
        mixed = pl.col(key) + pl.lit(stream, dtype=pl.UInt64)
        for factor in _ROUNDS:
            mixed = (mixed ^ (mixed // 2**33)) * pl.lit(factor, dtype=pl.UInt64)
        return ((mixed ^ (mixed // 2**33)) // 2**11).cast(pl.Float64) / 2**53

    def whole(self, purpose: str, quantiles: Sequence[tuple[float, float]]) -> pl.Expr:
        """A whole number from a distribution given by some of its quantiles."""
        return along(self.uniform(purpose), quantiles).cast(pl.Int32)

    def choice(self, purpose: str, weights: Mapping[str, float]) -> pl.Expr:
        """One of some texts, each as likely as its weight."""
        return chosen(self.uniform(purpose), weights)


def chance(*about: object) -> Random:
    """Random numbers for one small thing: the seed and whatever tells it from other things."""
    # Nothing secret is made of them.
    return Random(" ".join(map(str, about)))  # noqa: S311


def along(share: pl.Expr, quantiles: Sequence[tuple[float, float]]) -> pl.Expr:
    """The value at a share between 0 and 1, straight lines between the quantiles given."""
    value: pl.Expr = pl.lit(quantiles[-1][1], pl.Float64)
    for (low, start), (high, end) in reversed(list(pairwise(quantiles))):
        line = start + (share - low) * ((end - start) / (high - low))
        value = pl.when(share < high).then(line).otherwise(value)
    return value


def chosen(share: pl.Expr, weights: Mapping[str, float]) -> pl.Expr:
    """The text in whose part of the stretch from 0 to 1 a share falls."""
    whole, below = sum(weights.values()), 1.0
    *others, last = weights
    text: pl.Expr = pl.lit(last)
    below -= weights[last] / whole
    for other in reversed(others):
        text = pl.when(share < below).then(pl.lit(other)).otherwise(text)
        below -= weights[other] / whole
    return text
