"""The one gate to a publication: what comes through is `Protected`, and nothing else makes one."""

from collections.abc import Iterable, Iterator
from dataclasses import InitVar, dataclass, replace

import polars as pl

from iro_pipeline.disclosure.audiences import Audience, View
from iro_pipeline.disclosure.rules import BY_NAME, NUMBERS, withhold
from iro_pipeline.disclosure.screen import Tables, screen

_SEAL = object()


@dataclass(frozen=True)
class Protected:
    """One audience's tables, fit for it to see. Only `protect` can make one."""

    audience: Audience
    tables: Tables
    seal: InitVar[object]

    def __post_init__(self, seal: object) -> None:
        if seal is not _SEAL:
            raise TypeError("Only disclosure.protect makes tables fit for a publication")


def protect(tables: Tables, audience: Audience) -> Protected:
    """The tables as this audience may see them."""
    return next(protect_each(tables, [audience]))


def protect_each(tables: Tables, audiences: Iterable[Audience]) -> Iterator[Protected]:
    """The same for many audiences; what is withheld from everyone is found once."""
    screened = screen(tables)
    for audience in audiences:
        yield Protected(audience, _seen(screened, View.of(audience, screened.authorities)), _SEAL)


def _seen(screened: Tables, view: View) -> Tables:
    return replace(
        screened,
        figures=_named(screened.figures.filter(view.rows("area")), view, "area"),
        benchmarks=_named(screened.benchmarks.filter(view.rows("authority")), view, "authority"),
        caseload_bands=_named(screened.caseload_bands.filter(view.rows("area")), view, "area"),
        coverage=screened.coverage.filter(view.rows("area")),
        receipts=screened.receipts.filter(view.is_public),
    )


def _named(table: pl.DataFrame, view: View, authority: str) -> pl.DataFrame:
    """Service returns by name stay only where the audience is of their network."""
    elsewhere = pl.col("by_name") & ~view.named(pl.col(authority))
    because = pl.when(elsewhere).then(pl.lit(BY_NAME))
    numbers = [name for name in NUMBERS if name in table.columns]
    return table.with_columns(withhold(because, numbers)).drop("by_name")
