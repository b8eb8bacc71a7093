"""From an arrival's path and bytes to the contract that claims it and its rows as text."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from itertools import zip_longest
from typing import Any

import polars as pl

from iro_pipeline import authorities
from iro_pipeline.arrivals.claims import Claim, in_pages, in_text
from iro_pipeline.arrivals.kept import Kept
from iro_pipeline.arrivals.matching import picked
from iro_pipeline.authorities import NOTHING_DECIDED
from iro_pipeline.authorities.names import Decided
from iro_pipeline.contracts import Contract, every, in_force, sources
from iro_pipeline.inspection import dates, excel
from iro_pipeline.inspection.times import without_times
from iro_pipeline.opening import limited
from iro_pipeline.readers import Sheet, Unreadable, wording

_YEARS = ("period", "vintage")
# The identifiers by which a person's rows can be found: the data of an IRO is about children.
PEOPLE = ("child", "respondent")


@dataclass(frozen=True)
class Claimed:
    """
    A table with the contract that claims it, what its path says, and its rows as text.

    `aside`: the numbers of the sheets of its workbook that are no table and are not read; `sheet`:
    the name of its own. Of a table that is left aside `text` has nothing but whose each row is.
    """

    contract: Contract
    given: Mapping[str, Any]
    text: pl.DataFrame
    aside: tuple[int, ...] = ()
    sheet: str = ""

    @property
    def remark(self) -> str:
        """What its sender should know of it, though it is in order."""
        says = self.contract.without_rows if self.text.is_empty() else ""
        sheets = ", ".join(f"sheet {number}" for number in self.aside)
        told = (says and f"This {says}.", sheets and f"Left aside: {sheets}.")
        return " ".join(filter(None, told))


Known = Mapping[tuple[str, int], tuple[str, str]]


def named_in(paths: Iterable[str], decided: Decided = NOTHING_DECIDED) -> Known:
    """The authorities that folders name, as (folder, period) -> (GSS code, la_code)."""
    folders = {tuple(path.split("/")[1:3]) for path in paths if path.count("/") > 2}
    named = [(name, int(year)) for year, name in sorted(folders) if re.fullmatch(r"\d{4}", year)]
    asked = pl.DataFrame(named, schema={"text": pl.String, "period": pl.Int64}, orient="row")
    found = authorities.resolve(asked, decided).drop_nulls("authority")
    lasting = {
        (period, authority): la_code
        for period in found["period"].unique()
        for la_code, authority in authorities.codes_for(period).iter_rows()
    }
    return {(text, year): (code, lasting[year, code]) for text, year, code in found.iter_rows()}


def claim(path: str, data: bytes | Kept, known: Known, *, bare: bool = False) -> list[Claimed]:
    """
    A file's tables; a text file has one.

    A `bare` file lies in no folder of the sources yet: it may be of any, and what its path does not
    say is left open. Raises Unreadable when no contract claims the file, or the file breaks the
    one that does.
    """
    source, *folders = path.split("/")[:-1] or [""]
    contracts = _any_source(year_of(folders)) if bare and not source else _of(source, folders)
    kept = data if isinstance(data, Kept) else Kept(data, limited.pages(data))
    if kept.pages is None:
        claims, aside = [in_text(contracts, kept.text)], []
    else:
        claims, aside = in_pages(contracts, kept.pages)
    rounded = kept.pages is not None or excel.may_be_rounded(kept.text)
    found = [_claimed(each, folders, known, bare=bare, may_be_rounded=rounded) for each in claims]
    if not isinstance(data, Kept):  # of which every row may be gone
        for contract, sheet, _ in claims:
            _filled_in(contract, sheet)
    return [replace(each, aside=tuple(aside)) for each in found] if aside else found


def _of(source: str, folders: list[str]) -> list[Contract]:
    if source not in sources():
        raise Unreadable(
            "unknown_source",
            found="a file outside the folders of the sources",
            expected=f"data/raw/<source>/…, where <source> is one of {', '.join(sources())}",
            do="Move the file into the folder of its source (when checking: --source).",
        )
    contracts = in_force(source, year_of(folders))
    if not contracts:
        raise Unreadable(
            "before_first_edition",
            found=f"a file for {year_of(folders)}",
            expected="a year for which the form of this source is known",
            do="Check the year in the folder's name.",
        )
    return contracts


def _any_source(year: int | None) -> list[Contract]:
    """The contracts in force in the year; where that is not said, those of every year."""
    if year is None:
        return [each for each in every() if each.name.startswith("raw/")]
    return [contract for source in sources() for contract in in_force(source, year)]


def _claimed(
    claim: Claim, folders: list[str], known: Known, *, bare: bool, may_be_rounded: bool
) -> Claimed:
    contract, sheet, found = claim
    if contract.recognises_only:
        return Claimed(contract, {}, _whose(contract, sheet), sheet=sheet.name)
    given = _given(contract, folders, known, bare)
    if bare and given.get("period") == (None, pl.Int64()):
        contract = _of_any_year(contract)
    constants = {name: pl.lit(value, dtype) for name, (value, dtype) in given.items()}
    text = picked(contract, sheet, found, constants)
    text = without_times(contract, text)
    if sheet.name:
        excel.unswapped(contract, text)
        real = [
            each for each in contract.fields if each.type == "date" and each.name in text.columns
        ]
        text = text.with_columns(dates.as_declared(each).alias(each.name) for each in real)
    if may_be_rounded:
        excel.undamaged(contract, text)
    said = {name: value for name, (value, _) in given.items()}
    return Claimed(contract, said, text, sheet=sheet.name)


def _whose(contract: Contract, sheet: Sheet) -> pl.DataFrame:
    """Of a table that is left aside: whose each row is, as its source's other tables head it."""
    said = _people(contract.source_name)
    whose = {
        said[wording(column.header)]: pl.col(str(place))
        for place, column in enumerate(sheet.columns)
        if str(place) in sheet.rows.columns and wording(column.header) in said
    }
    return sheet.rows.select("line", **whose)


