"""Whether a question was answered differently than in the wave before."""

from collections.abc import Iterator
from itertools import pairwise

import polars as pl

from iro_pipeline.questionnaires import questionnaires
from iro_pipeline.reference import register
from iro_pipeline.statistics.ordinal import shift

CONFIDENCE = 0.95
SHIFTED = {
    **{"question": pl.String, "speaker": pl.String, "period": pl.Int64},
    **{"earlier_period": pl.Int64, "basis": pl.String},
    **dict.fromkeys(["ridit", "error", "lower", "upper", "p_value"], pl.Float64),
    "beyond_chance": pl.Boolean,
    **{"answers": pl.Int64, "answers_earlier": pl.Int64, "authorities": pl.Int64},
    **{"authorities_earlier": pl.Int64, "largest": pl.Int64, "largest_earlier": pl.Int64},
}


def shifts(answers: pl.DataFrame) -> pl.DataFrame:
    """
    One row per scored question, speaker and two waves in a row that asked it on the same scale.

    Twice: `all` who answered, and the `same` authorities in both. `ridit`: the chance that one of
    the later answers is higher than one of the earlier, a tie counting half.
    """
    scored = [
        each.name
        for form in questionnaires()
        for each in form.questions
        if each.terms.treatment == "scored" and not each.terms.replicate_of
    ]
    lasting = register().select("la_code", authority="gss_code").unique()
    given = (
        answers.filter(pl.col("question").is_in(scored), pl.col("chosen"))
        .join(lasting, on="authority")
        .sort("question", "speaker", "period", "la_code", "respondent")
    )
    rows = [
        {"question": question, "speaker": speaker, **row}
        for (question, speaker), told in given.group_by(
            ["question", "speaker"], maintain_order=True
        )
        for row in _between_waves(told)
    ]
    return pl.DataFrame(rows, schema=SHIFTED).fill_nan(None)


def _between_waves(told: pl.DataFrame) -> Iterator[dict[str, object]]:
    for earlier, later in pairwise(told["period"].unique().sort()):
        before, then = (told.filter(pl.col("period") == each) for each in (earlier, later))
        same = [
            one.join(other, on="la_code", how="semi", maintain_order="left")
            for one, other in ((before, then), (then, before))
        ]
        for basis, (first, second) in {"all": (before, then), "same": same}.items():
            if first.height and second.height:
                waves = {"earlier_period": earlier, "period": later, "basis": basis}
                yield waves | _compared(first, second)


def _compared(before: pl.DataFrame, then: pl.DataFrame) -> dict[str, object]:
    sets = ((each["score"].to_numpy(), each["la_code"].to_numpy()) for each in (before, then))
    found = shift(*sets, confidence=CONFIDENCE)
    beyond = None if found.p_value != found.p_value else found.p_value < 1 - CONFIDENCE
    return {
        **found._asdict(),
        "beyond_chance": beyond,
        **_sizes(then, ""),
        **_sizes(before, "_earlier"),
    }


def _sizes(wave: pl.DataFrame, which: str) -> dict[str, object]:
    return {
        f"answers{which}": wave.height,
        f"authorities{which}": wave["la_code"].n_unique(),
        f"largest{which}": wave["la_code"].value_counts()["count"].max(),
    }
