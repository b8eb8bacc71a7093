"""What protection costs: figures withheld beside the fewest that would do, and seconds."""

import time

import numpy as np
import polars as pl

from benchmarks.attacks.exactly import fewest
from benchmarks.attacks.mutations import Mutation, audited
from benchmarks.attacks.releases import PERIOD, SMALL, Release, drawn, some, sums, tables
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


def grown(rng: np.random.Generator, times: int) -> dict[str, float]:
    """CPU seconds of a release of so many times the regions' authorities, and of its audit."""
    places = some(rng, min(1 + times, 8))
    release = Release.of(tables(sums(drawn(rng, places))))
    start = time.process_time()
    audited(release, Mutation(release.shown))
    seconds = time.process_time() - start
    figures = release.rows().height
    return {"figures": figures, "protecting": release.seconds, "audit": seconds}
