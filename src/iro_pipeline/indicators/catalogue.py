"""Every indicator we publish, in the order we publish them."""

from collections.abc import Iterable, Mapping

import polars as pl

from iro_pipeline.indicators import (
    Indicator,
    cafcass,
    caseload,
    disputes,
    participation,
    records,
    resourcing,
    timeliness,
)

THEMES: Mapping[str, tuple[Indicator, ...]] = {
    "Caseload": caseload.INDICATORS,
    "Resourcing": resourcing.INDICATORS,
    "Cafcass and the courts": cafcass.INDICATORS,
    "Timeliness": timeliness.INDICATORS,
    "Participation": participation.INDICATORS,
    "Records and follow-up": records.INDICATORS,
    "Disputes": disputes.INDICATORS,
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
    measured = [each.measure(facts[each.fact]) for each in INDICATORS]
    return pl.concat(measured).sort("indicator", "authority", "period")


def terms(catalogue: Iterable[Indicator] = INDICATORS) -> pl.LazyFrame:
    """What must be known of an indicator beside its values, one row each, in their order."""
    rows = [{term: getattr(each, term) for term in TERMS} for each in catalogue]
    return pl.LazyFrame(rows, schema=TERMS).rename({"name": "indicator"})
