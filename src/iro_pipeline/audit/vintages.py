"""Which cells of several releases hold one and the same number."""

import polars as pl

from iro_pipeline.audit.facts import FACT

KEY = ["indicator", "part", "level", "area", "period", "quarter"]
INSIDE = ["indicator", "period", "quarter"]


def dated(
    facts: pl.DataFrame, earlier: pl.DataFrame, own: pl.DataFrame, release: int | None = None
) -> pl.DataFrame:
    """
    The facts of this release (by default the next) below those of earlier ones, each with `release`
    and `vintage`.

    `own` may say in `vintage` in which release an authority's number last changed; a sum's is the
    newest of what it may be made of. Where it does not, a number that fits what was told of it
    last is that number, and another is new.
    """
    columns = [*FACT, "release", "vintage"]
    this = release or newest(earlier) + 1
    now = facts.unique(maintain_order=True).with_columns(release=pl.lit(this, pl.Int64))
    if earlier.is_empty():
        return now.with_columns(vintage=pl.lit(this, pl.Int64)).select(columns)
    said = _said(now, own) if "vintage" in own.columns else pl.lit(None, pl.Int64)
    known = now.with_columns(vintage=said).with_row_index("fact")
    guessed = _as_before(known.filter(pl.col("vintage").is_null()).drop("vintage"), earlier, this)
    told = known.join(
        guessed.select("fact", guessed="vintage"), on="fact", how="left", maintain_order="left"
    ).with_columns(pl.coalesce("vintage", "guessed"))
    return pl.concat([earlier.select(columns), told.select(columns)], how="vertical_relaxed")


def newest(facts: pl.DataFrame) -> int:
    """The place of the newest release among these; nought where there is none."""
    return facts.select(pl.col("release").max().fill_null(0)).item()


def _as_before(now: pl.DataFrame, earlier: pl.DataFrame, this: int) -> pl.DataFrame:
    last = (
        earlier.filter(pl.col("indicator").is_in(now["indicator"].unique().implode()))
        .filter(pl.col("vintage") == pl.col("vintage").max().over(KEY))
        .group_by([*KEY, "vintage"])
        .agg(before_low=pl.max("low"), before_high=pl.min("high"))
    )
    fits = (pl.col("low") <= pl.col("before_high")) & (pl.col("high") >= pl.col("before_low"))
    return now.join(last, on=KEY, how="left", nulls_equal=True, maintain_order="left").with_columns(
        vintage=pl.when(fits.fill_null(True)).then("vintage").fill_null(this)
    )


def _said(now: pl.DataFrame, own: pl.DataFrame) -> pl.Series:
    """As the authorities' own numbers say; sums as the newest of any authority's."""
    single = own.select(
        *("indicator", "part", "period", "quarter"), area="authority", said="vintage"
    )
    every = own.group_by(INSIDE).agg(of_any=pl.max("vintage"))
    key = ["indicator", "part", "period", "quarter", "area"]
    newest = single.sort("said", descending=True).unique(key, keep="first")
    sums = pl.when(pl.col("level") != "authority").then("of_any")
    return (
        now.join(newest, on=key, how="left", nulls_equal=True, maintain_order="left")
        .join(every, on=INSIDE, how="left", nulls_equal=True, maintain_order="left")
        .select(pl.coalesce("said", sums))
        .to_series()
    )


def as_they_are(facts: pl.DataFrame, own: pl.DataFrame) -> pl.DataFrame:
    """
    The same to a reader who knew each authority's count behind its rounded one: who reads the
    rounded one knows less, so that what is kept from the one is kept from the other.
    """
    known = own.select(
        *("indicator", "part", "period", "quarter", "value"),
        *(["vintage"] if "vintage" in own.columns else []),
        area="authority",
        level="level" if "level" in own.columns else pl.lit("authority"),
    ).filter(level="authority")
    key = [name for name in known.columns if name != "value"]
    found = facts.join(
        known.unique(key, keep="first", maintain_order=True),
        on=key,
        how="left",
        nulls_equal=True,
        maintain_order="left",
    )
    fits = pl.col("value").is_between(pl.col("low"), pl.col("high"))
    ends = [pl.when(fits).then("value").otherwise(end).alias(end) for end in ("low", "high")]
    return found.with_columns(ends).select(facts.columns)
