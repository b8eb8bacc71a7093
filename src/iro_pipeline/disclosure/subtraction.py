"""What is left when the figures shown are taken from their total must itself be fit to show."""

import polars as pl

from iro_pipeline.disclosure.people import AUTHORITY_SPEAKS, people, statement
from iro_pipeline.disclosure.thresholds import Thresholds

ONE_MEASURE = ["indicator", "period", "speaker"]
ONE_QUESTION = ["level", "area", "question", "period", "speaker"]
TOGETHER = [pl.coalesce("question", "indicator"), "period", "speaker"]  # what sums join


def close(cells: pl.DataFrame, limits: Thresholds) -> pl.DataFrame:
    """
    Figures with `withheld` (why; null: shown) widened until no sum of them gives a part away.

    `question`, where not null, is shared by the shares that add up to one distribution. A
    region withheld for another's sake (`guard`) needs an authority withheld too, or it could be
    added up again. What services state plays no part inside a region: there all is shown by name.
    """
    cells = cells.sort(*ONE_MEASURE, "level", "area").with_columns(guard=pl.lit(False))
    rest, settled = cells.with_row_index("place"), []
    while rest.height:
        before = rest["withheld"]
        rest = _closer(rest, limits)
        # What nothing has moved in stays so: no sum joins it to the others.
        moved = before.ne_missing(rest["withheld"])
        found = rest.with_columns(moved=moved).with_columns(pl.col("moved").any().over(TOGETHER))
        settled.append(found.filter(~pl.col("moved")).drop("moved"))
        rest = found.filter("moved").drop("moved")
    closed = pl.concat(settled).sort("place") if settled else rest
    return closed.drop("guard", "place")


def _closer(cells: pl.DataFrame, limits: Thresholds) -> pl.DataFrame:
    """The smallest of everything that is exposed withheld too, once."""
    regions = pl.col("level") == "region"
    authorities = (pl.col("level") == "authority") & ~statement()
    answers = pl.col("question").is_not_null() & ~pl.col("speaker").is_in(AUTHORITY_SPEAKS)
    cells = _widen(cells, answers, _exposed_answers(cells.filter(answers), limits))
    for part, whole, inside in (
        (regions, "england", ONE_MEASURE),
        (authorities, "region", [*ONE_MEASURE, "region"]),
    ):
        totals = cells.filter(pl.col("level") == whole)
        parts = cells.filter(part)
        exposed = _exposed(parts, totals, inside, limits)
        if whole == "region":
            exposed = pl.concat([exposed, _told_to_members(parts, totals, inside, limits)])
        cells = _widen(cells, part, exposed.unique(inside, keep="first", maintain_order=True))
    return cells


def _widen(cells: pl.DataFrame, concerned: pl.Expr, exposed: pl.DataFrame) -> pl.DataFrame:
    """Withholds the smallest cell still shown of each exposed group, `because` of the others."""
    if exposed.is_empty():
        return cells
    group = [name for name in exposed.columns if name != "because"]
    candidate = concerned & pl.col("withheld").is_null() & pl.col("because").is_not_null()
    smallest = pl.when(candidate).then(_size()).rank("ordinal").over(group) == 1
    return (
        cells.join(exposed, on=group, how="left", maintain_order="left")
        .with_columns(smallest=smallest.fill_null(False))
        .with_columns(
            withheld=pl.when("smallest").then("because").otherwise("withheld"),
            guard=pl.col("guard") | pl.col("smallest"),
        )
        .select(cells.columns)
    )


def _exposed(
    parts: pl.DataFrame, totals: pl.DataFrame, inside: list[str], limits: Thresholds
) -> pl.DataFrame:
    """Totals that are shown and leave too little over, or are guards that could be added up."""
    rest = (
        parts.filter(pl.col("withheld").is_not_null())
        .group_by(inside, maintain_order=True)
        .agg(
            pl.sum("numerator", "denominator", "n", "authorities"),
            pl.first("unit", "fact"),
            pl.max("largest"),
            because=pl.first("withheld"),
            hidden=pl.len(),
        )
        .with_columns(level=pl.lit("rest"))
        .with_columns(alone=(pl.col("hidden") == 1) | limits.withheld().is_not_null())
    )
    shown = pl.col("withheld").is_null()
    exposed = (shown & pl.col("alone")) | (pl.col("guard") & pl.col("hidden").is_null())
    return (
        totals.select(*inside, "guard", "withheld")
        .join(rest.select(*inside, "hidden", "because", "alone"), on=inside, how="left")
        .filter(exposed)
        .select(*inside, because=pl.coalesce("because", "withheld"))
    )


def _told_to_members(
    parts: pl.DataFrame, totals: pl.DataFrame, inside: list[str], limits: Thresholds
) -> pl.DataFrame:
    """
    Totals that are shown of which a member of the region is told too much: it takes its own from
    what is withheld, and the others must still be two, and able to hold more than a small number.
    """
    hidden = parts.filter(pl.col("withheld").is_not_null())
    counts = {f"part {i}": each for i, each in enumerate(people())}
    too_few = [
        limits.small(pl.col(each)).any()
        & (pl.col(each).sum() - pl.col(each).max() <= limits.largest_small_count)
        for each in counts
    ]
    told = (
        hidden.with_columns(**counts)
        .group_by(inside, maintain_order=True)
        .agg(
            because=pl.first("withheld"),
            told=pl.any_horizontal(pl.len() < limits.fewest_authorities, *too_few),
        )
        .filter("told")
    )
    shown = totals.filter(pl.col("withheld").is_null())
    return shown.select(inside).join(told.drop("told"), on=inside, maintain_order="left")


def _exposed_answers(cells: pl.DataFrame, limits: Thresholds) -> pl.DataFrame:
    """Distributions of which one answer, or too few people's answers, are withheld."""
    hidden = pl.col("withheld").is_not_null()
    return (
        cells.group_by(ONE_QUESTION, maintain_order=True)
        .agg(
            hidden=hidden.sum(),
            people=pl.col("numerator").filter(hidden).sum(),
            because=pl.col("withheld").drop_nulls().first(),
        )
        .filter((pl.col("hidden") == 1) | limits.small(pl.col("people")))
        .select(*ONE_QUESTION, "because")
    )


def _size() -> pl.Expr:
    """How small the cell is; one in which everyone is alike would protect nobody, so comes last."""
    smallest = pl.min_horizontal(*people()).fill_null(pl.col("authorities"))
    return pl.when(smallest > 0).then(smallest).otherwise(pl.lit(float("inf")))
