"""Why a figure may not be shown: by itself, and by whose answers and returns it is made of."""

import polars as pl

from iro_pipeline.disclosure.people import service_return
from iro_pipeline.disclosure.thresholds import Thresholds

MEASURE = ["indicator", "period", "speaker"]
ONE_QUESTION = ["level", "area", "question", "period", "speaker"]
ABOVE = pl.col("level") != "authority"
ANSWERS = pl.col("speaker") == "practitioner"


def judged(figures: pl.DataFrame, limits: Thresholds) -> pl.DataFrame:
    """`figures` (of every area, with their terms and `largest`) and why each is `withheld`."""
    told = _with_members(figures).with_columns(
        withheld=pl.coalesce(
            limits.withheld(), estimable(limits), _agreed(limits), _one_answer(limits)
        )
    )
    return told.drop("second", "agree")


def estimable(limits: Thresholds) -> pl.Expr:
    """
    Why an area's practitioners may not be shown where one authority could work out another's.

    The p % rule: the second largest takes its own from the total, and has the largest's to within
    what the others are. Reads level, speaker, n, largest and second.
    """
    others = pl.col("n") - pl.col("largest") - pl.col("second")
    near = 100 * others < limits.p_percent * pl.col("largest")
    return pl.when(ABOVE & ANSWERS & near).then(limits.one_authority())


def second_most(answers: str) -> pl.Expr:
    """Of a group's authorities, the answers of the one with the next most; 0 of one alone."""
    return pl.col(answers).sort(descending=True).slice(1, 1).sum()


def agreed(value: str) -> pl.Expr:
    """Whether all members of a group that have a value have the same."""
    return pl.col(value).min() == pl.col(value).max()


def _agreed(limits: Thresholds) -> pl.Expr:
    """Of services that say the same their aggregate says it of each; by name it is seen inside."""
    return pl.when(ABOVE & service_return() & pl.col("agree")).then(limits.few_authorities())


def _one_answer(limits: Thresholds) -> pl.Expr:
    """All of a question's answers where everyone gave the same of them: the noughts would tell."""
    same = pl.col("question").is_not_null() & limits.alike().any().over(ONE_QUESTION)
    return pl.when(same).then(limits.few_people())


def _with_members(figures: pl.DataFrame) -> pl.DataFrame:
    """Beside each area above an authority what the rules ask of its members' own figures."""
    own = figures.filter(~ABOVE)
    told = [second_most("n").alias("second"), agreed("value").alias("agree")]
    above = pl.concat(
        [
            own.group_by(*MEASURE, "region").agg(told).with_columns(level=pl.lit("region")),
            own.group_by(MEASURE)
            .agg(told)
            .with_columns(level=pl.lit("england"), region=pl.lit(None, pl.String)),
        ],
        how="diagonal",
    )
    return figures.join(
        above, on=[*MEASURE, "level", "region"], how="left", nulls_equal=True, maintain_order="left"
    )
