"""Control limits, flags and over-dispersion."""

import math
from collections.abc import Callable

import numpy as np
import polars as pl

from benchmarks.worked.reading import LEVELS, Both, Read, columns, nulls, picked
from iro_pipeline.statistics import counts, funnels, stabilised
from iro_pipeline.statistics.arrays import Floats

FLAGS = {
    "Not significant": 0,
    "High (0.025)": 1,
    "High (0.001)": 2,
    "Low (0.025)": -1,
    "Low (0.001)": -2,
}


def limits_of_shares(read: Read) -> Both:
    theirs = read("expected")
    part, whole = picked(read("input"), "numerator", "denominator").sum(axis=0)
    centre = part / whole
    n = theirs["population"].to_numpy()
    ends = [end for level in LEVELS for end in funnels.proportion_limits(centre, n, level)]
    ours = 100 * columns(*ends, np.full(len(n), centre))
    names = ("lower_025", "upper_025", "lower_001", "upper_001", "baseline")
    return ours, picked(theirs, *names)


def limits_of_ratios(read: Read) -> Both:
    """The reference draws its funnel over what was observed: what was expected at each limit."""
    theirs = read("expected")
    events = read("input")["observed_events"].to_numpy().astype(float)
    ours = []
    for level in LEVELS:
        for expected in reversed(counts.exact(events, level)):
            ours += [expected, events / expected, 100 * events / expected]
    sides = [f"{side}{level}" for level in (2, 3) for side in ("lower", "upper")]
    names = [f"{side}_{what}" for side in sides for what in ("exp", "count", "isr")]
    less_one = np.array([name.endswith("count") for name in names])
    return columns(*ours), picked(theirs, *names) + less_one


def limits_of_rates(read: Read) -> Both:
    theirs = read("expected")
    had, rate = picked(read("input"), "events", "rate_per_100000").T
    centre, years = had.sum() / (had / rate).sum(), 3
    events = theirs["events"].to_numpy().astype(float)
    ours = []
    for level in LEVELS:
        for expected in reversed(counts.exact(events, level)):
            a_year = expected / (centre / 1e5 * years)
            ours += [a_year, 1e5 * events / (a_year * years)]
    sides = [f"{side}{level}" for level in (2, 3) for side in ("lower", "upper")]
    names = [name for side in sides for name in (f"{side}_pop_1yr", side)]
    return columns(*ours, np.full(len(events), centre)), picked(theirs, *names, "baseline")


def flags_of_shares(read: Read) -> Both:
    part, whole = picked(read("input"), "numerator", "denominator").T
    score = funnels.proportion_score(part, whole, part.sum() / whole.sum())
    return funnels.flags(score), flagged(read("expected")["significance"])


def flags_of_ratios(read: Read) -> Both:
    observed, expected = picked(read("input"), "observed", "expected").T
    return funnels.count_flags(observed, expected), flagged(read("expected")["significance"])


def flags_of_rates(read: Read) -> Both:
    """Rows without events are left out of the centre in half of the columns, and not judged."""
    rows, theirs = read("input"), read("expected").drop("row")
    count, standard, people = (nulls(rows, each)[:, 0] for each in ("count", "rate_dsr", "pop"))
    ours = []
    for name in theirs.columns:
        of = count / standard * 1e5 if name.startswith("dsr") else people
        judged = (count > 0) if "without" in name else np.full(len(count), True)
        known = judged & ~np.isnan(of)
        expected = of * count[known].sum() / of[known].sum()
        ours.append(np.where(judged, funnels.count_flags(count, expected), np.nan))
    told = columns(*(flagged(theirs[name]) for name in theirs.columns))
    left_out = np.array([["without" in name for name in theirs.columns]]) & (count == 0)[:, None]
    return columns(*ours), np.where(left_out, np.nan, told)


def flagged(words: pl.Series) -> Floats:
    return words.replace_strict(FLAGS, default=None, return_dtype=pl.Float64).to_numpy()


