"""What an answer in words stands for: a code of its list, or why it stands for none."""

import difflib
import re
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

import polars as pl

from iro_pipeline.arrivals.ticks import TWO_ANSWERS
from iro_pipeline.contracts import Field
from iro_pipeline.inspection.excel import option
from iro_pipeline.readers import wording

# "5) Very strong", "5. Very strong", "5 - Very strong", "e) …"; not "10-12" and not "1.5".
_NUMBERED = re.compile(r"([0-9]{1,2}|[a-z])(?:[).:]\s*|\s+-\s+)(\D.*)")
_NUMBER = re.compile(r"([0-9]{1,2}|[a-z])[).:]?")

_LONGEST = 200  # characters of a text that are compared: likeness costs their square


class Reading(NamedTuple):
    """
    A text's code, or the rule that it breaks.

    "scale_changed": the number is known and its words are others, so the scale is another.
    "unknown_answer": see `nearest`. "excel_date": read all the same, as the answer `hint`.
    "two_answers": more than one option is ticked where the question takes one.
    """

    code: str | None
    rule: str = ""
    hint: str = ""


def codes(each: Field) -> pl.Expr:
    """The codes of a column of labels; each distinct text is looked at once."""

    def read_all(texts: pl.Series) -> pl.Series:
        said = texts.drop_nulls().unique()
        found = pl.Series([read(each, text).code for text in said], dtype=pl.String)
        return texts.replace_strict(said, found, default=None, return_dtype=pl.String)

    return pl.col(each.name).map_batches(read_all, return_dtype=pl.String)


def read(each: Field, text: str) -> Reading:
    """A number stands for an answer only where the list declares it."""
    if text == TWO_ANSWERS:
        return Reading(None, "two_answers")
    terms = tuple(each.codes.items())
    known, said = _known(terms), wording(text)
    if said in known:
        return Reading(known[said])
    if numbered := _NUMBERED.fullmatch(said):
        number, words = numbered.groups()
        if code := _numbers(terms).get(number):
            same = known.get(words) == code
            return Reading(code) if same else Reading(None, "scale_changed")
    if code := option(each.codes, said):
        return Reading(code, "excel_date", each.codes[code][0])
    return Reading(None, "unknown_answer")


def nearest(each: Field, text: str) -> str:
    """The answer whose wording is nearest to a text that is none; empty where nothing is near."""
    known = _known(tuple(each.codes.items()))
    near = difflib.get_close_matches(wording(text[:_LONGEST]), known, n=1)
    return each.codes[known[near[0]]][0] if near else ""


def wordless(each: Field) -> list[str]:
    """The answers that a form numbers and does not name."""
    return [
        code
        for code, labels in each.codes.items()
        if all(_NUMBER.fullmatch(wording(label)) for label in labels)
    ]


def numbered(text: str) -> bool:
    """Whether an answer is written with its number."""
    said = wording(text)
    return bool(_NUMBERED.fullmatch(said) or _NUMBER.fullmatch(said))


Terms = tuple[tuple[str, tuple[str, ...]], ...]


@lru_cache(500)
def _known(terms: Terms) -> Mapping[str, str]:
    """Every wording of every answer, and its code."""
    return {
        wording(said): code
        for code, labels in terms
        for said in (labels if code.isdigit() else (code, *labels))
    }


@lru_cache(500)
def _numbers(terms: Terms) -> Mapping[str, str]:
    """The number that stands before each answer's words, and its code."""
    found = (
        (_NUMBERED.fullmatch(said) or _NUMBER.fullmatch(said), code)
        for said, code in _known(terms).items()
    )
    declared = {match[1]: code for match, code in found if match}
    return {code: code for code, _ in terms if code.isdigit()} | declared
