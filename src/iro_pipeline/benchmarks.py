"""Benchmarks: an authority beside its peers, and each area as the sum of its authorities."""

import polars as pl

from iro_pipeline.indicators import total
from iro_pipeline.indicators.caseload import bands
from iro_pipeline.indicators.catalogue import terms
from iro_pipeline.statistics.intervals import wilson

ENGLAND = "E92000001"
OWNER = ["authority", "period"]
AREA = ["level", "area", "area_name", "region"]
MEASURE = ["numerator", "denominator", "value", "lower", "upper", "n"]
MEDIAN = "median of published values, half rounded up"


def figures(indicators: pl.LazyFrame, authorities: pl.LazyFrame) -> pl.LazyFrame:
    """
    One row per area, indicator and period, for each authority, each region and England.

    `authorities` (authority, period, name, region, region_code) says which there are.
    """
    areas = areas_of(authorities)
    key = ["indicator", "period", "speaker"]
    return (
        indicators.join(areas, on=OWNER, how="left")
        .group_by(*AREA, *key)
        .agg(*_sums(), pl.sum("n"), authorities=pl.len().cast(pl.Int64))
        .join(there_are(areas), on=["period", *AREA], how="left", nulls_equal=True)
        .pipe(_valued)
        .select(*AREA, *key, *MEASURE, "authorities", "of")
        .sort("indicator", "period", "level", "area")
    )


def benchmarks(
    indicators: pl.LazyFrame, peers: pl.LazyFrame, authorities: pl.LazyFrame
) -> pl.LazyFrame:
    """
    One row per indicator, authority, period and peer group.

    `peers` holds a row per peer. England, the region and the statistical neighbours differ only
    in those rows, so one join serves them all.
    """
    own = _valued(indicators)
    groups = (
        peers.group_by(*OWNER, "peer_group", "peer_name", "peer_of")
        .agg(pl.col("peer").sort())
        .with_columns(club=pl.col("peer").list.join(" ").rank("dense"))
    )
    named = authorities.select(*OWNER, "region", authority_name="name")
    return (
        own.join(named, on=OWNER, how="left")
        .join(groups.drop("peer"), on=OWNER)
        .join(_together(own, groups), on=["indicator", "period", "club"], how="left")
        .with_columns(pl.col("peer_authorities").fill_null(0), **_peer_value())
        .select(
            *("indicator", "period", "authority", "authority_name", "region", "speaker"),
            *MEASURE,
            *("peer_group", pl.col("peer_name").alias("peer"), "peer_value", "peer_numerator"),
            *("peer_denominator", "peer_authorities", "peer_of", "peer_method"),
        )
        .sort("indicator", "period", "authority", "peer_group")
    )


def caseload_bands(figures: pl.LazyFrame) -> pl.LazyFrame:
    """One row per area, period, speaker and band of survey question 5: answers, of all answers."""
    return (
        figures.join(bands(), on="indicator")
        .select(
            *AREA,
            *("period", "speaker", "band", "band_order", "words"),
            *("lo", "hi", "closed_hi", "extras"),
            count=pl.col("numerator").cast(pl.Int64),
            of=pl.col("denominator").cast(pl.Int64),
        )
        .sort("period", "level", "area", "speaker", "band_order")
    )


def areas_of(authorities: pl.LazyFrame) -> pl.LazyFrame:
    """Three rows per authority and period: itself, its region, England."""
    itself = {"level": pl.lit("authority"), "area": "authority", "area_name": "name"}
    region = {"level": pl.lit("region"), "area": "region_code", "area_name": "region"}
    england = {
        "level": pl.lit("england"),
        "area": pl.lit(ENGLAND),
        "area_name": pl.lit("England"),
        "region": pl.lit(None, pl.String),
    }
    return pl.concat(
        authorities.select(*OWNER, **({"region": "region"} | area)).select(*OWNER, *AREA)
        for area in (itself, region, england)
    )


def there_are(areas: pl.LazyFrame) -> pl.LazyFrame:
    return areas.group_by("period", *AREA).agg(of=pl.len().cast(pl.Int64))


def _together(own: pl.LazyFrame, groups: pl.LazyFrame) -> pl.LazyFrame:
    """The peers' sums. England is one club to all its authorities, added up once."""
    clubs = groups.unique(["period", "club"]).select("period", "club", "peer").explode("peer")
    return (
        own.join(clubs, left_on=OWNER, right_on=["peer", "period"])
        .group_by("indicator", "period", "club")
        .agg(
            *(each.name.prefix("peer_") for each in _sums()),
            peer_median=pl.median("value"),
            peer_authorities=pl.len().cast(pl.Int64),
        )
    )


def _sums() -> list[pl.Expr]:
    a_ratio = pl.col("denominator").count() > 0
    return [total("numerator"), pl.when(a_ratio).then(total("denominator"))]


def _valued(sums: pl.LazyFrame) -> pl.LazyFrame:
    """The value in its unit, between the ends of its interval where it is a counted percentage."""
    whole = pl.col("denominator")
    ends = wilson(pl.col("numerator"), whole)
    counted = pl.when(pl.col("counted") & (pl.col("unit") == "percent"))
    lower, upper = (counted.then(pl.col("scale") * end) for end in ends)
    return sums.join(
        terms().select("indicator", "unit", "scale", "decimals", "counted"),
        on="indicator",
        how="left",
    ).with_columns(value=_shown(_ratio("")), lower=lower, upper=upper)


def _peer_value() -> dict[str, pl.Expr]:
    published = pl.col("decimals").is_not_null()
    median = pl.when(published & (pl.col("peer_group") == "statistical_neighbours"))
    counts = pl.when(pl.col("unit") == "count")
    each = pl.col("peer_numerator") / pl.col("peer_authorities")
    return {
        "peer_value": median.then(_shown(pl.col("peer_median"))).otherwise(
            counts.then(each).otherwise(_shown(_ratio("peer_")))
        ),
        "peer_method": median.then(pl.lit(MEDIAN)).otherwise(
            counts.then(pl.lit("mean of authorities")).otherwise(pl.lit("ratio of sums"))
        ),
    }


def _ratio(whose: str) -> pl.Expr:
    # Multiplied first: both parts are then exact, and one division rounds once.
    part, whole = pl.col(f"{whose}numerator"), pl.col(f"{whose}denominator")
    return part * pl.col("scale") / whole.fill_null(1)


def _shown(value: pl.Expr) -> pl.Expr:
    """As its source publishes it, halves rounded up; unrounded where the figure is ours."""
    places = pl.lit(10.0).pow(pl.col("decimals"))
    return pl.coalesce(((value * places).round(9) + 0.5).floor() / places, value)
