"""Whether what is withheld in one table stands in another, and what is made of it with it."""

from collections.abc import Iterator

import polars as pl

from iro_pipeline.audit.breaches import Breach, cell
from iro_pipeline.audit.folders import Folders

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
PLACE = ["indicator", "area", "authority", "period", "quarter", "speaker", "level", "area_name",
         "peer_group", "peer", "previous_authority", "previous_period", "status",
         "peer_status"]  # fmt: skip
WITHHELD = ["c", "u"]
# What may be said of practitioners of whom no number may be: staff.py says of how many.
WORDS = ["verdict", "reads_as"]


def repeated(publications: Folders) -> Iterator[Breach]:
    """In every folder: numbers beside a withheld one, or that say it again."""
    found = {name: _rows(publications, name) for name in MADE_OF}
    frames = {name: rows for name, rows in found.items() if rows.width}
    for name, rows in frames.items():
        yield from _beside(rows, name, "status", MADE_OF[name])
    if "benchmarks" in frames:
        yield from _beside(frames["benchmarks"], "benchmarks", "peer_status", PEERS)
        if "figures" in frames:
            yield from _again(frames["figures"], frames["benchmarks"])


def _rows(publications: Folders, name: str) -> pl.DataFrame:
    """Of each row where it is, and whether it holds each number."""
    numbers = dict.fromkeys([*MADE_OF[name], *PEERS, "previous_value"])
    rows = publications.rows(name, PLACE).hstack(publications.filled(name, list(numbers)))
    if name != "benchmarks" or not rows.width:
        return rows
    said = pl.col("speaker") == "practitioner"
    return rows.rename({"authority": "area"}).with_columns(
        pl.col(word) & ~said for word in WORDS if word in rows.columns
    )


def _beside(rows: pl.DataFrame, name: str, status: str, numbers: list[str]) -> Iterator[Breach]:
    there = [number for number in numbers if number in rows.columns]
    found = rows.filter(_withheld(status) & pl.any_horizontal(pl.lit(value=False), *there))
    yield from _told(found, f"a number made of it stands in {name}")


def _again(figures: pl.DataFrame, own: pl.DataFrame) -> Iterator[Breach]:
    """What figures withhold and benchmarks show, as a value, as a time before, as the peers'."""
    key = ["folder", "indicator", "period", "speaker", "area"]
    hidden = figures.select(*key, "level", "area_name", "status").filter(_withheld("status"))
    ours = hidden.filter(level="authority").select(key)
    shown = own.select(*key, "value").filter("value").join(ours, on=key, how="semi")
    yield from _told(shown, "figures withholds it and benchmarks shows it")
    if "previous_value" in own.columns:
        said = pl.col("previous_value") | pl.col("change")
        before = {"area": "previous_authority", "period": "previous_period"}
        again = own.select("folder", "indicator", "speaker", said=said, **before).filter("said")
        again = again.join(ours, on=key, how="semi")
        yield from _told(again, "it is the time before of a figure shown")
    peers = ["folder", "indicator", "period", "speaker", "peer_group", "peer"]
    sums = hidden.filter(pl.col("level") != "authority").select(
        *peers[:4], peer_group="level", peer="area_name", area_of="area"
    )
    beside = own.select(*peers, "area", "peer_value").filter("peer_value")
    shown = beside.join(sums, on=peers)
    again = shown.drop("area").rename({"area_of": "area"})
    yield from _told(again, "figures withholds it and benchmarks' peers show it")


def _withheld(status: str) -> pl.Expr:
    return pl.col(status).is_in(WITHHELD)


def _told(rows: pl.DataFrame, words: str) -> Iterator[Breach]:
    """One breach a cell, in the order of their names."""
    wanted = ("folder", "indicator", "area", "period", "quarter")
    columns = [name for name in wanted if name in rows.columns]
    for row in rows.select(columns).unique().sort(columns).iter_rows(named=True):
        folder = row.pop("folder")
        row.setdefault("indicator", "a number of people")
        row.setdefault("period", None)
        yield Breach(f"a reader of {folder}", cell(**row), "repeated", words)
