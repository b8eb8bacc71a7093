"""What the answers to survey questions measure, for each of those who speak apart."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any

import polars as pl

from iro_pipeline.indicators import Indicator, together
from iro_pipeline.questionnaires import Asked, questionnaires

MEASURED = {
    **{"indicator": pl.String, "authority": pl.String, "period": pl.Int64, "speaker": pl.String},
    **{"numerator": pl.Float64, "denominator": pl.Float64, "n": pl.Int64},
    **{"untold": pl.Float64, "squares": pl.Float64},
}
SPOKEN = {
    "service": "service returns",
    "director": "directors",
    "practitioner": "practitioners",
}
WEIGHT = {
    "service": "Of the authorities that responded, one return each.",
    "director": "Of the authorities whose director responded, one answer each.",
    "practitioner": (
        "Within an authority each answer counts alike; of an area, or among peers, each authority."
    ),
}


def by_theme() -> Mapping[str, Sequence[Indicator]]:
    """The indicators of every question of every survey, each in its question's theme."""
    found: dict[str, list[Indicator]] = {}
    for asked, speakers in _measured():
        theme = found.setdefault(asked.terms.theme, [])
        theme += indicators(asked, speakers)
    return found


def indicators(asked: Asked, speakers: Iterable[str]) -> Iterator[Indicator]:
    """
    What a question's answers measure, for each speaker.

    Scored: the mean, and the share of the two best. Yes or no: the share of yes. Else the share
    giving each answer.
    """
    for speaker in speakers:
        if asked.terms.treatment == "scored":
            yield from (_score(asked, speaker), _top_two(asked, speaker))
        elif asked.terms.treatment == "yes_no":
            yield _share(asked, speaker, "yes", asked.terms.title)
        else:
            for answer, words in asked.answers.items():
                title = f"{asked.terms.title}: {words}"
                yield _share(asked, speaker, answer, title, question=asked.name)


def measured(answers: pl.LazyFrame) -> pl.LazyFrame:
    """What `measure` of each of them says, with one pass over each question's answers."""
    rows = answers.collect().partition_by("question", as_dict=True)
    parts = [
        together(list(indicators(asked, speakers)), rows[(asked.name,)].lazy())
        for asked, speakers in _measured()
        if (asked.name,) in rows
    ]
    return pl.concat([pl.LazyFrame(schema=MEASURED), *parts])


@cache
def scale_ends() -> Mapping[str, tuple[int, int]]:
    """Of each mean score, by its name, the lowest and the highest answer that can be given."""
    return {
        each.name: asked.ends
        for asked, speakers in _measured()
        for each in indicators(asked, speakers)
        if each.unit == "score"
    }


@cache
def distributions() -> frozenset[str]:
    """The names of the shares that add up with others to all answers to one question."""
    return frozenset(
        each.name
        for asked, speakers in _measured()
        for each in indicators(asked, speakers)
        if each.question
    )


def _measured() -> Iterator[tuple[Asked, tuple[str, ...]]]:
    """The questions that are measured, and whose answers; a copy of a question is not."""
    for form in questionnaires():
        for each in form.questions:
            if not each.terms.replicate_of:
                yield each, form.speakers


def _score(asked: Asked, speaker: str) -> Indicator:
    low, high = asked.ends
    return Indicator(
        name=f"{asked.name}_score_by_{speaker}",
        title=f"{asked.terms.title}: mean score of {low} to {high}, {SPOKEN[speaker]}",
        numerator=pl.col("score"),
        counts=f"the scores given, {low} to {high}",
        unit="score",
        better="higher",
        **_terms(asked, speaker),
    )


def _top_two(asked: Asked, speaker: str) -> Indicator:
    _, high = asked.ends
    return Indicator(
        name=f"{asked.name}_top_two_by_{speaker}",
        code=asked.terms.code or None,
        headline=asked.terms.headline,
        title=f"{asked.terms.title}: scored {high - 1} or {high}, {SPOKEN[speaker]}",
        numerator=pl.col("score") >= high - 1,
        counts=f"answers of {high - 1} or {high}",
        unit="percent",
        # One service's own statement is no sample of anything.
        counted=speaker == "practitioner",
        better="higher",
        **_terms(asked, speaker),
    )


def _share(asked: Asked, speaker: str, answer: str, title: str, question: str = "") -> Indicator:
    return Indicator(
        name=f"{asked.name}_{answer}_by_{speaker}",
        code=asked.terms.code or None,
        headline=asked.terms.headline,
        title=f"{title}, {SPOKEN[speaker]}",
        numerator=pl.col("answer") == answer,
        counts="this answer" if question else f'answers of "{answer}"',
        unit="percent",
        counted=speaker == "practitioner",
        better="neither",
        question=question,
        **_terms(asked, speaker),
    )


def _terms(asked: Asked, speaker: str) -> dict[str, Any]:
    of_it = pl.col("question") == asked.name
    return {
        "fact": "answer",
        "out_of": f"answers to the question, {SPOKEN[speaker]}",
        "counted_by": "answers" if speaker == "practitioner" else "authorities",
        "denominator": of_it & (pl.col("speaker") == speaker) & pl.col("chosen"),
        "basis": asked.basis,
        "caveat": f"{asked.terms.caveat} {WEIGHT[speaker]}".lstrip(),
        "speaker": speaker,
    }
