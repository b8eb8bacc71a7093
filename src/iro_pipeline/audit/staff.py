"""What practitioners and services say, held to its rules by counting who stands behind it."""

from collections.abc import Iterator, Mapping

import polars as pl

from iro_pipeline.audit.breaches import Breach, cell
from iro_pipeline.audit.limits import Limits

MEASURE = ["indicator", "period"]
SERVICE_FACTS = ["service", "caseload", "cost", "reported_reviews", "iro_team"]
SPEAKS = ["service", "director"]


def practitioners(figures: pl.DataFrame, own: pl.DataFrame, limits: Limits) -> Iterator[Breach]:
    """
    `figures` as published; `own`: authority, indicator, period and n (answers), of all.

    An authority's figure needs the fewest people; a region's or England's also the fewest
    authorities, and none with more than the largest share. What is left of it when the authorities
    shown, or one member, are taken away is nobody, or people enough of several authorities.
    """
    shown = figures.filter(speaker="practitioner").filter(pl.col("value").is_not_null())
    answers = own.select(*MEASURE, "authority", "n", "region").filter(pl.col("n") > 0)
    single = shown.filter(level="authority")
    known = single.select(*MEASURE, authority="area", named=pl.lit(True))
    few = single.select(*MEASURE, "area").join(
        answers.rename({"authority": "area"}), on=[*MEASURE, "area"], how="left"
    )
    few = few.filter(pl.col("n").fill_null(0) < limits.fewest_people)
    yield from _told(few, "fewer people than may be told of")
    counted = answers.join(known, on=[*MEASURE, "authority"], how="left").with_columns(
        pl.col("named").fill_null(False)
    )
    for level, inside in (("region", ["region"]), ("england", [])):
        sums = shown.filter(level=level).select(*MEASURE, *inside, "area")
        yield from _sums(sums.join(counted, on=[*MEASURE, *inside]), limits)


def _sums(rows: pl.DataFrame, limits: Limits) -> Iterator[Breach]:
    """`rows`: of each sum that is shown, an authority's answers in it each."""
    most = pl.max("n")
    other = ~pl.col("named")
    per = rows.group_by(*MEASURE, "area").agg(
        people=pl.sum("n"),
        authorities=pl.len(),
        most=most,
        left=pl.col("n").filter(other).sum(),
        left_authorities=other.sum(),
    )
    yield from _told(
        per.filter(pl.col("people") < limits.fewest_people), "fewer people than may be told of"
    )
    few = pl.col("authorities") < limits.fewest_authorities
    yield from _told(per.filter(few), "fewer authorities than may be told of")
    dominated = 100 * pl.col("most") > limits.largest_share * pl.col("people")
    yield from _told(per.filter(dominated), "one authority has more than may be")
    rest = (pl.col("left") > 0) & (
        (pl.col("left") < limits.fewest_left)
        | (pl.col("left_authorities") < limits.fewest_authorities_left)
    )
    yield from _told(per.filter(rest), "those shown taken away leave too few")
    member = rows.join(per, on=[*MEASURE, "area"]).filter(
        (pl.col("people") - pl.col("n") < limits.fewest_left)
        | (pl.col("authorities") - 1 < limits.fewest_authorities_left)
    )
    yield from _told(member, "a member that takes its own away is left with too few")


def services(
    folders: Mapping[str, pl.DataFrame], facts: pl.DataFrame, limits: Limits
) -> Iterator[Breach]:
    """
    `folders`: figures by folder; `facts`: the fact and, of public tables, nothing by name.

    A service's return is shown by name only inside its network, and elsewhere in sums of the
    fewest authorities or more.
    """
    for folder, figures in folders.items():
        known = figures.join(facts.select("indicator", "fact"), on="indicator", how="left")
        returned = known.filter(
            pl.col("speaker").is_in(SPEAKS) | pl.col("fact").is_in(SERVICE_FACTS),
            pl.col("value").is_not_null(),
        )
        if folder == "tables":
            yield from _told(returned.filter(level="authority"), "a service's return by name")
        sums = returned.filter(pl.col("level") != "authority")
        few = sums.filter(pl.col("authorities") < limits.fewest_authorities)
        yield from _told(few, "fewer authorities than may be told of")


def _told(rows: pl.DataFrame, words: str) -> Iterator[Breach]:
    columns = [*MEASURE, "area"]
    for row in rows.select(columns).unique().sort(columns).iter_rows(named=True):
        yield Breach("a reader of figures", cell(**row), "people", words)
