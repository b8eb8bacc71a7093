"""What would become of a file, told to the person who is about to send it."""

import stat
from collections.abc import Sequence
from dataclasses import replace
from itertools import zip_longest
from pathlib import Path
from typing import NamedTuple

import polars as pl

from iro_pipeline.arrivals.tables import Claimed, claim, named_in
from iro_pipeline.contracts import Contract
from iro_pipeline.inspection import inspect
from iro_pipeline.inspection.pseudonyms import Pseudonyms
from iro_pipeline.opening import gate
from iro_pipeline.readers import Unreadable
from iro_pipeline.record.accounts import Seen, as_text, quarantined, receipts_for, recognised
from iro_pipeline.record.holds import mostly_against_a_rule
from iro_pipeline.record.receipts import Arrival, Receipt, worst
from iro_pipeline.record.settling import of_one_fate

FINDING = {
    "line": pl.Int64(),
    **dict.fromkeys(
        ("table", "column", "rule", "found", "expected", "do", "severity"), pl.String()
    ),
}
_REMEDY = {
    "reject": "Correct it where it is kept and export again: the row is not used.",
    "blank": "Correct it where it is kept and export again: the row is used without this value.",
    "warn": "Please look whether it is right.",
}
_REMEDY_OF_A_COLUMN = (
    "Correct it where it is kept and export again: the rows are used without this column."
)


class Checked(NamedTuple):
    """
    A file's receipts, one a table, and its faults under the file's own column headers (FINDING).

    `open` names what neither the path nor the caller said of the file: rules that need it slept.
    """

    receipts: list[Receipt]
    faults: pl.DataFrame
    open: tuple[str, ...] = ()

    @property
    def state(self) -> str:
        """What would become of the file as a whole."""
        return worst(self.receipts)


def check(
    files: Sequence[Path],
    source: str | None = None,
    period: int | None = None,
    authority: str | None = None,
) -> list[Checked]:
    """Inspect files as a run would, keeping nothing."""
    said = (source, None if period is None else str(period), authority)
    return [_checked(number, file, said) for number, file in enumerate(files, 1)]


def _checked(number: int, file: Path, said: Sequence[str | None]) -> Checked:
    path, found = "/".join([*_folders(file, said), file.name]), file.stat()
    arrival = Arrival(number, 1, path, "", found.st_size)
    known = named_in([path])
    try:
        _is_a_file(found.st_mode)
        gate.weigh(found.st_size)
        tables = claim(path, _bytes(file), known, bare=True)
    except Unreadable as fault:
        return Checked([quarantined(arrival, fault, known)], _whole_file(fault))
    parts = [_inspected(Seen(arrival, each)) for each in tables]
    given = [name for each in tables for name, value in each.given.items() if value is None]
    return Checked(
        of_one_fate([_held(receipt) for receipt, _ in parts]),
        pl.concat([faults for _, faults in parts]),
        tuple(dict.fromkeys(name for name in given if name != "scope")),
    )


def _is_a_file(mode: int) -> None:
    """Raise Unreadable for a pipe, which may be waited for in vain, and whatever has no end."""
    if not stat.S_ISREG(mode):
        found = "a folder, pipe or device, and no file"
        raise Unreadable("no_plain_file", found=found, expected="a file", do="Check a file.")


def _bytes(file: Path) -> bytes:
    """The file's bytes; of one that says it is smaller than it is, enough to refuse it."""
    with file.open("rb") as opened:
        return opened.read(gate.LARGEST_FILE + 1)


def _inspected(seen: Seen) -> tuple[Receipt, pl.DataFrame]:
    if seen.claimed.contract.recognises_only:
        return recognised(seen), pl.DataFrame(schema=FINDING)
    found = inspect(seen.claimed.contract, as_text([seen]), Pseudonyms(bytes(32)))
    return receipts_for([seen], found)[0], _headed(seen.claimed, found.faults)


def _held(each: Receipt) -> Receipt:
    """Held for what a file says by itself; beside others a run may find more."""
    holds = dict(mostly_against_a_rule(each)) if each.state == "loaded" else {}
    return replace(each, state="held", holds=holds) if holds else each


def _folders(file: Path, said: Sequence[str | None]) -> list[str]:
    """Source, year and authority: what is said, else the folders below data/raw/; "" is unsaid."""
    parts = file.resolve().parts[:-1]
    raw = [i for i in range(1, len(parts)) if parts[i - 1 : i + 1] == ("data", "raw")]
    found = parts[raw[-1] + 1 :] if raw else ()
    told = [one or other or "" for one, other in zip_longest(said, found[: len(said)])]
    return [*told, *found[len(said) :]]


def _whole_file(fault: Unreadable) -> pl.DataFrame:
    row = (None, "", "", fault.rule, fault.found, fault.expected, fault.do, "reject")
    return pl.DataFrame([row], schema=FINDING, orient="row")


def _headed(claimed: Claimed, faults: pl.DataFrame) -> pl.DataFrame:
    headers = _headers(claimed.contract)
    return faults.with_columns(
        pl.col("column").replace(headers),
        table=pl.lit(claimed.contract.table),
        do=pl.when(pl.col("line").is_null() & (pl.col("severity") == "blank"))
        .then(pl.lit(_REMEDY_OF_A_COLUMN))
        .otherwise(pl.col("severity").replace_strict(_REMEDY)),
    ).select(*FINDING)


def _headers(contract: Contract) -> dict[str, str]:
    return {each.name: each.header[0] for each in contract.fields if each.header}
