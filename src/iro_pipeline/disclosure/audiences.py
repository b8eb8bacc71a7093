"""Who a publication is for, and which rows are theirs to see."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, Self

import polars as pl

ENGLAND = "E92000001"


@dataclass(frozen=True)
class Audience:
    """
    The public, a network (the authorities of the region `area`) or an authority (GSS code `area`).

    A service return is shown by name inside its network; elsewhere it is part of aggregates.
    """

    kind: Literal["public", "network", "authority"]
    area: str = ""

    def __post_init__(self) -> None:
        if (self.kind == "public") != (self.area == ""):
            raise ValueError(f"A {self.kind} audience cannot have the area {self.area!r}")

    @property
    def folder(self) -> str:
        """Its place in a release."""
        slug = re.sub(r"[^a-z0-9]+", "-", self.area.lower())
        return {
            "public": "tables",
            "network": f"regions/{slug}",
            "authority": f"authorities/{self.area}",
        }[self.kind]


PUBLIC = Audience("public")


def audiences(register: pl.DataFrame, figures: pl.DataFrame) -> list[Audience]:
    """The public, each network, and each authority that still exists and has a figure."""
    told = figures.filter(level="authority")["area"].unique()
    known = register.filter(pl.col("gss_code").is_in(told.implode()))["la_code"].unique()
    standing = register.filter(pl.col("valid_to").is_null())
    own = standing.filter(pl.col("la_code").is_in(known.implode()))
    return [
        PUBLIC,
        *(Audience("network", region) for region in standing["region"].unique().sort()),
        *(Audience("authority", code) for code in own["gss_code"].unique().sort()),
    ]


@dataclass(frozen=True)
class View:
    """
    What an audience sees: its `own` authorities, by every code, and the areas `above` them.

    A network has all regions above it, an authority its own region only. The public sees all.
    `network`: the authorities of its region, of whom a service's agreement may be told to it.
    """

    own: tuple[str, ...]
    above: tuple[str, ...]
    is_public: bool
    network: tuple[str, ...] = ()

    @classmethod
    def of(cls, audience: Audience, register: Sequence[Mapping[str, str]]) -> Self:
        """
        `register` has a row for each code that an authority has had.

        Raises ValueError for an area that the register does not have.
        """
        if audience.kind == "public":
            return cls((), (), True)
        column = "region" if audience.kind == "network" else "authority"
        found = [each for each in register if each[column] == audience.area]
        if not found:
            raise ValueError(f"No {audience.kind} has the area {audience.area!r}")
        # An authority is itself under every code that it has had.
        lasting = {each["la_code"] for each in found}
        own = [each["authority"] for each in register if each["la_code"] in lasting]
        beside = found if audience.kind == "authority" else register
        regions = sorted({each["region_code"] for each in beside})
        inside = {each["region_code"] for each in found}
        network = [each["authority"] for each in register if each["region_code"] in inside]
        return cls(tuple(own), (ENGLAND, *regions), False, tuple(network))
