"""Which other published figures a figure is made of, and which are to be read with it."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Literal, NamedTuple

from iro_pipeline.explaining.amounts import absent, amount, number, parts, rounded
from iro_pipeline.explaining.areas import ONLY, of_areas_only
from iro_pipeline.explaining.shown import Row, Shown
from iro_pipeline.facts.participation import CONTRIBUTED
from iro_pipeline.indicators.catalogue import INDICATORS
from iro_pipeline.indicators.participation import ADVOCATE, ATTENDED, NO_VIEW, WITHOUT_WORD


class Sum(NamedTuple):
    """Parts that add up to a figure: in both halves of the ratio, or in what is counted alone."""

    of: Sequence[str]
    adds: Literal["both", "counted"]


def _coded(codes: Sequence[str]) -> Sum:
    return Sum([f"participation_{code.lower()}" for code in codes], "counted")


SUMS: Mapping[str, Sum] = {
    "reviews_on_time": Sum(
        ["first_review_on_time", "second_review_on_time", "later_reviews_on_time"], "both"
    ),
    "participation": _coded(CONTRIBUTED),
    "attendance": _coded(ATTENDED),
    "attended_without_contributing": _coded(WITHOUT_WORD),
    "no_view_conveyed": _coded(NO_VIEW),
    "views_by_advocate": _coded(ADVOCATE),
    "disputes_at_the_top": Sum(["stage_director", "stage_chief_executive"], "counted"),
}
# What could not be told of the very rows that a figure of this fact counts.
LEFT_OUT = {
    "review_due": "reviews_not_determinable",
    "reviewed_child": "reviews_not_determinable",
    "review": "participation_not_recorded",
    "child_participation": "participation_not_recorded",
}
# The same thing, from another source or on another basis.
OTHERWISE = (
    ("reviews_on_time", "reviews_on_time_as_reported"),
    ("children_per_iro", "children_published_per_iro"),
)
ROUNDED = "Counts are rounded, each by itself, so that these do not add up to the last person."
SAME_ANSWERS = ("_score_by_", "_top_two_by_")


def made_of(shown: Shown, row: Row) -> Iterator[str]:
    """
    The figures that this one is the sum of, and how they add up.

    Set out only where the whole and every part are shown: else the difference would tell the rest.
    """
    sums = SUMS.get(shown.indicator["indicator"])
    if sums is None:
        return
    found = [(name, shown.figure(name, row["period"])) for name in sums.of]
    told = {name: figure for name, figure in found if figure and figure["value"] is not None}
    hidden = [name for name, figure in found if figure and figure["value"] is None]
    if row["value"] is None or hidden:
        named = ", ".join(sums.of)
        yield (
            f"It is made of {named}. They are not set out here, because not all of these figures "
            "are shown, and the others might tell what is withheld."
        )
        return
    if not told:
        return
    yield from (line(shown, name, figure) for name, figure in told.items())
    yield ROUNDED if rounded(row) else _together(row, [*told.values()], sums)


def _together(whole: Row, told: Sequence[Row], sums: Sum) -> str:
    """Whether the parts do add up, as they are in the tables."""
    counted = sum(figure["numerator"] for figure in told)
    out_of = sum(figure["denominator"] for figure in told)
    both = sums.adds == "both"
    same = counted == whole["numerator"] and (not both or out_of == whole["denominator"])
    said = f"{number(counted)} of {number(out_of)}" if both else f"{number(counted)} counted"
    if same:
        return f"Together: {said}, which is this figure."
    return f"Together: {said}; the rest of this figure is in none of them."


def read_with(shown: Shown, period: int) -> Iterator[str]:
    """What could not be told, the other answers to the question, and the same said otherwise."""
    named = shown.indicator["indicator"]
    left_out = LEFT_OUT.get(shown.indicator["fact"])
    if left_out and left_out != named:
        yield from _could_not_be_told(shown, left_out, period)
    yield from _lines(shown, otherwise(named), period)
    yield from _other_answers(shown, period)


def _could_not_be_told(shown: Shown, name: str, period: int) -> Iterator[str]:
    known = shown.tables.indicators.get(name)
    if known and of_areas_only(known):
        yield f"{known['title']}: {ONLY}."
    else:
        yield from _lines(shown, [name], period, "What could not be told: ")


def _other_answers(shown: Shown, period: int) -> Iterator[str]:
    """Those that are shown, a line each, and how many are not."""
    names = same_question(shown.indicator["indicator"])
    found = {name: figure for name in names if (figure := shown.figure(name, period))}
    told = [name for name, figure in found.items() if figure["value"] is not None]
    if found:
        yield "This is one of several shares that add up to all. The others:"
        yield from _lines(shown, told, period)
    hidden = Counter(absent(figure) for figure in found.values() if figure["value"] is None)
    yield from (f"{number(count)} of the others: {why}." for why, count in hidden.items())


@cache
def same_question(name: str) -> tuple[str, ...]:
    """The other indicators whose shares add up to all answers with this one's."""
    asked = next((each for each in INDICATORS if each.name == name), None)
    if asked is None or not asked.question:
        return ()
    alike = (asked.fact, asked.question, asked.speaker)
    return tuple(
        each.name
        for each in INDICATORS
        if (each.fact, each.question, each.speaker) == alike and each.name != name
    )


def otherwise(name: str) -> list[str]:
    """The same thing from another source, as other speakers have it, or the same answers' mean."""
    said = [other for pair in OTHERWISE if name in pair for other in pair if other != name]
    measured = {each.name for each in INDICATORS}
    for this, other in (SAME_ANSWERS, SAME_ANSWERS[::-1]):
        if this in name:
            said.append(name.replace(this, other))
    asked, by, _ = name.rpartition("_by_")
    others = [f"{asked}_by_{speaker}" for speaker in ("service", "director", "practitioner")]
    said += [other for other in others if by and other != name]
    return [each for each in dict.fromkeys(said) if each in measured]


def _lines(shown: Shown, names: Sequence[str], period: int, prefix: str = "") -> Iterator[str]:
    for name in names:
        figure = shown.figure(name, period)
        if figure and name in shown.tables.indicators:
            yield f"{prefix}{line(shown, name, figure)}"


def line(shown: Shown, name: str, figure: Row) -> str:
    """A figure of another indicator on one line; of what is not shown, why."""
    indicator = shown.tables.indicators[name]
    if figure["value"] is None:
        return f"{indicator['title']}: {absent(figure)}."
    value = amount(figure["value"], indicator["unit"])
    return f"{indicator['title']}: {value}{parts(figure, indicator['unit'])}."
