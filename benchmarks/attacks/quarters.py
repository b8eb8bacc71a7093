"""A nation's releases, quarter after quarter, with late corrections of what was told before."""

import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import polars as pl

from benchmarks.attacks.releases import (
    REVIEWS,
    TIMELY,
    Release,
    sums,
    tables,
)
from iro_pipeline import audit, auditing
from iro_pipeline.audit import Breach
from iro_pipeline.record.published import CELL, FIGURE, Published

CORRECTED = 0.1  # of authorities, with each release
RECORDS = (8, 30)  # in one correction: fewer than six would wait
FEWEST = 12  # records of a quarter, so that no quarter is a correction of few
KEY = ["authority", "quarter", "kind"]


@dataclass(frozen=True)
class Told:
    """
    One release as measured: its figures, what is withheld and why, breaches at first and in what
    would be published, CPU seconds of protection and of the audit.
    """

    figures: int
    by_rule: int
    to_protect: int
    at_first: list[Breach]
    breaches: list[Breach]
    protecting: float
    audit: float


def releases(
    folder: Path, count: int, rng: np.random.Generator, places: pl.DataFrame
) -> Iterator[Told]:
    """Each release of these authorities, told after all those before it, from `folder`."""
    sizes = dict(zip(places["authority"], rng.lognormal(4.0, 0.9, places.height), strict=True))
    counts = pl.DataFrame(schema=dict.fromkeys(KEY, pl.String) | {"count": pl.Int64})
    counts = counts.cast({"quarter": pl.Int64})
    for at in range(count):
        late = _corrections(counts, places, min(at, 4), rng)
        new = _quarter(sizes, at + 1, rng) if at < 4 else counts.clear()
        counts = pl.concat([counts, late, new]).group_by(KEY, maintain_order=True).sum()
        yield told(_behind(counts), Published(folder, f"{at + 1:04}"))


def told(counts: pl.DataFrame, record: Published) -> Told:
    """Protected, attacked with every fact of before, left out where that got through, recorded."""
    plain = tables(sums(counts))
    true = record.dated(auditing.behind(plain.figures, plain.series))
    ever = pl.concat([true.select(list(FIGURE)), record.history()]).unique([*CELL, "vintage"])
    own, before = auditing.known(ever), auditing.told_before(true, record)
    earlier = record.facts()
    protecting = audited = 0.0
    first: list[Breach] = []
    for attempt in range(2):
        release = Release.of(replace(plain, before=before))
        protecting += release.seconds
        start = time.process_time()
        folders = audit.Folders({"tables": release.shown})
        read = audit.Reading.of(folders, earlier, own, record.release())
        breaches = audit.audit(read, own, release.true.groups)
        audited += time.process_time() - start
        if not breaches or attempt:
            break
        first, before = breaches, auditing.left_out(before, true, breaches)
    figures = auditing.shown(true, read.cells).select(list(FIGURE))
    record.append(
        auditing.otherwise(read.told, earlier), auditing.otherwise(figures, record.editions())
    )
    return Told(
        **release.withheld(),
        at_first=first,
        breaches=breaches,
        protecting=protecting,
        audit=audited,
    )


def _quarter(sizes: dict[str, float], quarter: int, rng: np.random.Generator) -> pl.DataFrame:
    rows = [
        (area, quarter, *each)
        for area, size in sizes.items()
        for kinds in (REVIEWS, TIMELY)
        for each in _drawn(kinds, max(FEWEST, round(size)), rng)
    ]
    return pl.DataFrame(rows, schema=[*KEY, "count"], orient="row")


def _corrections(
    counts: pl.DataFrame, places: pl.DataFrame, quarters: int, rng: np.random.Generator
) -> pl.DataFrame:
    """Reviews of earlier quarters that some authorities send late."""
    rows = [
        (area, int(rng.integers(1, quarters + 1)), *each)
        for area in places["authority"]
        if quarters and rng.random() < CORRECTED
        for kinds in (REVIEWS, TIMELY)
        for each in _drawn(kinds, int(rng.integers(*RECORDS)), rng)
    ]
    return pl.DataFrame(rows, schema=counts.schema, orient="row")


def _drawn(kinds: dict[str, float], size: int, rng: np.random.Generator) -> list[tuple[str, int]]:
    shares = np.array(list(kinds.values()))
    counts = rng.multinomial(size, rng.dirichlet(shares / shares.sum() * 60))
    return list(zip(kinds, counts.tolist(), strict=True))


def _behind(counts: pl.DataFrame) -> pl.DataFrame:
    """As releases.sums takes them: what is told by year only stands in quarter 0."""
    by_year = pl.col("kind").is_in(list(REVIEWS))
    quarter = pl.when(by_year).then(0).otherwise("quarter").cast(pl.Int64)
    return counts.with_columns(quarter=quarter).group_by(KEY, maintain_order=True).sum()
