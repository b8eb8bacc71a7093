"""
What the comparison of a decade costs: every indicator of records, 153 authorities, 40 quarters.

    python benchmarks/decade.py [--indicators N]

The figures are invented and stand for quarters as if each were a period of its own.
"""

import argparse
import time
from collections.abc import Callable
from typing import Any

import numpy as np
import polars as pl

from iro_pipeline import benchmarks
from iro_pipeline.authorities import in_period
from iro_pipeline.indicators.catalogue import INDICATORS
from iro_pipeline.peers import peers

FIRST, QUARTERS = 2024, 40


def drawn(names: list[str], members: pl.DataFrame) -> pl.DataFrame:
    """One row per indicator, authority and quarter: counts of invented sizes."""
    draw = np.random.default_rng(33)
    every = pl.DataFrame({"indicator": names}).join(
        members.select("authority", "period"), how="cross"
    )
    whole = draw.integers(20, 400, every.height)
    part = draw.binomial(whole, draw.beta(46, 4, every.height))
    return every.with_columns(
        speaker=pl.lit("records"),
        numerator=pl.Series(part, dtype=pl.Float64),
        denominator=pl.Series(whole, dtype=pl.Float64),
        n=pl.Series(whole, dtype=pl.Int64),
        untold=pl.lit(0.0),
        squares=pl.lit(None, pl.Float64),
    )


def timed(name: str, stage: Callable[..., Any], *args: Any) -> Any:
    cpu, wall = time.process_time(), time.perf_counter()
    made = stage(*args)
    spent = time.process_time() - cpu, time.perf_counter() - wall
    print(f"{name:12} {spent[0]:6.2f} CPU s {spent[1]:6.2f} s {made.height:>10,} rows")
    return made


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--indicators", type=int, help="so many of them alone")
    asked = parser.parse_args().indicators
    names = [each.name for each in INDICATORS if each.speaker == "records"][:asked]
    there = in_period(FIRST)
    periods = range(FIRST, FIRST + QUARTERS)
    members = pl.concat(there.with_columns(period=pl.lit(each, pl.Int64)) for each in periods)
    alone = {"model": pl.Int64, "la_code": pl.String, "neighbour_la_code": pl.String}
    none = {"list": pl.Int64, "partnership": pl.String, "la_code": pl.String}
    beside = peers(members.lazy(), pl.LazyFrame(schema=alone), pl.LazyFrame(schema=none))
    figures = drawn(names, members)
    print(f"{len(names)} indicators, {there.height} authorities, {QUARTERS} quarters")
    begun = time.process_time()
    own = timed("own figures", benchmarks.own_figures, figures.lazy(), members)
    timed("spread", benchmarks.spread, own)
    timed("benchmarks", benchmarks.benchmarks, own, beside.collect().lazy(), members)
    print(f"{'together':12} {time.process_time() - begun:6.2f} CPU s")


if __name__ == "__main__":
    main()
