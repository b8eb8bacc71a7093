"""Intervals, and ratios of observed to expected."""

from collections.abc import Callable

import numpy as np
import polars as pl

from benchmarks.worked.reading import LEVELS, Both, Read, columns, figures, nulls
from iro_pipeline.statistics import counts, intervals

PART, WHOLE = pl.col("numerator"), pl.col("denominator")


def helpers(read: Read) -> Both:
    ends = []
    for x, n, level, method in read("input").select("x", "n", "confidence", "method").iter_rows():
        confidence = float(level.strip("%")) / 100
        if method == "Wilson":
            frame = pl.DataFrame({"x": [float(x)], "n": [float(n)]})
            ends.append(figures(frame, *intervals.wilson(pl.col("x"), pl.col("n"), confidence))[0])
        else:
            ends.append(columns(*counts.byar(x, confidence)))
    theirs = nulls(read("expected"), "lower", "upper")
    untested = np.isnan(theirs)  # blank where the reference has no test
    return np.where(untested, np.nan, ends), theirs


def proportions(read: Read) -> Both:
    ends = (end for level in LEVELS for end in intervals.wilson(PART, WHOLE, level))
    told = pl.when(PART.is_not_null()).then(PART / WHOLE)
    names = ("value", "lower95", "upper95", "lower998", "upper998")
    times = pl.col("multiplier")
    ours = figures(read("input"), *(times * each for each in (told, *ends)))
    return ours, nulls(read("expected"), *names)


def summed(frame: pl.DataFrame) -> pl.DataFrame:
    """Of each area; null where one of its rows is."""
    whole = (pl.when(part.null_count() == 0).then(part.sum()) for part in (PART, WHOLE))
    return frame.group_by("area", maintain_order=True).agg(*whole)


def grouped_proportions(read: Read) -> Both:
    sums = read("expected").select("area").join(summed(read("input")), on="area", how="left")
    ours = figures(sums, PART / WHOLE, *intervals.wilson(PART, WHOLE))
    return ours, nulls(read("expected"), "value", "lower95", "upper95")


def rates(read: Read) -> Both:
    per = pl.col("multiplier") / WHOLE
    ends = (end * per for level in LEVELS for end in intervals.poisson(PART, level))
    names = ("value", "lower95", "upper95", "lower998", "upper998")
    return figures(read("input"), PART * per, *ends), nulls(read("expected"), *names)


def grouped_rates(read: Read) -> Both:
    theirs = read("expected")
    eight = summed(read("input").filter(pl.col("row") <= 16))
    sums = theirs.select("area", PART, WHOLE)
    stated = sums.join(eight, on="area", how="left", suffix="_summed")
    ours = stated.select(
        pl.coalesce("numerator_summed", "numerator").alias("numerator"),
        pl.coalesce("denominator_summed", "denominator").alias("denominator"),
    )
    ends = (1e5 * end / WHOLE for end in intervals.poisson(PART))
    return (
        figures(ours, 1e5 * PART / WHOLE, *ends),
        nulls(theirs, "value_per_100000", "lower95", "upper95"),
    )


def standardised(read: Read) -> Both:
    bands, reference, theirs = read("input"), read("reference"), read("expected")
    rate = reference["refcount"] / reference["refpop"]
    areas = bands.group_by("area", maintain_order=True).agg(
        observed=pl.sum("count"), expected=(pl.col("pop") * pl.lit(rate)).sum()
    )
    observed, expected = pl.col("observed"), pl.col("expected")
    ratio = intervals.indirectly_standardised(observed, expected)
    wider = intervals.indirectly_standardised(observed, expected, 0.998)[1:]
    scale = theirs["ref_rate"].fill_null(
        theirs["statistic"].str.extract(r"ratio x (\d+)").cast(pl.Float64)
    )
    found = theirs.select("area").join(areas, on="area", how="left")
    ours = figures(found, *ratio, *wider) * scale.to_numpy()[:, np.newaxis]
    limits = ("lower95_0cl", "upper95_0cl", "lower99_8cl", "upper99_8cl")
    return (
        np.hstack([ours, figures(found, expected)]),
        nulls(theirs, "value", *limits, "expected"),
    )


def means(read: Read) -> Both:
    one, values = read("input"), pl.col("value")
    parts = {"mean": values.mean(), "sd": values.std(), "n": values.len()}
    areas = pl.concat(
        [one.group_by("area", maintain_order=True).agg(**parts).drop("area"), one.select(**parts)]
    )
    of = (pl.col("mean"), pl.col("sd"), pl.col("n"))
    ends = (end for level in LEVELS for end in intervals.student(*of, level))
    names = ("mean", "stdev", "lower95", "upper95", "lower998", "upper998")
    return figures(areas, *of[:2], *ends), nulls(read("expected"), *names)


CASES: dict[str, Callable[[Read], Both]] = {
    "phe_byars_wilson/helpers": helpers,
    "phe_isr/indirectly_standardised": standardised,
    "phe_mean/student_t_95_998": means,
    "phe_proportion/grouped_sum_then_wilson_95": grouped_proportions,
    "phe_proportion/wilson_95_998": proportions,
    "phe_rate/byar_or_exact_95_998": rates,
    "phe_rate/grouped_sum_then_ci_95": grouped_rates,
}
