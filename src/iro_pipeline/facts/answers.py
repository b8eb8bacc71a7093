"""Answers to the surveys of IRO services, and who gave them."""

import polars as pl
from polars import selectors as cs

# A manager or head of service answers for the authority, the most senior first. Anyone else is a
# person with a view of their employer and protected as one, above all who did not give a role.
SERVICE = ["head_of_service", "iro_manager"]

# Columns such as q15_service_resourced; boxes that were filled in or not are booleans.
QUESTIONS = cs.matches(r"^q\d\d_") & cs.string()
RESPONDENT = ["authority", "period", "respondent", "role", "speaker", "answered_on"]
ORIGIN = ["arrival", "line"]


def answer(responses: pl.LazyFrame) -> pl.LazyFrame:
    """
    One row per respondent and question answered.

    `score`: 1 to 5 on the scales, whose codes are digits; null where codes are words or letters.
    A question asked twice is two questions: its copy never fills a gap.
    """
    return (
        responses.with_columns(role=_role(), q05_caseload_band=_caseload_band())
        .with_columns(speaker=_speaker())
        .unpivot(
            QUESTIONS,
            index=RESPONDENT + ORIGIN,
            variable_name="question",
            value_name="answer",
        )
        .drop_nulls("answer")
        .with_columns(chosen=_chosen(), score=pl.col("answer").cast(pl.Int64, strict=False))
        .select(*RESPONDENT[:-1], "chosen", "question", "answer", "score", *ORIGIN)
        .sort("authority", "period", "respondent", "question")
    )


def _role() -> pl.Expr:
    described = pl.col("role").is_null() & pl.col("role_other_given")
    return pl.when(described).then(pl.lit("other")).otherwise("role")


def _caseload_band() -> pl.Expr:
    """A comment alone is an answer that none of the form's bands could hold."""
    comment_alone = pl.col("q05_caseload_band").is_null() & pl.col("q05_comment_given")
    return pl.when(comment_alone).then(pl.lit("unclassifiable")).otherwise("q05_caseload_band")


def _speaker() -> pl.Expr:
    for_the_authority = pl.col("role").is_in(SERVICE)
    return pl.when(for_the_authority).then(pl.lit("service")).otherwise(pl.lit("practitioner"))


def _chosen() -> pl.Expr:
    """
    Of an authority's service returns one speaks for it: the most senior, then the latest.

    The smallest respondent key breaks a tie. A return that answers nothing has no rows by now.
    """
    seniority = pl.col("role").replace_strict(SERVICE, range(len(SERVICE)), default=None)
    order = [seniority, "answered_on", "respondent"]
    returns = pl.col("respondent").sort_by(order, descending=[False, True, False], nulls_last=True)
    speaks = returns.first().over("authority", "period", "speaker") == pl.col("respondent")
    return speaks | (pl.col("speaker") == "practitioner")
