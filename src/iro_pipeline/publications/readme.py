"""The page in each folder of a release; what it says is read from the tables beside it."""

from collections.abc import Iterable

import polars as pl
import pyarrow.compute as pc

from iro_pipeline.disclosure import Protected, published
from iro_pipeline.publications.edition import NOTICE, Edition
from iro_pipeline.publications.open_data import tables_of

STATUS = """## How to read a figure

`value` is in the indicator's unit (`indicators`), with `lower` and `upper` as the ends of its 95 %
interval where it is a percentage of things counted. `authorities` of `of` says how many authorities
it rests on, and of how many. Look at `status` before a figure is used:

| status | means |
|---|---|
| empty | the figure is shown |
| `c` | confidential: withheld, `status_reason` says why |
| `z` | not applicable: there was nothing to measure |
| `x` | not available |
| `u` | of low reliability: answers too few to tell an authority from who happened to answer |

{rounding} What most
authorities have too few of is told of regions and England only (`finest` in `indicators`).

`speaker` says who speaks: an authority's `records`, its `service` (a manager or head of service
answering for it), its `director` (of children's services), or `practitioner`: IROs, and whoever
else answered, each for themself. They are never added together. Where nothing was sent there is no
row; `coverage` says who sent what.
"""
AREAS_ROUNDED = """\
Counts of people of regions, England and groups of authorities are told to the nearest ten, their
shares to one decimal and of the exact counts; authorities' counts are as they are (`rounding`)."""
ALL_ROUNDED = """\
Every count of people from records is told to the nearest five (`rounding`). Shares, intervals and
an authority's change are of the counts that are told: of few people they are only roughly right.
Verdicts are of the exact counts. Five may be six or seven; nought is nobody."""
FOLDERS = """## Who may have what

| folder | for |
|---|---|
| everything that lies beside this page, `tables/`, `england/`, `partnerships/` | anyone |
| `regions/<region>/` | the authorities of that region, under their sharing agreement |
| `authorities/<code>/` | that authority |

`page.html` is to read, `print.pdf` to take along, `workbook.xlsx` to paste from: the same figures.

`CHANGES.md` says what moved since the release before. `iro.duckdb` opens the tables as views, when
it is started in this folder; `queries.sql` has questions to ask of them.

`sha256sum --check SHA256SUMS` tells whether every file is as it was published.
"""


def of_release(public: Protected, edition: Edition) -> str:
    """The page at the top of a release."""
    return _page(
        edition,
        f"# Benchmarks of Independent Reviewing Officer services, release {edition.release}",
        "Each authority beside England, its region, its statistical neighbours and partnerships.",
        _inputs(pl.DataFrame(public.tables["receipts"])),
        f"## The tables\n\n{_tables(public)}",
        _status(public),
        FOLDERS,
        NOTICE,
    )


def of_audience(protected: Protected, edition: Edition) -> str:
    """The page of one audience's folder."""
    name, says = _introduced(protected)
    return _page(
        edition,
        f"# {name}, release {edition.release}",
        says,
        _tables(protected),
        _status(protected),
    )


def _page(edition: Edition, *parts: str) -> str:
    return "\n".join([*edition.banner, *(f"{part.rstrip()}\n" for part in parts)])


def _status(protected: Protected) -> str:
    """How to read a figure, and how the counts of this folder are told."""
    figures = pl.DataFrame(protected.tables["figures"])
    exact = (figures.filter(level="authority")["rounding"] == 1).all()
    return STATUS.format(rounding=AREAS_ROUNDED if exact else ALL_ROUNDED)


def _introduced(protected: Protected) -> tuple[str, str]:
    area = protected.audience.area
    if protected.audience.kind == "network":
        return area, (
            f"For the authorities of {area}, under their sharing agreement: their own service "
            "returns are shown by name. Not to be passed on."
        )
    register = protected.tables["authorities"]
    name = register["name"][pc.index(register["authority"], area).as_py()]
    return f"{name} ({area})", "For this authority alone, its service return included."


def _inputs(receipts: pl.DataFrame) -> str:
    """How many files of each source and period the release rests on."""
    used = (
        receipts.filter(state="loaded")
        .group_by("source", "period")
        .agg(pl.len())
        .sort("source", "period", nulls_last=True)
    )
    rows = ((source, period or "several", files) for source, period, files in used.iter_rows())
    other = receipts.height - receipts.filter(state="loaded").height
    return "\n".join(
        [
            "## What it was made from\n",
            *_table(("source", "period", "files"), rows),
            f"\n{other:,} other files are not used; `receipts.parquet` says why.",
        ]
    )


def _tables(protected: Protected) -> str:
    rows = (
        (f"`{name}`", published(name).grain, f"{protected.tables[name].num_rows:,}")
        for name in tables_of(protected)
    )
    return "\n".join(_table(("table", "one row", "rows"), rows))


def _table(header: Iterable[str], rows: Iterable[Iterable[object]]) -> list[str]:
    lines = [tuple(header), *rows]
    drawn = [f"| {' | '.join(map(str, line))} |" for line in lines]
    return [drawn[0], "|---" * len(tuple(header)) + "|", *drawn[1:]]
