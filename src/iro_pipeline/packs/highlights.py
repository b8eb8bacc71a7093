"""What to raise at the next meeting: three things, by a stated rule."""

from collections.abc import Iterator
from dataclasses import dataclass

from iro_pipeline.benchmarks.standards import NOT_MET
from iro_pipeline.benchmarks.verdicts import WORSE
from iro_pipeline.packs.caseload import beside_england
from iro_pipeline.packs.cells import Row, text
from iro_pipeline.packs.changes import CHANCE, area_change
from iro_pipeline.packs.chosen import Measure
from iro_pipeline.packs.coverage import SOURCES, sent_by
from iro_pipeline.packs.survey import asked, said
from iro_pipeline.packs.whose import Whose
from iro_pipeline.packs.words import few, many, of

MOST = 3
# Half of the authorities or more: then it is the area's matter, and not that of some of them.
MANY = 0.5


@dataclass(frozen=True)
class Raised:
    """A thing that may be raised, and which part of the authorities it concerns."""

    says: str
    share: float


def highlights(whose: Whose) -> tuple[str, ...]:
    """
    At most three sentences, one of a kind, those first that concern half of the authorities or
    more; among them in this order of kinds:

    1. the measure in which the most authorities are worse than England's others, beyond chance and
       ordinary differences, from two on;
    2. the measure in which the area, or else the most of its authorities, changed for the worse by
       more than chance, from two on;
    3. more children for a full-time IRO than the Handbook's band;
    4. what law or guidance asks, and the most authorities did not meet;
    5. managers and practitioners who disagree most, by more than chance;
    6. what the fewest authorities sent.

    Of equals of one kind the first of reference/packs.toml is told. Where less than three things
    can be said, fewer are.
    """
    kinds = (_worse, _changed, _above_band, _not_met, _apart, _sent_least)
    raised = [each for kind in kinds if (each := max(kind(whose), key=_share, default=None))]
    ordered = sorted(raised, key=lambda each: each.share < MANY)
    return tuple(each.says for each in ordered[:MOST])


def _share(raised: Raised) -> float:
    return raised.share


def _worse(whose: Whose) -> Iterator[Raised]:
    for measure in whose.summary:
        told = [row for row in whose.of(measure) if measure.is_compared and row["verdict"]]
        worse = [row for row in told if row["reads_as"] == WORSE]
        if len(worse) > 1:
            yield Raised(
                f"{measure.title}: {_of(worse, told)} are {worse[0]['verdict']} than England's "
                f"others, which is worse, by more than chance and ordinary differences"
                f"{_names(worse)}.",
                len(worse) / len(told),
            )


def _changed(whose: Whose) -> Iterator[Raised]:
    for measure in whose.summary:
        area = area_change(whose, measure)
        told = [row for row in whose.of(measure) if row["change_verdict"]]
        worse = [row for row in told if _is_worse(row, measure)]
        names = f"{of(len(worse), len(told))} changed for the worse" if worse else ""
        if area is not None and _is_worse(area, measure):
            also = f" {names}{_names(worse)}." if worse else ""
            yield Raised(f"{measure.title}: {_said(whose, area, measure)}.{also}", 1.0)
        elif len(worse) > 1:
            since = worse[0]["previous_period"]
            yield Raised(
                f"{measure.title}: {names} since {since} by more than chance{_names(worse)}.",
                len(worse) / len(told),
            )


def _above_band(whose: Whose) -> Iterator[Raised]:
    for measure in whose.summary:
        if measure.better != "within" or measure.asks_at_most is None:
            continue
        told = [row for row in whose.of(measure) if row["value"] is not None]
        above = [row for row in told if row["value"] > measure.asks_at_most]
        if above:
            most = text(measure.asks_at_most, "count")
            yield Raised(
                f"{measure.title}: {of(len(above), len(told), 'services')} with a figure have "
                f"more than {most}, the most that the Handbook calls good practice{_names(above)}."
                f"{_all_together(whose, measure)}",
                len(above) / len(told),
            )


def _not_met(whose: Whose) -> Iterator[Raised]:
    asked = [each for each in whose.summary if each.standard_words and each.better != "within"]
    for measure in asked:
        told = [row for row in whose.of(measure) if row["standard_met"]]
        missed = [row for row in told if row["standard_met"] == NOT_MET]
        if missed:
            yield Raised(
                f"{measure.title}: {of(len(missed), len(told))} with a figure did not meet what is "
                f"asked{_names(missed)}.{_all_together(whose, measure)}",
                len(missed) / len(told),
            )


def _apart(whose: Whose) -> Iterator[Raised]:
    told = [each for each in asked(whose) if each.gap["gap"] is not None]
    apart = sorted((each for each in told if each.is_apart), key=lambda each: -abs(each.gap["gap"]))
    if apart:
        yield Raised(
            f"Managers and practitioners differ by more than chance in {len(apart):,} of "
            f"{many(len(told), 'question')}, most in {said(apart[0])}.",
            len(apart) / len(told),
        )


def _sent_least(whose: Whose) -> Iterator[Raised]:
    for source, (number, whole) in sent_by(whose).items():
        if number < whole:
            yield Raised(
                f"{SOURCES[source]}: {of(number, whole)} sent one that could be used, so that what "
                "rests on it says little of the area.",
                1 - number / whole,
            )


def _is_worse(row: Row, measure: Measure) -> bool:
    """Whether a change beyond chance went the way that all agree is worse."""
    way = {"higher": "fallen", "lower": "risen"}.get(measure.better)
    return row["change_verdict"] not in (None, CHANCE) and row["change_verdict"] == way


def _said(whose: Whose, row: Row, measure: Measure) -> str:
    return (
        f"{whose.name} has {row['change_verdict']} since {row['previous_period']}, by more than "
        "chance"
    )


def _all_together(whose: Whose, measure: Measure) -> str:
    figures = beside_england(whose, measure)
    return f" All together: {figures}." if figures else ""


def _of(some: list[Row], every: list[Row]) -> str:
    return of(len(some), len(every))


def _names(rows: list[Row]) -> str:
    return few([row["authority_name"] for row in rows])
