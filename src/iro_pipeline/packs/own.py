"""An authority's own sheet: for that authority alone."""

from collections.abc import Iterator
from dataclasses import replace

from iro_pipeline.benchmarks.standards import NOT_MET
from iro_pipeline.benchmarks.verdicts import BETTER, WORSE
from iro_pipeline.packs import what_works
from iro_pipeline.packs.annual_report import annual_report
from iro_pipeline.packs.asked import asked, standards
from iro_pipeline.packs.cells import text
from iro_pipeline.packs.making import sealed
from iro_pipeline.packs.methods import methods
from iro_pipeline.packs.mine import Mine
from iro_pipeline.packs.model import Pack, Section
from iro_pipeline.packs.quarters import quarters
from iro_pipeline.packs.released import Tables
from iro_pipeline.packs.since import for_the_worse, since
from iro_pipeline.packs.standing import standing
from iro_pipeline.packs.standing_out import by_word, said_and_compared, standing_out
from iro_pipeline.packs.unseen import not_sent, unseen
from iro_pipeline.packs.voices import answered, said, voices, widest
from iro_pipeline.packs.what_works import Works
from iro_pipeline.packs.words import listed, many

MOST = 3


def authority(
    tables: Tables,
    public: Tables,
    code: str,
    *,
    warning: str,
    notice: str,
    works: Works | None = None,
) -> Pack:
    """
    Of the tables of the authority's own folder, and of those that anyone may see.

    `works`: `what_works.works(public)`, made once for all authorities. Raises ValueError for a
    code that no authority of today has, and where its folder has no figure.
    """
    mine = Mine(code, tables, public, works or what_works.works(public))
    raised = tuple(highlights(mine))
    return sealed(
        Pack(
            kind="authority",
            area=code,
            name=mine.name,
            title=f"{mine.name}: the IRO service beside others",
            period=f"Year to 31 March {mine.period}",
            audience=f"For {mine.name} alone: its own service return is in it.",
            highlights=raised,
            sections=tuple(_sections(mine, raised)),
            authorities=((code, mine.name),),
            warning=warning,
            notice=notice,
        )
    )


def highlights(mine: Mine) -> list[str]:
    """
    At most three sentences, one of a kind, in this order of kinds:

    1. the topics in which the authority is worse than England's others, or else that it is in none;
    2. what changed for the worse by more than chance;
    3. more children for a full-time IRO than the Handbook's band, or fewer;
    4. manager and practitioners where they differ most, by more than chance;
    5. the topics in which it is reliably better: what others may ask it about;
    6. what nothing that could be used came of.
    """
    kinds = (_below, _changed, _caseload, _apart, _above, _missing)
    found = [said for kind in kinds for said in kind(mine)]
    return found[:MOST]


def _sections(mine: Mine, raised: tuple[str, ...]) -> Iterator[Section]:
    yield standing(mine)
    yield standing_out(mine)
    yield since(mine)
    yield replace(quarters(mine), is_printed=True)
    yield asked(mine)
    yield what_works.of_authority(
        mine.works, mine.tables["agreed_to_contact"], mine.code, mine.name, mine.region
    )
    yield voices(mine)
    yield unseen(mine)
    yield methods(mine)
    yield from annual_report(mine, raised)


def _below(mine: Mine) -> Iterator[str]:
    told = said_and_compared(mine)
    worse = by_word(told, WORSE)
    if worse:
        topics = mine.works.below(mine.code)
        names = listed([each.name[:1].lower() + each.name[1:] for each in topics])
        yield (
            f"Worse than England's others, by more than chance and ordinary differences: {names} "
            f"({'; '.join(each.title for _, each in worse)})."
        )
    elif told:
        yield (
            f"Of {many(len(told), 'measure')} that can be compared, none is worse than England's "
            "others by more than chance and ordinary differences."
        )
    else:
        yield "Nothing here can be compared with England's other authorities yet."


def _changed(mine: Mine) -> Iterator[str]:
    worse = for_the_worse(mine)
    if worse:
        names = listed([f"{each.title} ({row['change_verdict']})" for row, each in worse])
        since = worse[0][0]["previous_period"]
        yield f"Changed for the worse since {since}, by more than chance: {names}."


def _caseload(mine: Mine) -> Iterator[str]:
    for measure in standards(mine):
        row = mine.beside(measure)
        if measure.better != "within" or row is None or row["standard_met"] != NOT_MET:
            continue
        ends = [text(end, "count") for end in (measure.asks_at_least, measure.asks_at_most) if end]
        yield (
            f"{measure.title}: {text(row['value'], measure.unit)}, outside the {' to '.join(ends)} "
            "that the IRO Handbook calls good practice."
        )


def _apart(mine: Mine) -> Iterator[str]:
    row = widest(answered(mine))
    if row is not None:
        yield said(row)


def _above(mine: Mine) -> Iterator[str]:
    above = [each for each in mine.works.topics if mine.works.is_above(mine.code, each)]
    if above:
        better = by_word(said_and_compared(mine), BETTER)
        names = "; ".join(measure.title for _, measure in better)
        yield f"Better than England's others by more than chance: {names}. Others may want to ask."


def _missing(mine: Mine) -> Iterator[str]:
    missing = not_sent(mine)
    if missing:
        yield (
            f"Nothing that could be used came of {listed(missing)}. What rests on it is not told."
        )
