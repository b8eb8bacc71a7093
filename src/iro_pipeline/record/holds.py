"""
What a person should decide: the reasons for which a file is held, and what stood before stands.

A file is looked at beside those that stand in other places, and the one that it would supersede.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from iro_pipeline.contracts import Contract
from iro_pipeline.record.phrases import counted, lowered, place
from iro_pipeline.record.receipts import Receipt, Slot
from iro_pipeline.record.sketches import Likeness
from iro_pipeline.reference import register

FEWEST_ROWS = 20  # below this a file's size and likeness tell nothing
LEFT_OF_LAST = 2 / 3  # of the rows of the time before; fewer is a file cut short or another's
_ANOTHER_YEARS = 0.95  # children stay in care, so much of a return stands in the next one too
_ANOTHER_AUTHORITYS = 0.3  # nothing of one authority should stand in another's


@dataclass(frozen=True)
class Before:
    """
    What stood when a file arrived: in each place, and the largest that ever stood there; what came
    by arrival, and in which run; and which of that the file is like.
    """

    current: Mapping[Slot, Receipt]
    largest: Mapping[Slot, Receipt]
    by_arrival: Mapping[int, list[Receipt]]
    run: Mapping[int, int]
    likenesses: Sequence[Likeness]


def reasons(each: Receipt, before: Before) -> dict[str, str]:
    """
    Why a person must decide on a file, by rule; empty where nothing speaks against it.

    Of two reasons of one rule the later is told: of the file before more is known.
    """
    found = [
        *_fewer_than_stood(each, before.largest.get(each.slot)),
        *_fewer_than_superseded(each, before.current.get(each.slot)),
        *_fewer_than_last_year(each, _last_year(each, before.current)),
        *_others_rows(each, before),
        *mostly_against_a_rule(each),
    ]
    return dict(found)


def _fewer_than_stood(each: Receipt, largest: Receipt | None) -> Iterator[tuple[str, str]]:
    """Not less than two thirds of the largest before it: rows may be lost a few at a time, too."""
    if largest is None or largest.accepted < FEWEST_ROWS:
        return
    if each.accepted < LEFT_OF_LAST * largest.accepted:
        yield (
            "fewer_rows",
            f"found {counted(each.accepted, 'row')}; arrival {largest.arrival}, for the same "
            f"place, had {largest.accepted:,}. Is the file whole?",
        )


def _fewer_than_superseded(each: Receipt, last: Receipt | None) -> Iterator[tuple[str, str]]:
    """Two thirds or more of the rows of the file before must still be there, under their keys."""
    if last is None or not last.accepted or each.withdrawn is None:
        return
    left = last.accepted - each.withdrawn
    enough = left >= LEFT_OF_LAST * last.accepted
    stood = f"{counted(last.accepted, 'row')} (arrival {last.arrival})"
    if each.accepted == 0:
        yield (
            "fewer_rows",
            f"the file is empty, and would replace one of {stood}. Is there nothing to tell?",
        )
    elif last.accepted >= FEWEST_ROWS and not enough:
        yield (
            "fewer_rows",
            f"it would replace a file of {stood}: {left:,} of them are still there, and "
            f"{each.new or 0:,} are new. Is it the file for this place?",
        )


def _fewer_than_last_year(each: Receipt, last: Receipt | None) -> Iterator[tuple[str, str]]:
    """
    A third fewer rows than the return of the year before, and more than chance makes of it.

    Two standard deviations of the difference of two counts (Poisson): 30 rows after 45 may happen.
    """
    if last is None or last.accepted < FEWEST_ROWS or not Contract.load(each.contract).steady:
        return
    lost = last.accepted - each.accepted
    by_chance = 2 * (last.accepted + each.accepted) ** 0.5
    if each.accepted < LEFT_OF_LAST * last.accepted and lost > by_chance:
        yield (
            "fewer_rows_than_last_year",
            f"found {counted(each.accepted, 'row')}; the file for {last.period} had "
            f"{last.accepted:,}. Is it whole?",
        )


def _last_year(each: Receipt, current: Mapping[Slot, Receipt]) -> Receipt | None:
    if each.authority is None or each.period is None:
        return None
    slots = [(each.source, each.table, each.period - 1, code) for code in _codes_of(_la_code(each))]
    return next((current[slot] for slot in slots if slot in current), None)


def _others_rows(each: Receipt, before: Before) -> Iterator[tuple[str, str]]:
    """Rows, or children, of another authority or of another year."""
    for alike in before.likenesses:
        for other in before.by_arrival.get(alike.other, ()):
            rule = _rule(each, other, alike)
            if rule and _counts(each, other, before):
                what = "rows" if "/" in alike.kind else "children"
                asked = "year" if rule == "another_years_rows" else "council"
                yield (
                    rule,
                    f"{alike.share:.0%} of its {what} are in arrival {other.arrival} too "
                    f"({place(other)}). Of which {asked} are they?",
                )


def _counts(each: Receipt, other: Receipt, before: Before) -> bool:
    """What stands, and what came in the same run: of two alike nobody knows whose rows they are."""
    standing = before.current.get(other.slot)
    together = before.run[each.arrival] == before.run[other.arrival]
    came = together and other.state in ("loaded", "held")
    return came or (standing is not None and standing.arrival == other.arrival)


def _rule(each: Receipt, other: Receipt, alike: Likeness) -> str | None:
    same_rows = alike.kind == f"{each.source}/{each.table}" == f"{other.source}/{other.table}"
    same_children = alike.kind == each.source == other.source
    if each.slot == other.slot or not (same_rows or same_children):
        return None
    if _la_code(each) != _la_code(other):
        small_and_equal = alike.share == 1 and each.rows_in == other.rows_in
        enough = alike.share >= _ANOTHER_AUTHORITYS and alike.members >= FEWEST_ROWS
        apart = not _one_after_the_other(_la_code(each), _la_code(other))
        return "another_authoritys_rows" if apart and (enough or small_and_equal) else None
    enough = alike.share >= _ANOTHER_YEARS and alike.members >= FEWEST_ROWS
    return "another_years_rows" if same_rows and enough else None


def mostly_against_a_rule(each: Receipt) -> Iterator[tuple[str, str]]:
    """More rows than a contract's rule bears: last year's file under this year's name."""
    if not each.contract or each.rows_in < 1:
        return
    for rule in Contract.load(each.contract).rules:
        against = each.faults.get(rule.id, 0)
        if rule.hold_above is not None and against > rule.hold_above * each.rows_in:
            yield (
                rule.id,
                f"found {against:,} of {counted(each.rows_in, 'row')} against the rule that "
                f"{lowered(rule.says)}. Is it the file of this year?",
            )


def _one_after_the_other(one: str | None, other: str | None) -> bool:
    """Whether one authority took the other's area: its children came with it, numbers and all."""
    return {(one, other), (other, one)} & _successions() != set()


def _la_code(each: Receipt) -> str | None:
    return _la_codes().get(each.authority) if each.authority else None


@cache
def _successions() -> set[tuple[str, str]]:
    listed = register().select("la_code", "successors").drop_nulls().rows()
    return {(la_code, heir) for la_code, heirs in listed for heir in heirs.split("|")}


@cache
def _la_codes() -> dict[str, str]:
    return dict(register().select("gss_code", "la_code").rows())


@cache
def _codes_of(la_code: str | None) -> tuple[str, ...]:
    """Every code that an authority ever had."""
    return tuple(code for code, known in _la_codes().items() if known == la_code)
