"""What is withheld of an authority beside its peers: each side, and what lies between the two."""

import polars as pl

from iro_pipeline.disclosure import nearest, overlapping, rounding
from iro_pipeline.disclosure.changes import before, change_shown, only
from iro_pipeline.disclosure.people import one_vote_each, service_return
from iro_pipeline.disclosure.symbols import (
    CHANGE,
    DISTANCES,
    OWN_NUMBERS,
    PEER_NUMBERS,
    WORDS,
    status,
    withhold,
)
from iro_pipeline.disclosure.thresholds import Thresholds, unreliable
from iro_pipeline.disclosure.wording import PEERS, of_areas, of_authorities, word_of_few

MADE_WITH_OTHERS = [
    *("estimate", "estimate_lower", "estimate_upper", "reliability", "quartile_probability"),
    *("distance", "distance_by_chance"),
]


def benchmarks(
    known: pl.DataFrame, groups: pl.DataFrame, cells: pl.DataFrame, limits: Thresholds
) -> pl.DataFrame:
    """Each side is judged anew, and withheld too where the same figure is in `figures`."""
    overlapped = overlapping.hidden(known, groups, cells)
    asked = pl.col("numerator").is_not_null()
    own = known.lazy().select(*_own_side()).select(own_judged=limits.withheld())
    judged = pl.when(asked).then(limits.withheld())
    peers = known.lazy().select(*_peer_side()).select(peer_judged=judged)
    row = ["indicator", "authority", "peer_group", "peer"]
    return (
        known.with_columns(*own.collect(), *peers.collect(), overlapped=overlapped)
        .pipe(_as_in_figures, cells)
        .lazy()
        .with_columns(
            *status(), *status("peer_"), by_name=service_return(), of_few=word_of_few(limits)
        )
        .with_columns(level=pl.lit("authority"))
        .with_columns(withhold(unreliable(limits), OWN_NUMBERS, as_="u"))
        .with_columns(own_withheld=pl.coalesce("own_withheld", "own_judged"))
        .with_columns(withhold(pl.col("own_withheld"), OWN_NUMBERS))
        .with_columns(_word_alone())
        .with_columns(peer_withheld=pl.coalesce("peer_withheld", "peer_judged", "overlapped"))
        .with_columns(withhold(pl.col("peer_withheld"), PEER_NUMBERS, "peer_"))
        .with_columns(level="peer_group")
        .with_columns(only(~one_vote_each(), ["peer_numerator"]))
        .collect()
        .pipe(before, row, "previous_authority")
        .lazy()
        .with_columns(
            *only(pl.col("before_status") == "", ["previous_value", *CHANGE]),
            *only((pl.col("status") == "") & (pl.col("peer_status") == ""), DISTANCES),
            *only(((pl.col("status") == "") | pl.col("of_few")) & pl.col("word"), WORDS),
        )
        .with_columns(change_shown("peer_", ["peer_change"], limits))
        .with_columns(of_areas(PEERS))
        .with_columns(rounding.counts(limits, "peer_"))
        .with_columns(rounding.values(["peer_value", "peer_change"], limits))
        .with_columns(peer_rounding=rounding.base(limits))
        .with_columns(rounding.made_with_others(MADE_WITH_OTHERS))
        .with_columns(level=pl.lit("authority"))
        .with_columns(of_authorities(known.columns))
        .with_columns(rounding.counts(limits))
        .collect()
        .pipe(nearest.retold, limits)
        .pipe(nearest.compared, limits)
        .select(
            *known.drop("unit", "fact", "question").columns,
            *("status", "status_reason", "peer_status", "peer_status_reason", "by_name"),
            "peer_rounding",
            rounding=rounding.base(limits),
            peers_by_name=overlapping.by_name(),
        )
    )


def _word_alone() -> pl.Expr:
    """Where the verdict is shown: where the group may be, but for others that overlap with it."""
    told = pl.coalesce("peer_withheld", "peer_judged").is_null() & (pl.col("peer_status") == "")
    return told.alias("word")


def _as_in_figures(benchmarks: pl.DataFrame, cells: pl.DataFrame) -> pl.DataFrame:
    measure = ["indicator", "period", "speaker"]
    own = cells.filter(level="authority").select(
        *measure, authority="area", own_withheld="withheld"
    )
    peers = cells.filter(pl.col("level") != "authority").select(
        *measure, peer_group="level", peer="area_name", peer_withheld="withheld"
    )
    return benchmarks.join(own, on=[*measure, "authority"], how="left", maintain_order="left").join(
        peers, on=[*measure, "peer_group", "peer"], how="left", maintain_order="left"
    )


def _own_side() -> list[pl.Expr]:
    parts = ["indicator", "unit", "fact", "speaker", "numerator", "denominator", "n"]
    alone = {"level": pl.lit("authority"), "authorities": pl.lit(1), "largest": pl.col("n")}
    return [*map(pl.col, parts), *(each.alias(name) for name, each in alone.items())]


def _peer_side() -> list[pl.Expr]:
    return [
        *(pl.col(same) for same in ("indicator", "unit", "fact", "speaker")),
        pl.col("peer_group").alias("level"),
        pl.col("peer_numerator").alias("numerator"),
        pl.col("peer_denominator").alias("denominator"),
        pl.col("peer_denominator").alias("n"),
        pl.col("peer_authorities").alias("authorities"),
        pl.lit(None, pl.Int64).alias("largest"),
    ]
