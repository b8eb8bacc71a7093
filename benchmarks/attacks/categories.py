"""
One fact's reviews divided into invented categories, which stand in the place of all indicators.

The catalogue and reference/linked.toml list what there is. Inside `listed` they list so many shares
of reviews instead, whose numerators add up to the one denominator that all of them have.
"""

from collections.abc import Generator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from unittest.mock import patch

import numpy as np
import polars as pl

from benchmarks.attacks.releases import CODES, REVIEWS, Kinds
from iro_pipeline.audit import equations as audited
from iro_pipeline.audit import limits
from iro_pipeline.disclosure import equations as protected
from iro_pipeline.indicators import catalogue

LIKE = "participation_pn0"  # what each is but for its name
READ = ((protected, "_linked"), (limits, "linked"), (audited, "linked"))
KEPT = (catalogue.terms, protected.known_as, limits.same)
SHARES = tuple(REVIEWS[code] for code in CODES)
EVEN = 25 / len(CODES)  # how alike authorities are


def names(many: int) -> list[str]:
    return [f"category_{at}" for at in range(1, many + 1)]


def kinds(many: int) -> dict[str, Kinds]:
    """Each category out of all of them, as releases.sums takes it."""
    every = tuple(names(many))
    return {name: ((name,), every) for name in every}


@contextmanager
def listed(many: int) -> Generator[None]:
    """While it lasts, these are all indicators, and what is known to link them is all there is."""
    like = next(each for each in catalogue.INDICATORS if each.name == LIKE)
    every = tuple(replace(like, name=name) for name in names(many))
    with ExitStack() as stack:
        stack.enter_context(patch.object(catalogue, "INDICATORS", every))
        for module, name in READ:
            stack.enter_context(patch.object(module, name, return_value=_links(many)))
        for each in KEPT:
            each.cache_clear()
            stack.callback(each.cache_clear)
        yield


def _links(many: int) -> dict[str, list[dict]]:
    wholes, parts = (
        [f"{name}.{part}" for name in names(many)] for part in ("denominator", "numerator")
    )
    return {
        "same": [{"fact": "review", "numbers": wholes}],
        "sum": [{"fact": "review", "whole": wholes[0], "parts": parts}],
        "within": [],
    }


def drawn(rng: np.random.Generator, places: pl.DataFrame, many: int) -> pl.DataFrame:
    """
    As releases.drawn, by year only: an authority's reviews are as many, however many categories.

    Each of the eight codes is divided into as many. These are as scattered as it is: the more there
    are, the more of them are small.
    """
    shares = np.resize(SHARES, many)
    shares /= shares.sum()
    sizes = rng.lognormal(4.8, 0.9, (places.height, 1))
    even = EVEN * many
    counts = rng.poisson(sizes * rng.gamma(even * shares, 1 / even, (places.height, many)))
    return pl.DataFrame(
        {
            "authority": np.repeat(places["authority"].to_numpy(), many),
            "quarter": np.zeros(counts.size, np.int64),
            "kind": names(many) * places.height,
            "count": counts.ravel(),
        }
    )
