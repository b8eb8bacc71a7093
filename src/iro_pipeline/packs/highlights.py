"""What to raise at the next meeting: three things, by a stated rule."""

from collections.abc import Iterator
from dataclasses import dataclass

from iro_pipeline.benchmarks.standards import NOT_MET
from iro_pipeline.benchmarks.verdicts import WORSE
from iro_pipeline.explaining.amounts import difference
from iro_pipeline.packs.caseload import beside_england
from iro_pipeline.packs.cells import Row, text
from iro_pipeline.packs.changes import CHANCE, area_change
from iro_pipeline.packs.chosen import Measure
from iro_pipeline.packs.coverage import came, sent_by
from iro_pipeline.packs.survey import asked, in_most, said
from iro_pipeline.packs.whose import Whose
from iro_pipeline.packs.words import few, many, of

MOST = 3
# Half of the authorities or more: then it is the area's matter, and not that of some of them.
MANY = 0.5


@dataclass(frozen=True)
class Raised:
    """A thing that may be raised: what it is about, and which part of the area it concerns."""

    about: str
    says: str
    share: float


def highlights(whose: Whose) -> tuple[str, ...]:
    """
    At most three sentences, each of another kind and about another measure.

    First what concerns half of the area's authorities or more, then the rest; in each in this
    order of kinds, and of one kind what concerns the most authorities:

    1. worse than England's others, by more than chance and ordinary differences: a measure in
       which two authorities or more are;
    2. changed for the worse by more than chance: the area, or two authorities or more;
    3. more children for a full-time IRO than the Handbook's band;
    4. what law or guidance asks, and authorities fell short of;
    5. managers and practitioners who differ by more than chance: the part of the questions;
    6. what authorities did not send.

    Of equals the first in reference/packs.toml is told. Where less can be said, fewer are told.
    """
    kinds = (_worse, _changed, _above_band, _not_met, _apart, _not_sent)
    found = [(at, each) for at, kind in enumerate(kinds) for each in kind(whose)]
    ordered = sorted(found, key=lambda each: (each[1].share < MANY, each[0], -each[1].share))
    taken: dict[int, Raised] = {}
    for kind, each in ordered:
        if kind not in taken and each.about not in {other.about for other in taken.values()}:
            taken[kind] = each
    return tuple(each.says for each in [*taken.values()][:MOST])


def _worse(whose: Whose) -> Iterator[Raised]:
    for measure in whose.summary:
        told = [row for row in whose.of(measure) if measure.is_compared and row["verdict"]]
        worse = [row for row in told if row["reads_as"] == WORSE]
        if len(worse) > 1:
            yield _raised(
                whose,
                measure,
                worse,
                f"{_of(worse, told)} are {worse[0]['verdict']} than England's others, which is "
                f"worse, by more than chance and ordinary differences{_names(worse)}.",
            )


def _changed(whose: Whose) -> Iterator[Raised]:
    for measure in whose.summary:
        area = area_change(whose, measure)
        told = [row for row in whose.of(measure) if row["change_verdict"]]
        worse = [row for row in told if _is_worse(row, measure)]
        if area is not None and _is_worse(area, measure):
            by = difference(area["change"], measure.unit)
            how = f"{area['change_verdict']} by {by} in {whose.within}"
            since = f"since {area['previous_period']}, by more than chance"
            yield Raised(measure.indicator, f"{measure.title}: {how} {since}, and so worse.", 1.0)
        elif len(worse) > 1:
            yield _raised(
                whose,
                measure,
                worse,
                f"{_of(worse, told)} changed for the worse since {worse[0]['previous_period']} "
                f"by more than chance{_names(worse)}.",
            )


def _above_band(whose: Whose) -> Iterator[Raised]:
    for measure in whose.summary:
        if measure.better != "within" or measure.asks_at_most is None:
            continue
        told = [row for row in whose.of(measure) if row["value"] is not None]
        above = [row for row in told if row["value"] > measure.asks_at_most]
        most = text(measure.asks_at_most, "count")
        if above:
            yield _raised(
                whose,
                measure,
                above,
                f"{_of(above, told, 'services')} with a figure "
                f"{'has' if len(above) == 1 else 'have'} more than {most}, the most that the "
                f"Handbook calls good practice{_names(above) or _spread(above, measure)}."
                f"{_all_together(whose, measure)}",
            )


def _not_met(whose: Whose) -> Iterator[Raised]:
    for measure in whose.summary:
        told = [row for row in whose.of(measure) if row["standard_met"]]
        missed = [row for row in told if row["standard_met"] == NOT_MET]
        if missed and measure.better != "within":
            yield _raised(
                whose,
                measure,
                missed,
                f"{_of(missed, told)} with a figure fell short of what is asked"
                f"{_names(missed) or _spread(missed, measure)}.{_all_together(whose, measure)}",
            )


def _apart(whose: Whose) -> Iterator[Raised]:
    told = [each for each in asked(whose) if each.gap["gap"] is not None]
    apart = in_most(told)
    if apart:
        says = (
            f"Managers and practitioners differ by more than chance in {len(apart):,} of "
            f"{many(len(told), 'question')}, most in {said(apart[0])}."
        )
        yield Raised("survey", says, len(apart) / len(told))


def _not_sent(whose: Whose) -> Iterator[Raised]:
    for source, (number, whole) in sent_by(whose).items():
        if number < whole:
            says = (
                f"{came(source)} came from {number:,} of {whole:,} authorities: what rests on "
                "them says little of the area."
            )
            yield Raised("_".join(source), says, 1 - number / whole)


def _raised(whose: Whose, measure: Measure, some: list[Row], says: str) -> Raised:
    share = len(some) / len(whose.members)
    return Raised(measure.indicator, f"{measure.title}: {says}", share)


def _is_worse(row: Row, measure: Measure) -> bool:
    """Whether a change beyond chance went the way that all agree is worse."""
    way = {"higher": "fallen", "lower": "risen"}.get(measure.better)
    return row["change_verdict"] not in (None, CHANCE) and row["change_verdict"] == way


def _all_together(whose: Whose, measure: Measure) -> str:
    figures = beside_england(whose, measure)
    return f" All together: {figures}." if figures else ""


def _of(some: list[Row], every: list[Row], noun: str = "authorities") -> str:
    said = of(len(some), len(every), noun)
    return said[:1].lower() + said[1:]


def _spread(rows: list[Row], measure: Measure) -> str:
    """Of many, how far apart they are: who is last among them is chance as often as not."""
    values = [row["value"] for row in rows]
    low, high = (text(end, measure.unit) for end in (min(values), max(values)))
    return f", with figures from {low} to {high}"


def _names(rows: list[Row]) -> str:
    return few([row["authority_name"] for row in rows])
