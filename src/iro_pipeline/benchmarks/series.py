"""Quarter by quarter: each area's figures in their order, and whether they change beyond chance."""

import polars as pl

from iro_pipeline.benchmarks.areas import AREA, OWNER, areas_of, there_are
from iro_pipeline.benchmarks.changes import CHANCE_ALONE, FALLEN, RISEN
from iro_pipeline.benchmarks.grids import Grid
from iro_pipeline.benchmarks.limits import limits
from iro_pipeline.benchmarks.values import (
    counted_interval,
    ratio,
    stabilised,
    unstabilised,
    variance,
)
from iro_pipeline.benchmarks.verdicts import reads_as
from iro_pipeline.indicators import total
from iro_pipeline.indicators.catalogue import terms
from iro_pipeline.statistics.trends import FIRM, RULES, trend, xmr

ONE_SERIES = ["level", "lasting", "indicator"]
QUARTER = ["period", "quarter"]
CHART, TREND = "control chart", "tested trend"
POINT = ["numerator", "denominator", "value", "lower", "upper", "n"]
WHICH_WAY = {1: RISEN, -1: FALLEN}


def series(quarters: pl.DataFrame, authorities: pl.DataFrame) -> pl.DataFrame:
    """
    One row per area, indicator and quarter (1 is April to June) in which something was counted.

    `mean`, `limit_low` and `limit_high` are of the chart of the latest quarters that rest on the
    same authorities, where there are twelve of them or more; `signal` is the rule a point breaks.
    """
    points = _points(quarters, authorities)
    charted = points.filter("same")
    grid = Grid.of(charted, ONE_SERIES)
    chart = xmr(grid.spread(charted["value"]))
    ends = {"mean": chart.mean, "limit_low": chart.lower, "limit_high": chart.upper}
    found = charted.select(
        *ONE_SERIES,
        *QUARTER,
        **{name: grid.gathered(each[:, None]) for name, each in ends.items()},
        signal=_words(grid.gathered(chart.rule), dict(enumerate(RULES))).replace("", None),
        direction=_words(grid.gathered(chart.direction), WHICH_WAY),
    )
    firm = pl.col("limit_low").is_not_null()
    return (
        points.join(found, on=[*ONE_SERIES, *QUARTER], how="left", maintain_order="left")
        .with_columns(mean=pl.when(firm).then("mean"))
        .select(*AREA, "lasting", "indicator", *QUARTER, *POINT, "authorities", "of", "same",
                *ends, "signal", "direction")
        .sort("indicator", "period", "quarter", "level", "area")
    )  # fmt: skip


def trends(quarters: pl.DataFrame, authorities: pl.DataFrame) -> pl.DataFrame:
    """
    One row per area and indicator: whether its latest quarters on the same authorities change.

    Twelve or more are read as a control chart, by the rule that the last one breaks; three to
    eleven by a line through them. `change` is what the line rises over the series, in the unit.
    """
    points = _points(quarters, authorities).filter("same")
    grid = Grid.of(points, ONE_SERIES)
    chart = xmr(grid.spread(points["value"]))
    line = trend(*(grid.spread(points[name]) for name in ("y", "error", "time")))
    by = {"points": line.n, "p": line.p, "slope": line.slope}
    rows = points.with_columns(
        *(grid.gathered(each[:, None]).alias(name) for name, each in by.items()),
        rule=_words(grid.gathered(chart.rule), dict(enumerate(RULES))).replace("", None),
        direction=_words(grid.gathered(chart.direction), WHICH_WAY),
    )
    first = {f"first_{name}": pl.first(name) for name in QUARTER}
    last = rows.group_by(ONE_SERIES, maintain_order=True).agg(
        **first, first_time=pl.first("time"), **_fitted()
    )
    return (
        rows.group_by(ONE_SERIES, maintain_order=True)
        .last()
        .join(last, on=ONE_SERIES)
        .with_columns(_told())
        .with_columns(reads_as(_as_difference()).alias("reads_as"))
        .select(*AREA, "lasting", "indicator", *first, last_period="period", last_quarter="quarter",
                points=pl.col("points").cast(pl.Int64), authorities="authorities", of="of",
                method="method", change="change", change_verdict="change_verdict",
                signal="rule", reads_as="reads_as")
        .sort("indicator", "level", "area")
    )  # fmt: skip


