"""
The auditor: attacks what would be published, and says what gives way.

Written apart from disclosure control, and sharing no code with it: a mistake in the one is not
repeated in the other. It sees what a reader sees, and what was published before.
"""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import polars as pl

from iro_pipeline.audit.attackers import contributors, members, outsider
from iro_pipeline.audit.bases import unrounded
from iro_pipeline.audit.breaches import OUTSIDER, Breach, cells
from iro_pipeline.audit.facts import FACT
from iro_pipeline.audit.files import files
from iro_pipeline.audit.folders import Folders
from iro_pipeline.audit.limits import Limits
from iro_pipeline.audit.packs import packs
from iro_pipeline.audit.reading import Reading
from iro_pipeline.audit.repeated import repeated
from iro_pipeline.audit.revisions import revisions
from iro_pipeline.audit.staff import agreements, practitioners, services, words
from iro_pipeline.audit.system import System
from iro_pipeline.audit.vintages import as_they_are
from iro_pipeline.indicators.catalogue import terms
from iro_pipeline.reference import register
from iro_pipeline.statistics.arrays import Floats

__all__ = ["FACT", "Breach", "Folders", "Reading", "audit", "files", "packs"]

SPOKEN = ["indicator", "period", "speaker", "level", "area", "region", "authorities", "value"]
SAID = ["indicator", "period", "speaker", "authority", "verdict", "reads_as"]


def audit(read: Reading, own: pl.DataFrame, groups: pl.DataFrame) -> list[Breach]:
    """
    What is wrong with a release, in order; nothing where it may appear.

    `own`: what each authority knows of itself, as it was read with. `groups`: authority, period,
    peer_group, peer, member.
    """
    limits = Limits.load()
    if limits.all_rounded:
        read = replace(read, facts=as_they_are(read.facts, own))
    facts = terms().select("indicator", "fact").collect()
    found = [
        *repeated(read.folders),
        *_spoken(read.folders, own, limits),
        *_agreed(read.folders, groups),
        *unrounded(read.cells, limits),
        *shown(read.told, limits),
        *alike(read.told, limits),
        *revisions(read.facts, facts, limits),
        *solved(read.facts, own, groups, limits),
    ]
    return sorted(set(found))


def shown(told: pl.DataFrame, limits: Limits) -> Iterator[Breach]:
    """Numbers that are told, or follow from how a figure is rounded, and are of few people."""
    few = (pl.col("low") > 0) & (pl.col("high") <= limits.largest_small_count)
    rows = (
        told.filter(few)
        .select(_name().alias("name"), "area", "period", "quarter")
        .unique()
        .sort(pl.all())
    )
    for each in cells(rows):
        yield Breach(OUTSIDER, each, "small", "is shown, and must not be")


def alike(told: pl.DataFrame, limits: Limits) -> Iterator[Breach]:
    """Shares of none, or of all, of few people: what is said is said of each of them."""
    cell = ["indicator", "area", "period", "quarter"]
    none = (pl.col("high") == 0) & pl.col("part").is_in(["numerator", "rest"])
    whole = told.filter(pl.col("part") == "denominator", pl.col("high") < limits.fewest_people)
    few = whole.filter(pl.col("low") > 0).select(*cell, name=_name())
    rows = few.join(told.filter(none), on=cell, how="semi", nulls_equal=True)
    for each in cells(rows.unique().sort(pl.all())):
        yield Breach(OUTSIDER, each, "unanimous", "is shown, and tells of each whom it is of")


def _name() -> pl.Expr:
    return pl.concat_str("indicator", "part", separator=".")


def solved(
    dated: pl.DataFrame, own: pl.DataFrame, groups: pl.DataFrame, limits: Limits
) -> Iterator[Breach]:
    """
    What follows from all sums together: to a reader, to members, to single contributors.

    Members and contributors play on those parts of the system that keep from every other reader.
    """
    counted = (pl.col("speaker") == "records") | pl.col("indicator").str.starts_with("respondents")
    facts = _anew(dated.filter(counted))
    if facts.is_empty():
        return
    system = System.of(facts, groups)
    truth = _truth(system, own)
    few = _of_few(system.corrected(truth), truth, limits)
    breaches, attacks = outsider(few, truth, limits)
    yield from breaches
    # Where any reader gets through, whoever knows more does too, and the release is refused.
    for attack in attacks:
        if not attack.reach.exposed.any():
            yield from members(attack)
            yield from contributors(attack)


