"""The numbers about people that all folders together tell, cell by cell, as a reader has them."""

import polars as pl

from iro_pipeline.audit.bases import ROUNDS, base, bases, odd
from iro_pipeline.audit.folders import Folders
from iro_pipeline.audit.limits import Limits
from iro_pipeline.audit.rounding import behind
from iro_pipeline.indicators.catalogue import terms

# What these count is an authority's statements, or what DfE has published itself, by its own rules.
NOBODY = ["service", "caseload", "cost", "return_module", "cla_statistic"]
UNCOUNTED = ["score", "days", "hours"]
SCALE = {"percent": 100.0, "per 100 children": 100.0, "per 10,000": 10_000.0}
VALUES = ["value", "lower", "upper"]
PLACES = (1, 2)  # decimals of a value that is rounded
MEASURE = ["indicator", "level"]

CELL = ["indicator", "speaker", "level", "area", "region", "period", "quarter"]
FACT = {
    **dict.fromkeys(["indicator", "speaker", "part", "level", "area"], pl.String),
    **{"region": pl.String, "period": pl.Int64, "quarter": pl.Int64, "status": pl.String},
    **{"low": pl.Float64, "high": pl.Float64, "rounding": pl.Int64},
}
PARTS = ["numerator", "denominator", "rest"]
SIDE = ["value", "numerator", "denominator", "authorities", "status"]
TOLD = [*CELL, "value", "lower", "upper", "numerator", "denominator", "authorities", "status",
        "method"]  # fmt: skip
BESIDE = ["indicator", "speaker", "period", "authority", "peer_group", "peer",
          *(f"peer_{each}" for each in SIDE)]  # fmt: skip
ANSWERED = ["source", *CELL, "respondents", "status"]


def published(cells: pl.DataFrame, publications: Folders) -> pl.DataFrame:
    """
    One row per number of people in a cell that is `counted`, with the columns of FACT.

    `low` and `high` are the ends that its reader knows: equal where the number is told, null where
    it is withheld. `rest` is the denominator less the numerator. An overlapping group's cell has
    the group as `level` and, as `area`, whose group it is and its name, joined by a bar.
    """
    facts = [_facts(cells), _respondents(publications)]
    return pl.concat(facts, how="diagonal").select(list(FACT))


def counted(publications: Folders) -> pl.DataFrame:
    """
    One row per cell of an area or a group as folders tell it, with which of its parts count people,
    and to the nearest what they should be told (`base`).
    """
    cells = [_figures(publications), _series(publications), _groups(publications)]
    return _people(pl.concat(cells, how="diagonal_relaxed")).with_columns(base=base())


def _figures(publications: Folders) -> pl.DataFrame:
    found = publications.told("figures", TOLD)
    return found.with_columns(quarter=pl.lit(None, pl.Int64)) if found.width else found


def _series(publications: Folders) -> pl.DataFrame:
    found = publications.told("series", TOLD)
    return found.with_columns(speaker=pl.lit("records")) if found.width else found


def _groups(publications: Folders) -> pl.DataFrame:
    """The numbers of statistical neighbours and partnerships, which stand beside their members."""
    overlapping = ~pl.col("peer_group").is_in(["england", "region"])
    found = publications.told("benchmarks", BESIDE, overlapping)
    if not found.width:
        return found
    return found.select(
        "indicator",
        "speaker",
        "period",
        level="peer_group",
        area=pl.concat_str("authority", "peer", separator="|"),
        value="peer_value",
        numerator="peer_numerator",
        denominator="peer_denominator",
        authorities="peer_authorities",
        status="peer_status",
    )


