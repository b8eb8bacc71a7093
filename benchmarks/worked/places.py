"""Places, bands and quartiles."""

from collections.abc import Callable

import numpy as np
import polars as pl

from benchmarks.worked.reading import Both, Read, nulls
from iro_pipeline.statistics import ranks
from iro_pipeline.statistics.arrays import quantiles


def quantile_bands(read: Read) -> Both:
    rows, ours = read("input"), np.full(read("input").height, np.nan)
    for _, group in rows.with_row_index("at").group_by("group"):
        sign = 1 if group["invert_highest_first"][0] == 1 else -1
        value = group["value"].cast(pl.Float64).fill_null(float("nan")).to_numpy()
        ours[group["at"].to_numpy()] = ranks.bands(sign * value, group["nquantiles"][0])
    return ours, nulls(read("expected"), "quantile")


def plain_places(read: Read) -> Both:
    ours = []
    for _, group in read("input").group_by("case", maintain_order=True):
        sign = 1 if group["polarity"][0] == "High" else -1
        ours.append(ranks.places(sign * nulls(group, "value")[:, 0]))
    return np.concatenate(ours), nulls(read("expected"), "rank")


def quartile_bands(read: Read) -> Both:
    """The quartiles are ours; that their upper edges are inclusive, and A is best, theirs."""
    rows = read("input")
    edges = quantiles(nulls(rows, "q0", "q25", "q50", "q75", "q100"), np.arange(5) / 4)
    value, high = nulls(rows, "value"), (rows["polarity"] == "High").to_numpy()
    band = np.maximum((value > edges).sum(axis=-1), 1.0)
    band = np.where(high, 5 - band, band)
    inside = ((value >= edges[:, :1]) & (value <= edges[:, 4:]))[:, 0]
    told = read("expected")["band"].replace_strict(
        dict(zip("ABCD", (1, 2, 3, 4), strict=True)), default=None, return_dtype=pl.Float64
    )
    return np.where(inside, band, np.nan), told.fill_null(float("nan")).to_numpy()


CASES: dict[str, Callable[[Read], Both]] = {
    "lait/quartile_band": quartile_bands,
    "lait/rank": plain_places,
    "phe_quantile/grouped_quantiles": quantile_bands,
}
