"""What is said of a table that no contract claims: what is odd in it, and what to do."""

from collections.abc import Collection, Iterator, Sequence
from difflib import get_close_matches
from functools import lru_cache

from iro_pipeline.arrivals.matching import Match, called
from iro_pipeline.contracts import Contract
from iro_pipeline.inspection.encodings import doubt
from iro_pipeline.opening import Page
from iro_pipeline.readers import Sheet, Unreadable, wording

_SHOWN = 12
_LONGEST = 60
_CLOSE = 0.7


@lru_cache(1000)
def foreseen(name: str) -> frozenset[str]:
    """Every header that a contract's files may have, as its `wording`."""
    contract = Contract.load(name)
    headers = [header for each in contract.fields for header in each.header]
    return frozenset(map(wording, (*headers, *contract.ignored)))


def broken(contract: Contract, sheet: Sheet, found: Match) -> Unreadable:
    """Why a table is not its contract's, column by column."""
    missing = [f"the column {name} is missing" for name in found.missing]
    page = f" on the sheet {sheet.name[:_LONGEST]!r}" if sheet.name else ""
    odd = [_odd(contract, sheet, i) for i in found.unforeseen]
    named = [sheet.columns[i].header for i in found.unforeseen]
    return Unreadable(
        "missing_column" if missing else "unforeseen_column",
        found="; ".join(_few([*missing, *odd])) + page,
        expected=_columns_of(contract),
        do=doubt(named, foreseen(contract.name)) or " ".join(_remedies(contract, sheet, found)),
        rows=sheet.rows.height,
    )


def unknown(contracts: Sequence[Contract], sheet: Sheet) -> Unreadable:
    """Why a file is of none of the contracts; its first row may hold values, so none is told."""
    only = contracts[0] if len(contracts) == 1 else None
    return Unreadable(
        "no_contract",
        found=f"{len(sheet.columns)} columns, most of them not known",
        expected=_columns_of(only) if only else f"the header row of {_listed(contracts)}",
        do="Check that the file is in the right folder and that its first row is its header.",
        rows=sheet.rows.height,
    )


def nothing(contracts: Sequence[Contract], pages: Collection[Page]) -> Unreadable:
    """Why a workbook is of none of the contracts."""
    visible = sum(not page.hidden for page in pages)
    known = "of this source" if len({each.source_name for each in contracts}) == 1 else "known here"
    return Unreadable(
        "no_contract",
        found=f"a workbook whose only sheet is no table {known}"
        if visible == 1
        else f"a workbook of {visible} visible sheets, none of them a table {known}",
        expected=f"the header row of {_listed(contracts)}",
        do="Check that the file is in the right folder and that its tables keep their header row.",
        rows=0,
    )


def lost(number: int, page: Page, contracts: Sequence[Contract]) -> Unreadable:
    """Why a workbook is refused for a sheet that would be left aside with its rows."""
    return Unreadable(
        "unclaimed_sheet",
        found=f"sheet {number} ({page.name[:_LONGEST]!r}), which holds rows that are no table "
        "known here: its header row is missing, or its columns are not those of "
        f"{_listed(contracts)}",
        expected="the header row above every table that is sent",
        do="Give the sheet that header row and only those columns; delete or hide it if it is not "
        "meant to be sent.",
        rows=sum(any(row) for row in page.rows),
    )


def _odd(contract: Contract, sheet: Sheet, i: int) -> str:
    """A column that is not foreseen; one without a header is not named after its neighbour."""
    column = sheet.columns[i]
    if contract.form == "survey" or (column.header and column.place == 1):
        return f"column {i + 1} ({called(column)}) is not foreseen"
    filled = sheet.rows.filter(sheet.rows[str(i)].is_not_null())["line"]
    where = f" in row {filled[0]}" if len(filled) else ""
    return f"column {i + 1} (no header) holds text{where}"


def _remedies(contract: Contract, sheet: Sheet, found: Match) -> Iterator[str]:
    """The header that each odd column may be meant for, then what there is to do in any case."""
    free = [each for each in contract.fields if each.header and each.name not in found.places]
    by_wording = {wording(text): each for each in free for text in each.header}
    named = [i for i in found.unforeseen if sheet.columns[i].header and sheet.columns[i].place == 1]
    renamed: set[str] = set()
    for i in named:
        said = sheet.columns[i].header
        if near := get_close_matches(wording(said)[:200], by_wording, 1, _CLOSE):
            renamed.add(said)
            field = by_wording[near[0]]
            other = ", or take it out" if field.optional_column else ""
            yield f"Rename {_cut(said)} to {_cut(field.header[0])}{other}."
    if not renamed and len(named) == len(found.missing) == 1:
        said = _cut(sheet.columns[named[0]].header)
        yield f"If {said} is {found.missing[0]}, rename it to that; if not, take it out."
    elif any(sheet.columns[i].header not in renamed for i in found.unforeseen):
        yield "Take out what is not foreseen."
    if len(found.missing) > len(renamed) and not (len(named) == len(found.missing) == 1):
        yield "Put back what is missing."
    if contract.form == "survey":
        yield "A form that has changed needs a new edition: docs/new-survey-wave.md."


def _few(told: list[str]) -> list[str]:
    more = len(told) - _SHOWN
    return [*told[:_SHOWN], f"and {more:,} more"] if more > 0 else told


def _columns_of(contract: Contract) -> str:
    """All its columns, if they are few; of a form or a survey the first would say nothing."""
    named = [each.header[0] for each in contract.fields if each.header] or [*contract.ignored]
    told = [text[:_LONGEST] for text in dict.fromkeys(named)]
    if len(told) <= _SHOWN:
        return f"{contract.title}: {', '.join(told)}"
    must = [each.header[0] for each in contract.fields if each.header and not each.optional_column]
    return f"the columns of {contract.title} ({', '.join(map(_cut, must[:3]))} …)"


def _listed(contracts: Sequence[Contract]) -> str:
    """Titles that begin alike are told once: two tables of a return are that return."""
    told = list(dict.fromkeys(each.title.partition(":")[0] for each in contracts))
    return ", ".join(told[:-1]) + " or " + told[-1] if len(told) > 1 else told[0]


def _cut(header: str) -> str:
    return repr(header[:_LONGEST])