@cache
def _people(source: str) -> Mapping[str, str]:
    """The headers, in their wording, under which a source's tables name people, and which."""
    return {
        wording(header): each.identifier
        for contract in every(within=f"raw/{source}")
        for each in contract.fields
        if each.identifier in PEOPLE
        for header in each.header
    }


def _filled_in(contract: Contract, sheet: Sheet) -> None:
    """Raise Unreadable for a file without a row, unless that says something."""
    says_nothing = not contract.without_rows and not contract.recognises_only
    if sheet.rows.is_empty() and says_nothing:
        where = f"the sheet {sheet.name[:60]}" if sheet.name else "the rows below the header row"
        raise Unreadable(
            "no_rows",
            found="no rows: nobody has filled it in",
            expected=contract.grain,
            do=f"Fill in {where} before it is sent.",
        )


def _of_any_year(contract: Contract) -> Contract:
    """Who an authority's name stands for is told by the year: without one it is not looked into."""
    fields = tuple(
        replace(each, authority=False) if each.authority and not each.period_from else each
        for each in contract.fields
    )
    return replace(contract, fields=fields)


def year_of(folders: list[str]) -> int | None:
    """The year that the first folder names."""
    return int(folders[0]) if folders and re.fullmatch(r"\d{4}", folders[0]) else None


def _given(
    contract: Contract, folders: list[str], known: Known, bare: bool
) -> dict[str, tuple[Any, pl.DataType]]:
    """What the path says of every row, typed; `scope` is the authority's lasting la_code."""
    if len(folders) < len(contract.given) and not bare:
        raise Unreadable(
            "path",
            found=f"{len(folders)} folders below the source's folder",
            expected="/".join(f"<{name}>" for name in contract.given) + "/<any file name>",
            do="Put the file into folders that say these.",
        )
    given: dict[str, tuple[Any, pl.DataType]] = {"scope": (None, pl.String())}
    for name, folder in zip_longest(contract.given, folders[: len(contract.given)]):
        if name in _YEARS:
            given[name] = (_the_year(folder) if folder else None, pl.Int64())
        else:
            period = given["period"][0]
            said = (
                (None, None) if None in (folder, period) else _the_authority(folder, period, known)
            )
            given["authority"], given["scope"] = ((each, pl.String()) for each in said)
    return given


def _the_year(folder: str) -> int:
    if not re.fullmatch(r"20\d{2}", folder):
        raise Unreadable(
            "path",
            found="a folder that is not a year",
            expected="the year in which the period ends, for example 2024 for 2023-24",
            do="Rename the folder.",
        )
    return int(folder)


def _the_authority(folder: str, period: int, known: Known) -> tuple[str, str]:
    if (folder, period) not in known:
        raise Unreadable(
            "unknown_authority",
            found=f"a folder named after no single authority: "
            f"{authorities.why_unresolved(folder, period)}",
            expected="the code or full name of an English upper-tier authority of that year",
            do="Rename the folder to the authority's code, for example E08000012.",
        )
    return known[folder, period]
