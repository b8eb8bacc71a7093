"""DfE's models of statistical neighbours, with invented likeness."""

import math
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import polars as pl

from iro_pipeline.authorities import in_period
from iro_pipeline.invention import filing, latent
from iro_pipeline.invention.nation import Nation

# Each model, and a year in which the authorities it names stood.
_MODELS = {2021: 2022, 2025: 2025}
_NEIGHBOURS = 10
_CLOSENESS = {0.25: "very_close", 0.5: "close", 1.0: "somewhat_close", math.inf: "not_close"}


def arrivals(nation: Nation) -> Iterator[Path]:
    """Write statistical_neighbours/<model>/neighbours for both models."""
    for model, standing in _MODELS.items():
        register = in_period(standing).sort("la_code")
        qualities = latent.services(register, nation.seed)
        services = register.join(qualities, on="la_code", maintain_order="left").to_dicts()
        terms = filing.contract("statistical_neighbours", "model", model)
        rows = pl.DataFrame([nearest(each, services) for each in services])
        place = nation.raw / "statistical_neighbours" / str(model) / "neighbours"
        yield filing.one(place, terms, rows)


def nearest(service: Mapping[str, Any], services: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """One row of a model: the ten authorities most like this one, in order."""
    others = [each for each in services if each["la_code"] != service["la_code"]]
    ranked = sorted((_distance(service, each), each["la_code"]) for each in others)
    row = {"la_code": service["la_code"]}
    for rank, (distance, la_code) in enumerate(ranked[:_NEIGHBOURS], start=1):
        row[f"neighbour_{rank}"] = la_code
        row[f"closeness_{rank}"] = next(
            word for most, word in _CLOSENESS.items() if distance < most
        )
    return row


def _distance(one: Mapping[str, Any], other: Mapping[str, Any]) -> float:
    """By the rate and number of children looked after, and further apart across regions."""
    rates = [math.log((each["size"] + 1) / each["population"]) for each in (one, other)]
    sizes = [math.log(each["size"] + 1) for each in (one, other)]
    apart = 0.0 if one["region"] == other["region"] else 0.25
    return abs(rates[0] - rates[1]) + 0.5 * abs(sizes[0] - sizes[1]) + apart
