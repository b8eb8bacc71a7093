"""The one gate to a publication: what comes through is `Protected`, and nothing else makes one."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import InitVar, dataclass
from types import MappingProxyType

import polars as pl
import pyarrow as pa

from iro_pipeline.disclosure import survey
from iro_pipeline.disclosure.audiences import Audience, View
from iro_pipeline.disclosure.screen import Tables, screen
from iro_pipeline.disclosure.sheets import Sheet, drawn_up

# The tables that are about areas, and the column that says which.
AREA = {
    "figures": "area",
    "benchmarks": "authority",
    "caseload_bands": "area",
    "coverage": "area",
    "series": "area",
    "trends": "area",
    "published_figures": "authority",
}
SURVEY_AREAS = dict.fromkeys(
    [
        *("survey_estimates", "survey_gaps", "survey_scores", "survey_coverage"),
        *("caseload_reported", "caseload_bounds"),
    ],
    "area",
)
# Those of one network, told to it and to the authorities whose neighbours they are.
AGREED = "agreed_to_contact"
OF_ALL = ("indicators", "authorities", "spread")
OF_ONE_AUTHORITY = (
    *("figures", "benchmarks", "series", "trends", "published_figures"),
    *("survey_gaps", "survey_scores", "caseload_reported", AGREED),
)
# Those of one authority that hold nothing for some of them.
OF_SOME = (
    *("series", "trends", "published_figures"),
    *("survey_gaps", "survey_scores", "caseload_reported", AGREED),
)

_SEAL = object()


@dataclass(frozen=True)
class Protected:
    """One audience's tables, fit for it to see, and unchangeable. Only `protect` can make one."""

    audience: Audience
    tables: Mapping[str, pa.Table]
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
    sheets = {name: Sheet.of(name, getattr(screened, name), area) for name, area in AREA.items()}
    sheets |= {
        name: Sheet.of(name, screened.survey[name], area, survey.NUMBERS[name])
        for name, area in SURVEY_AREAS.items()
    }
    sheets[AGREED] = Sheet.of(AGREED, screened.agreed_to_contact, "authority")
    neighbours = _neighbours(tables.groups)
    national = {name: rows for name, rows in screened.survey.items() if name not in SURVEY_AREAS}
    common = {name: drawn_up(name, getattr(screened, name)) for name in OF_ALL}
    common |= {name: drawn_up(name, rows) for name, rows in national.items()}
    receipts = {"receipts": drawn_up("receipts", screened.receipts)}
    register = screened.authorities.rows(named=True)
    for audience in audiences:
        view = View.of(audience, register)
        if view.is_public:
            told = {name: sheet for name, sheet in sheets.items() if name != AGREED}
            seen = {name: sheet.unnamed for name, sheet in told.items()} | receipts
        else:
            near = {*view.network, *neighbours.get(audience.area, ())}
            seen = _seen(sheets, view, audience, near)
        yield Protected(audience, MappingProxyType(seen | common), _SEAL)


def _seen(
    sheets: Mapping[str, Sheet], view: View, audience: Audience, near: Iterable[str]
) -> dict[str, pa.Table]:
    """
    Its authorities are its own: of no other is there a row that could be by name.

    But those `near` that agreed to be contacted: it is what they agreed to.
    """
    alone = audience.kind == "authority"
    areas = {*view.own, *view.above}
    seen = {
        name: sheets[name].about(near if name == AGREED else areas)
        for name in (OF_ONE_AUTHORITY if alone else sheets)
    }
    # Few councils published anything: the folders of the others hold no empty table.
    return {
        name: rows
        for name, rows in seen.items()
        if rows.num_rows or not alone or name not in OF_SOME
    }


def _neighbours(groups: pl.DataFrame) -> dict[str, list[str]]:
    """Of each authority its statistical neighbours, by the newest list."""
    newest = pl.col("period") == pl.col("period").max()
    listed = groups.filter(peer_group="statistical_neighbours").filter(newest)
    return dict(listed.group_by("authority").agg("member").iter_rows())
