"""How a contract's fields find their columns in a file, and what the file's cells say of them."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import polars as pl

from iro_pipeline.arrivals import addresses, ticks
from iro_pipeline.arrivals.addresses import statements, worded
from iro_pipeline.contracts import Contract, Field
from iro_pipeline.readers import Column, Sheet, wording
from iro_pipeline.readers.platforms import RECORD

# From this on a table is a contract's, if a broken one; below it, its headers may be values.
SURELY = 0.5
_SHARED = 2


class Match(NamedTuple):
    """
    How a contract's fields and a file's columns meet.

    `places` are the columns of each field found: several where an answer is spread over a column
    an option. `missing` names the fields that must be there and are not, as the file's owner would.
    `likeness` is the share known of all that the file has and the contract declares; `nearness` the
    share of the file's columns that is known, or of those that must be there if that is less.
    """

    places: dict[str, tuple[int, ...]]
    missing: list[str]
    unforeseen: list[int]
    likeness: float
    nearness: float = 0

    @property
    def whole(self) -> bool:
        """Every column is accounted for."""
        return not self.missing and not self.unforeseen and self.likeness > 0

    @property
    def rank(self) -> tuple[bool, float]:
        """What orders the contracts that might claim a table."""
        return (self.whole, self.likeness if self.whole else self.nearness)


def match(contract: Contract, columns: Sequence[Column], present: Sequence[int]) -> Match:
    """Columns are joined by header, occurrence and place or sub-label, never by label alone."""
    places = addresses.places(contract, columns, present)
    missing = [
        called(each)
        for each in contract.fields
        if each.header and not each.optional_column and each.name not in places
    ]
    foreseen = {worded(contract, header) for header in contract.ignored}
    used = {i for spots in places.values() for i in spots}
    ignored = {i for i in present if wording(columns[i].header) in foreseen}
    record = _record(contract, columns, present)
    unforeseen = sorted(set(present) - used - ignored - record)
    known = len(places) + len(ignored - used)
    declared = len({*foreseen, *(each.name for each in contract.fields if each.header)})
    likeness = known / max(1, declared + len(unforeseen))
    own = known - len((used | ignored) & record)
    nearness = _nearness(contract, own, len(missing), len(unforeseen))
    return Match(places, missing, unforeseen, likeness, max(likeness, nearness))


def picked(
    contract: Contract, sheet: Sheet, match: Match, given: Mapping[str, pl.Expr]
) -> pl.DataFrame:
    """
    The sheet's "line", a column of text for each field of the contract that is there, and `given`.

    One answer spread over columns becomes that answer. Of options ticked each says true or false,
    and nothing where the question was skipped.
    """
    if contract.form != "survey":
        places = {name: pl.col(str(place)) for name, (place, *_) in match.places.items()}
        return sheet.rows.select("line", **places, **given)
    sheet = sheet._replace(rows=_without_gaps(contract, sheet.rows))
    there = [each for each in contract.fields if each.name in match.places]
    answers = [each for each in there if "ticked" not in each.formats]
    questions = _questions([each for each in there if "ticked" in each.formats], sheet, match)
    spread = {each.name: _spread(each, sheet, match) for each in there}
    groups = [[each] for each in answers] + questions
    marks = ticks.marks(
        sheet.rows,
        [dict(i for each in group for i in spread[each.name].items()) for group in groups],
    )
    told = {
        each.name: ticks.chosen(spread[each.name], marks)
        if spread[each.name]
        else pl.col(str(match.places[each.name][0]))
        for each in answers
    }
    options = [_ticked(question, sheet, match, marks) for question in questions]
    answered = sheet.rows.select("line", **told, **given)
    return pl.concat([answered, *options], how="horizontal")


def called(each: Field | Column) -> str:
    """A field or column as its owner knows it: its header, which of those alike, its sub-label."""
    header, sub = each.header, each.sub
    named = [text if isinstance(text, str) else text[0] if text else "" for text in (header, sub)]
    said = " › ".join(repr(text[:60]) for text in named if text) or "without a header"
    return f"{said} (number {each.occurrence} of that wording)" if each.occurrence > 1 else said


def _nearness(contract: Contract, known: int, missing: int, unforeseen: int) -> float:
    """One column alone (Child) is shared by many forms; of a form left aside all are its own."""
    if known < _SHARED or contract.recognises_only:
        return 0
    required = sum(bool(each.header) and not each.optional_column for each in contract.fields)
    of_file, of_form = known / (known + unforeseen), 1 - missing / max(1, required)
    if of_form == 1 and required > _SHARED:
        return max(SURELY, of_file)
    return min(of_file, of_form)


def _record(contract: Contract, columns: Sequence[Column], present: Sequence[int]) -> set[int]:
    """What a survey platform records beside the answers is foreseen, and dropped unless asked."""
    if contract.form != "survey":
        return set()
    return {i for i in present if columns[i].header in RECORD and columns[i].occurrence == 1}


def _without_gaps(contract: Contract, rows: pl.DataFrame) -> pl.DataFrame:
    """An empty cell may be written otherwise: "NA"."""
    gaps = [gap for gap in contract.missing if gap]
    return rows.with_columns(pl.exclude("line").replace(gaps, None)) if gaps else rows


def _questions(options: Sequence[Field], sheet: Sheet, match: Match) -> list[list[Field]]:
    """The fields of options, parted by their question."""
    found: dict[tuple[str, int], list[Field]] = defaultdict(list)
    for each in options:
        found[sheet.columns[match.places[each.name][0]][:2]].append(each)
    return list(found.values())


def _spread(each: Field, sheet: Sheet, match: Match) -> dict[int, str]:
    """The option that each of a field's columns is; none where the cells hold the answer."""
    subs = {i: wording(sheet.columns[i].sub) for i in match.places[each.name]}
    if "ticked" in each.formats:
        return {i: sheet.columns[i].sub for i, sub in subs.items() if sub in statements(each)}
    options = addresses.answers(each)
    return {i: options[sub] for i, sub in subs.items() if sub in options}


def _ticked(
    fields: Sequence[Field], sheet: Sheet, match: Match, marks: Mapping[int, ticks.Mark]
) -> pl.DataFrame:
    """The options of one question, from a column each or from cells that join them."""
    own: dict[str, int] = {}
    cells: dict[int, dict[str, frozenset[str]]] = defaultdict(dict)
    for each in fields:
        place = match.places[each.name][0]
        if place in marks:
            own[each.name] = place
        else:
            statement = f"{wording(sheet.columns[place].sub)} - "
            names = frozenset(name.removeprefix(statement) for name in statements(each))
            cells[place][each.name] = names
    found = [ticks.together(sheet.rows[str(place)], names) for place, names in cells.items()]
    if own:
        question = sheet.columns[next(iter(own.values()))][:2]
        present = [int(name) for name in sheet.rows.columns if name != "line"]
        block = [i for i in present if sheet.columns[i][:2] == question]
        found.append(ticks.apart(sheet.rows, own, block, marks))
    return pl.concat(found, how="horizontal")
