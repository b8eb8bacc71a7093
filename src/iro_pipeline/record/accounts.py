"""The receipt of each table of each arrival, before anything else that has arrived is looked at."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

import polars as pl

from iro_pipeline.arrivals.tables import Claimed, Known, year_of
from iro_pipeline.contracts import sources
from iro_pipeline.inspection import Inspection
from iro_pipeline.readers import Unreadable
from iro_pipeline.record.phrases import broken, counted
from iro_pipeline.record.receipts import Arrival, Receipt

# Below this share of usable rows a file says something else than it should: it is not used at all.
FEWEST_USABLE = 0.8


WITH_ANOTHER = "another_table_refused: another table of the same file is refused. Mend that one."


class Seen(NamedTuple):
    """A table of a claimed arrival, awaiting inspection."""

    arrival: Arrival
    claimed: Claimed


def as_text(batch: Sequence[Seen]) -> pl.DataFrame:
    """A batch's rows as one table of text, each knowing its arrival."""
    return pl.concat(
        [seen.claimed.text.with_columns(arrival=pl.lit(seen.arrival.sequence)) for seen in batch],
        how="diagonal_relaxed",
    ).with_columns(pl.col("arrival", "line").cast(pl.Int64))


def receipts_for(batch: Sequence[Seen], inspection: Inspection) -> list[Receipt]:
    """A receipt for each table of an inspected batch."""
    accepted, rejected = (_counted(part) for part in (inspection.accepted, inspection.rejected))
    counts = inspection.faults.group_by("arrival", "rule").len().sort("arrival", "rule")
    faults: dict[int, dict[str, int]] = defaultdict(dict)
    for arrival, rule, number in counts.iter_rows():
        faults[arrival][rule] = number
    told = [
        _receipt(
            seen,
            "loaded",
            rows_in=seen.claimed.text.height,
            accepted=accepted.get(seen.arrival.sequence, 0),
            rejected=rejected.get(seen.arrival.sequence, 0),
            faults=faults[seen.arrival.sequence],
            unchecked=_unchecked(inspection.unchecked, seen.arrival.sequence),
            reason=seen.claimed.remark,
        )
        for seen in batch
    ]
    failed = inspection.unchecked.filter("failed")["rule"].unique(maintain_order=True).to_list()
    often = _most_often(inspection.faults)
    return [_checked(_usable(each, often.get(each.arrival)), failed) for each in told]


def recognised(seen: Seen) -> Receipt:
    """The receipt of a table that is known by its columns and left aside: no row is read in."""
    return _receipt(seen, "ignored", reason=f"{seen.claimed.contract.title}: not used.")


def quarantined(arrival: Arrival, fault: Unreadable, known: Known) -> Receipt:
    """
    The receipt of a file refused as a whole: its bytes stay in the store.

    Of the path only what is known is kept: a folder's name may hold anything a person typed.
    """
    source, *folders = arrival.path.split("/")[:-1] or [""]
    period = year_of(folders) if source in sources() else None
    authority, _ = (
        known.get((folders[1], period), (None, None)) if len(folders) > 1 else (None, None)
    )
    return Receipt(
        arrival=arrival.sequence,
        path=arrival.path,
        source=source if source in sources() else "",
        table="",
        period=period,
        authority=authority,
        contract="",
        state="quarantined",
        rows_in=fault.rows,
        rejected=fault.rows,
        faults={fault.rule: 1},
        reason=str(fault),
        sha256=arrival.sha256,
        invented=arrival.invented,
    )


def refused(each: Receipt, reason: str) -> Receipt:
    """The receipt of a table none of whose rows may be used."""
    return replace(each, state="quarantined", accepted=0, rejected=each.rows_in, reason=reason)


def _usable(each: Receipt, often: tuple[str, str, int] | None) -> Receipt:
    """A file of which too much is at fault is refused whole, and what came before it stands."""
    if each.accepted >= FEWEST_USABLE * each.rows_in:
        return each
    most = ""
    if often:
        column, rule, rows = often
        what = broken(each.contract, rule, column)
        most = f" Most often, in {counted(rows, 'row')}: {what}."
    return refused(
        each,
        f"mostly_rejected: {each.rejected:,} of {counted(each.rows_in, 'row')} cannot be used, and "
        f"at most one in five may be.{most} Mend it where it is kept and export it again.",
    )


def _most_often(faults: pl.DataFrame) -> dict[int, tuple[str, str, int]]:
    """For each arrival, what most of its rows were rejected for: column, rule and how many rows."""
    rows = (
        faults.filter(severity="reject")
        .group_by("arrival", "column", "rule", maintain_order=True)
        .agg(rows=pl.col("line").n_unique())
        .sort("rows", descending=True, maintain_order=True)
        .unique("arrival", keep="first", maintain_order=True)
    )
    return {arrival: (column, rule, count) for arrival, column, rule, count in rows.rows()}


def _unchecked(unchecked: pl.DataFrame, arrival: int) -> dict[str, str]:
    """Why which rules could not be looked into for an arrival, or for any."""
    if unchecked.is_empty():
        return {}
    its = unchecked.filter(pl.col("failed") | (pl.col("arrival") == arrival))
    return dict(its.select("rule", "reason").rows())


def _checked(each: Receipt, failed: Sequence[str]) -> Receipt:
    """A check that failed has not been passed: a person looks, and what came before stands."""
    if not failed or each.state != "loaded":
        return each
    said = " and ".join(broken(each.contract, rule) for rule in failed)
    holds = {
        "check_failed": "a check could not be made, which is a bug, so that nobody knows whether "
        f"rows are {said}. Tell whoever looks after the pipeline"
    }
    return replace(each, state="held", holds=holds)


def _receipt(seen: Seen, state: str, **counts: object) -> Receipt:
    contract, given = seen.claimed.contract, seen.claimed.given
    return Receipt(
        arrival=seen.arrival.sequence,
        path=seen.arrival.path,
        source=contract.name.split("/")[1],
        table=contract.table,
        period=given.get("period", given.get("vintage")),
        authority=given.get("authority"),
        contract=contract.name,
        state=state,
        sha256=seen.arrival.sha256,
        invented=seen.arrival.invented,
        **counts,  # ty: ignore[invalid-argument-type]
    )


def _counted(rows: pl.DataFrame) -> dict[int, int]:
    return dict(rows.group_by("arrival").len().rows())
