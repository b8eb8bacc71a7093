"""Every indicator we publish, in the order we publish them."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from itertools import groupby
from operator import attrgetter
from typing import Any

import polars as pl

from iro_pipeline.indicators import (
    Indicator,
    allocation,
    answers,
    cafcass,
    caseload,
    data_quality,
    disputes,
    lateness,
    participation,
    quality,
    records,
    resourcing,
    timeliness,
    together,
)
from iro_pipeline.statute import newest

# What records tell. Questions of surveys say in their contracts which theme is theirs: one of
# these, or another that follows them.
RECORDS: Mapping[str, tuple[Indicator, ...]] = {
    "Caseload": caseload.INDICATORS,
    "Resourcing": resourcing.INDICATORS,
    "Allocation": allocation.INDICATORS,
    "Cafcass and the courts": cafcass.INDICATORS,
    "Timeliness": (*timeliness.INDICATORS, *lateness.INDICATORS),
    "Participation": participation.INDICATORS,
    "Records and follow-up": records.INDICATORS,
    "Disputes": disputes.INDICATORS,
    "Quality assurance": quality.INDICATORS,
    "Data quality": data_quality.INDICATORS,
}
_ASKED = answers.by_theme()
THEMES: Mapping[str, tuple[Indicator, ...]] = {
    theme: (*_ASKED.get(theme, ()), *RECORDS.get(theme, ())) for theme in {**RECORDS, **_ASKED}
}
INDICATORS = tuple(indicator for theme in THEMES.values() for indicator in theme)

TERMS: dict[str, type[pl.DataType]] = {
    "name": pl.String,
    "code": pl.String,
    "title": pl.String,
    "headline": pl.Boolean,
    "fact": pl.String,
    "counts": pl.String,
    "out_of": pl.String,
    "counted_by": pl.String,
    "unit": pl.String,
    "scale": pl.Int64,
    "decimals": pl.Int64,
    "counted": pl.Boolean,
    "chance": pl.String,
    "better": pl.String,
    "standard": pl.String,
    "basis": pl.String,
    "caveat": pl.String,
    "speaker": pl.String,
    "question": pl.String,
    "dated": pl.String,
    "finest": pl.String,
}
ASKED: dict[str, type[pl.DataType]] = {
    "asks_at_least": pl.Float64,
    "asks_at_most": pl.Float64,
    "standard_words": pl.String,
    "standard_force": pl.String,
    "standard_from": pl.Date,
}


def indicators(facts: Mapping[str, pl.LazyFrame]) -> pl.LazyFrame:
    """One row per indicator, authority and period; `facts` by their tables' names."""
    recorded = [each for theme in RECORDS.values() for each in theme]
    measured = [together(list(listed), facts[fact]) for fact, listed in _alike(recorded, "fact")]
    asked = answers.measured(facts["answer"])
    return pl.concat([asked, *measured]).sort("indicator", "authority", "period")


def by_quarter(facts: Mapping[str, pl.LazyFrame]) -> pl.LazyFrame:
    """One row per indicator whose events have a day, authority and quarter of a year."""
    measured = [
        together(list(listed), facts[fact], by="quarter")
        for (fact, _), listed in _alike(
            [each for each in INDICATORS if each.dated], "fact", "dated"
        )
    ]
    return pl.concat(measured).sort("indicator", "authority", "period", "quarter")


def of_areas_only() -> pl.Expr:
    """Whether an indicator is told of regions and of England only, and of no authority."""
    return pl.col("indicator").is_in([each.name for each in INDICATORS if each.finest == "region"])


def _alike(listed: Iterable[Indicator], *terms: str) -> Iterator[tuple[Any, Iterator[Indicator]]]:
    """Those with the same terms together."""
    same = attrgetter(*terms)
    return groupby(sorted(listed, key=same), same)


@cache
def terms() -> pl.LazyFrame:
    """What must be known of an indicator beside its values, one row each, in their order."""
    rows = [
        {term: getattr(each, term) for term in TERMS} | _asked(each.standard) for each in INDICATORS
    ]
    return pl.LazyFrame(rows, schema=TERMS | ASKED).rename({"name": "indicator"})


def _asked(name: str | None) -> dict[str, Any]:
    """What its standard asks of its value today; nothing where there is none."""
    if name is None:
        return dict.fromkeys(ASKED)
    row = newest(name)
    return {
        "asks_at_least": row.asks_at_least,
        "asks_at_most": row.asks_at_most,
        "standard_words": row.words,
        "standard_force": row.force,
        "standard_from": row.valid_from,
    }
