"""Scores: a few questions that belong together, and how far they hold together."""

import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

import polars as pl

from iro_pipeline.benchmarks import AREA, OWNER
from iro_pipeline.places import REFERENCE
from iro_pipeline.questionnaires import asked
from iro_pipeline.survey.spoken import MEASURE, by_authority
from iro_pipeline.survey.votes import votes, with_ends, within

SCORED = ["score_name", "period", "speaker"]
NUMBERS = ["value", "lower", "upper", "answers", "authorities", "of", "largest", "second"]


@dataclass(frozen=True)
class Score:
    """A row of reference/scores.toml."""

    name: str
    title: str
    items: tuple[str, ...]
    tried: tuple[str, ...]
    reason: str
    source: str


@cache
def declared() -> tuple[Score, ...]:
    """Every score, each with the questions in it and those left out on purpose."""
    told = tomllib.loads((REFERENCE / "scores.toml").read_text(encoding="utf-8"))["scores"]
    return tuple(
        Score(each["name"], each["title"], tuple(each["items"]), tuple(each["tried"]),
              each["reason"], each["source"])
        for each in told
    )  # fmt: skip


def item_answers(answers: pl.DataFrame) -> pl.DataFrame:
    """
    One row per respondent who speaks and question of any score.

    `item` is the answer on its scale, `best` whether it is one of the two best.
    """
    names = {name for each in declared() for name in (*each.items, *each.tried)}
    highest = {name: asked(name).ends[1] for name in sorted(names)}
    top = pl.col("question").replace_strict(highest, return_dtype=pl.Int64)
    return (
        answers.filter(pl.col("question").is_in(list(highest)), pl.col("chosen"))
        .with_columns(best=(pl.col("score") >= top - 1).cast(pl.Int64))
        .select("questionnaire", "period", "speaker", "authority", "respondent", "question",
                "best", item="score")
        .sort("period", "speaker", "authority", "respondent", "question")
    )  # fmt: skip


def shares(items: pl.DataFrame, name: str, questions: Sequence[str]) -> pl.DataFrame:
    """
    One row per respondent: the percentage of the questions with one of the two best answers.

    Of whoever answered more than half of them, in waves in which all were asked.
    """
    of_it = items.filter(pl.col("question").is_in(questions))
    waves = of_it.group_by("period").agg(pl.col("question").n_unique())
    asked_all = waves.filter(pl.col("question") == len(questions)).select("period")
    who = ["questionnaire", "period", "speaker", "authority", "respondent"]
    return (
        of_it.join(asked_all, on="period", how="semi", maintain_order="left")
        .group_by(who, maintain_order=True)
        .agg(value=100 * pl.sum("best") / pl.len(), answered=pl.len())
        .filter(2 * pl.col("answered") > len(questions))
        .select(*who, "value", indicator=pl.lit(name), role_group=pl.lit("all"))
    )


def scores(items: pl.DataFrame, areas: pl.DataFrame) -> pl.DataFrame:
    """
    One row per score, wave, speaker and area: England, regions, and authorities' own returns.

    Above an authority each authority is one vote.
    """
    told = pl.concat(shares(items, each.name, each.items) for each in declared())
    told = told.sort(*MEASURE, "authority", "respondent")
    own = by_authority(told, "role_group")
    units = pl.DataFrame({"indicator": [each.name for each in declared()]}).with_columns(
        unit=pl.lit("percent"), low=pl.lit(0.0), high=pl.lit(100.0)
    )
    above = with_ends(votes(own, within(told), areas), units)
    itself = own.filter(pl.col("speaker") != "practitioner").join(
        areas.filter(pl.col("level") == "authority"), on=OWNER
    )
    alone = {"authorities": pl.lit(1, pl.Int64), "second": pl.lit(0, pl.Int64)}
    one = itself.with_columns(largest="answers", **alone)
    return (
        pl.concat([above, one], how="diagonal")
        .rename({"indicator": "score_name"})
        .select(*SCORED, *AREA, *NUMBERS)
        .sort(*SCORED, "level", "area")
    )


class Variant(NamedTuple):
    """A score with one question left out or added."""

    change: str
    question: str
    items: tuple[str, ...]


def variants(score: Score) -> Iterator[Variant]:
    """The score with each of its questions left out, and with each of those tried put in."""
    for left in score.items:
        yield Variant("left out", left, tuple(each for each in score.items if each != left))
    for added in score.tried:
        yield Variant("added", added, (*score.items, added))
