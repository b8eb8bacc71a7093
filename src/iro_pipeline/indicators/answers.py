"""What the answers to a survey question measure, for services and for practitioners apart."""

import tomllib
from collections.abc import Mapping
from functools import cache
from typing import Any

import polars as pl

from iro_pipeline.indicators import Indicator
from iro_pipeline.places import REFERENCE

SPEAKERS = ("service", "practitioner")
SPOKEN = {"service": "service returns", "practitioner": "practitioners"}
WEIGHT = {
    "service": "Of the authorities that responded, one return each.",
    "practitioner": "Each answer counts alike: an authority with more answers weighs more.",
}


@cache
def declared(name: str) -> Mapping[str, Any]:
    """A declaration of reference/."""
    return tomllib.loads((REFERENCE / f"{name}.toml").read_text(encoding="utf-8"))


@cache
def question(name: str) -> Mapping[str, Any]:
    """Number, title and caveat of a question, by its lasting name."""
    return next(each for each in declared("questions")["questions"] if each["name"] == name)


def rated(name: str) -> tuple[Indicator, ...]:
    """Mean score, and the share scoring 4 or 5, of a question answered from 1 to 5."""
    return tuple(each(name, speaker) for speaker in SPEAKERS for each in (_score, _top_two))


def distribution(name: str, code: str, answers: Mapping[str, str]) -> tuple[Indicator, ...]:
    """The share giving each answer; `answers` holds the words for each answer's code."""
    return tuple(
        Indicator(
            name=f"{name}_{answer}_by_{speaker}",
            code=code,
            title=f"{question(name)['title']}: {words}, {SPOKEN[speaker]}",
            numerator=pl.col("answer") == answer,
            unit="percent",
            counted=speaker != "service",
            better="neither",
            question=name,
            **_terms(name, speaker),
        )
        for speaker in SPEAKERS
        for answer, words in answers.items()
    )


def _score(name: str, speaker: str) -> Indicator:
    return Indicator(
        name=f"{name}_score_by_{speaker}",
        title=f"{question(name)['title']}: mean score of 1 to 5, {SPOKEN[speaker]}",
        numerator=pl.col("score"),
        unit="score",
        better="higher",
        **_terms(name, speaker),
    )


def _top_two(name: str, speaker: str) -> Indicator:
    return Indicator(
        name=f"{name}_top_two_by_{speaker}",
        code=f"SUR{question(name)['number']:02}",
        title=f"{question(name)['title']}: scored 4 or 5, {SPOKEN[speaker]}",
        numerator=pl.col("score") >= 4,
        unit="percent",
        # One service's own statement is no sample of anything.
        counted=speaker != "service",
        better="higher",
        **_terms(name, speaker),
    )


def _terms(name: str, speaker: str) -> dict[str, Any]:
    asked = pl.col("question") == name
    return {
        "fact": "answer",
        "denominator": asked & (pl.col("speaker") == speaker) & pl.col("chosen"),
        "basis": f"{declared('questions')['source']}, question {question(name)['number']}",
        "caveat": f"{question(name)['caveat']} {WEIGHT[speaker]}".lstrip(),
        "speaker": speaker,
    }
