"""
Whether the pipeline and the slow clock tell the same reviews due of invented children.

    python -m benchmarks.clocks [--histories 100000] [--seed 2010]

Each is told of the same episodes, reviews and rejected rows: see tests/facts/slow_clock.py.
"""

import argparse
from collections import Counter
from collections.abc import Iterable

import polars as pl

from tests.facts.histories import Inventor
from tests.facts.slow_clock import Due

BATCH = 10_000
AS_TOLD = ("clock", "kind", "reason")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--histories", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=2010)
    asked = parser.parse_args()
    differing, rows, counts = 0, 0, Counter[tuple[str, str]]()
    for batch, start in enumerate(range(0, asked.histories, BATCH)):
        inventor = Inventor.of(min(BATCH, asked.histories - start), asked.seed + batch)
        told = inventor.by_the_slow_clock()
        wrong, found = agreement(inventor.by_the_pipeline(), told)
        differing, rows, counts = differing + wrong, rows + len(told), counts + found
    agreeing = asked.histories - differing
    print(f"{agreeing:,} of {asked.histories:,} histories agree, in {rows:,} reviews due")
    for (column, value), count in sorted(counts.items()):
        print(f"{column:10}{value:28}{count:10,}")


def agreement(ours: pl.DataFrame, theirs: Iterable[Due]) -> tuple[int, Counter[tuple[str, str]]]:
    """How many children are told otherwise, and how many rows there are of each code."""
    mine, slow = Counter(Due(*row) for row in ours.iter_rows()), Counter(theirs)
    differing = {row.child for row in (mine - slow) + (slow - mine)}
    counts = Counter(
        (column, str(getattr(row, column))) for row in slow.elements() for column in AS_TOLD
    )
    return len(differing), counts


if __name__ == "__main__":
    main()
