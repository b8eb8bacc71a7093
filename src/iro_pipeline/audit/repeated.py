"""Whether what is withheld in one table stands in another, and what is made of it with it."""

from collections.abc import Iterator, Mapping

import polars as pl
import pyarrow as pa

from iro_pipeline.audit.breaches import Breach, cell

# What is made of a figure, by table: none of it may stand where the row's status says withheld.
MADE_OF = {
    "figures": ["value", "lower", "upper", "numerator", "denominator", "n", "change",
                "change_verdict"],
    "series": ["value", "lower", "upper", "numerator", "denominator", "n", "mean", "limit_low",
               "limit_high", "signal", "direction"],
    "benchmarks": ["value", "lower", "upper", "numerator", "denominator", "n", "estimate",
                   "estimate_lower", "estimate_upper", "reliability", "change", "change_verdict",
                   "standard_met", "quartile", "quartile_probability", "distance",
                   "distance_by_chance", "rank_low", "rank_high", "rank_of", "verdict",
                   "reads_as"],
    "caseload_bands": ["numerator", "denominator"],
    "coverage": ["respondents"],
    "trends": ["change", "change_verdict", "signal", "reads_as"],
}  # fmt: skip
PEERS = ["peer_value", "peer_numerator", "peer_denominator", "peer_change", "distance",
         "distance_by_chance"]  # fmt: skip
WITHHELD = ["c", "u"]
Tables = Mapping[str, pa.Table | pl.DataFrame]


def repeated(folder: str, tables: Tables) -> Iterator[Breach]:
    """Of one folder: numbers beside a withheld one, or that say it again."""
    frames = {name: pl.DataFrame(rows) for name, rows in tables.items() if name in MADE_OF}
    for name, rows in frames.items():
        of = rows.rename({"authority": "area"}) if name == "benchmarks" else rows
        yield from _beside(folder, of, name, "status", MADE_OF[name])
        if name == "benchmarks":
            yield from _beside(folder, of, name, "peer_status", PEERS)
            yield from _again(folder, frames, of)


def _beside(
    folder: str, rows: pl.DataFrame, name: str, status: str, numbers: list[str]
) -> Iterator[Breach]:
    hidden = rows.filter(pl.col(status).is_in(WITHHELD))
    there = [number for number in numbers if number in rows.columns]
    found = hidden.filter(pl.any_horizontal(pl.col(there).is_not_null()))
    yield from _told(folder, found, "repeated", f"a number made of it stands in {name}")


def _again(folder: str, frames: Mapping[str, pl.DataFrame], own: pl.DataFrame) -> Iterator[Breach]:
    """What figures withhold and benchmarks show, as a value, as a time before, as the peers'."""
    if "figures" not in frames:
        return
    key = ["indicator", "period", "speaker", "area"]
    hidden = frames["figures"].filter(pl.col("status").is_in(WITHHELD))
    ours = hidden.filter(level="authority").select(key)
    shown = own.filter(pl.col("value").is_not_null()).join(ours, on=key, how="semi")
    yield from _told(folder, shown, "repeated", "figures withholds it and benchmarks shows it")
    if "previous_value" in own.columns:
        before = own.filter(pl.col("previous_value").is_not_null() | pl.col("change").is_not_null())
        again = before.select(
            "indicator", "speaker", area="previous_authority", period="previous_period"
        ).join(ours, on=key, how="semi")
        yield from _told(folder, again, "repeated", "it is the time before of a figure shown")
    sums = hidden.filter(pl.col("level") != "authority").select(
        "indicator", "period", "speaker", peer_group="level", peer="area_name", area_of="area"
    )
    shown = own.filter(pl.col("peer_value").is_not_null()).join(
        sums, on=["indicator", "period", "speaker", "peer_group", "peer"]
    )
    again = shown.drop("area").rename({"area_of": "area"})
    yield from _told(
        folder, again, "repeated", "figures withholds it and benchmarks' peers show it"
    )


def _told(folder: str, rows: pl.DataFrame, criterion: str, words: str) -> Iterator[Breach]:
    """One breach a cell, in the order of their names."""
    columns = [name for name in ("indicator", "area", "period", "quarter") if name in rows.columns]
    for row in rows.select(columns).unique().sort(columns).iter_rows(named=True):
        row.setdefault("indicator", "a number of people")
        row.setdefault("period", None)
        yield Breach(f"a reader of {folder}", cell(**row), criterion, words)
