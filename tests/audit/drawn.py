"""Releases of a region of three, drawn from the numbers that are shown of each."""

from collections.abc import Mapping

import polars as pl

from iro_pipeline.audit import Breach, Folders, Reading, audit
from iro_pipeline.audit.facts import FACT

BOLTON, BURY, MANCHESTER = "E08000001", "E08000002", "E08000003"
GATESHEAD, SUNDERLAND = "E08000037", "E08000024"
NORTH_WEST, ENGLAND = "E12000002", "E92000001"
LEVELS = {NORTH_WEST: "region", ENGLAND: "england"}
MOVES = "moves_without_a_review"  # a share that nothing else is linked with
SCORE = "q15_service_resourced_score_by_practitioner"
GROUPS = {
    **{"authority": pl.String, "period": pl.Int64, "peer_group": pl.String},
    **{"peer": pl.String, "member": pl.String},
}
OWN = {
    **{"indicator": pl.String, "part": pl.String, "authority": pl.String, "period": pl.Int64},
    **{"quarter": pl.Int64, "value": pl.Float64},
}
NO_GROUPS = pl.DataFrame(schema=GROUPS)
NO_RELEASE = pl.DataFrame(schema={**FACT, "release": pl.Int64, "vintage": pl.Int64})
Shown = Mapping[str, tuple[int, int] | None]


def figures(shown: Shown, indicator: str = MOVES, speaker: str = "records") -> pl.DataFrame:
    """A row per area: its numerator and denominator, or null where they are withheld."""
    rows = [
        {
            "indicator": indicator,
            "period": 2024,
            "speaker": speaker,
            "level": LEVELS.get(area, "authority"),
            "area": area,
            "area_name": area,
            "region": None if area == ENGLAND else "North West",
            "value": None if told is None else 100 * told[0] / told[1],
            "lower": None,
            "upper": None,
            "numerator": None if told is None else float(told[0]),
            "denominator": None if told is None else float(told[1]),
            "n": None if told is None else told[1],
            "authorities": 3 if area in LEVELS else 1,
            "method": "its own",
            "status": "c" if told is None else "",
        }
        for area, told in shown.items()
    ]
    kinds = {"value": pl.Float64, "lower": pl.Float64, "upper": pl.Float64, "n": pl.Int64}
    numbers = {"numerator": pl.Float64, "denominator": pl.Float64}
    return pl.DataFrame(rows, schema_overrides=kinds | numbers)


def own(true: Mapping[str, tuple[int, int]], indicator: str = MOVES) -> pl.DataFrame:
    """What each authority knows of itself."""
    rows = [
        (indicator, part, area, 2024, None, float(value))
        for area, (part_of, whole) in true.items()
        for part, value in (
            ("numerator", part_of), ("denominator", whole), ("rest", whole - part_of),
        )
    ]  # fmt: skip
    return pl.DataFrame(rows, schema=OWN, orient="row")


def read(
    tables: Mapping[str, pl.DataFrame], known: pl.DataFrame, earlier: pl.DataFrame = NO_RELEASE
) -> Reading:
    """These tables as the public folder."""
    return Reading.of(Folders({"tables": tables}), earlier, known)


def audited(
    tables: Mapping[str, pl.DataFrame], known: pl.DataFrame, earlier: pl.DataFrame = NO_RELEASE
) -> list[Breach]:
    """What the auditor says of them."""
    return audit(read(tables, known, earlier), known, NO_GROUPS)


def found(
    shown: Shown, true: Mapping[str, tuple[int, int]], earlier: pl.DataFrame = NO_RELEASE
) -> list[Breach]:
    """
    What the auditor says of these figures in the public folder: not that regions are told to the
    person, which they are so that each reckoning can be followed.
    """
    every = audited({"figures": figures(shown)}, own(true), earlier)
    return [each for each in every if each.criterion != "unrounded"]


def criteria(breaches: list[Breach]) -> set[str]:
    return {each.criterion for each in breaches}
