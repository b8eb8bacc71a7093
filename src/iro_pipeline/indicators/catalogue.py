"""Every indicator we publish, in the order we publish them."""

from collections.abc import Iterable, Mapping

import polars as pl

from iro_pipeline.indicators import (
    Indicator,
    answers,
    cafcass,
    caseload,
    disputes,
    participation,
    records,
    timeliness,
)

# What records tell. Questions of surveys say in their contracts which theme is theirs: one of
# these, or another that follows them.
RECORDS: Mapping[str, tuple[Indicator, ...]] = {
    "Caseload": caseload.INDICATORS,
    "Resourcing": (),
    "Cafcass and the courts": cafcass.INDICATORS,
    "Timeliness": timeliness.INDICATORS,
    "Participation": participation.INDICATORS,
    "Records and follow-up": records.INDICATORS,
    "Disputes": disputes.INDICATORS,
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
    "fact": pl.String,
    "unit": pl.String,
    "scale": pl.Int64,
    "decimals": pl.Int64,
    "counted": pl.Boolean,
    "better": pl.String,
    "standard": pl.String,
    "basis": pl.String,
    "caveat": pl.String,
    "speaker": pl.String,
    "question": pl.String,
}


def indicators(facts: Mapping[str, pl.LazyFrame]) -> pl.LazyFrame:
    """One row per indicator, authority and period; `facts` by their tables' names."""
    recorded = (each for theme in RECORDS.values() for each in theme)
    measured = [each.measure(facts[each.fact]) for each in recorded]
    asked = answers.measured(facts["answer"])
    return pl.concat([asked, *measured]).sort("indicator", "authority", "period")


def terms(catalogue: Iterable[Indicator] = INDICATORS) -> pl.LazyFrame:
    """What must be known of an indicator beside its values, one row each, in their order."""
    rows = [{term: getattr(each, term) for term in TERMS} for each in catalogue]
    return pl.LazyFrame(rows, schema=TERMS).rename({"name": "indicator"})
