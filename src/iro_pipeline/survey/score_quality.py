"""How far a score's questions hold together, and how much its order leans on each of them."""

from collections.abc import Iterator

import numpy as np
import polars as pl

from iro_pipeline.statistics.reliability import alpha, centred, omega_total
from iro_pipeline.survey.scores import Score, declared, shares, variants

WAVE = ["period", "speaker"]
FEWEST = 100  # respondents: below it alpha and omega wander too far to be worth a reader's trust
TOO_FEW = f"fewer than {FEWEST} respondents answered every question of the score"
TWO_ITEMS = "one factor cannot be told from two questions"
ALIKE = "the answers to a question do not differ"
HELD = {
    **{"score_name": pl.String, "period": pl.Int64, "speaker": pl.String},
    **{"items_as": pl.String, "within_authorities": pl.Boolean, "items": pl.Int64},
    **{"answers": pl.Int64, "authorities": pl.Int64, "largest": pl.Int64},
    **{"alpha": pl.Float64, "omega": pl.Float64, "untold_reason": pl.String},
}
MOVED = {
    **{"score_name": pl.String, "period": pl.Int64, "speaker": pl.String},
    **{"variation": pl.String, "question": pl.String},
    **dict.fromkeys(["order_kept", "mean_move", "largest_move"], pl.Float64),
    **{"authorities": pl.Int64, "answers": pl.Int64, "largest": pl.Int64},
}


def reliabilities(items: pl.DataFrame) -> pl.DataFrame:
    """
    One row per score, wave and speaker, the questions as the score counts them and as answered.

    Of those who answered every question; practitioners again with each authority's mean taken away.
    """
    rows = [row for score in declared() for row in _held_together(items, score)]
    return pl.DataFrame(rows, schema=HELD).fill_nan(None)


def _held_together(items: pl.DataFrame, score: Score) -> Iterator[dict[str, object]]:
    for (period, speaker), wave in _complete(items, score).group_by(WAVE, maintain_order=True):
        said = {"score_name": score.name, "period": period, "speaker": speaker}
        for items_as in ("best", "item"):
            answers = wave.select(pl.col(f"^{items_as} .*$")).to_numpy().astype(float)
            yield said | _quality(answers, wave, items_as, within=False)
            if speaker == "practitioner":
                yield said | _quality(answers, wave, items_as, within=True)


def _complete(items: pl.DataFrame, score: Score) -> pl.DataFrame:
    """One row per respondent who answered every question, a column each, twice."""
    who = [*WAVE, "authority", "respondent"]
    columns = [
        pl.col(kind).filter(pl.col("question") == each).first().alias(f"{kind} {each}")
        for kind in ("best", "item")
        for each in score.items
    ]
    return items.group_by(who, maintain_order=True).agg(columns).drop_nulls()


def _quality(
    answers: np.ndarray, wave: pl.DataFrame, items_as: str, *, within: bool
) -> dict[str, object]:
    if within:
        several = pl.len().over("authority") > 1
        answers = answers[wave.select(several).to_series().to_numpy()]
        wave = wave.filter(several)
        answers = centred(answers, wave["authority"].to_numpy())
    people, count = answers.shape
    reason = TOO_FEW if people < FEWEST else TWO_ITEMS if count < 3 else None
    told = people >= FEWEST
    found = (alpha(answers), omega_total(answers)) if told else (np.nan, np.nan)
    if told and np.isnan(found[0]):
        reason = ALIKE
    return {
        "items_as": {"best": "two best answers", "item": "answers on their scales"}[items_as],
        "within_authorities": within,
        "items": count,
        "answers": people,
        "authorities": wave["authority"].n_unique(),
        "largest": wave["authority"].value_counts()["count"].max() or 0,
        "alpha": found[0],
        "omega": found[1],
        "untold_reason": reason,
    }


def sensitivity(items: pl.DataFrame) -> pl.DataFrame:
    """
    One row per score, wave, speaker and change: how the order of England's authorities moves.

    `order_kept`: Spearman's correlation of the two orders; moves are in places of that order, ties
    sharing theirs.
    """
    rows = [
        {"score_name": score.name, "variation": told.change, "question": told.question, **row}
        for score in declared()
        for told in variants(score)
        for row in _moved(items, score, told.items)
    ]
    return pl.DataFrame(rows, schema=MOVED).fill_nan(None)


def _moved(
    items: pl.DataFrame, score: Score, changed: tuple[str, ...]
) -> Iterator[dict[str, object]]:
    before, after = (
        shares(items, score.name, each)
        .group_by(*WAVE, "authority")
        .agg(pl.mean("value").round(9), answers=pl.len().cast(pl.Int64))
        for each in (score.items, changed)
    )
    both = before.join(after, on=[*WAVE, "authority"], suffix="_after").sort(*WAVE, "authority")
    for (period, speaker), wave in both.group_by(WAVE, maintain_order=True):
        first, second = (wave[name].rank().to_numpy() for name in ("value", "value_after"))
        moves = np.abs(first - second)
        yield {
            "period": period,
            "speaker": speaker,
            "order_kept": _correlation(first, second),
            "mean_move": float(moves.mean()),
            "largest_move": float(moves.max()),
            "authorities": wave.height,
            "answers": wave["answers"].sum(),
            "largest": wave["answers"].max(),
        }


def _correlation(first: np.ndarray, second: np.ndarray) -> float:
    """Null (NaN) where one of the orders has no order, all being alike."""
    if first.size < 3 or np.ptp(first) == 0 or np.ptp(second) == 0:
        return np.nan
    return float(np.corrcoef(first, second)[0, 1])
