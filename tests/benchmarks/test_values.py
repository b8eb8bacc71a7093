"""What is compared of a figure, and its interval."""

import numpy as np
import polars as pl
import pytest

from iro_pipeline.benchmarks.spread import estimates
from iro_pipeline.statistics import stabilised
from tests.benchmarks.drawn import ON_TIME, measured, own

COUNTS = [(0, 12), (1, 12), (11, 12), (12, 12), (57, 300), (299, 300)]


@pytest.mark.parametrize(
    ("kind", "indicator"), [("proportion", ON_TIME), ("rate", "children_per_iro")]
)
def test_the_scale_of_the_comparison_is_that_of_the_simulations(kind, indicator: str):
    """benchmarks/coverage.py measures false calls on `statistics.stabilised.corrected`."""
    found = own(measured(COUNTS, indicator)).sort("authority")
    part, whole = np.array(COUNTS, float).T
    y, error = stabilised.corrected(kind, part, whole)
    assert found["y"].to_numpy() == pytest.approx(y)
    assert found.select(pl.col("variance").sqrt()).to_series().to_numpy() == pytest.approx(error)


def test_a_mean_has_the_spread_within_authorities_pooled():
    """By hand: two answers each of twelve authorities, 2 and 4 or twice 3."""
    pairs = [(2, 4), (3, 3)] * 6
    scores = measured(
        [(low + high, 2) for low, high in pairs],
        "q15_service_resourced_score_by_practitioner",
        speaker="practitioner",
    ).with_columns(squares=pl.Series([float(low**2 + high**2) for low, high in pairs]))
    found = own(scores)
    within = (6 * 2 + 6 * 0) / 12
    assert set(found["within"]) == {within}
    row = found.row(0, named=True)
    assert row["upper"] - row["value"] == pytest.approx(1.959964 * (within / 2) ** 0.5)


def test_a_count_has_the_interval_of_a_count():
    row = own(
        measured([(8, 1)], "cafcass_enquiries").with_columns(denominator=pl.lit(None, pl.Float64))
    )
    lower, upper = row.select("lower", "upper").row(0)
    assert (lower, upper) == (pytest.approx(3.4538, abs=1e-3), pytest.approx(15.7632, abs=1e-3))


def test_a_mean_scores_interval_and_estimate_stop_where_its_scale_does():
    rows = [(5, 1), (1, 1), *[(6, 2)] * 12]
    squares = pl.Series([25.0, 1.0, *[26.0] * 12])
    scores = measured(
        rows, "q15_service_resourced_score_by_practitioner", speaker="practitioner"
    ).with_columns(squares=squares)
    figures = own(scores).sort("authority")
    assert figures["upper"][0] == 5
    assert figures["lower"][1] == 1
    drawn = estimates(figures)
    assert drawn["estimate_upper"].le(5).all()
    assert drawn["estimate_lower"].ge(1).all()


def test_days_late_are_never_below_nought():
    rows = [(1, 1), *[(40, 2)] * 12]
    late = measured(rows, "days_late").with_columns(squares=pl.Series([1.0, *[1600.0] * 12]))
    assert own(late).sort("authority")["lower"][0] == 0
