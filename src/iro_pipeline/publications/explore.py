"""
The figures as DfE's Explore Education Statistics reads them: tidy CSV, each with its `.meta.csv`.

A data set holds years of one kind and figures of one kind. DfE's open data standards and its
screener (dfe-analytical-services/eesyscreener) are the source of every rule kept here.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl

from iro_pipeline.disclosure import Protected
from iro_pipeline.publications import geography
from iro_pipeline.publications.edition import Edition
from iro_pipeline.publications.geography import PLACES, placed, year

COLUMNS = (
    *("col_name", "col_type", "label", "indicator_grouping", "indicator_unit", "indicator_dp"),
    *("filter_hint", "filter_grouping_column", "filter_default"),
)
SPEAKERS = {
    "service": "Service returns",
    "director": "Directors of children's services",
    "practitioner": "Practitioners",
}
NOTICE = "data_notice"  # one value in all rows: known to readers, and no filter
SAYS = geography.SAYS | {NOTICE: "Says that the data are invented"}


@dataclass(frozen=True)
class Column:
    """A filter or an indicator of a data set, as its `.meta.csv` tells it."""

    name: str
    kind: str
    label: str
    unit: str = ""
    decimals: str = ""
    hint: str = ""
    default: str = ""

    @property
    def row(self) -> tuple[str, ...]:
        """Its line of the `.meta.csv`."""
        return (
            *(self.name, self.kind, self.label, "", self.unit, self.decimals),
            *(self.hint, "", self.default),
        )


@dataclass(frozen=True)
class DataSet:
    """One pair of files: `rows` are text, with a symbol where there is no number."""

    name: str
    title: str
    columns: tuple[Column, ...]
    rows: pl.DataFrame

    @property
    def meta(self) -> pl.DataFrame:
        """A line for each column that readers choose from: a filter of one item is none."""
        told = [each for each in self.columns if each.kind == "Indicator" or self._varies(each)]
        rows = [[cell or None for cell in each.row] for each in told]
        return pl.DataFrame(rows, dict.fromkeys(COLUMNS, pl.String), orient="row")

    def _varies(self, column: Column) -> bool:
        return self.rows[column.name].n_unique() > 1


MEASURE = Column("measure", "Filter", "Measure", hint="Filter by what is measured")
SPEAKER = Column("speaker", "Filter", "Who answered", hint="Filter by who answered")
BESIDE = Column("compared_with", "Filter", "Compared with", hint="Filter by the group of peers",
                default="England")  # fmt: skip
FIGURE = (
    Column("figure", "Indicator", "Figure"),
    Column("figure_lower_ci", "Indicator", "Lower end of the 95 % interval"),
    Column("figure_upper_ci", "Indicator", "Upper end of the 95 % interval"),
)
PARTS = (
    Column("numerator_sum", "Indicator", "Part that is counted", decimals="1"),
    Column("denominator_sum", "Indicator", "Whole that it is part of", decimals="1"),
)
AUTHORITIES = Column("authorities_count", "Indicator", "Authorities with a figure", decimals="0")
PEERS = (
    Column("peers_figure", "Indicator", "Figure of the peers"),
    Column("peers_count", "Indicator", "Peers with a figure", decimals="0"),
    Column("verdict", "Indicator", "Whether the difference is more than chance"),
)
PERCENT = tuple(
    replace(each, name=each.name.replace("figure", "figure_percent"), unit="%", decimals="1")
    for each in FIGURE
)


def data_sets(public: Protected) -> Iterator[DataSet]:
    """Those that have rows."""
    tables = {name: pl.DataFrame(table) for name, table in public.tables.items()}
    for each in (*_of_figures(tables), _comparisons(tables)):
        if each.rows.height:
            yield each


def write(folder: Path, public: Protected, edition: Edition) -> list[DataSet]:
    """Each data set and its `.meta.csv`; invented data say so in every row."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for each in data_sets(public):
        told = _marked(each, edition.warning.partition(":")[0]) if edition.invented else each
        told.rows.write_csv(folder / f"{each.name}.csv")
        told.meta.write_csv(folder / f"{each.name}.meta.csv")
        written.append(told)
    return written


def _marked(each: DataSet, warning: str) -> DataSet:
    columns = (
        replace(column, label=f"{column.label} ({warning})") if column.kind == "Indicator"
        else column
        for column in each.columns
    )  # fmt: skip
    rows = each.rows.with_columns(pl.lit(warning).alias(NOTICE))
    return replace(each, columns=tuple(columns), rows=rows)


