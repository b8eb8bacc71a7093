"""Caseloads: what services and practitioners say, and what records tell."""

from collections.abc import Iterator

from iro_pipeline.packs.bands import answered, answers, chart
from iro_pipeline.packs.cells import text
from iro_pipeline.packs.chosen import Measure, measured
from iro_pipeline.packs.model import Section
from iro_pipeline.packs.recorded import ABOVE, CHILDREN, above_band, recorded, reported
from iro_pipeline.packs.whose import Whose
from iro_pipeline.packs.words import of

SAID = {
    CHILDREN: "Children for a full-time IRO, all together",
    ABOVE: "IROs who hold more than 70, of those whose allocations are known",
}
READ = (
    "A service answers once, for its IROs; practitioners answer each for themself. 45, 50, 60 and "
    "70 each fall into two bands of the form, so that 70 or more is not the same as above the "
    "Handbook's band, which is of looked after children for a full-time IRO and no limit in law.",
)


def caseload(whose: Whose) -> Section:
    """The section: by records, the bands that were answered, and reported beside recorded."""
    rows = answered(whose)
    drawn = chart(rows)
    tables = (recorded(whose), above_band(whose), answers(whose, rows), reported(whose))
    return Section(
        name="caseload",
        title="Caseloads",
        headline=headline(whose),
        paragraphs=READ,
        charts=(drawn,) if drawn else (),
        tables=tuple(each for each in tables if each.rows),
    )


def headline(whose: Whose) -> str:
    """How many services have more than 70 by their records, and the area's IROs who hold more."""
    return " ".join(_said(whose)) or f"No caseload of {whose.within} may be told."


def _said(whose: Whose) -> Iterator[str]:
    for measure in measured(whose.tables, {CHILDREN: ""}):
        told = [row["value"] for row in whose.of(measure) if row["value"] is not None]
        most = measure.asks_at_most
        if told and most is not None:
            above = sum(value > most for value in told)
            yield (
                f"By their records {_in_a_sentence(of(above, len(told), 'services'))} with a "
                f"figure {'has' if above == 1 else 'have'} more than {most:.0f} children for a "
                "full-time IRO."
            )
    for measure in measured(whose.tables, SAID):
        if figures := beside_england(whose, measure):
            yield f"{SAID[measure.indicator]}: {figures}."


def beside_england(whose: Whose, measure: Measure) -> str:
    """The area's figure, and in brackets England's; nothing where it is not told."""
    own, england = whose.own(measure), whose.england(measure)
    if own is None or own["value"] is None:
        return ""
    value = text(own["value"], measure.unit)
    if whose.kind == "england" or england is None or england["value"] is None:
        return value
    return f"{value} (England {text(england['value'], measure.unit)})"


def _in_a_sentence(said: str) -> str:
    return said[:1].lower() + said[1:]
