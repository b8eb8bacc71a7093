"""The one gate to a publication: what comes through is `Protected`, and nothing else makes one."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import InitVar, dataclass, replace

import polars as pl

from iro_pipeline.disclosure.audiences import Audience, View
from iro_pipeline.disclosure.rules import BY_NAME, NUMBERS, withhold
from iro_pipeline.disclosure.screen import Tables, screen

# The tables that are about areas, and the column that says which.
AREA = {"figures": "area", "benchmarks": "authority", "caseload_bands": "area", "coverage": "area"}

Parts = Mapping[tuple[object, ...], pl.DataFrame]

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
    parts = {
        name: getattr(screened, name).partition_by(area, as_dict=True)
        for name, area in AREA.items()
    }
    for audience in audiences:
        view = View.of(audience, screened.authorities)
        yield Protected(audience, _seen(screened, parts, view), _SEAL)


def _seen(screened: Tables, parts: Mapping[str, Parts], view: View) -> Tables:
    """Rows are cut up by area beforehand: each of 163 audiences would read every one."""
    if view.is_public:
        return replace(screened, **{name: _unnamed(getattr(screened, name)) for name in AREA})
    areas = [(area,) for area in (*view.own, *view.above)]
    seen = {
        name: pl.concat(
            [getattr(screened, name).clear(), *(parts[name][a] for a in areas if a in parts[name])]
        )
        for name in AREA
    }
    # Its authorities are its own: of no other is there a row that could be by name.
    return replace(
        screened,
        **{name: table.drop("by_name") for name, table in seen.items()},
        receipts=screened.receipts.clear(),
    )


def _unnamed(table: pl.DataFrame) -> pl.DataFrame:
    """Service returns of one authority, withheld."""
    because = pl.when("by_name").then(pl.lit(BY_NAME))
    numbers = [name for name in NUMBERS if name in table.columns]
    return table.with_columns(withhold(because, numbers)).drop("by_name")
