"""Which contract claims a table that a file holds, and what to say where none does."""

from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from iro_pipeline.arrivals.matching import Match, called, match
from iro_pipeline.contracts import Contract
from iro_pipeline.inspection.encodings import doubt
from iro_pipeline.opening import Page
from iro_pipeline.readers import Column, Sheet, Unreadable, csv, survey, wording
from iro_pipeline.readers.table import DEEPEST, are_titles, headed, header_row

# Below this a table is likely another form altogether, and its headers may be values: name none.
_LIKE = 0.5


class Claim(NamedTuple):
    """A table, the contract that claims it, and how their columns meet."""

    contract: Contract
    sheet: Sheet
    match: Match

    @property
    def whole(self) -> bool:
        """Every column is accounted for, and a form that is left aside is surely that form."""
        likely = not self.contract.recognises_only or self.match.likeness >= _LIKE
        return self.match.whole and likely

    @property
    def rank(self) -> tuple[bool, float]:
        """What orders the contracts that might claim a table."""
        return (self.match.whole, self.match.likeness)


def in_text(contracts: Sequence[Contract], data: bytes) -> Claim:
    """The contract that claims a text file. Raises Unreadable where none does."""
    faults: list[Unreadable] = []
    best = max(_of_text(contracts, data, faults), key=lambda each: each.rank, default=None)
    if best is not None and not best.whole:
        best = max([best, *_below_titles(contracts, data)], key=lambda each: each.rank)
    if best is None or (faults and best.match.likeness < _LIKE):
        raise faults[0]
    if not best.whole:
        raise unclaimed(best, contracts)
    return best


def in_pages(contracts: Sequence[Contract], pages: Sequence[Page]) -> tuple[list[Claim], list[str]]:
    """
    The claims on the pages of a workbook or return, and the names of the pages left aside.

    A page that looks like none of the contracts is left aside; one that looks like a broken table
    is not. Raises Unreadable for that, for two pages of one table, and where nothing is claimed.
    """
    claimed: list[Claim] = []
    aside, faults = [], []
    for page in pages:
        best = None if page.hidden else _of_page(contracts, page, faults)
        if best is not None and best.whole:
            claimed.append(best)
        elif best is not None and best.match.likeness >= _LIKE:
            raise unclaimed(best, contracts)
        else:
            aside.append(page.name)
    if not claimed:
        raise faults[0] if faults else _nothing(contracts, pages)
    _no_table_twice(claimed)
    return claimed, aside


def unclaimed(best: Claim, contracts: Sequence[Contract]) -> Unreadable:
    """Why even the likest contract does not claim a table, column by column."""
    contract, sheet, found = best
    if found.likeness < _LIKE:
        tables = [each.title for each in contracts]
        return Unreadable(
            "no_contract",
            found=f"{len(sheet.columns)} columns, most of them not known",
            expected=f"the header row of {_listed(tables)}"
            if len(tables) > 1
            else f"{contract.title}: {', '.join(_headers(contract))}",
            do="Check that the file is in the right folder and that its first row is its header.",
            rows=sheet.rows.height,
        )
    missing = [f"the column {name} is missing" for name in found.missing]
    known = [
        f"column {i + 1} ({called(sheet.columns[i])}) is not foreseen" for i in found.unforeseen
    ]
    page = f" on the sheet {sheet.name[:60]!r}" if sheet.name else ""
    return Unreadable(
        "missing_column" if missing else "unforeseen_column",
        found="; ".join([*missing, *known]) + page,
        expected=f"{contract.title}: {', '.join(_headers(contract))}",
        do=doubt([sheet.columns[i].header for i in found.unforeseen], _known(contract.name))
        or "Put back what is missing and take out what is not foreseen, or ask for a new edition.",
        rows=sheet.rows.height,
    )


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
            titles = header_row(top, [_known(name) for name in names])
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
                else headed(page, [_known(name) for name in names])
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
    return max(matches.items(), key=lambda each: (each[1].whole, each[1].likeness))


@lru_cache(1000)
def _known(name: str) -> frozenset[str]:
    """Every header that a contract's files may have."""
    contract = Contract.load(name)
    headers = [header for each in contract.fields for header in each.header]
    return frozenset(map(wording, (*headers, *contract.ignored)))


def _headers(contract: Contract) -> list[str]:
    named = [each.header[0] for each in contract.fields if each.header] or [*contract.ignored]
    return [*named[:12], "…"] if len(named) > 12 else named


def _listed(titles: Sequence[str]) -> str:
    """Titles that begin alike are told once: two tables of a return are that return."""
    told = list(dict.fromkeys(title.partition(":")[0] for title in titles))
    return ", ".join(told[:-1]) + " or " + told[-1] if len(told) > 1 else told[0]


def _nothing(contracts: Sequence[Contract], pages: Collection[Page]) -> Unreadable:
    visible = sum(not page.hidden for page in pages)
    return Unreadable(
        "no_contract",
        found=f"{visible} sheets, none of them a table that is known here",
        expected=f"the header row of {_listed([each.title for each in contracts])}",
        do="Check that the file is in the right folder and that its tables keep their header row.",
        rows=0,
    )


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
