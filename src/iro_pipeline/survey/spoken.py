"""What each respondent's answer counts for, in every measure of its question."""

from functools import cache

import polars as pl

from iro_pipeline.indicators import total
from iro_pipeline.indicators.catalogue import INDICATORS
from iro_pipeline.questionnaires import Asked, questionnaires

MEASURE = ["indicator", "period", "speaker"]
ROLES = {"iro": "iro", "iro_combined": "iro_combined"}
SPOKEN = {
    "questionnaire": pl.String,
    **{"indicator": pl.String, "period": pl.Int64, "speaker": pl.String, "role_group": pl.String},
    **{"authority": pl.String, "respondent": pl.String, "value": pl.Float64},
}


def spoken(answers: pl.DataFrame) -> pl.DataFrame:
    """
    One row per measure of a question and respondent who speaks; `value` in the measure's unit.

    A share is 0 or 100. `role_group` of whoever is neither kind of IRO, or gave no role, is other.
    """
    return (
        answers.filter("chosen")
        .join(readings(), on=["question", "speaker", "answer"])
        .with_columns(role_group=role_group())
        .select(*SPOKEN)
        .sort(*MEASURE, "authority", "respondent")
    )


def role_group() -> pl.Expr:
    """Of a respondent's `role`; whoever is neither kind of IRO is `other`."""
    return pl.col("role").replace_strict(ROLES, default="other", return_dtype=pl.String)


def by_authority(spoken: pl.DataFrame, *apart: str) -> pl.DataFrame:
    """One row per measure and authority: its own figure, the mean of `answers`; `apart` as well."""
    key = [*MEASURE, *apart, "authority"]
    return (
        spoken.group_by(key, maintain_order=True)
        .agg(total("value"), answers=pl.len().cast(pl.Int64))
        .with_columns(value=pl.col("value") / pl.col("answers"))
    )


@cache
def readings() -> pl.DataFrame:
    """
    One row per possible answer, speaker and measure it counts in; `value` is what it counts for.

    The measures are the catalogue's, and their own numerators say it. A question's copy has none.
    """
    rows = pl.DataFrame(
        [
            {"question": asked.name, "answer": answer, "speaker": speaker, "chosen": True}
            for form in questionnaires()
            for asked in form.questions
            for answer in _possible(asked)
            for speaker in form.speakers
        ]
    ).with_columns(score=pl.col("answer").cast(pl.Int64, strict=False))
    measures = {
        each.name: pl.when(each.denominator).then(each.numerator.cast(pl.Float64) * each.scale)
        for each in INDICATORS
        if each.fact == "answer" and each.denominator is not None
    }
    key = ["question", "answer", "speaker"]
    told = rows.select(*key, **measures)
    return told.unpivot(index=key, variable_name="indicator").drop_nulls("value")


def _possible(asked: Asked) -> list[str]:
    if asked.terms.treatment == "yes_no":
        return ["yes", "no"]
    return [*asked.answers]
