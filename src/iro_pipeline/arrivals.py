"""From an arrival's path and bytes to the contract that claims it and its rows as text."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import polars as pl

from iro_pipeline import authorities
from iro_pipeline.contracts import Contract, in_force, sources
from iro_pipeline.matching import Match, called, match, picked
from iro_pipeline.readers import Column, Sheet, Unreadable, csv, survey

READERS = {"table": csv.read, "survey": survey.read}
_YEARS = ("period", "vintage")


@dataclass(frozen=True)
class Claimed:
    """A file with the contract that claims it, what its path says, and its rows as text."""

    contract: Contract
    given: Mapping[str, Any]
    text: pl.DataFrame


Known = Mapping[tuple[str, int], tuple[str, str]]


def named_in(paths: Iterable[str]) -> Known:
    """The authorities that folders name, as (folder, period) -> (GSS code, la_code)."""
    folders = {tuple(path.split("/")[1:3]) for path in paths if path.count("/") > 2}
    named = [(name, int(year)) for year, name in sorted(folders) if re.fullmatch(r"\d{4}", year)]
    asked = pl.DataFrame(named, schema={"text": pl.String, "period": pl.Int64}, orient="row")
    found = authorities.resolve(asked).drop_nulls("authority")
    lasting = {
        (period, authority): la_code
        for period in found["period"].unique()
        for la_code, authority in authorities.codes_for(period).iter_rows()
    }
    return {(text, year): (code, lasting[year, code]) for text, year, code in found.iter_rows()}


def claim(path: str, data: bytes, known: Known) -> Claimed:
    """Raises Unreadable when no contract claims the file, or the file breaks the one that does."""
    source, *folders = path.split("/")[:-1] or [""]
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
    contract, sheet, found = _best(contracts, data)
    if contract.recognises_only:
        return Claimed(contract, {}, sheet.rows.select("line"))
    given = _given(contract, folders, known)
    constants = {name: pl.lit(value, dtype) for name, (value, dtype) in given.items()}
    text = picked(contract, sheet, found).with_columns(**constants)
    return Claimed(contract, {name: value for name, (value, _) in given.items()}, text)


def _best(contracts: Sequence[Contract], data: bytes) -> tuple[Contract, Sheet, Match]:
    """The contract whose columns are all there and none besides, else the likest one's faults."""
    forms = sorted({(contract.form, contract.encodings) for contract in contracts})
    found: list[tuple[Contract, Sheet, Match]] = []
    for form, encodings in forms:
        sheet = READERS[form](data, encodings)
        present = tuple(int(name) for name in sheet.rows.columns if name != "line")
        names = tuple(
            each.name for each in contracts if (each.form, each.encodings) == (form, encodings)
        )
        name, likest = _likest(names, tuple(sheet.columns), present)
        found.append((Contract.load(name), sheet, likest))
    contract, sheet, likest = best = max(found, key=lambda each: (each[2].whole, each[2].likeness))
    if not likest.whole or (contract.recognises_only and likest.likeness < 0.5):
        raise _unclaimed(contract, sheet, likest)
    return best


@lru_cache(1000)
def _likest(
    names: tuple[str, ...], columns: tuple[Column, ...], present: tuple[int, ...]
) -> tuple[str, Match]:
    """Most files of a source have the same columns, so the answer is kept."""
    matches = {name: match(Contract.load(name), columns, present) for name in names}
    return max(matches.items(), key=lambda each: (each[1].whole, each[1].likeness))


def _unclaimed(contract: Contract, sheet: Sheet, found: Match) -> Unreadable:
    if found.likeness < 0.5:
        # Without a header row the first row's values would be taken for headers: name none.
        return Unreadable(
            "no_contract",
            found=f"{len(sheet.columns)} columns, most of them not known",
            expected=f"for example {contract.title}: {', '.join(_headers(contract))}",
            do="Check that the file is in the right folder and that its first row is its header.",
            rows=sheet.rows.height,
        )
    missing = [f"the column {name} is missing" for name in found.missing]
    known = [
        f"column {i + 1} ({called(sheet.columns[i])}) is not foreseen" for i in found.unforeseen
    ]
    return Unreadable(
        "missing_column" if missing else "unforeseen_column",
        found="; ".join([*missing, *known]),
        expected=f"{contract.title}: {', '.join(_headers(contract))}",
        do="Put back what is missing and take out what is not foreseen, or ask for a new edition.",
        rows=sheet.rows.height,
    )


def _headers(contract: Contract) -> list[str]:
    named = [each.header[0] for each in contract.fields if each.header] or [*contract.ignored]
    return [*named[:12], "…"] if len(named) > 12 else named


def year_of(folders: list[str]) -> int | None:
    """The year that the first folder names."""
    return int(folders[0]) if folders and re.fullmatch(r"\d{4}", folders[0]) else None


def _given(
    contract: Contract, folders: list[str], known: Known
) -> dict[str, tuple[Any, pl.DataType]]:
    """What the path says of every row, typed; `scope` is the authority's lasting la_code."""
    if len(folders) < len(contract.given):
        raise Unreadable(
            "path",
            found=f"{len(folders)} folders below the source's folder",
            expected="/".join(f"<{name}>" for name in contract.given) + "/<any file name>",
            do="Put the file into folders that say these (when checking: --period, --authority).",
        )
    given: dict[str, tuple[Any, pl.DataType]] = {"scope": (None, pl.String())}
    for name, folder in zip(contract.given, folders, strict=False):
        if name in _YEARS:
            given[name] = (_the_year(folder), pl.Int64())
        else:
            period = given["period"][0]
            code, la_code = _the_authority(folder, period, known)
            given["authority"], given["scope"] = (code, pl.String()), (la_code, pl.String())
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
            found=f"a folder that names {authorities.why_unresolved(folder, period)}",
            expected="the code or full name of an English upper-tier authority of that year",
            do="Rename the folder to the authority's code, for example E08000012.",
        )
    return known[folder, period]
