"""
Attacks on invented releases: whether the audit finds mistakes, and what protection costs.

    python -m benchmarks.attack mutations [--count 500] [--seed 2026]
    python -m benchmarks.attack quarters [--releases 5] [--regions "West Midlands" "North West"]
    python -m benchmarks.attack cost [--tables 30] [--authorities 15 150] [--categories 8 80]

`mutations`: releases are drawn and protected, the audit must find nothing in them, and an exact
second reckoning neither; then one mistake at a time is put into what would be published. Every one
that gives somebody away must be found.
`quarters`: releases of a nation, or of some regions, in a row, with late corrections, each told
after those before it.
`cost`: what is withheld to protect beside the least that would do; what protecting and the audit
cost as a nation grows, region after region, and as the reviews of one (or of some `--regions`) are
divided into more and more categories that add up to one total.
Exits 1 where somebody can be told, or a mistake is not found.
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path

import numpy as np
import polars as pl

from benchmarks.attacks import cost, mutations, quarters
from benchmarks.attacks.mutations import Mutation
from benchmarks.attacks.oracle import Oracle
from benchmarks.attacks.releases import Release, drawn, some, standing, sums, tables
from benchmarks.attacks.words import Unknowns, words

EACH = 25  # mistakes in each drawn release
COUNTED = ("recoverable", "caught", "named")


def main(arguments: list[str] | None = None) -> int:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("part", choices=list(PARTS))
    asked.add_argument("--count", type=int, default=500)
    asked.add_argument("--seed", type=int, default=2026)
    asked.add_argument("--releases", type=int, default=5)
    asked.add_argument("--regions", nargs="*")
    asked.add_argument("--tables", type=int, default=30)
    asked.add_argument("--authorities", type=int, nargs="*", default=[15, 30, 75, 150])
    asked.add_argument("--categories", type=int, nargs="*", default=[8, 16, 40, 80])
    given = asked.parse_args(arguments)
    start = time.process_time()
    good = PARTS[given.part](given)
    print(f"{time.process_time() - start:.1f} CPU seconds")
    return 0 if good else 1


def mutated(given: argparse.Namespace) -> bool:
    rng = np.random.default_rng(given.seed)
    rows, safe = [], True
    kinds = cycle(mutations.KINDS.items())
    while len(rows) < given.count:
        places = some(rng)
        counts = drawn(rng, places)
        release, oracle = Release.of(tables(sums(counts))), Oracle(Unknowns.of(counts, places))
        already = _told(release, oracle)
        safe &= already == set()
        count = min(EACH, given.count - len(rows))
        rows += _tried((release, oracle, already), kinds, rng, count)
        so_far = {name: sum(row[name] for row in rows) for name in COUNTED}
        print(f"{len(rows)}:", *(f"{many} {name}" for name, many in so_far.items()), flush=True)
    table = pl.DataFrame(rows, orient="row").group_by("mistake", maintain_order=True).sum()
    show(table)
    missed = sum(row["recoverable"] - row["caught"] for row in rows)
    print(f"{len(rows)} mistakes, {missed} that give somebody away are not found")
    return safe and missed == 0


def quarterly(given: argparse.Namespace) -> bool:
    rng = np.random.default_rng(given.seed)
    places = _within(given.regions)
    with tempfile.TemporaryDirectory() as folder:
        every = []
        for each in quarters.releases(Path(folder), given.releases, rng, places):
            counted = {"at_first": len(each.at_first), "breaches": len(each.breaches)}
            every.append(vars(each) | counted)
            for breach in each.at_first[:3]:
                print(f"At first {breach.cell}: {breach.words}, by {breach.attacker}")
            for breach in each.breaches[:10]:
                print(f"{breach.cell}: {breach.words}, by {breach.attacker}")
    table = pl.DataFrame(every).with_row_index("release", offset=1)
    total = table.sum().with_columns(pl.lit("all").alias("release"))
    show(pl.concat([table.cast({"release": pl.String}), total]))
    return not table["breaches"].sum()


def costly(given: argparse.Namespace) -> bool:
    rng = np.random.default_rng(given.seed)
    table = pl.DataFrame([cost.compared(rng) for _ in range(given.tables)])
    show(table.sum().with_columns(times=pl.col("ours") / pl.col("least")))
    safe = bool((table["ours"] >= table["least"]).all())
    for rows in (_by_authorities(given), _by_categories(given)):
        grown = pl.DataFrame(rows)
        show(grown)
        safe &= bool((grown["breaches"] == 0).all())
    return safe


def _by_authorities(given: argparse.Namespace) -> Iterator[dict[str, float]]:
    everywhere = standing().sort("region", "authority")
    for many in given.authorities:
        rng = np.random.default_rng(given.seed)
        yield cost.by_authorities(rng, everywhere.head(many))


def _by_categories(given: argparse.Namespace) -> Iterator[dict[str, float]]:
    places = _within(given.regions)
    for many in given.categories:
        yield cost.by_categories(np.random.default_rng(given.seed), places, many)


def _within(regions: list[str] | None) -> pl.DataFrame:
    """The authorities of these regions; of all where none is named."""
    everywhere = standing()
    return everywhere.filter(pl.col("region").is_in(regions)) if regions else everywhere


def _told(release: Release, oracle: Oracle) -> set[str]:
    """What can be told, or is reported, of a release that is as it was protected."""
    found = {each.cell for each in mutations.audited(release, Mutation(release.shown))}
    told = mutations.names(oracle, words(oracle.unknowns, release.shown))
    if found or told:
        print("As protected, the audit:", sorted(found), "exactly:", sorted(told))
    return found | told


def _tried(
    attacked: tuple[Release, Oracle, set[str]],
    kinds: Iterator,
    rng: np.random.Generator,
    count: int,
) -> list[dict]:
    release, oracle, already = attacked
    rows: list[dict] = []
    while len(rows) < count:
        name, make = next(kinds)
        mutation = make(release, rng)
        if mutation is None:
            continue
        told = mutations.exposed(oracle, release, mutation) - already
        found = {each.cell for each in mutations.audited(release, mutation)}
        if told and not found:
            print("MISSED", name, sorted(told)[:3])
        elif told and not told & found:
            print("OTHERWISE", name, sorted(told)[:3], sorted(found)[:3])
        rows.append(
            {
                "mistake": name,
                "tried": 1,
                "recoverable": int(bool(told)),
                "caught": int(bool(told and found)),
                "named": int(bool(told & found)),
                "reported for nothing": int(bool(found and not told)),
            }
        )
    return rows


def show(table: pl.DataFrame) -> None:
    with pl.Config(tbl_rows=-1, tbl_cols=-1, fmt_str_lengths=60, tbl_hide_dataframe_shape=True):
        print(table)


PARTS = {"mutations": mutated, "quarters": quarterly, "cost": costly}

if __name__ == "__main__":
    sys.exit(main())