def expected_ratios(read: Read) -> Both:
    n = read("input")["n"].to_numpy()
    ends = [end for level in LEVELS for end in funnels.ratio_limits(n, level)]
    return columns(*ends), picked(read("expected"), "ll95", "ul95", "ll998", "ul998")


def overdispersion(read: Read) -> Both:
    """Scores of each data set, and the limits of the one that has them, end to end."""
    ours, theirs = zip(scores_of_all(read), limits_of_one(read), strict=True)
    return np.concatenate(ours), np.concatenate(theirs)


def scores_of_all(read: Read) -> tuple[Floats, Floats]:
    ours, theirs = [], []
    for told in read("expected_summary").iter_rows(named=True):
        points = read("expected_points").filter(case=told["case"])
        y, s, centre = figures_of(points, told)
        kept = in_the_middle(y, s, told) if told["adjust"] == "trunc" else y
        share = 0 if told["adjust"] == "trunc" else told["trim_by"]
        # Not `dispersion`, which sets the square beside that of chance; see there.
        phi = funnels.winsorised_square((kept - centre) / s, share)
        tau2 = funnels.excess_variance(phi, np.where(np.isnan(kept), np.nan, s))
        scores = funnels.adjusted_z(y, s, centre, tau2)
        ours.append(np.concatenate([y, s, scores, [phi, tau2]]))
        known = [points[name].to_numpy() for name in ("Y", "s", "od_z")]
        theirs.append(np.concatenate([*known, [told["phi"], told["tau2"]]]))
    return np.concatenate(ours), np.concatenate(theirs)


def figures_of(points: pl.DataFrame, told: dict[str, str]) -> tuple[Floats, Floats, float]:
    """On our scales where we have the scale (shares, and ratios as CQC has them), else theirs."""
    part, whole, y, s = picked(points, "numerator", "denominator", "Y", "s").T
    if told["data_type"] == "PR":
        y, s = stabilised.stabilised("proportion", part, whole)
        return y, s, stabilised.stabilised("proportion", part.sum(), whole.sum())[0].item()
    if told["sr_method"] == "CQC":
        y, s = stabilised.stabilised("rate", part, whole)
    return y, s, float(told["target_transformed"])


def in_the_middle(y: Floats, s: Floats, told: dict[str, float]) -> Floats:
    """Truncation leaves out the outer scores, as many at each end as the share comes to."""
    out = int(told["trim_by"] * len(y))
    order = np.argsort((y - told["target_transformed"]) / s)
    return np.where(np.isin(np.arange(len(y)), order[out : len(y) - out]), y, np.nan)


def limits_of_one(read: Read) -> tuple[Floats, Floats]:
    theirs = read("expected_limits")
    s, tau2 = picked(theirs, "s", "tau2").T
    part, whole = picked(read("input").filter(case="pr"), "numerator", "denominator").sum(axis=0)
    centre, _ = stabilised.stabilised("proportion", part, whole)
    levels = (math.erf(z / math.sqrt(2)) for z in (1.959964, 3.090232))  # as rounded there
    ends = [end for level in levels for end in funnels.adjusted_limits(s, centre, tau2[0], level)]
    # There a limit above all comes down again; `stabilised.back` would leave it at all.
    ours = 100 * np.sin(columns(*ends)) ** 2
    return ours.ravel(), picked(theirs, "odll95", "odul95", "odll998", "odul998").ravel()


CASES: dict[str, Callable[[Read], Both]] = {
    "funnel_od/poisson_limits": expected_ratios,
    "funnel_od/spiegelhalter_additive": overdispersion,
    "phe_funnel/limits_proportion": limits_of_shares,
    "phe_funnel/limits_proportion_axis": limits_of_shares,
    "phe_funnel/limits_rate_dsr": limits_of_rates,
    "phe_funnel/limits_ratio": limits_of_ratios,
    "phe_funnel/significance_proportion": flags_of_shares,
    "phe_funnel/significance_rate": flags_of_rates,
    "phe_funnel/significance_ratio": flags_of_ratios,
}
