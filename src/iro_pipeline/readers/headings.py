"""What stands in the header cells of a survey export: questions, and what they are asked of."""

import html
import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from iro_pipeline.readers import wording

_BOX = re.compile(r"other\b.*\b(?:specify|state|describe|explain)\b.*|(?:other|please specify)")


class Heading(NamedTuple):
    """A column's question, as often as the file writes it, and its sub-label."""

    question: str
    sub: str = ""


@lru_cache(10_000)
def stem(question: str) -> str:
    """
    A question without its number, mark-up and guidance: what stands before the first "?", with it.

    A form's guidance follows the question in the same header cell, and is reworded more often.
    """
    plain = " ".join(html.unescape(re.sub(r"<[^<>]{1,80}>", " ", question)).split())
    unnumbered = re.sub(r"^(?:Q\s?)?\d{1,2}\s?[.)]\s*(?=\D)", "", plain, flags=re.IGNORECASE)
    asked, mark, _ = unnumbered.partition("?")
    return (asked + mark).rstrip("* ")


def label(sub: str) -> str:
    """A sub-label without mark-up, SmartSurvey's number, or the dash after an empty statement."""
    plain = " ".join(html.unescape(re.sub(r"<[^<>]{1,80}>", " ", sub)).split())
    return re.sub(r"^(?:- |Q\d{1,3}\.\d{1,3}\.\s?)", "", plain)


@lru_cache(10_000)
def is_box(sub: str) -> bool:
    """Whether it heads the box for an answer that the form does not list."""
    said = wording(sub)
    return len(said) <= 80 and _BOX.fullmatch(said.rstrip(".:*0123456789 ")) is not None


def blanked(questions: Sequence[str], subs: Sequence[str]) -> list[str]:
    """
    The row of questions with each written once, over the first of its columns.

    Most exports leave a question's further columns blank, some repeat it. Neighbouring questions
    may be worded alike, so a repeat opens a question of its own where the one before has used
    blanks, or has had a column with the same sub-label: "Response" beside "Response".
    """
    written, current, had, blanks = [], "", set(), False
    for question, sub in zip(map(wording, questions), map(wording, subs), strict=True):
        more = not question or (question == current and not blanks and sub not in had)
        if not more:
            current, had, blanks = question, set(), False
        had.add(sub)
        blanks = blanks or not question
        written.append(not more)
    return [text if first else "" for text, first in zip(questions, written, strict=True)]


def paired(questions: Sequence[str], subs: Sequence[str]) -> list[Heading]:
    """Two rows of headers: a question above, its sub-labels below; "Q4.2" goes on with Q4."""
    found: list[Heading] = []
    above = ""
    for question, sub in zip(questions, subs, strict=True):
        numbered = re.fullmatch(r"(Q\d{1,3})\.\d{1,3}", question)
        text = numbered[1] if numbered else question
        goes_on = numbered is not None and text == above
        above = text or above
        found.append(Heading("" if goes_on else text, label(sub)))
    return found


def unnumbered(headers: Sequence[str]) -> list[str]:
    """Headers without the number that Microsoft Forms puts after the second of a wording."""
    seen: dict[str, int] = {}
    plain = []
    for header in headers:
        text = header.rstrip()
        bare = text.rstrip("0123456789")
        number = text[len(bare) :][:4]
        repeat = number.isdigit() and seen.get(wording(bare)) == int(number) - 1
        text = bare if repeat else text
        seen[wording(text)] = seen.get(wording(text), 0) + 1
        plain.append(text)
    return plain


def single(headers: Sequence[str], *, coded: bool) -> list[Heading]:
    """
    One row of headers, where a grid's rows stand in brackets: "Question [Row]".

    A box such as "Other (please specify)" is never a question: it belongs to the one on its left.
    `coded`: a question's code may stand before its text, as LimeSurvey writes it.
    """
    texts = list(headers)
    if coded:
        texts = [re.sub(r"^[A-Za-z]\w{0,30}(?:\[\w{1,30}\])*\. (?=\S)", "", each) for each in texts]
    grids = [_bracketed(each) for each in texts]
    neighbours = [None, *(each and each.question for each in grids), None]
    found: list[Heading] = []
    for i, (text, grid) in enumerate(zip(texts, grids, strict=True)):
        if grid and (coded or "?" in grid.question or grid.question in neighbours[i : i + 3 : 2]):
            found.append(grid)
        elif found and is_box(text):
            found.append(Heading("", text))
        else:
            found.append(Heading(text))
    return found


def _bracketed(header: str) -> Heading | None:
    text = header.rstrip()
    question, opened, row = text[:-1].rpartition("[")
    if not (text.endswith("]") and opened and question.strip() and row.strip()):
        return None
    return Heading(question.rstrip(), label(row.strip()))
