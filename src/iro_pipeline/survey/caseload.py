"""The caseload that services and IROs report, beside what records say and who did not answer."""

from collections.abc import Mapping

import polars as pl

from iro_pipeline.benchmarks import AREA, OWNER
from iro_pipeline.indicators.caseload import bands, question
from iro_pipeline.survey.spoken import MEASURE
from iro_pipeline.survey.votes import votes, with_ends
from iro_pipeline.survey.workforce import identity, nearest

REPORTED = [
    *("reported_band", "reported_lo", "reported_hi", "records_caseload", "records_year"),
    *("records_say", "outside", "value", "lower", "upper", "records_higher", "records_lower"),
    *("authorities", "of"),
]
# "70 or more", with extra tasks or without; an IRO with just 70 may have answered c as well.
AT_70, EDGE = ["a", "b"], "c"


def reported(
    answers: pl.DataFrame, facts: Mapping[str, pl.LazyFrame], areas: pl.DataFrame
) -> pl.DataFrame:
    """
    One row per wave and area: the band that the service reports, beside its children per WTE IRO.

    Records of the nearest year, at most three away. Above an authority `value` is the percentage of
    services whose band does not hold what their records say.
    """
    each = _compared(answers, facts, areas)
    own = each.filter(pl.col("records_say").is_not_null()).select(
        *OWNER,
        indicator=pl.lit("caseload_disagreement"),
        speaker=pl.lit("service"),
        role_group=pl.lit("all"),
        value=100.0 * (pl.col("records_say") != "agrees"),
        answers=pl.lit(1, pl.Int64),
        records_say="records_say",
    )
    units = pl.DataFrame(
        {"indicator": ["caseload_disagreement"], "unit": ["percent"], "low": [0.0], "high": [100.0]}
    )
    itself = own.select(*MEASURE).unique().with_columns(within=pl.lit(0.0))
    above = with_ends(votes(own.drop("records_say"), itself, areas), units)
    sides = (
        own.join(areas.filter(pl.col("level") != "authority"), on=OWNER)
        .group_by("period", "area")
        .agg(
            records_higher=(pl.col("records_say") == "records higher").sum().cast(pl.Int64),
            records_lower=(pl.col("records_say") == "records lower").sum().cast(pl.Int64),
        )
    )
    return (
        pl.concat([each, above.join(sides, on=["period", "area"])], how="diagonal")
        .select("period", *AREA, *REPORTED)
        .sort("period", "level", "area")
    )


def _compared(
    answers: pl.DataFrame, facts: Mapping[str, pl.LazyFrame], areas: pl.DataFrame
) -> pl.DataFrame:
    """Each authority whose service answered; no verdict where no band, or no record, is known."""
    here = areas.filter(pl.col("level") == "authority").join(identity().collect(), on="authority")
    children = pl.coalesce("children", "children_published")
    records = (
        facts["caseload"]
        .filter(pl.col("iro_wte") > 0)
        .select(*OWNER, records_caseload=children / pl.col("iro_wte"), rank=pl.lit(0))
        .drop_nulls("records_caseload")
        .collect()
    )
    ends = bands().select("lo", "hi", "closed_hi", answer="band").unique().collect()
    lo, hi, held = pl.col("lo"), pl.col("hi"), pl.col("records_caseload")
    above = (held > hi) | ((held == hi) & ~pl.col("closed_hi"))
    said = pl.when(held < lo).then(pl.lit("records lower")).when(above.fill_null(False))
    outside = pl.when(held < lo).then(lo - held).when(above.fill_null(False)).then(held - hi)
    known = lo.is_not_null() & held.is_not_null()
    return (
        answers.filter(pl.col("question") == question(), pl.col("chosen"), speaker="service")
        .select(*OWNER, "answer")
        .join(here, on=OWNER)
        .join(ends, on="answer", how="left")
        .join(nearest(here, records, "records_caseload"), on=OWNER, how="left")
        .with_columns(
            reported_band="answer",
            reported_lo="lo",
            reported_hi="hi",
            records_year="records_caseload_year",
            records_say=pl.when(known).then(
                said.then(pl.lit("records higher")).otherwise(pl.lit("agrees"))
            ),
            outside=pl.when(known).then(outside.otherwise(0.0)),
            authorities=known.cast(pl.Int64),
        )
    )