def _people(cells: pl.DataFrame) -> pl.DataFrame:
    """Beside each cell which of its parts count people, and what its value is made of."""
    known = terms().select("indicator", "unit", "fact", "chance").collect()
    cells = cells.with_columns(
        pl.col(name).cast(kind) for name, kind in FACT.items() if name in cells.columns
    )
    unit = pl.col("unit")
    counted = ~pl.col("fact").is_in(NOBODY) & ~pl.col("speaker").is_in(["service", "director"])
    return cells.join(known, on="indicator", how="left", maintain_order="left").with_columns(
        scale=unit.replace_strict(SCALE, default=1.0, return_dtype=pl.Float64),
        counts_numerator=(counted & ~unit.is_in(UNCOUNTED)) | (unit == "children per WTE"),
        # Of rates and costs it is an exposure or a mean of two days, and no count of people.
        counts_denominator=counted & (unit == "percent"),
        counts_rest=counted & (unit == "percent"),
        # Practitioners' answers are told as they are, above ten of them.
        **dict.fromkeys(
            ROUNDS.values(), counted & ~unit.is_in(UNCOUNTED) & (pl.col("speaker") == "records")
        ),
        proportion=(unit == "percent") & (pl.col("chance") == "proportion"),
    )


def _facts(cells: pl.DataFrame) -> pl.DataFrame:
    told = cells.with_columns(**_told()).with_columns(**bases())
    told = told.join(_behind(told), on=CELL, how="left", nulls_equal=True, maintain_order="left")
    tall = [
        told.filter(f"counts_{part}").select(
            *CELL, "status", pl.lit(part).alias("part"), *_ends(part), rounding=_rounding(part)
        )
        for part in PARTS
    ]
    return pl.concat(tall)


def _told() -> dict[str, pl.Expr]:
    """A null value with status z had nobody to count: its parts are nought."""
    nobody = pl.col("status") == "z"
    return {
        name: pl.when(nobody).then(pl.coalesce(name, 0.0)).otherwise(name)
        for name in ("numerator", "denominator")
    }


def _as_printed(told: pl.DataFrame) -> pl.DataFrame:
    """What the value is a ratio of, and to how many places it is given, if to few."""
    fits = {places: (odd() | _fits(10.0**places)).all().over(MEASURE) for places in PLACES}
    places = pl.coalesce(pl.when(fit).then(10.0**places) for places, fit in fits.items())
    mean = pl.col("method").fill_null("") == "mean of authorities"
    alone = pl.col("denominator").is_null() & mean
    count = pl.col("unit") == "count"
    return told.with_columns(
        denominator=pl.when(alone).then("authorities").otherwise("denominator"),
        value=pl.when((mean & ~alone) | count).then(None).otherwise("value"),
        places=pl.when(~odd()).then(places),
        proportion=pl.col("proportion") & ~mean,
    )


def _fits(at: float) -> pl.Expr:
    short = ((pl.col("value") * at).round(0) / at - pl.col("value")).abs() < 1e-9
    return short.fill_null(True)


def _behind(told: pl.DataFrame) -> pl.DataFrame:
    """The ends of those that are rounded; the others are what they say."""
    rounded = pl.max_horizontal("base_numerator", "base_denominator") > 1
    cells = _as_printed(told).filter(rounded, pl.col("numerator").is_not_null())
    if Limits.load().all_rounded:  # the value is made of what is told, and says nothing more
        cells = cells.with_columns(pl.lit(None, pl.Float64).alias(name) for name in VALUES)
    return cells.select(CELL).hstack(behind(cells))


def _rounding(part: str) -> pl.Expr:
    """To the nearest what a number is told; the rest as the rougher of the two that it is of."""
    own = ROUNDS if part == "rest" else [part]
    return pl.max_horizontal(f"base_{each}" for each in own).cast(pl.Int64)


def _ends(part: str) -> list[pl.Expr]:
    own = {"rest": pl.col("denominator") - pl.col("numerator")}.get(part, pl.col(part))
    told = pl.when(own.is_not_null())
    return [told.then(pl.coalesce(f"{part}_{end}", own)).alias(end) for end in ("low", "high")]


def _respondents(publications: Folders) -> pl.DataFrame:
    """How many practitioners answered a survey, where coverage says it."""
    rows = publications.told("coverage", ANSWERED, pl.col("speaker") == "practitioner")
    if not rows.width:
        return pl.DataFrame(schema=FACT)
    count = pl.col("respondents").cast(pl.Float64)
    return rows.select(
        pl.concat_str(pl.lit("respondents to "), "source").alias("indicator"),
        *("speaker", "level", "area", "region", "period", "status"),
        quarter=pl.lit(None, pl.Int64),
        part=pl.lit("numerator"),
        low=count,
        high=count,
        rounding=pl.lit(1, pl.Int64),
    )
