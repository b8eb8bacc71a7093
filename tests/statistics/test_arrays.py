import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from iro_pipeline.statistics.arrays import known, quantiles

values = arrays(float, st.tuples(st.integers(1, 4), st.integers(1, 9)), elements=st.floats(-9, 9))


@given(values)
def test_quantiles_are_those_of_numpy(drawn):
    shares = [0, 0.1, 0.25, 0.5, 0.9, 1]
    assert quantiles(drawn, shares) == pytest.approx(np.quantile(drawn, shares, axis=-1).T)


@given(values)
def test_missing_figures_change_no_quantile(drawn):
    gaps = np.concatenate([np.full((len(drawn), 2), np.nan), drawn], axis=-1)
    assert quantiles(gaps, [0.25, 0.9]) == pytest.approx(quantiles(drawn, [0.25, 0.9]))


def test_no_figures_have_no_quantile():
    assert np.isnan(quantiles([[np.nan, np.nan]], [0.5])).all()


def test_what_misses_a_part_misses_all():
    y, s = known([1.0, np.nan, 3.0], [1.0, 1.0, np.nan])
    assert np.isnan([y, s]).tolist() == [[False, True, True], [False, True, True]]
