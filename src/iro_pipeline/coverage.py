"""Coverage: who sent what."""

from collections.abc import Mapping

import polars as pl

from iro_pipeline.benchmarks import AREA, OWNER, areas_of, there_are

# Which fact shows that an authority is in what a source sent; answers say themselves which.
SOURCES = {
    "ssda903": "looked_after",
    "iro_service": "service",
    "iro_allocation": "iro",
    "dispute_log": "challenges",
    "review_records": "record",
    "cafcass_enquiries": "enquiries",
    "cla_statistics": "cla_statistic",
}
WHO = ["source", "period", "speaker"]


def coverage(facts: Mapping[str, pl.LazyFrame], authorities: pl.LazyFrame) -> pl.LazyFrame:
    """
    One row per source, period, speaker and area: authorities in what it sent, of those there are.

    Every area has a row for a period in which anyone sent. `respondents` are a survey's.
    """
    recorded = (_sent(source, facts[fact]) for source, fact in SOURCES.items())
    sent = pl.concat([*recorded, _answered(facts["answer"])])
    areas = areas_of(authorities)
    counted = (
        sent.join(areas, on=OWNER)
        .group_by(*WHO, "level", "area")
        .agg(pl.sum("respondents"), authorities=pl.len().cast(pl.Int64))
    )
    surveyed = pl.col("speaker") != "records"
    return (
        there_are(areas)
        .join(sent.select(WHO).unique(), on="period")
        .join(counted, on=[*WHO, "level", "area"], how="left")
        .select(
            *WHO,
            *AREA,
            pl.col("authorities").fill_null(0),
            "of",
            pl.when(surveyed).then(pl.col("respondents").fill_null(0)),
        )
        .sort(*WHO, "level", "area")
    )


def _sent(source: str, fact: pl.LazyFrame) -> pl.LazyFrame:
    return (
        fact.select(OWNER)
        .unique()
        .select(
            *OWNER,
            speaker=pl.lit("records"),
            respondents=pl.lit(None, pl.Int64),
            source=pl.lit(source),
        )
    )


def _answered(answers: pl.LazyFrame) -> pl.LazyFrame:
    source = pl.col("questionnaire").str.extract("^([^/]+)")
    return (
        answers.group_by(*OWNER, "speaker", source=source)
        .agg(respondents=pl.col("respondent").n_unique().cast(pl.Int64))
        .select(*OWNER, "speaker", "respondents", "source")
    )
