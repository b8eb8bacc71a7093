"""Weights for those who answered."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

LARGEST = 3  # times the median; above it a few people's answers would speak for many
ROUNDS, NEAR = 100, 1e-10


def rake(places: Sequence[np.ndarray], margins: Sequence[np.ndarray]) -> np.ndarray:
    """
    Weights whose sums agree with each of several known distributions in turn; one a person.

    `places` say for each variable which of its groups a person is in, `margins` what its groups
    should add up to. Iterative proportional fitting: Deming WE, Stephan FF. On a least squares
    adjustment of a sampled frequency table. Ann Math Stat 1940;11:427-444. Raises ValueError where
    a group that should hold someone has nobody, or the margins have different totals.
    """
    totals = [margin.sum() for margin in margins]
    if not np.allclose(totals, totals[0]):
        raise ValueError("The margins add up to different totals")
    for place, margin in zip(places, margins, strict=True):
        if (margin[np.bincount(place, minlength=len(margin)) == 0] > 0).any():
            raise ValueError("Nobody answered in a group that should hold someone")
    weight = np.full(len(places[0]), totals[0] / len(places[0]))
    for _ in range(ROUNDS):
        before = weight
        for place, margin in zip(places, margins, strict=True):
            there = np.bincount(place, weight, minlength=len(margin))
            weight = (
                weight * np.divide(margin, there, where=there > 0, out=np.zeros(len(margin)))[place]
            )
        if np.abs(weight - before).max() <= NEAR * totals[0]:
            break
    return weight


def trimmed(weights: ArrayLike, most: float = LARGEST) -> np.ndarray:
    """
    No weight above `most` times the median; what is cut off is shared by the others alike.

    Potter FJ. A study of procedures to identify and trim extreme sampling weights. Proceedings of
    the ASA Section on Survey Research Methods 1990, 225-230.
    """
    weight = np.asarray(weights, float)
    cut = np.minimum(weight, most * np.median(weight))
    return cut * (weight.sum() / cut.sum())
