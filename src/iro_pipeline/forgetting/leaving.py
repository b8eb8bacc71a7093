"""Files read without the people who are forgotten, and rid of their rows in the store."""

from collections.abc import Sequence
from dataclasses import replace

import polars as pl

from iro_pipeline.arrivals.kept import Kept, packed, without
from iro_pipeline.arrivals.tables import Claimed, Known, claim
from iro_pipeline.forgetting.people import Forgotten
from iro_pipeline.readers import Unreadable
from iro_pipeline.record.ledger import Ledger
from iro_pipeline.record.receipts import Arrival
from iro_pipeline.workspace import Workspace

Lines = Sequence[pl.Series]


class Leaving:
    """
    The reading of arrivals with people left out.

    Whoever finds one of their rows takes it out of the stored bytes before going on: what is at
    rest and what is rebuilt from the store tomorrow are then the same.
    """

    def __init__(self, workspace: Workspace, ledger: Ledger, forgotten: Forgotten) -> None:
        self._workspace, self._ledger, self._forgotten = workspace, ledger, forgotten
        self._replaced = ledger.erasures.replaced()

    def tables(self, arrival: Arrival, known: Known) -> list[Claimed]:
        """The tables of an arrival without the rows of people who are forgotten."""
        arrival = replace(arrival, kept=self._replaced.get(arrival.sha256))
        data = self._workspace.received(arrival)
        tables = claim(arrival.path, data, known)
        if not self._forgotten.may_be_in(arrival.path, known):
            return tables
        lines = [self._forgotten.lines(arrival.path, each, known) for each in tables]
        if not any(map(len, lines)):
            return tables
        kept = redacted(arrival.path, data, (tables, lines), known)
        digest = self._workspace.put(packed(kept))
        self._ledger.erasures.redact(arrival.sha256, digest, counted(tables, lines))
        self._replaced[arrival.sha256] = digest
        self._workspace.destroy([arrival.kept or arrival.sha256])
        return [_left(*each) for each in zip(tables, lines, strict=True)]


def redacted(
    path: str, data: bytes | Kept, found: tuple[Sequence[Claimed], Lines], known: Known
) -> Kept:
    """
    What is to be kept of an arrival's bytes.

    Raises Unreadable where the other rows would then be read otherwise, as where a survey's answers
    are numbered by their order: such a file can only be forgotten whole.
    """
    tables, lines = found
    gone: dict[str, list[int]] = {}
    for table, its in zip(tables, lines, strict=True):
        gone.setdefault(table.sheet, []).extend(its)
    kept = without(data, gone)
    left = [_left(*each) for each in zip(tables, lines, strict=True)]
    if not _alike(claim(path, kept, known), left):
        raise Unreadable(
            "inseparable",
            found="rows of a person who is forgotten, without which the others read otherwise",
            expected="a file without them",
            do="Export it without that person, and forget this one: `iro forget --file`.",
        )
    return kept


def _left(table: Claimed, lines: pl.Series) -> Claimed:
    if lines.is_empty():
        return table
    return replace(table, text=table.text.filter(~pl.col("line").is_in(lines.implode())))


def counted(tables: Sequence[Claimed], lines: Lines) -> dict[str, int]:
    """How many rows of each table go."""
    found = zip(tables, lines, strict=True)
    return {table.contract.table: len(its) for table, its in found if len(its)}


def _alike(again: Sequence[Claimed], left: Sequence[Claimed]) -> bool:
    if [each.contract.name for each in again] != [each.contract.name for each in left]:
        return False
    return all(_same(one.text, other.text) for one, other in zip(again, left, strict=True))


def _same(again: pl.DataFrame, left: pl.DataFrame) -> bool:
    """A column that nobody else filled in may be gone: it said nothing."""
    return pl.concat([left.clear(), again], how="diagonal_relaxed").equals(left)
