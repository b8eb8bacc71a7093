import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy import integrate

from iro_pipeline.statistics.shrinkage import between_variance, posterior

# Rubin DB. Estimation in parallel randomized experiments. J Educ Stat 1981;6:377-400, table 2.
SCHOOLS = np.array([28.0, 8, -3, 7, -1, 1, 18, 12]), np.array([15.0, 10, 16, 11, 9, 11, 10, 18])
# Trials of BCG: cases and those without, vaccinated and not. Colditz GA et al. JAMA
# 1994;271:698-702, as in Berkey CS et al. Stat Med 1995;14:395-411.
BCG = np.array(
    [
        (4, 119, 11, 128),
        (6, 300, 29, 274),
        (3, 228, 11, 209),
        (62, 13536, 248, 12619),
        (33, 5036, 47, 5761),
        (180, 1361, 372, 1079),
        (8, 2537, 10, 619),
        (505, 87886, 499, 87892),
        (29, 7470, 45, 7232),
        (17, 1699, 65, 1600),
        (186, 50448, 141, 27197),
        (5, 2493, 3, 2338),
        (27, 16886, 29, 17825),
    ]
).T
figures = st.integers(4, 12).flatmap(
    lambda k: st.tuples(
        arrays(float, k, elements=st.floats(-5, 5)), arrays(float, k, elements=st.floats(0.2, 2))
    )
)
alike = st.integers(4, 12).flatmap(lambda k: arrays(float, k, elements=st.floats(-5, 5)))


def test_eight_schools_differ_by_no_more_than_chance():
    assert between_variance(*SCHOOLS) == 0


def test_trials_of_bcg_have_the_published_variance():
    # Relative risks on the log scale: .3088 by DerSimonian and Laird in metafor's documentation.
    ill, well, ill_without, well_without = BCG
    y = np.log(ill / (ill + well)) - np.log(ill_without / (ill_without + well_without))
    variance = 1 / ill - 1 / (ill + well) + 1 / ill_without - 1 / (ill_without + well_without)
    assert between_variance(y, np.sqrt(variance)) == pytest.approx(0.3088, abs=5e-5)


def test_batting_averages_are_drawn_in_as_far_as_efron_and_morris_drew_them():
    # Efron B, Morris C. Stein's paradox in statistics. Sci Am 1977;236:119-127: 18 averages of 45
    # times at bat, of whose distance from .265 the fraction .212 is kept: 1 - (k - 3) / Q.
    hits = [18, 17, 16, 15, 14, 14, 13, 12, 11, 11, 10, 10, 10, 10, 10, 9, 8, 7]
    y, error = np.array(hits) / 45, np.sqrt(0.265 * 0.735 / 45)
    q = 17 * (1 + between_variance(y, np.full(18, error)) / error**2)
    assert 1 - 15 / q == pytest.approx(0.212, abs=0.003)


def test_the_variance_by_hand():
    # Weights of one: Q is 4 + 0 + 4 = 8, (8 - 2) / (3 - 1).
    assert between_variance([-2, 0, 2], [1, 1, 1]) == pytest.approx(3)


def test_eight_schools_have_the_moments_of_an_integral_over_tau():
    y, s = SCHOOLS
    found = posterior(y, s)
    assert found.tau == pytest.approx(over_tau(lambda tau, w, mu: tau), rel=2e-3)
    first = over_tau(lambda tau, w, mu: mu + tau**2 * w[0] * (y[0] - mu))
    assert found.mean[0] == pytest.approx(first, rel=1e-3)


def over_tau(what) -> float:
    """The mean over the posterior of tau of the eight schools, its square flat a priori."""
    y, s = SCHOOLS

    def density(tau: float, value) -> float:
        w = 1 / (s**2 + tau**2)
        mu = (w * y).sum() / w.sum()
        off = (w * (y - mu) ** 2).sum()
        return tau * np.sqrt(w.prod() / w.sum()) * np.exp(-off / 2) * value(tau, w, mu)

    def area(value) -> float:
        return integrate.quad(density, 0, np.inf, args=(value,), epsabs=0)[0]

    return area(what) / area(lambda *_: 1)


def test_authorities_that_all_differ_widely_keep_their_figures():
    y = np.array([0.0, 100, 200, 300, 400])
    found = posterior(y, np.ones(5))
    assert found.mean == pytest.approx(y, abs=0.1)
    assert found.sd == pytest.approx(np.ones(5), rel=0.01)


@settings(max_examples=30)
@given(alike)
def test_an_authority_is_drawn_towards_the_middle_and_never_past_it(y):
    found = posterior(y, np.ones_like(y))
    own, shrunken = y - y.mean(), found.mean - y.mean()
    assert (shrunken * own >= -1e-12).all()
    assert (abs(shrunken) <= abs(own) + 1e-12).all()


@settings(max_examples=30)
@given(alike)
def test_what_is_known_of_all_makes_each_more_certain_unless_they_are_outliers(y):
    found = posterior(y, np.ones_like(y))
    assert np.median(found.sd) <= 1.05


@settings(max_examples=30)
@given(figures, st.randoms())
def test_neither_order_nor_those_without_a_figure_matter(drawn, random):
    y, s = drawn
    order = random.sample(range(len(y)), len(y))
    mixed = posterior(np.append(y[order], np.nan), np.append(s[order], 1.0))
    assert mixed.mean[:-1] == pytest.approx(posterior(y, s).mean[order], abs=1e-9)
    assert np.isnan(mixed.mean[-1])


@settings(max_examples=30)
@given(figures, st.floats(-100, 100), st.floats(0.01, 100))
def test_the_unit_of_measurement_does_not_matter(drawn, move, scale):
    y, s = drawn
    one, other = posterior(y, s), posterior(move + scale * y, scale * s)
    assert other.mean == pytest.approx(move + scale * one.mean, abs=1e-6 * scale, rel=1e-6)
    assert other.sd == pytest.approx(scale * one.sd, rel=1e-5)


def test_each_indicator_is_of_its_own():
    y, s = np.random.default_rng(1).normal(size=(2, 40, 20)) ** 2 + 0.1
    together = posterior(y.reshape(5, 8, 20), s.reshape(5, 8, 20))
    assert together.mean.shape == (5, 8, 20)
    assert together.tau.shape == (5, 8)
    alone = posterior(y[11], s[11])
    assert together.mean[1, 3] == pytest.approx(alone.mean)
    assert together.sd[1, 3] == pytest.approx(alone.sd)


def test_three_authorities_are_too_few_to_learn_from():
    found = posterior([1.0, 2, 3, np.nan], [1.0, 1, 1, 1])
    assert np.isnan(found.mean).all()
    assert np.isnan(found.tau)


def test_more_confidence_is_a_wider_interval():
    found = posterior(*SCHOOLS)
    (lower, upper), (lowest, uppermost) = found.interval(), found.interval(0.998)
    assert (lowest < lower).all()
    assert (upper < uppermost).all()
