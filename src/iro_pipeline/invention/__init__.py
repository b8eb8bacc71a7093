"""A nation for demonstrations and benchmarks: real authorities, invented figures."""

from collections.abc import Sequence
from pathlib import Path

from iro_pipeline.invention import (
    allocations,
    cafcass,
    care,
    disputes,
    neighbours,
    partnerships,
    published,
    records,
    service,
    statistics,
    survey,
)
from iro_pipeline.invention.nation import Nation

NOTICE = """\
Everything in this folder is invented.

The authorities are real; none of the figures, children, IROs and answers is. Every file's name
ends in .invented.csv: by that the pipeline knows it, and marks whatever it publishes from it.
"""
SOURCES = (
    *(care, service, allocations, disputes, records),
    *(cafcass, survey, statistics, neighbours, partnerships, published),
)


def invent(
    folder: Path,
    *,
    seed: int = 2017,
    periods: tuple[int, ...],
    children: float = 1.0,
    authorities: Sequence[str] | None = None,
) -> list[Path]:
    """
    Write a nation's arrivals below `folder`/data/raw, and a notice that says so; return the former.

    `children` scales the number of children, 1 being about as many as in England; `authorities`
    are GSS codes in any of the periods, None being all. The same arguments give the same bytes.
    Raises ValueError for a code that is not an authority's.
    """
    nation = Nation.draw(
        folder / "data" / "raw", seed, periods, children=children, authorities=authorities
    )
    notice = folder / "INVENTED.txt"
    folder.mkdir(parents=True, exist_ok=True)
    notice.write_text(NOTICE, encoding="utf-8")
    return [file for source in SOURCES for file in source.arrivals(nation)]