def _points(quarters: pl.DataFrame, authorities: pl.DataFrame) -> pl.DataFrame:
    """The quarters of each area in time; `same` where they rest on the authorities of the last."""
    who = authorities.select(*OWNER, "la_code").unique()
    areas = areas_of(authorities.lazy()).collect(engine="in-memory")
    rows = quarters.join(who, on=OWNER).join(areas, on=OWNER)
    rows = rows.with_columns(
        lasting=pl.when(pl.col("level") == "authority").then("la_code").otherwise("area")
    )
    by = [*AREA, "lasting", "indicator", "period"]
    members = rows.group_by(by).agg(
        members=pl.col("la_code").unique().sort().str.join(" "),
        authorities=pl.col("la_code").n_unique().cast(pl.Int64),
    )
    summed = rows.group_by(*by, "quarter").agg(
        total("numerator"), total("denominator"), pl.sum("n")
    )
    of = there_are(areas.lazy()).collect(engine="in-memory").select("period", "level", "area", "of")
    needed = ["indicator", "scale", "decimals", "chance", "unit", "better"]
    lower, upper = counted_interval()
    return (
        summed.join(members, on=by, nulls_equal=True)
        .join(of, on=["period", "level", "area"])
        .join(terms().select(needed).collect(), on="indicator", how="left")
        .filter(pl.col("denominator") > 0, pl.col("chance").is_in(["proportion", "rate"]))
        .sort(*ONE_SERIES, *QUARTER)
        .with_columns(
            within=pl.lit(None, pl.Float64),  # no mean is charted
        )
        .with_columns(
            time=pl.col("period") + pl.col("quarter") / 4,
            value=ratio(),
            lower=lower,
            upper=upper,
            y=stabilised(pl.col("numerator"), pl.col("denominator")),
            error=variance().sqrt(),
            same=_same_to_the_end(),
        )
    )


def _same_to_the_end() -> pl.Expr:
    """Whether no later quarter of the series rests on other authorities."""
    differs = pl.col("members") != pl.col("members").last()
    return ~differs.reverse().cum_max().reverse().over(ONE_SERIES)


def _words(numbers: pl.Series, words: dict[int, str]) -> pl.Series:
    return numbers.cast(pl.Int64).replace_strict(words, default=None, return_dtype=pl.String)


def _fitted() -> dict[str, pl.Expr]:
    """The weighted mean of the stabilised figures and of their times: the line goes through it."""
    weight = 1 / pl.col("error") ** 2
    return {
        f"middle_{name}": (pl.col(name) * weight).sum() / weight.sum() for name in ("y", "time")
    }


def _told() -> list[pl.Expr]:
    firm = pl.col("points") >= FIRM
    sloping = (pl.col("p") < 1 - limits().confidence) & pl.col("p").is_not_nan()
    slope = pl.when(pl.col("slope") > 0).then(pl.lit(RISEN)).otherwise(pl.lit(FALLEN))
    line = pl.when(pl.col("p").is_null()).then(None).when(sloping).then(slope)
    chart = pl.coalesce("direction", pl.lit(CHANCE_ALONE))
    ends = [
        pl.col("middle_y") + pl.col("slope") * (pl.col(time) - pl.col("middle_time"))
        for time in ("first_time", "time")
    ]
    start, end = (pl.col("scale") * unstabilised(each) for each in ends)
    return [
        pl.when(firm).then(pl.lit(CHART)).otherwise(pl.lit(TREND)).alias("method"),
        pl.when(firm)
        .then(chart)
        .otherwise(line.otherwise(pl.lit(CHANCE_ALONE)))
        .alias("change_verdict"),
        (end - start).alias("change"),
        pl.when(firm).then("rule").alias("rule"),
    ]


def _as_difference() -> pl.Expr:
    return pl.col("change_verdict").replace_strict(
        {RISEN: "higher", FALLEN: "lower"}, default=None, return_dtype=pl.String
    )