def _anew(facts: pl.DataFrame) -> pl.DataFrame:
    """
    All releases' facts of each indicator's fact and period of which anything is told otherwise now.

    No sum is of two of them. What is told as it was, of numbers that are as they were, has stood
    the audit of the release before.
    """
    this = pl.col("release") == pl.col("release").max()
    family = terms().select("indicator", family="fact").collect()
    rows = facts.join(family, on="indicator", how="left", maintain_order="left")
    told = ["indicator", "part", "level", "area", "period", "quarter", "status", "low", "high"]
    before = rows.filter(~this).select(*told, "vintage")
    anew = rows.filter(this).join(before, on=[*told, "vintage"], how="anti", nulls_equal=True)
    whose = anew.select("family", "period").unique()
    return rows.join(whose, on=["family", "period"], how="semi", nulls_equal=True).drop("family")


def _of_few(system: System, truth: Floats, limits: Limits) -> System:
    """
    What must not be told: withheld numbers that are small, or of which nobody knows. What a reader
    finds of others, nought or many, tells of no one; the bounds are found without knowing which.
    """
    few = np.isnan(truth) | ((truth > 0) & (truth <= limits.largest_small_count))
    cells = system.cells.with_columns(hidden=pl.col("hidden") & pl.Series(few))
    return replace(system, cells=cells)


def _truth(system: System, own: pl.DataFrame) -> Floats:
    """Of each cell of the newest vintage the number that its authority knows; NaN elsewhere."""
    known = own.select(
        "period",
        "quarter",
        "value",
        area="authority",
        level="level" if "level" in own.columns else pl.lit("authority"),
        name=_name(),
    )
    key = ["name", "level", "area", "period", "quarter"]
    if "vintage" in own.columns:
        known = known.with_columns(own["vintage"])
        key.append("vintage")
    newest = pl.col("vintage") == pl.col("vintage").max().over(
        "number", "level", "area", "period", "quarter"
    )
    cells = system.cells.with_columns(newest=newest | pl.lit("vintage" in key))
    known = known.unique(key, keep="first", maintain_order=True)
    found = cells.join(known, on=key, how="left", nulls_equal=True, maintain_order="left")
    value = pl.when("newest").then("value").cast(pl.Float64).fill_null(float("nan"))
    return found.select(value).to_series().to_numpy()


def _agreed(publications: Folders, groups: pl.DataFrame) -> Iterator[Breach]:
    """Who agreed to be contacted, in every folder."""
    told = publications.rows("agreed_to_contact", ["authority", "wave"])
    if told.width:
        yield from agreements(told, groups)


def _spoken(publications: Folders, own: pl.DataFrame, limits: Limits) -> Iterator[Breach]:
    """What practitioners and services say, in every folder."""
    figures = publications.rows("figures", SPOKEN)
    if not figures.width:
        return
    of_practitioners = pl.col("speaker") == "practitioner"
    known = terms().select("indicator", "fact", "speaker").collect()
    yield from services(figures, known, limits)
    regions = register().select(authority="gss_code", region="region").unique("authority")
    answers = (
        own.filter(pl.col("quarter").is_null(), pl.col("part") == "denominator")
        .join(known.filter(speaker="practitioner"), on="indicator", how="semi")
        .select("indicator", "period", "authority", n="value")
        .join(regions, on="authority")
    )
    told = publications.told("figures", SPOKEN, of_practitioners)
    yield from practitioners(told.with_columns(pl.col("region").cast(pl.String)), answers, limits)
    said = publications.told("benchmarks", SAID, of_practitioners)
    if said.width:
        yield from words(said, answers, limits)
