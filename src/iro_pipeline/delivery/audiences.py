"""Whom a pack is for, in the words of whoever keeps the recipients."""

from dataclasses import dataclass
from functools import cache
from typing import Literal, Self

from iro_pipeline.reference import register

Kind = Literal["region", "partnership", "england", "authority"]

ENGLAND = "england"
PARTNERSHIP = "partnership:"
EXPECTED = (
    "the name of a region, the code of an authority (like E08000012), england, or "
    "partnership: and its name"
)


@dataclass(frozen=True, order=True)
class Audience:
    """
    The readers of one pack: of a region or a partnership (`area` is its name), of England (`area`
    is empty) or of an authority (`area` is its GSS code).
    """

    kind: Kind
    area: str = ""

    @classmethod
    def parse(cls, text: str) -> Self:
        """
        Raises ValueError for what names no audience.

        Regions and codes are a closed list, so that a partnership, which anybody may name as they
        like, is never taken for one of them.
        """
        said = " ".join(text.split())
        if said.casefold() == ENGLAND:
            return cls("england")
        if said.casefold().startswith(PARTNERSHIP):
            # Names that differ in spaces and capitals only are one.
            if name := said[len(PARTNERSHIP) :].strip().casefold():
                return cls("partnership", name)
            raise ValueError("expected the partnership's name behind partnership:")
        if region := _regions().get(said.casefold()):
            return cls("region", region)
        if said.upper() in _codes():
            return cls("authority", said.upper())
        raise ValueError(f"expected {EXPECTED}")

    def __str__(self) -> str:
        return {"england": ENGLAND, "partnership": f"{PARTNERSHIP} {self.area}"}.get(
            self.kind, self.area
        )


@cache
def _regions() -> dict[str, str]:
    return {name.casefold(): name for name in register()["region"].unique()}


@cache
def _codes() -> frozenset[str]:
    return frozenset(register()["gss_code"])
