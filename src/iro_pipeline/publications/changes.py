"""What moved since the release before, told of the public tables of both and of nothing else."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import polars as pl
import pyarrow.parquet as pq

from iro_pipeline.disclosure import columns

FIGURE = ["indicator", "period", "speaker", "level", "area"]
NUMBERS = ["value", "numerator", "denominator"]
NAMED = ["area_name", "region"]
NAMES = ("changes.parquet", "CHANGES.md")
KEPT = [*FIGURE, *NAMED, "change_kind", "value", "value_before", "revised_by", "status_reason"]
ARRIVAL = ["arrival", "table", "source", "period"]


@dataclass(frozen=True)
class Public:
    """A release: its name, and its public figures and receipts."""

    release: str
    figures: pl.DataFrame
    receipts: pl.DataFrame


def release_before(folder: Path | None, *, invented: bool) -> Public | None:
    """
    What a folder says of itself; None where there is none to compare with.

    An invented release is never set beside a real one, nor one whose tables are of another form.
    """
    if folder is None or not (folder / "tables/figures.parquet").is_file():
        return None
    schema = pq.read_schema(folder / "tables/figures.parquet")
    said = schema.metadata or {}
    alike = said.get(b"iro.invented") == str(invented).lower().encode()
    if not alike or not {*FIGURE, *NUMBERS, *NAMED, "status"} <= {*schema.names}:
        return None
    figures = pl.read_parquet(folder / "tables/figures.parquet", glob=False)
    receipts = pl.read_parquet(folder / "receipts.parquet", glob=False)
    return Public(folder.name, figures, receipts)


def compared(before: Public | None, now: Public) -> pl.DataFrame:
    """
    A row of the contract `changes` for each figure that is new, revised or withdrawn.

    None where there is no release before.
    """
    return _nothing() if before is None else _moved(before.figures, now.figures)


def _moved(before: pl.DataFrame, now: pl.DataFrame) -> pl.DataFrame:
    then = before.filter(status="").select(
        *FIGURE, *NAMED, *(pl.col(name).alias(f"{name}_before") for name in NUMBERS)
    )
    shown = now.filter(status="")
    new = shown.join(then, on=FIGURE, how="anti").with_columns(change_kind=pl.lit("new"))
    both = shown.join(then.drop(NAMED), on=FIGURE, how="inner")
    moved = pl.any_horizontal(pl.col(name).ne_missing(pl.col(f"{name}_before")) for name in NUMBERS)
    revised = both.filter(moved).with_columns(
        change_kind=pl.lit("revised"), revised_by=_tidy(pl.col("value") - pl.col("value_before"))
    )
    gone = then.select(FIGURE + NAMED).join(shown, on=FIGURE, how="anti")
    why = now.select(*FIGURE, "status_reason")
    withdrawn = gone.join(why, on=FIGURE, how="left").with_columns(change_kind=pl.lit("withdrawn"))
    told = (each.select(name for name in KEPT if name in each.columns)
            for each in (new, revised, withdrawn))  # fmt: skip
    return pl.concat([_nothing(), *told], how="diagonal").sort(
        "indicator", "period", "level", "area"
    )


def arrivals(before: pl.DataFrame, now: pl.DataFrame) -> pl.DataFrame:
    """How many files of each source and period are used now and were not, or were and are not."""
    sides = {"used now": (now, before), "no longer used": (before, now)}
    told = [
        _used(here).join(_used(there), on=ARRIVAL, how="anti", nulls_equal=True)
        .with_columns(since=pl.lit(since))
        for since, (here, there) in sides.items()
    ]  # fmt: skip
    return (
        pl.concat(told)
        .group_by("source", "period", "since")
        .agg(files=pl.col("arrival").n_unique())
        .sort("source", "period", "since", nulls_last=True, descending=[False, False, True])
    )


def counted(folder: Path) -> Mapping[str, int]:
    """How many figures are new, revised and withdrawn; empty where none was compared with."""
    path = folder / "changes.parquet"
    if not (pq.read_schema(path).metadata or {}).get(b"iro.before"):
        return {}
    kinds = pl.read_parquet(path, columns=["change_kind"])["change_kind"].value_counts()
    found = dict(kinds.iter_rows())
    return {kind: found.get(kind, 0) for kind in ("new", "revised", "withdrawn")}


def _used(receipts: pl.DataFrame) -> pl.DataFrame:
    return receipts.filter(state="loaded").select(ARRIVAL)


def _nothing() -> pl.DataFrame:
    return pl.DataFrame(pl.from_arrow(columns("changes").empty_table()))


def _tidy(difference: pl.Expr) -> pl.Expr:
    """Without what arithmetic leaves behind: 0.1 and not 0.09999999999999432."""
    return difference.round_sig_figs(6)
