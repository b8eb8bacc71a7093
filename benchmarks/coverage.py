"""
How often intervals hold the truth, and how often flags, places and quarters are right.

    python benchmarks/coverage.py

Drawn with a fixed seed: 153 authorities with teams of 3 to 15, 2 to 8 of whom answer on a scale
of five points; counts, shares and series as an authority has them. Takes about a minute.
"""

from collections.abc import Iterator
from itertools import product

import numpy as np
import polars as pl
from numpy.typing import ArrayLike
from scipy import special

from iro_pipeline.statistics import counts, funnels, intervals, ranks, shrinkage, trends
from iro_pipeline.statistics.arrays import Floats
from iro_pipeline.statistics.stabilised import back, corrected, stabilised

AUTHORITIES, REPEATS, SEED = 153, 60, 20170331
CUTS = np.array([-1.5, -0.5, 0.5, 1.5])  # of a normal opinion, into five answers
SIZE = (REPEATS, AUTHORITIES)
Row = tuple[str, str, float, float]  # what, where, the share that is right, how wide or how many


def main() -> None:
    rng = np.random.default_rng(SEED)
    parts = (means, shares, rates, teams, shrunken_shares, places, flagged, series)
    rows = [row for part in parts for row in part(rng)]
    table = pl.DataFrame(rows, schema=["what", "where", "share", "width"], orient="row")
    with pl.Config(
        tbl_rows=-1, fmt_str_lengths=60, float_precision=3, tbl_hide_dtype_separator=True
    ):
        print(table)


def answers(rng: np.random.Generator, icc: float) -> tuple[Floats, Floats, Floats, Floats]:
    """Of services: the true mean answer, the mean of those given, their own sd, their number."""
    given = np.minimum(rng.integers(2, 9, SIZE), rng.integers(3, 16, SIZE))
    service = np.sqrt(icc) * rng.standard_normal(SIZE)
    opinion = service[..., np.newaxis] + np.sqrt(1 - icc) * rng.standard_normal((*SIZE, 8))
    answer = 1.0 + (opinion[..., np.newaxis] > CUTS).sum(axis=-1)
    answer[np.arange(8) >= given[..., np.newaxis]] = np.nan
    above = special.ndtr((service[..., np.newaxis] - CUTS) / np.sqrt(1 - icc))
    return (
        1 + above.sum(axis=-1),
        np.nanmean(answer, axis=-1),
        np.nanstd(answer, axis=-1, ddof=1),
        given.astype(float),
    )


def means(rng: np.random.Generator) -> Iterator[Row]:
    for icc in (0.0, 0.05, 0.1, 0.2):
        truth, mean, sd, n = answers(rng, icc)
        within = np.sqrt((sd**2 * (n - 1)).sum(axis=-1) / (n - 1).sum(axis=-1))[:, np.newaxis]
        where, chance = f"ICC {icc}", within / np.sqrt(n)
        frame = pl.DataFrame({"mean": mean.ravel(), "sd": sd.ravel(), "n": n.ravel()})
        frame = frame.with_columns(within=pl.lit((within + 0 * n).ravel()))
        of, sizes = pl.col("mean"), pl.col("n")
        own = evaluated(frame, intervals.student(of, pl.col("sd"), sizes))
        pooled = evaluated(frame, intervals.pooled(of, pl.col("within"), sizes))
        yield holds("mean, own spread, t", where, truth, own)
        yield holds("mean, pooled spread, z", where, truth, pooled)
        yield holds("mean, shrunken", where, truth, shrinkage.posterior(mean, chance).interval())


def shares(rng: np.random.Generator) -> Iterator[Row]:
    for n in ((2, 9), (10, 40), (100, 400)):
        truth, whole = rng.uniform(0.05, 0.95, SIZE), rng.integers(*n, SIZE)
        frame = {"part": rng.binomial(whole, truth).ravel(), "whole": whole.ravel()}
        ends = intervals.wilson(pl.col("part").cast(float), pl.col("whole"))
        found = evaluated(pl.DataFrame(frame), ends)
        yield holds("share, Wilson", f"n {n[0]} to {n[1] - 1}", truth, found)


def rates(rng: np.random.Generator) -> Iterator[Row]:
    for lowest, highest in ((0.5, 5), (5, 20), (20, 200)):
        truth = rng.uniform(lowest, highest, SIZE)
        found = counts.ends(rng.poisson(truth))
        yield holds("count, exact or Byar", f"{lowest} to {highest} expected", truth, found)


def teams(rng: np.random.Generator) -> Iterator[Row]:
    whole = rng.integers(3, 16, SIZE)
    asked = np.minimum(rng.integers(2, 9, SIZE), whole)
    yes = rng.binomial(whole, rng.uniform(0.1, 0.9, SIZE))
    found = intervals.hypergeometric(rng.hypergeometric(yes, whole - yes, asked), asked, whole)
    yield holds("share of a team, hypergeometric", "2 to 8 of 3 to 15", yes / whole, found, 1e-9)