def bounds(answers: pl.DataFrame, workforce: pl.DataFrame, areas: pl.DataFrame) -> pl.DataFrame:
    """
    One row per wave, area (England, regions) and speaker: the share with 70 or more, at both ends.

    At best nobody who did not answer has 70 or more, at worst all of them; with an answer that no
    band fits it is the same. Manski CF. Nonparametric bounds on treatment effects. Am Econ Rev
    1990;80:319-323. Of IROs, all those of `workforce`; of services, all authorities.
    """
    said = _said(answers).join(areas.filter(pl.col("level") != "authority"), on=OWNER)
    key = ["period", "speaker", *AREA]
    there = _population(_said(answers), workforce, areas)
    lowest, most = pl.col("at_70"), pl.col("population") - pl.col("answers")
    share = [100 * each / pl.col("population") for each in (lowest, lowest + most)]
    return (
        said.group_by(key)
        .agg(pl.sum("at_70", "edge", "answers"), largest=pl.max("answers"),
             authorities=(pl.col("answers") > 0).sum().cast(pl.Int64))
        .join(there, on=["period", "speaker", "area"], how="left")
        .with_columns(
            value=pl.when(pl.col("answers") > 0).then(100 * lowest / pl.col("answers")),
            lowest=share[0],
            highest=share[1],
            highest_with_edge=100 * (lowest + most + pl.col("edge")) / pl.col("population"),
        )
        .select(
            *key,
            *("value", "lowest", "highest", "highest_with_edge", "at_70", "edge", "answers"),
            *("population", "population_known", "authorities", "of", "largest"),
        )
        .sort("period", "speaker", "level", "area")
    )  # fmt: skip


def _said(answers: pl.DataFrame) -> pl.DataFrame:
    """One row per authority and speaker: answers that a band holds, and those of 70 or more."""
    return (
        answers.filter(pl.col("question") == question(), pl.col("chosen"))
        .with_columns(banded=pl.col("answer") != "unclassifiable")
        .group_by(*OWNER, "speaker")
        .agg(
            at_70=pl.col("answer").is_in(AT_70).sum().cast(pl.Int64),
            edge=(pl.col("answer") == EDGE).sum().cast(pl.Int64),
            answers=pl.col("banded").sum().cast(pl.Int64),
            people=pl.len().cast(pl.Int64),
        )
    )


def _population(said: pl.DataFrame, workforce: pl.DataFrame, areas: pl.DataFrame) -> pl.DataFrame:
    """Of each area above an authority; null where the IROs of an authority cannot be told."""
    above = areas.filter(pl.col("level") != "authority")
    answered = said.filter(pl.col("speaker") == "practitioner").select(*OWNER, "people")
    waves = said.select("period").unique()
    iros = (
        workforce.join(waves, on="period", how="semi")
        .join(answered, on=OWNER, how="left")
        .with_columns(heads=pl.max_horizontal("iros", "people"))
        .join(above, on=OWNER)
        .group_by("period", "area", "of")
        .agg(
            population=pl.when(pl.col("iros").is_not_null().all()).then(pl.sum("heads")),
            population_known=100 * pl.col("heads").filter("iros_known").sum() / pl.sum("heads"),
        )
        .with_columns(speaker=pl.lit("practitioner"))
    )
    services = (
        above.select("period", "area", "of")
        .unique()
        .with_columns(
            population=pl.col("of"), population_known=pl.lit(100.0), speaker=pl.lit("service")
        )
    )
    told = pl.concat([iros, services], how="diagonal_relaxed")
    known = pl.when(pl.col("population").is_not_null()).then("population_known").fill_nan(None)
    return told.with_columns(population_known=known)
