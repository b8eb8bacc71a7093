"""Which contract claims a table that a file holds."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from math import ceil
from typing import NamedTuple

from iro_pipeline.arrivals.matching import SURELY, Match, match
from iro_pipeline.arrivals.refusals import broken, foreseen, lost, nothing, unknown
from iro_pipeline.contracts import Contract
from iro_pipeline.opening import Page
from iro_pipeline.readers import Column, Sheet, Unreadable, csv, survey, wording
from iro_pipeline.readers.table import DEEPEST, are_titles, headed, header_row

# The sheets of a template beside the one to fill in.
_OF_A_TEMPLATE = ("Notes", "Lists")
# So many rows, and of the cells of a table's row so many and at least the fewest, are rows of one.
_ROWS, _CELLS, _FEWEST = 2, 0.8, 3


class Claim(NamedTuple):
    """A table, the contract that claims it, and how their columns meet."""

    contract: Contract
    sheet: Sheet
    match: Match

    @property
    def whole(self) -> bool:
        """Every column is accounted for, and a form that is left aside is surely that form."""
        likely = not self.contract.recognises_only or self.match.likeness >= SURELY
        return self.match.whole and likely

    @property
    def near(self) -> bool:
        """It is surely meant for that contract, whole or broken."""
        return self.match.nearness >= SURELY

    @property
    def rank(self) -> tuple[bool, float]:
        """What orders the contracts that might claim a table."""
        return self.match.rank


def in_text(contracts: Sequence[Contract], data: bytes) -> Claim:
    """The contract that claims a text file. Raises Unreadable where none does."""
    faults: list[Unreadable] = []
    best = max(_of_text(contracts, data, faults), key=lambda each: each.rank, default=None)
    if best is not None and not best.whole:
        best = max([best, *_below_titles(contracts, data)], key=lambda each: each.rank)
    if best is None or (faults and not best.near):
        raise faults[0]
    if not best.whole:
        raise broken(*best) if best.near else unknown(contracts, best.sheet)
    return best


def in_pages(contracts: Sequence[Contract], pages: Sequence[Page]) -> tuple[list[Claim], list[int]]:
    """
    The claims on the pages of a workbook or return, and the numbers of the pages left aside.

    What is hidden or empty is nobody's, and a template's own notes and lists are never read. Raises
    Unreadable for a page that looks like a broken table or holds rows of none, for two pages of
    one table, and where nothing is claimed.
    """
    claimed: list[Claim] = []
    aside: list[int] = []
    faults: list[Unreadable] = []
    for number, page in enumerate(pages, 1):
        best = None if page.hidden else _of_page(contracts, page, faults)
        if best is not None and best.whole:
            claimed.append(best)
        elif best is not None and best.near:
            raise broken(*best)
        elif not page.hidden and page.name not in _OF_A_TEMPLATE and any(map(any, page.rows)):
            aside.append(number)
    if not claimed:
        raise faults[0] if faults else nothing(contracts, pages)
    _no_table_twice(claimed)
    for number in aside:
        page = pages[number - 1]
        if _named_as_a_table(page, claimed, contracts) or _wide_as_a_table(page, claimed):
            raise lost(number, page, [each.contract for each in claimed])
    return claimed, aside


def _of_text(
    contracts: Sequence[Contract], data: bytes, faults: list[Unreadable]
) -> Iterator[Claim]:
    """The likest contract of each form; what a form refuses the file for is added to `faults`."""
    for (form, encodings), names in _by_form(contracts).items():
        try:
            sheet = (survey if form == "survey" else csv).read(data, encodings)
        except Unreadable as fault:
            faults.append(fault)
        else:
            yield _likest(names, sheet)


def _below_titles(contracts: Sequence[Contract], data: bytes) -> Iterator[Claim]:
    """The same for tables whose header row stands below the rows of a title."""
    for (form, encodings), names in _by_form(contracts).items():
        if form == "table":
            top = csv.top(data, encodings, DEEPEST)
            titles = header_row(top, [foreseen(name) for name in names])
            if titles and are_titles(top[:titles], top[titles]):
                yield _likest(names, csv.read(data, encodings, titles))


def _of_page(contracts: Sequence[Contract], page: Page, faults: list[Unreadable]) -> Claim | None:
    """The likest contract of a page; what a form refuses it for is added to `faults`."""
    found = []
    for (form, _), names in _by_form(contracts).items():
        try:
            sheet = (
                survey.responses(page)
                if form == "survey"
                else headed(page, [foreseen(name) for name in names])
            )
        except Unreadable as fault:
            faults.append(fault)
            continue
        if sheet is not None:
            found.append(_likest(names, sheet))
    return max(found, key=lambda each: each.rank, default=None)


def _by_form(contracts: Sequence[Contract]) -> dict[tuple[str, tuple[str, ...]], tuple[str, ...]]:
    """The names of the contracts that read a file alike."""
    forms: dict[tuple[str, tuple[str, ...]], list[str]] = {}
    for each in contracts:
        forms.setdefault((each.form, each.encodings), []).append(each.name)
    return {form: tuple(names) for form, names in sorted(forms.items())}


def _likest(names: tuple[str, ...], sheet: Sheet) -> Claim:
    present = tuple(int(name) for name in sheet.rows.columns if name != "line")
    name, found = _best_match(names, tuple(sheet.columns), present)
    return Claim(Contract.load(name), sheet, found)


@lru_cache(1000)
def _best_match(
    names: tuple[str, ...], columns: tuple[Column, ...], present: tuple[int, ...]
) -> tuple[str, Match]:
    """Most files of a source have the same columns, so the answer is kept."""
    matches = {name: match(Contract.load(name), columns, present) for name in names}
    return max(matches.items(), key=lambda each: each[1].rank)


def _named_as_a_table(page: Page, claimed: Sequence[Claim], contracts: Sequence[Contract]) -> bool:
    sources = {each.contract.source_name for each in claimed}
    tables = {
        each.table.replace("_", " ")
        for each in contracts
        if each.source_name in sources and not each.recognises_only
    }
    name = wording(page.name).replace("_", " ")
    return bool(tables & {name, f"{name}s", name.removesuffix("s"), f"{name.removesuffix('ies')}y"})


def _wide_as_a_table(page: Page, claimed: Sequence[Claim]) -> bool:
    """Whether it has rows of a table that lost its header row, or has another's columns."""
    widths = [each.sheet.rows.width - 1 for each in claimed if not each.contract.recognises_only]
    enough = max(_FEWEST, ceil(_CELLS * min(widths, default=0)))
    filled = [sum(bool(cell.strip()) for cell in row) for row in page.rows]
    return bool(widths) and sum(cells >= enough for cells in filled) >= _ROWS


def _no_table_twice(claimed: Sequence[Claim]) -> None:
    tables = [each.contract.table for each in claimed if not each.contract.recognises_only]
    twice = sorted({table for table in tables if tables.count(table) > 1})
    if twice:
        raise Unreadable(
            "one_table_twice",
            found=f"more than one sheet of {' and of '.join(twice)}",
            expected="one sheet a table",
            do="Delete or hide the sheets that are not meant.",
            rows=sum(each.sheet.rows.height for each in claimed),
        )
