"""What is told of an authority's region and of England where nothing is told of authorities."""

from collections.abc import Iterator

from iro_pipeline.explaining.amounts import absent, amount, parts
from iro_pipeline.explaining.shown import Row, Shown

ONLY = "told of regions and England only: most authorities have too few for a number of their own"


def of_areas_only(indicator: Row) -> bool:
    """Whether no authority has a figure of it, whatever was sent."""
    return indicator["finest"] == "region"


def of_areas(shown: Shown, period: int | None) -> Iterator[str]:
    """That it is told of areas only, and their newest figures or those of `period`."""
    yield f"This is {ONLY}."
    rows = shown.areas(period)
    yield from (_line(row, shown.unit) for row in rows)
    if not rows:
        yield "There is none of its region or of England."


def _line(row: Row, unit: str) -> str:
    where = f"{row['area_name']}, {row['period']}"
    if row["value"] is None:
        return f"{where}: {absent(row)}."
    return f"{where}: {amount(row['value'], unit)}{parts(row, unit)}."
