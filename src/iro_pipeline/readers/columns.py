"""Which question, and which of its columns, each column of a survey export is."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from iro_pipeline.readers import Column, Unreadable, csv, platforms
from iro_pipeline.readers.headings import Heading, blanked, paired, single, stem, unnumbered
from iro_pipeline.readers.layouts import EXPECTED, Layout
from iro_pipeline.readers.platforms import FORMS, LIMESURVEY, SMARTSURVEY


class Named(NamedTuple):
    """The columns of an export; the places left out; which columns have neither header."""

    columns: list[Column]
    dropped: set[int]
    nameless: list[bool]


def named(found: Layout, width: int) -> Named:
    """What each of the columns is. Raises Unreadable where headings are cut short."""
    questions, subs = (_padded(cells, width) for cells in (found.questions, found.subs))
    if found.platform is FORMS:
        questions = unnumbered(questions)
    record = _recorded(found, questions, subs)
    dropped = _bookkeeping(found, questions, record)
    asked = [i for i in range(width) if i not in record and i not in dropped]
    asking = _headings(found, [questions[i] for i in asked], [subs[i] for i in asked])
    headings = {i: Heading(name) for i, name in record.items()}
    headings.update(zip(asked, asking, strict=True))
    kept = [i for i in range(width) if i not in dropped]
    under = [headings[i].sub for i in kept]
    over = blanked([headings[i].question for i in kept], under)
    columns = [Column("")] * width
    blocks = csv.blocks([stem(text) or text for text in over], under)
    for i, column in zip(kept, blocks, strict=True):
        columns[i] = column
    nameless = [not question and not sub for question, sub in zip(questions, subs, strict=True)]
    return Named(columns, dropped, nameless)


def _headings(found: Layout, questions: Sequence[str], subs: Sequence[str]) -> list[Heading]:
    if found.subs or found.platform is SMARTSURVEY:
        return paired(questions, subs)
    if found.platform is LIMESURVEY:
        _not_abbreviated(questions)
    return single(questions, coded=found.platform is LIMESURVEY)


def _recorded(found: Layout, questions: Sequence[str], subs: Sequence[str]) -> dict[int, str]:
    """The places of what the platform records, by the names that contracts know; each once."""
    record: dict[str, int] = {}
    for i, (question, sub) in enumerate(zip(questions, subs, strict=True)):
        name = found.platform.record.get(platforms.known(question)) if found.platform else None
        if name and not sub:
            record.setdefault(name, i)
    return {i: name for name, i in record.items()}


def _bookkeeping(found: Layout, questions: Sequence[str], record: dict[int, str]) -> set[int]:
    if found.platform is None:
        return set()
    dropped, leading = set(), True
    for i, question in enumerate(questions):
        name = platforms.known(question)
        early = leading and name in found.platform.leading
        if early or name in found.platform.dropped or _of_quiz(found, question, questions):
            dropped.add(i)
        leading = leading and (i in record or i in dropped)
    return dropped - set(record)


def _of_quiz(found: Layout, question: str, questions: Sequence[str]) -> bool:
    """Microsoft Forms writes "Points - Q" and "Feedback - Q" beside Q; LimeSurvey its timings."""
    kind, _, text = question.partition(" - ")
    if found.platform is FORMS:
        return kind in {"Points", "Feedback"} and text in questions
    timing = question.startswith(("Group time: ", "Question time: "))
    return found.platform is LIMESURVEY and timing


def _not_abbreviated(questions: Sequence[str]) -> None:
    """A question cut short may be any of those that begin alike."""
    cut = sum(bool(re.search(r"[^.]\.\. ?(?:\[[^\[\]]*\])?$", text[-200:])) for text in questions)
    if cut:
        raise Unreadable(
            "abbreviated_headings",
            found=f"{cut} questions cut short by two points",
            expected=EXPECTED,
            do='In LimeSurvey export with the headings "Full question text" or "Question code & '
            'question text", and with full answers.',
        )


def _padded(cells: Sequence[str], width: int) -> list[str]:
    return [*cells, *[""] * (width - len(cells))][:width]
