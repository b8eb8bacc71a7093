"""Who answered a survey, in how many authorities, and which questions they left out."""

import polars as pl

from iro_pipeline.benchmarks import AREA, OWNER, there_are
from iro_pipeline.survey.spoken import role_group

WAVE = ["source", "period", "speaker"]
SEVERAL = (3, 5)  # answers of an authority, beside any at all


def coverage(answers: pl.DataFrame, workforce: pl.DataFrame, areas: pl.DataFrame) -> pl.DataFrame:
    """
    One row per survey, wave, speaker, role group and area (England, regions), whoever answered.

    `children_share`: of the area's looked-after children those in authorities that answered. Role
    groups are told for England alone. A return that answers nothing has no rows by now.
    """
    each = _respondents(answers)
    apart = each.filter(pl.col("speaker") == "practitioner")
    together = each.with_columns(role_group=pl.lit("all"))
    key = [*WAVE, "role_group"]
    there = (
        pl.concat([together, apart])
        .group_by(*key, *OWNER[:1])
        .agg(respondents=pl.col("respondent").n_unique().cast(pl.Int64))
        .join(areas.filter(pl.col("level") != "authority"), on=OWNER)
        .join(workforce.select(*OWNER, "children"), on=OWNER, how="left")
        .group_by(*key, "area")
        .agg(
            pl.sum("respondents", "children"),
            authorities=pl.len().cast(pl.Int64),
            largest=pl.max("respondents"),
            **{f"authorities_{n}": _at_least(n) for n in SEVERAL},
        )
    )
    counts = ["respondents", "authorities", *(f"authorities_{n}" for n in SEVERAL)]
    return (
        _areas(areas, workforce)
        .join(there.select(key).unique(), on="period")
        .filter((pl.col("role_group") == "all") | (pl.col("level") == "england"))
        .join(there, on=[*key, "area"], how="left")
        .with_columns(pl.col(*counts, "children").fill_null(0))
        .with_columns(children_share=100 * pl.col("children") / pl.col("all_children"))
        .select(*key, *AREA, *counts, "of", "children_share", "largest")
        .sort(*key, "level", "area")
    )


def non_response(answers: pl.DataFrame) -> pl.DataFrame:
    """
    One row per question, wave and speaker in England: `value` % of respondents left it out.

    Of questions that anyone answered in the wave; respondents are those of its questionnaire who
    speak and answered anything.
    """
    spoke = answers.filter("chosen")
    wave = ["questionnaire", "period", "speaker"]
    who = spoke.group_by(wave).agg(
        respondents=pl.col("respondent").n_unique().cast(pl.Int64),
        authorities=pl.col("authority").n_unique().cast(pl.Int64),
    )
    given = spoke.group_by(*wave, "question").agg(answered=pl.len().cast(pl.Int64))
    asked = given.select("questionnaire", "period", "question").unique()
    largest = (
        spoke.group_by(*wave, "authority")
        .agg(n=pl.col("respondent").n_unique())
        .group_by(wave)
        .agg(largest=pl.max("n").cast(pl.Int64))
    )
    left = pl.col("respondents") - pl.col("answered")
    return (
        asked.join(who, on=wave[:2])
        .join(given, on=[*wave, "question"], how="left")
        .join(largest, on=wave)
        .with_columns(pl.col("answered").fill_null(0))
        .with_columns(value=100 * left / pl.col("respondents"))
        .select("question", "period", "speaker", "value", "answered", "respondents",
                "authorities", "largest")
        .sort("question", "period", "speaker")
    )  # fmt: skip


def _respondents(answers: pl.DataFrame) -> pl.DataFrame:
    return (
        answers.with_columns(
            source=pl.col("questionnaire").str.extract("^([^/]+)"), role_group=role_group()
        )
        .select(*WAVE, "authority", "respondent", "role_group")
        .unique()
    )


def _areas(areas: pl.DataFrame, workforce: pl.DataFrame) -> pl.DataFrame:
    """All that there are above an authority, with all their children as far as known."""
    children = (
        areas.join(workforce.select(*OWNER, "children"), on=OWNER)
        .group_by("period", "area")
        .agg(all_children=pl.when(pl.sum("children") > 0).then(pl.sum("children")))
    )
    there = there_are(areas.lazy()).collect().filter(pl.col("level") != "authority")
    return there.join(children, on=["period", "area"], how="left")


def _at_least(n: int) -> pl.Expr:
    return (pl.col("respondents") >= n).sum().cast(pl.Int64)
