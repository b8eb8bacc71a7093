"""What is left when the figures shown are taken from their total must itself be fit to show."""

import polars as pl

from iro_pipeline.disclosure.people import AUTHORITY_SPEAKS, people, statement
from iro_pipeline.disclosure.thresholds import Thresholds

ONE_MEASURE = ["indicator", "period", "speaker"]
ONE_QUESTION = ["level", "area", "question", "period", "speaker"]
TOGETHER = [pl.coalesce("question", "indicator"), "period", "speaker"]  # what sums join
TERMS = ["indicator", "unit", "fact", "speaker"]
COUNTS = ["numerator", "denominator", "n", "authorities"]


def close(cells: pl.DataFrame, limits: Thresholds) -> pl.DataFrame:
    """
    Figures with `withheld` (why; null: shown) widened until no sum of them gives a part away.

    `question`, where not null, is shared by the shares that add up to one distribution. A
    region withheld for another's sake (`guard`) needs an authority withheld too, or it could be
    added up again. What services state plays no part inside a region: there all is shown by name.
    """
    cells = cells.sort(*ONE_MEASURE, "level", "area")
    rest, settled = _in_sums(cells), []
    because = limits.withheld()  # so long that it is put together once
    while rest.height:
        # What nothing has moved in stays so: no sum joins it to the others.
        moved = pl.col("moved").any().over("together")
        settled.append(rest.filter(~moved))
        rest = _closer(rest.filter(moved).with_columns(moved=False), limits, because)
    if settled:
        cells = cells.with_columns(pl.concat(settled).sort("place")["withheld"])
    return cells


def _in_sums(cells: pl.DataFrame) -> pl.DataFrame:
    """
    What sums look at, by `place`: of each cell what it is `together` with, its `distribution`, and
    the place of its `whole` (of a region England, of an authority its region; null: none).
    """
    place, level, records = pl.col("place"), pl.col("level"), ~statement()
    answers = pl.col("question").is_not_null() & ~pl.col("speaker").is_in(AUTHORITY_SPEAKS)
    england = place.filter(level == "england").first().over(ONE_MEASURE)
    region = place.filter(level == "region").first().over(*ONE_MEASURE, "region")
    return cells.with_row_index("place").select(
        *("place", "level", *TERMS, *COUNTS, "largest", "withheld"),
        *(each.alias(f"part {i}") for i, each in enumerate(people())),
        together=place.first().over(TOGETHER),
        distribution=pl.when(answers).then(place.first().over(ONE_QUESTION)),
        whole=pl.when(level == "region")
        .then(england)
        .when((level == "authority") & records)
        .then(region),
        size=_size(),
        guard=pl.lit(value=False),
        moved=pl.col("withheld").is_not_null(),
    )


def _closer(cells: pl.DataFrame, limits: Thresholds, because: pl.Expr) -> pl.DataFrame:
    """The smallest of everything that is exposed withheld too, once."""
    cells = _widen(cells, _exposed_answers(cells, limits))
    hidden = _hidden(cells, limits, because)
    for whole in ("england", "region"):
        cells = _widen(cells, _exposed(cells.filter(level=whole), hidden))
    return cells


def _widen(cells: pl.DataFrame, exposed: pl.DataFrame) -> pl.DataFrame:
    """Withholds the smallest cell still shown of each exposed group, `because` of the others."""
    if exposed.is_empty():
        return cells
    group = exposed.columns[0]
    smallest = (
        cells.filter(pl.col("withheld").is_null())
        .join(exposed, on=group, maintain_order="left")
        .filter(pl.col("size").rank("ordinal").over(group) == 1)
        .select("place", "because")
    )
    widened = pl.col("because").is_not_null()
    return (
        cells.join(smallest, on="place", how="left", maintain_order="left")
        .with_columns(
            withheld=pl.coalesce("withheld", "because"),
            guard=pl.col("guard") | widened,
            moved=pl.col("moved") | widened,
        )
        .drop("because")
    )


def _hidden(cells: pl.DataFrame, limits: Thresholds, because: pl.Expr) -> pl.DataFrame:
    """
    Of each whole what is withheld of it: `alone`, where that is one part or too little for anyone;
    `told`, where it is for a member, who takes its own from it: the others must still be two, and
    able to hold more than a small number.
    """
    parts = [pl.col(name) for name in cells.columns if name.startswith("part ")]
    too_few = [
        limits.small(each).any() & (each.sum() - each.max() <= limits.largest_small_count)
        for each in parts
    ]
    return (
        cells.filter(pl.col("withheld").is_not_null(), pl.col("whole").is_not_null())
        .group_by("whole", maintain_order=True)
        .agg(
            pl.first(*TERMS),
            pl.sum(*COUNTS),
            pl.max("largest"),
            because=pl.first("withheld"),
            hidden=pl.len(),
            told=pl.any_horizontal(pl.len() < limits.fewest_authorities, *too_few),
        )
        .with_columns(level=pl.lit("rest"))
        .select(
            *("whole", "because", "told"),
            alone=(pl.col("hidden") == 1) | because.is_not_null(),
        )
    )


def _exposed(totals: pl.DataFrame, hidden: pl.DataFrame) -> pl.DataFrame:
    """Totals that are shown and leave too little over, or are guards that could be added up."""
    too_little = pl.col("alone") | ((pl.col("level") == "region") & pl.col("told"))
    shown = pl.col("withheld").is_null()
    return (
        totals.select("level", "guard", "withheld", whole="place")
        .join(hidden, on="whole", how="left", maintain_order="left")
        .filter((shown & too_little) | (pl.col("guard") & pl.col("because").is_null()))
        .select("whole", because=pl.coalesce("because", "withheld"))
    )


def _exposed_answers(cells: pl.DataFrame, limits: Thresholds) -> pl.DataFrame:
    """Distributions of which one answer, or too few people's answers, are withheld."""
    return (
        cells.filter(pl.col("withheld").is_not_null(), pl.col("distribution").is_not_null())
        .group_by("distribution", maintain_order=True)
        .agg(pl.sum("numerator"), hidden=pl.len(), because=pl.first("withheld"))
        .filter((pl.col("hidden") == 1) | limits.small(pl.col("numerator")))
        .select("distribution", "because")
    )


def _size() -> pl.Expr:
    """How small the cell is; one in which everyone is alike would protect nobody, so comes last."""
    smallest = pl.min_horizontal(*people()).fill_null(pl.col("authorities"))
    return pl.when(smallest > 0).then(smallest).otherwise(pl.lit(float("inf")))
