"""Answers to the surveys of IRO services, and who gave them."""

from collections.abc import Iterable

import polars as pl

from iro_pipeline.questionnaires import CONTACT, SPEAKS, Asked, Questionnaire

RESPONDENT = ["authority", "period", "respondent", "role", "speaker", "answered_on"]
ORIGIN = ["arrival", "line"]


def answer(form: Questionnaire, responses: pl.LazyFrame) -> pl.LazyFrame:
    """
    One row per respondent and question answered.

    `score`: on the scales, whose codes are digits; null where codes are words or letters. A
    question asked twice is two questions: its copy never fills a gap.
    """
    there = set(responses.collect_schema())
    asked = [each for each in form.questions if each.name in there]
    return (
        responses.with_columns(_who(form, there))
        .with_columns(speaker=_speaker())
        .select(*RESPONDENT, *ORIGIN, *(_said(each) for each in asked))
        .unpivot(index=RESPONDENT + ORIGIN, variable_name="question", value_name="answer")
        .drop_nulls("answer")
        .with_columns(
            questionnaire=pl.lit(f"{form.source}/{form.table}"),
            chosen=_chosen(),
            score=pl.when(pl.col("question").is_in(_numbered(asked)))
            .then("answer")
            .cast(pl.Int64, strict=False),
        )
        .select(
            *("questionnaire", *RESPONDENT[:-1], "chosen", "question", "answer", "score", *ORIGIN)
        )
        .sort("questionnaire", "authority", "period", "respondent", "question")
    )


def form(asked: Questionnaire, responses: pl.LazyFrame) -> pl.LazyFrame:
    """
    One row per form that came back: how many of its questions it was asked, and answered.

    `agreed` is null where the form did not ask; `chosen` is that of the form's answers.
    """
    there = set(responses.collect_schema())
    questions = [each for each in asked.questions if each.name in there]
    said = pl.sum_horizontal(_said(each).is_not_null() for each in questions)
    return (
        responses.with_columns(_who(asked, there))
        .select(
            *("authority", "period", "respondent"),
            questionnaire=pl.lit(f"{asked.source}/{asked.table}"),
            speaker=_speaker(),
            asked=pl.lit(len(questions), pl.Int64),
            answered=said.cast(pl.Int64),
            chosen=_chosen(said == 0),
            agreed=CONTACT if CONTACT in there else pl.lit(None, pl.Boolean),
            arrival="arrival",
            line="line",
        )
        .sort("questionnaire", "authority", "period", "respondent")
    )


def _who(form: Questionnaire, there: set[str]) -> list[pl.Expr]:
    """The respondent's role, and when they answered, where the form tells."""
    on = [] if "answered_on" in there else [pl.lit(None, pl.Date).alias("answered_on")]
    if form.role:
        return [pl.lit(form.role).alias("role"), *on]
    if "role_other_given" not in there:
        return on
    described = pl.col("role").is_null() & pl.col("role_other_given")
    return [pl.when(described).then(pl.lit("other")).otherwise("role").alias("role"), *on]


def _said(each: Asked) -> pl.Expr:
    """The answer as a code; a comment alone may be what none of the options could say."""
    answer = pl.col(each.name)
    if each.terms.treatment == "yes_no":
        answer = pl.when(answer).then(pl.lit("yes")).when(~answer).then(pl.lit("no"))
    if each.terms.comment_alone:
        alone = answer.is_null() & pl.col(each.terms.comment)
        answer = pl.when(alone).then(pl.lit(each.terms.comment_alone)).otherwise(answer)
    return answer.alias(each.name)


def _numbered(asked: Iterable[Asked]) -> list[str]:
    """The questions whose codes are the numbers of a scale."""
    return [each.name for each in asked if each.codes and all(map(str.isdigit, each.codes))]


def _speaker() -> pl.Expr:
    return pl.col("role").replace_strict(
        SPEAKS, default=pl.lit("practitioner"), return_dtype=pl.String
    )


def _chosen(*after: pl.Expr) -> pl.Expr:
    """
    Of an authority's service returns one speaks for it: the most senior, then the latest.

    The smallest respondent key breaks a tie. A return that answers nothing has no rows by now, or
    comes `after` the others.
    """
    speaker = _speaker()
    seniority = pl.col("role").replace_strict([*SPEAKS], range(len(SPEAKS)), default=None)
    order = [*after, seniority, "answered_on", "respondent"]
    down = [*(False for _ in after), False, True, False]
    returns = pl.col("respondent").sort_by(order, descending=down, nulls_last=True)
    speaks = returns.first().over("authority", "period", speaker) == pl.col("respondent")
    return speaks | (speaker == "practitioner")
