"""Questions that a form asks twice: how far people agree with themselves."""

from collections.abc import Iterator
from itertools import combinations

import polars as pl

from iro_pipeline.benchmarks.limits import limits
from iro_pipeline.questionnaires import Asked, questionnaires
from iro_pipeline.statistics.agreement import agreement

WAVE = ["period", "speaker"]
AGREED = {
    **{"question": pl.String, "again": pl.String, "period": pl.Int64, "speaker": pl.String},
    **{"answers": pl.Int64, "authorities": pl.Int64, "largest": pl.Int64},
    **dict.fromkeys(["exact", "within_one", "kappa", "lower", "upper"], pl.Float64),
}
REACH = limits().z  # standard errors to either end of an interval


def agreements(answers: pl.DataFrame) -> pl.DataFrame:
    """
    One row per pair of questions worded alike, wave and speaker: all respondents who answered both.

    `exact` and `within_one` are percentages; `kappa` is quadratic-weighted, with its 95 % interval.
    """
    rows = [
        {"question": one.name, "again": two.name, **row}
        for one, two in _pairs()
        for row in _compared(answers, one, two)
    ]
    return pl.DataFrame(rows, schema=AGREED).fill_nan(None)


def _pairs() -> Iterator[tuple[Asked, Asked]]:
    for form in questionnaires():
        for first in form.questions:
            copies = [each for each in form.questions if each.terms.replicate_of == first.name]
            if copies:
                yield from combinations([first, *copies], 2)


def _compared(answers: pl.DataFrame, one: Asked, two: Asked) -> Iterator[dict[str, object]]:
    who = [*WAVE, "authority", "respondent"]
    first, second = (
        answers.filter(pl.col("question") == each.name).select(*who, "score") for each in (one, two)
    )
    both = first.join(second, on=who, suffix="_again").drop_nulls().sort(who)
    low, high = one.ends
    for (period, speaker), pairs in both.group_by(WAVE, maintain_order=True):
        scores = (pairs[name].to_numpy() - low + 1 for name in ("score", "score_again"))
        found = agreement(*scores, options=high - low + 1)
        yield {
            "period": period,
            "speaker": speaker,
            "answers": found.n,
            "authorities": pairs["authority"].n_unique(),
            "largest": pairs["authority"].value_counts()["count"].max(),
            "exact": 100 * found.exact,
            "within_one": 100 * found.within_one,
            "kappa": found.kappa,
            "lower": max(-1, found.kappa - REACH * found.error),
            "upper": min(1, found.kappa + REACH * found.error),
        }
