"""How a contract's fields find their columns in a file, and what the file's cells say of them."""

from collections.abc import Sequence
from typing import NamedTuple

import polars as pl

from iro_pipeline.contracts import Contract, Field
from iro_pipeline.readers import Column, Sheet, wording


class Match(NamedTuple):
    """
    How a contract's fields and a file's columns meet.

    `places` are the columns of each field found; `missing` names the others, as their owner would.
    """

    places: dict[str, tuple[int, ...]]
    missing: list[str]
    unforeseen: list[int]
    likeness: float

    @property
    def whole(self) -> bool:
        """Every column is accounted for."""
        return not self.missing and not self.unforeseen and self.likeness > 0


def match(contract: Contract, columns: Sequence[Column], present: Sequence[int]) -> Match:
    """Columns are joined by header, occurrence and place or sub-label, never by label alone."""
    by_place, by_sub = {}, {}
    for i in present:
        header, occurrence, place, sub = columns[i]
        by_place[wording(header), occurrence, place] = i
        by_sub.setdefault((wording(header), occurrence, wording(sub)), i)
    places, missing = {}, []
    for each in contract.fields:
        at = [(wording(header), each.occurrence) for header in each.header]
        if each.sub:
            spots = [by_sub.get((*spot, wording(sub))) for spot in at for sub in each.sub]
        else:
            spots = [by_place.get((*spot, each.place)) for spot in at]
        found = [spot for spot in spots if spot is not None]
        if found:
            places[each.name] = (found[0],)
        elif each.header and not each.optional_column:
            missing.append(called(each))
    foreseen = {wording(header) for header in contract.ignored}
    used = {i for spots in places.values() for i in spots}
    ignored = {i for i in present if wording(columns[i].header) in foreseen}
    unforeseen = sorted(set(present) - used - ignored)
    known = len(places) + len(ignored - used)
    declared = len({*foreseen, *(each.name for each in contract.fields if each.header)})
    likeness = known / max(1, declared + len(unforeseen))
    return Match(places, missing, unforeseen, likeness)


def picked(contract: Contract, sheet: Sheet, match: Match) -> pl.DataFrame:
    """The sheet's "line", and one column of text for each field of the contract that is there."""
    there = {
        each.name: match.places[each.name][0]
        for each in contract.fields
        if each.name in match.places
    }
    return sheet.rows.select("line", **{name: pl.col(str(place)) for name, place in there.items()})


def called(each: Field | Column) -> str:
    """A field or column as its owner knows it: its header, which of those alike, its sub-label."""
    header, sub = each.header, each.sub
    named = [text if isinstance(text, str) else text[0] if text else "" for text in (header, sub)]
    said = " › ".join(repr(text[:60]) for text in named if text) or "without a header"
    return f"{said} (number {each.occurrence} of that wording)" if each.occurrence > 1 else said
