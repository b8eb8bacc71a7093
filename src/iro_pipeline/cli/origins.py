"""What a person says of a file: its source, year and authority, or what was perhaps meant."""

import difflib
import re
from datetime import date

import typer

_SPAN = re.compile(r"(?:20)?(\d\d)\s*[-/–]\s*(?:20)?(\d\d)")


def year(text: str) -> int:
    """The year in which a period ends, as the folders have it."""
    said = text.strip()
    if re.fullmatch(r"20\d{2}", said):
        return int(said)
    span = _SPAN.fullmatch(said)
    if span and int(span[2]) == int(span[1]) + 1:
        meant = f"20{span[2]} for 20{span[1]}-{span[2]}"
    else:
        meant = "such as 2024 for 2023-24"
    raise typer.BadParameter(f"expected the year in which the period ends, {meant}.")


def source(said: str | None) -> str | None:
    """A source that is known."""
    from iro_pipeline.contracts import sources

    known = sources()
    if said is None or said in known:
        return said
    near = difflib.get_close_matches(said, known, n=1, cutoff=0.4)
    perhaps = f" Perhaps {near[0]}?" if near else ""
    raise typer.BadParameter(
        f"{said!r} is no source.{perhaps} Known are {', '.join(known)}.", param_hint="'--source'"
    )


def authority(said: str | None, period: int | None) -> str | None:
    """An authority of the year; where none is said, of any year."""
    import polars as pl

    from iro_pipeline.authorities import resolve, why_unresolved
    from iro_pipeline.authorities.likely import perhaps
    from iro_pipeline.reference import BEGINS

    if said is None:
        return None
    now = period or date.today().year
    years = [period] if period else [*range(BEGINS.year + 1, now + 2)]
    asked = pl.DataFrame({"text": [said] * len(years), "period": years})
    if resolve(asked)["authority"].is_not_null().any():
        return said
    raise typer.BadParameter(
        f"{said!r}: {why_unresolved(said, now)}. Expected a full name, GSS code or DfE number."
        f"{perhaps(said, now)}",
        param_hint="'--authority'",
    )
