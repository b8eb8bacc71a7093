"""CHANGES.md: what a reviewer looks at before a release goes out; it counts rows of two tables."""

from collections.abc import Iterator
from pathlib import Path

import polars as pl

from iro_pipeline import markdown
from iro_pipeline.disclosure import Protected
from iro_pipeline.publications import open_data
from iro_pipeline.publications.changes import Public, arrivals, compared, release_before
from iro_pipeline.publications.edition import Edition

KINDS = ("new", "revised", "withdrawn")
LEVELS = {"england": "England", "region": "Regions", "authority": "Authorities"}
LARGEST = 20  # revisions of a kind that are listed one by one; changes.parquet has all
FIRST = """There is no release before this one that it could be set beside: its {shown} figures are
all told for the first time.
"""
READ = """A figure is *new* where it is shown now and was not, *revised* where both releases show it
and it is not the same, and *withdrawn* where it was shown and is not any more. A revision corrects
what was said of the same time; it is no change over time. What is withdrawn is not said again
here. `changes.parquet` has every one of them.
"""
UNMOVED = """The same files are used as before. What moved comes of the program, of its reference
tables, or of what a person decided.
"""


def write(folder: Path, public: Protected, before: Path | None, edition: Edition) -> None:
    """changes.parquet and CHANGES.md, of this release's public tables and of those before."""
    earlier = release_before(before, invented=edition.invented)
    tables = {name: pl.DataFrame(public.tables[name])
              for name in ("figures", "receipts", "indicators")}  # fmt: skip
    now = Public(edition.release, tables["figures"], tables["receipts"])
    rows = compared(earlier, now)
    open_data.write_changes(folder, rows, earlier.release if earlier else "", edition)
    text = page(edition, earlier, now, rows, tables["indicators"])
    (folder / "CHANGES.md").write_text(text, encoding="utf-8")


def page(edition: Edition, before: Public | None, now: Public, rows: pl.DataFrame,
         indicators: pl.DataFrame) -> str:  # fmt: skip
    """`now`: this release; `rows`: a table of the contract `changes`."""
    shown = now.figures.filter(status="")
    head = [*edition.banner, f"# What moved in release {edition.release}", ""]
    if before is None:
        return "\n".join([*head, FIRST.format(shown=f"{shown.height:,}")])
    titles = indicators.select("indicator", "title", "unit")
    told = rows.join(titles, on="indicator", how="left", maintain_order="left").with_columns(
        pl.col("title").fill_null(pl.col("indicator"))
    )
    parts = [
        f"Set beside release {before.release}, by the public tables of both.\n",
        READ,
        f"## In short\n\n{_short(rows, shown)}",
        f"## Why: files since then\n\n{_files(before, now)}",
        *_largest(told),
        *_counts("measure", told, "title"),
        *_counts("area", told, "area_name"),
        *_withdrawn(told),
    ]
    return "\n".join([*head, *parts])


def _short(rows: pl.DataFrame, shown: pl.DataFrame) -> str:
    def line(name: str, moved: pl.DataFrame, here: pl.DataFrame) -> list[str]:
        kinds = [moved.filter(change_kind=kind).height for kind in KINDS]
        return [name, *_numbers(here.height, *kinds, here.height - kinds[0] - kinds[1])]

    levels = [line(word, rows.filter(level=level), shown.filter(level=level))
              for level, word in LEVELS.items()]  # fmt: skip
    header = ("", "shown now", *KINDS, "unchanged")
    return markdown.table(header, [*levels, line("All", rows, shown)])


def _files(before: Public, now: Public) -> str:
    since = arrivals(before.receipts, now.receipts)
    if since.is_empty():
        return UNMOVED
    lines = [
        [source, str(period or "several"), what, f"{files:,}"]
        for source, period, what, files in since.iter_rows()
    ]
    return markdown.table(("source", "period", "", "files"), lines)


def _largest(told: pl.DataFrame) -> Iterator[str]:
    """Percentages by points, everything else by its share of what it was: units differ."""
    revised = told.filter(change_kind="revised")
    points = pl.col("revised_by").abs()
    for title, kept, size in (
        ("percentages, in points", pl.col("unit") == "percent", points),
        ("other figures, by their share of what they were", pl.col("unit") != "percent",
         points / pl.col("value_before")),
    ):  # fmt: skip
        of_kind = revised.filter(kept, pl.col("revised_by") != 0)
        listed = of_kind.sort(size, descending=True, nulls_last=True, maintain_order=True)
        if listed.height:
            yield f"## Largest revisions: {title}\n\n{_revisions(listed.head(LARGEST))}"
            if (left := listed.height - LARGEST) > 0:
                yield f"… and {left:,} smaller.\n"


def _revisions(rows: pl.DataFrame) -> str:
    lines = [
        [title, str(period), area, _plain(was), _plain(value), f"{by:+,.6g}"]
        for title, period, area, was, value, by in rows.select(
            "title", "period", "area_name", "value_before", "value", "revised_by"
        ).iter_rows()
    ]
    return markdown.table(("measure", "period", "area", "was", "is", "difference"), lines)


def _counts(of: str, told: pl.DataFrame, by: str) -> Iterator[str]:
    if told.is_empty():
        return
    kinds = [(pl.col("change_kind") == kind).sum().alias(kind) for kind in KINDS]
    counted = told.group_by(by).agg(*kinds).sort(["revised", "withdrawn", "new", by],
                                                 descending=[True, True, True, False])  # fmt: skip
    lines = [[name, *_numbers(*moved)] for name, *moved in counted.iter_rows()]
    yield f"## By {of}\n\n{markdown.table((of, *KINDS), lines)}"


def _withdrawn(told: pl.DataFrame) -> Iterator[str]:
    gone = told.filter(change_kind="withdrawn").group_by("status_reason").len("figures")
    if gone.is_empty():
        return
    lines = [
        [why or "not there any more", f"{figures:,}"]
        for why, figures in gone.sort("figures", "status_reason", descending=True).iter_rows()
    ]
    yield f"## Why figures were withdrawn\n\n{markdown.table(('reason', 'figures'), lines)}"


def _numbers(*numbers: int) -> list[str]:
    return [f"{number:,}" for number in numbers]


def _plain(value: float) -> str:
    return f"{value:,.6g}" if abs(value) < 1e6 else f"{value:,.0f}"
