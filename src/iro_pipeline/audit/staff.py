"""What practitioners and services say, held to its rules by counting who stands behind it."""

from collections.abc import Iterator

import polars as pl

from iro_pipeline.audit.breaches import Breach, cell
from iro_pipeline.audit.limits import Limits
from iro_pipeline.reference import register

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


def services(figures: pl.DataFrame, facts: pl.DataFrame, limits: Limits) -> Iterator[Breach]:
    """
    `figures`: of all folders, each with its `folder`; `facts`: the fact of each indicator.

    A service's return is shown by name only inside its network, and elsewhere in sums of the
    fewest authorities or more.
    """
    known = figures.join(facts.select("indicator", "fact"), on="indicator", how="left")
    returned = known.filter(
        pl.col("speaker").is_in(SPEAKS) | pl.col("fact").is_in(SERVICE_FACTS),
        pl.col("value").is_not_null(),
    )
    named = returned.filter(level="authority").join(_inside(), on=["folder", "area"], how="anti")
    yield from _told(named, "a service's return by name")
    sums = returned.filter(pl.col("level") != "authority")
    few = sums.filter(pl.col("authorities") < limits.fewest_authorities)
    yield from _told(few, "fewer authorities than may be told of")


def agreements(told: pl.DataFrame, groups: pl.DataFrame) -> Iterator[Breach]:
    """
    `told`: who agreed to be contacted, of all folders; `groups`: authority, peer_group, member.

    A service's answer: inside its network, and to authorities whose statistical neighbour it is.
    """
    known = register().select("region", authority="gss_code").unique()
    own = known.select("region", folder=_folder("authority"))
    region = known.select("authority", region_of="region")
    asked = told.join(own, on="folder", how="left").join(region, on="authority", how="left")
    inside = (pl.col("region") == pl.col("region_of")) | (pl.col("folder") == _network("region_of"))
    newest = groups.filter(pl.col("period") == pl.col("period").max())
    beside = newest.filter(peer_group="statistical_neighbours").select(
        folder=_folder("authority"), authority="member"
    )
    outside = asked.filter(~inside.fill_null(value=False))
    named = outside.join(beside, on=["folder", "authority"], how="anti").select(
        *(pl.lit("agreed_to_contact").alias("indicator"), pl.col("wave").alias("period")),
        area="authority",
    )
    yield from _told(named, "a service's agreement by name")


def words(said: pl.DataFrame, answers: pl.DataFrame, limits: Limits) -> Iterator[Breach]:
    """
    `said`: benchmarks' verdicts, as published; `answers`: as `own` of practitioners.

    Of an authority's practitioners a word is said from fewest_for_a_word answers on.
    """
    there = [word for word in ("verdict", "reads_as") if word in said.columns]
    word = pl.any_horizontal(pl.lit(value=False), pl.col(there).is_not_null())
    spoken = said.filter(pl.col("speaker") == "practitioner", word)
    many = answers.select(*MEASURE, "authority", "n")
    counted = spoken.join(many, on=[*MEASURE, "authority"], how="left")
    few = counted.filter(pl.col("n").fill_null(0) < limits.fewest_for_a_word)
    yield from _told(
        few.rename({"authority": "area"}), "a word of fewer people than may be told of"
    )


def _inside() -> pl.DataFrame:
    """The folders in which an authority is shown by name: its network's, and its own."""
    known = register().select("la_code", "region", area="gss_code").unique()
    own = known.select("la_code", folder=_folder("area"))
    return pl.concat(
        [
            known.select(_network("region").alias("folder"), "area"),
            known.join(own, on="la_code").select("folder", "area"),
        ]
    )


def _network(region: str) -> pl.Expr:
    slug = pl.col(region).str.to_lowercase().str.replace_all("[^a-z0-9]+", "-")
    return pl.concat_str(pl.lit("regions/"), slug)


def _folder(code: str) -> pl.Expr:
    return pl.concat_str(pl.lit("authorities/"), code)


def _told(rows: pl.DataFrame, words: str) -> Iterator[Breach]:
    columns = [*MEASURE, "area"]
    for row in rows.select(columns).unique().sort(columns).iter_rows(named=True):
        yield Breach("a reader of figures", cell(**row), "people", words)