def _of_figures(tables: Mapping[str, pl.DataFrame]) -> Iterator[DataSet]:
    figures = _described(tables["figures"], tables["indicators"])
    records, percent = pl.col("speaker") == "records", pl.col("unit") == "percent"
    for name, title, kept, filters, numbers in (
        ("iro_percentages", "Percentages, by year", records & percent, (MEASURE,), PERCENT),
        ("iro_measures", "Other measures, by year", records & ~percent, (MEASURE,), FIGURE),
        ("iro_answers", "Answers to surveys, percentages", ~records & percent,
         (SPEAKER, MEASURE), PERCENT),
        ("iro_scores", "Answers to surveys, mean scores", ~records & ~percent,
         (SPEAKER, MEASURE), FIGURE),
    ):  # fmt: skip
        rows = figures.filter(kept)
        columns = (*_filters(rows, filters), *numbers, *PARTS, AUTHORITIES)
        sources = ("value", "lower", "upper", "numerator", "denominator", "authorities")
        cells = [
            _cell(source, "status").alias(column.name)
            for source, column in zip(sources, (*numbers, *PARTS, AUTHORITIES), strict=True)
        ]
        yield _data_set(name, title, columns, placed(rows, tables["authorities"]), cells)


def _comparisons(tables: Mapping[str, pl.DataFrame]) -> DataSet:
    """Headline measures of the authorities that are shown one, beside each group of peers."""
    own = (pl.col("status") == "") & (pl.col("speaker") == "records") & pl.col("headline")
    rows = _described(tables["benchmarks"], tables["indicators"]).filter(own)
    beside = pl.when(pl.col("peer_group") == "partnership").then("peer")
    named = {"england": "England", "region": "Its region"}
    named |= {"statistical_neighbours": "Statistical neighbours"}
    rows = rows.with_columns(
        level=pl.lit("authority"),
        area="authority",
        area_name="authority_name",
        compared_with=beside.otherwise(pl.col("peer_group").replace(named)),
    )
    columns = (*_filters(rows, (MEASURE, BESIDE)), *FIGURE, *PEERS)
    cells = [
        *(_cell(source, "status").alias(column.name)
          for source, column in zip(("value", "lower", "upper"), FIGURE, strict=True)),
        *(_cell(source, "peer_status").alias(column.name)
          for source, column in zip(("peer_value", "peer_authorities", "verdict"), PEERS,
                                    strict=True)),
    ]  # fmt: skip
    title = "Headline measures of authorities beside their peers"
    return _data_set("iro_comparisons", title, columns, placed(rows, tables["authorities"]), cells)


def _described(rows: pl.DataFrame, indicators: pl.DataFrame) -> pl.DataFrame:
    """With what is measured in words, its unit where that is no percentage, and its title."""
    known = indicators.select("indicator", "unit", "chance", "headline", "title")
    joined = rows.join(known, on="indicator", how="left", maintain_order="left")
    # Who speaks is a filter of its own.
    alone = pl.col("title").str.replace(r", (practitioners|service returns|directors)$", "")
    is_told = pl.col("unit").is_in(["percent", "score"])
    unit = pl.when(is_told).then(pl.lit("")).otherwise(pl.format(" ({})", "unit"))
    return joined.with_columns(measure=alone + unit, who=pl.col("speaker").replace(SPEAKERS))


def _filters(rows: pl.DataFrame, filters: tuple[Column, ...]) -> tuple[Column, ...]:
    """Of those without a choice made for them, the first headline measure or speaker."""
    first = rows.sort(~pl.col("headline"), "measure", "speaker")
    names = {"measure": "measure", "speaker": "who"}
    return tuple(
        each if each.default or first.is_empty()
        else replace(each, default=first[names[each.name]][0])
        for each in filters
    )  # fmt: skip


def _data_set(
    name: str, title: str, columns: tuple[Column, ...], rows: pl.DataFrame, cells: list[pl.Expr]
) -> DataSet:
    filters = [each.name for each in columns if each.kind == "Filter"]
    told = rows.with_columns(*cells, *year(name), speaker="who").select(
        *PLACES, *filters, *(each.name for each in columns if each.kind == "Indicator")
    )
    return DataSet(name, title, columns, told)


def _cell(column: str, status: str) -> pl.Expr:
    """
    The number, or why there is none.

    c: withheld, as a part of a figure that is shown may be; z: a count has no whole, a fact no
    interval; x: the interval of an area's mean stands in survey_estimates.
    """
    stated = pl.lit("c") if column == "numerator" else pl.lit("z")
    if column in ("lower", "upper"):
        stated = pl.when(pl.col("chance") == "none").then(pl.lit("z")).otherwise(pl.lit("x"))
    return (
        pl.when(pl.col(column).is_not_null())
        .then(pl.col(column) if column == "verdict" else plain(column))
        .when(pl.col(status) != "")
        .then(status)
        .otherwise(stated)
    )


def plain(column: str) -> pl.Expr:
    """A number as people write it: 12 and not 12.0."""
    number = pl.col(column).cast(pl.Float64)
    is_whole = number == number.round(0)
    whole = pl.when(is_whole).then(number).cast(pl.Int64).cast(pl.String)
    return pl.when(is_whole).then(whole).otherwise(number.cast(pl.String))
