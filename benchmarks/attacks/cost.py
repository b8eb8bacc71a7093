"""What protection costs: figures withheld beside the fewest that would do, and seconds."""

import time

import numpy as np
import polars as pl

from benchmarks.attacks import categories
from benchmarks.attacks.exactly import fewest
from benchmarks.attacks.mutations import Mutation, audited
from benchmarks.attacks.releases import PERIOD, SMALL, Release, drawn, sums, tables
from iro_pipeline.disclosure import Tables
from iro_pipeline.disclosure.repair import repaired

AREAS, KINDS = 4, 3
# Kinds of reviews that sum to no other indicator told here.
ALONE = ["reviews_on_time"]
KNOWN = {"fact": "review_due", "unit": "percent", "speaker": "records"}


def compared(rng: np.random.Generator) -> dict[str, int]:
    """One region's table: authorities' figures withheld by repair, and the fewest that would do."""
    whole = rng.integers(40, 200, AREAS)
    part = whole - rng.integers(7, 30, AREAS)
    part[0] = whole[0] - rng.integers(2, 5)
    areas = [f"E0800000{at + 1}" for at in range(AREAS)]
    rows = pl.DataFrame(
        {
            "area": [*areas, "E12000002"],
            "level": ["authority"] * AREAS + ["region"],
            "numerator": [*part, part.sum()],
            "denominator": [*whole, whole.sum()],
        }
    ).cast({"numerator": pl.Float64, "denominator": pl.Float64})
    first = pl.int_range(pl.len()) == 0
    cells = rows.with_columns(
        **{name: pl.lit(told) for name, told in KNOWN.items()},
        indicator=pl.lit(ALONE[0]),
        region=pl.lit("North West"),
        period=pl.lit(PERIOD),
        quarter=pl.lit(0, pl.Int64),
        n=pl.col("denominator").cast(pl.Int64),
        hidden=first,
        same=pl.lit(value=False),
    )
    ours = int(repaired(cells, SMALL).sum()) - 1
    return {"tables": 1, "ours": ours, "least": _least(part, whole)}


def _least(part: np.ndarray, whole: np.ndarray) -> int:
    """Of readers outside and authorities: a figure's numbers are withheld together."""
    late = (whole - part).astype(float)
    value = np.append(late, late.sum())
    row = np.append(np.ones(AREAS), -1.0)[np.newaxis]
    withheld = np.arange(AREAS + 1) == 0
    found = fewest(row, value, withheld, _safe, may=np.arange(AREAS + 1) < AREAS, insiders=AREAS)
    return len(found[0])


def _safe(low: np.ndarray, high: np.ndarray) -> np.ndarray:
    return (low <= 1) & (high > SMALL)


def by_authorities(rng: np.random.Generator, places: pl.DataFrame) -> dict[str, float]:
    """What a release of these authorities costs, and its audit."""
    return {"authorities": places.height} | _measured(tables(sums(drawn(rng, places))))


def by_categories(rng: np.random.Generator, places: pl.DataFrame, many: int) -> dict[str, float]:
    """The same of reviews that are divided into so many categories, and told of in no other way."""
    counts = categories.drawn(rng, places, many)
    with categories.listed(many):
        added = sums(counts, categories.kinds(many))
        return {"categories": many} | _measured(tables(added))


def _measured(true: Tables) -> dict[str, float]:
    """How much is withheld, CPU seconds of protecting and of the audit, and what that finds."""
    release = Release.of(true)
    start = time.process_time()
    breaches = audited(release, Mutation(release.shown))
    seconds = time.process_time() - start
    spent = {"protecting": release.seconds, "audit": seconds, "breaches": len(breaches)}
    return release.withheld() | spent
