"""Intervals hold what they say they hold; benchmarks/coverage.py has the whole table."""

import numpy as np
import pytest

from benchmarks import coverage


@pytest.fixture
def rng(monkeypatch: pytest.MonkeyPatch) -> np.random.Generator:
    monkeypatch.setattr(coverage, "SIZE", (20, 153))
    return np.random.default_rng(coverage.SEED)


def test_intervals_of_few_answers_hold_the_service_in_19_of_20(rng):
    rows = [row for row in coverage.means(rng) if row[0] != "mean, own spread, t"]
    # Where services do not differ at all, shrunken intervals hold them always.
    held = [share for what, where, share, _ in rows if "pooled" in what or where != "ICC 0.0"]
    assert held == pytest.approx([0.95] * len(held), abs=0.02)


def test_the_spread_of_ones_own_answers_does_not(rng):
    rows = [row for row in coverage.means(rng) if row[0] == "mean, own spread, t"]
    assert min(share for *_, share, _ in rows) < 0.92


def test_one_in_twenty_is_flagged_where_nobody_is_an_outlier(rng):
    rows = list(coverage.flagged(rng))
    adjusted = [share for what, _, share, _ in rows if what == "flagged beyond 95 %, adjusted"]
    assert max(adjusted) < 0.06
    assert min(adjusted) > 0.02


def test_places_lie_in_their_sets(rng):
    rows = [row for row in coverage.places(rng) if row[0] == "place, in its set"]
    assert min(share for *_, share, _ in rows) >= 0.95
