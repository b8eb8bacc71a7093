"""Charts of individual values and their rules."""

from collections.abc import Callable, Iterator

import numpy as np
import polars as pl

from benchmarks.worked.reading import Both, Read, columns, picked
from iro_pipeline.statistics import trends
from iro_pipeline.statistics.arrays import Floats

TOLD = {
    "": (0, 0),
    "Common Cause": (0, 0),
    "Above UCL": (1, 1),
    "Below LCL": (1, -1),
    "7 Point Trend (Increasing)": (2, 1),
    "7 Point Trend (Decreasing)": (2, -1),
    "2 in 3 Above CL": (3, 1),
    "2 in 3 Below CL": (3, -1),
    "7 Points Above CL": (4, 1),
    "7 Points Below CL": (4, -1),
}


def series(read: Read) -> Both:
    rows = pl.concat([read("input"), read("expected").drop("case", "i")], how="horizontal")
    ours, theirs = [], []
    for _, one in rows.group_by("case", "rebase_group", maintain_order=True):
        screened = trends.SCREENED if one["screen_outliers"][0] else np.inf
        chart = trends.xmr(one["y"].to_numpy(), firm=2, screened=screened)
        limits = (np.full(one.height, each) for each in (chart.mean, chart.lower, chart.upper))
        ours.append(columns(*limits, chart.rule, chart.direction))
        told = np.array([TOLD[words] for words in one["special"]], float)
        theirs.append(np.hstack([picked(one, "mean", "lpl", "upl"), told]))
    return np.concatenate(ours), np.concatenate(theirs)


def handbook(read: Read) -> Both:
    chart = trends.xmr(read("input")["y"].to_numpy(), firm=2)
    told = picked(read("expected"), "mean", "mr_bar", "ucl_3_over_1.128", "lcl_3_over_1.128")[0]
    usual = (chart.upper - chart.mean) / trends.LIMIT
    exact = 3 / 1.128 * usual  # the case does not round it to 2.66
    return [[chart.mean, usual, chart.mean + exact, chart.mean - exact]], [told]


def rules(read: Read) -> Both:
    ours = list(found_by_rules(read("input")))
    return (
        np.concatenate(ours),
        np.concatenate([numbers(each) for each in read("expected")["flags"]]),
    )


def found_by_rules(rows: pl.DataFrame) -> Iterator[Floats]:
    for rule, v, side in rows.select("rule", "v", "relative_to_mean").iter_rows():
        values = numbers(v)
        if rule == "two_in_three":
            yield trends.two_of_three(values, numbers(side))
        elif rule == "seven_trend":
            yield trends.seven_in_order(values)
        elif rule == "seven_one_side":
            yield abs(trends.seven_on_one_side(values))
        else:
            yield abs(trends.part_of(values))


def numbers(words: str) -> Floats:
    return np.array(words.split(), float)


CASES: dict[str, Callable[[Read], Both]] = {
    "spc_xmr/nist_flowrate": handbook,
    "spc_xmr/rules": rules,
    "spc_xmr/series": series,
}