def shrunken_shares(rng: np.random.Generator) -> Iterator[Row]:
    for mean, spread in ((0.7, 0.1), (0.95, 0.02), (0.95, 0.04)):
        for n in ((5, 30), (30, 200)):
            truth, part, whole = drawn_shares(rng, mean, spread, n)
            ends = shrinkage.posterior(*stabilised("proportion", part, whole)).interval()
            found = tuple(back("proportion", end) for end in ends)
            where = f"about {mean} sd {spread}, n {n[0]} to {n[1] - 1}"
            yield holds("share, shrunken", where, truth, found)


def places(rng: np.random.Generator) -> Iterator[Row]:
    for icc in (0.05, 0.1, 0.2):
        truth, mean, sd, n = answers(rng, icc)
        within = np.sqrt((sd**2 * (n - 1)).sum(axis=-1) / (n - 1).sum(axis=-1))[:, np.newaxis]
        yield from placed(f"survey, ICC {icc}", truth, mean, within / np.sqrt(n))
    truth, part, whole = drawn_shares(rng, 0.8, 0.08, (50, 400))
    yield from placed("records, share about .8", truth, *stabilised("proportion", part, whole))


def placed(where: str, truth: Floats, y: Floats, s: Floats) -> Iterator[Row]:
    low, high, _ = ranks.rank_sets(y, s)
    yield holds("place, in its set", where, ranks.places(truth), (low, high))
    found = shrinkage.posterior(y, s)
    chances, band = ranks.quarters(found.mean, found.sd), ranks.bands(truth)
    called = chances.max(axis=-1) >= 0.8
    right = (chances.argmax(axis=-1) + 1 == band)[called]
    yield "quarter, called at .8", where, right.mean(), called.sum(axis=-1).mean()


def flagged(rng: np.random.Generator) -> Iterator[Row]:
    """The share flagged where all are drawn alike, so that nobody is an outlier."""
    for mean, spread, n in product((0.8, 0.95), (0.0, 0.03), ((10, 60), (30, 300))):
        _, part, whole = drawn_shares(rng, mean, spread, n)
        centre = part.sum(axis=-1) / whole.sum(axis=-1)
        score = funnels.proportion_score(part, whole, centre[:, np.newaxis])
        y, s = corrected("proportion", part, whole)
        middle, _ = stabilised("proportion", centre, np.ones_like(centre))
        _, tau2 = funnels.dispersion(y, s, middle)
        adjusted = funnels.adjusted_z(y, s, middle, tau2)
        where = f"about {mean} sd {spread}, n {n[0]} to {n[1] - 1}"
        for what, z in (("unadjusted", score), ("adjusted", adjusted)):
            flags = abs(funnels.flags(z))
            yield f"flagged beyond 95 %, {what}", where, (flags >= 1).mean(), np.nan
            yield f"flagged beyond 99.8 %, {what}", where, (flags == 2).mean(), np.nan


def series(rng: np.random.Generator) -> Iterator[Row]:
    """The share of series of chance alone that are called a change."""
    for periods in (3, 5, 8, 12):
        whole = rng.integers(20, 100, (4000, periods))
        y, s = corrected("proportion", rng.binomial(whole, 0.8), whole)
        extra = y + 0.15 * rng.standard_normal(y.shape)
        for what, values in (("chance alone", y), ("other causes too", extra)):
            called = trends.trend(values, s, np.arange(periods)).p < 0.05
            yield f"trend called at .05, {what}", f"{periods} periods", called.mean(), np.nan
    for periods in (12, 24, 40):
        rule = trends.xmr(rng.standard_normal((4000, periods))).rule
        yield "chart breaks a rule", f"{periods} periods", (rule > 0).any(axis=-1).mean(), np.nan
        yield "point breaks a rule", f"{periods} periods", (rule > 0).mean(), np.nan


def drawn_shares(
    rng: np.random.Generator, mean: float, spread: float, n: tuple[int, int]
) -> tuple[Floats, Floats, Floats]:
    truth = np.full(SIZE, mean)
    if spread:
        number = mean * (1 - mean) / spread**2 - 1
        truth = rng.beta(mean * number, (1 - mean) * number, SIZE)
    whole = rng.integers(*n, SIZE)
    return truth, rng.binomial(whole, truth).astype(float), whole.astype(float)


def evaluated(frame: pl.DataFrame, ends: tuple[pl.Expr, pl.Expr]) -> tuple[Floats, Floats]:
    lower, upper = frame.select(ends[0].alias("lower"), ends[1].alias("upper")).to_numpy().T
    return lower.reshape(SIZE), upper.reshape(SIZE)


def holds(
    what: str, where: str, truth: Floats, ends: tuple[ArrayLike, ...], slack: float = 0.0
) -> Row:
    lower, upper = (np.asarray(end) for end in ends)
    inside = (lower - slack <= truth) & (truth <= upper + slack)
    return what, where, inside.mean(), (upper - lower).mean()


if __name__ == "__main__":
    main()
