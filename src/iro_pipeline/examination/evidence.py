"""What the other rows of an authority's year say of each row, for the rules to be read from."""

from collections.abc import Mapping
from typing import NamedTuple

import polars as pl

from iro_pipeline.facts.care import SHORT_BREAKS
from iro_pipeline.statute import year_ending_march

ORIGIN = ["arrival", "line"]
FAR_OFF = pl.date(9999, 12, 31)
_STEP = 2**23  # more days than there are between any two dates
YEAR_OPENS = pl.date(pl.col("period") - 1, 4, 1)
YEAR_CLOSES = pl.date(pl.col("period"), 3, 31)
# A child in a year as one number: a hash of 64 bits sorts and joins at a third of the cost of text.
# That any two of ten million share one has odds of one in three hundred thousand.
KEY = pl.col("child").hash() ^ pl.col("period").hash()


class Parted(NamedTuple):
    """A table's accepted and rejected rows, of all years."""

    accepted: pl.LazyFrame
    rejected: pl.LazyFrame


Tables = Mapping[str, Parted]


def reviews(tables: Tables) -> pl.LazyFrame:
    """
    Each review beside the header and the care of its child in that return.

    Care is not told of a child with a rejected episode, nor for a day in another year.
    """
    told = (year_ending_march(pl.col("held_on")) == pl.col("period")) & ~pl.col("doubtful")
    return (
        tables["reviews"]
        .accepted.select(*ORIGIN, "period", "child", "born", "held_on", key=KEY)
        .join(_header(tables), on="key", how="left")
        .join(_children(tables), on="key", how="left")
        .with_columns(
            has_episode=pl.col("doubtful").is_not_null(),
            in_header=pl.col("in_header").fill_null(False),
        )
        .sort("held_on")
        .join_asof(
            _care(tables), left_on="held_on", right_on="began_on", by="key", check_sortedness=False
        )
        .with_columns(
            ever_in_care=pl.col("has_episode") | pl.col("child").is_in(_ever(tables)),
            before_care=pl.when(told).then(pl.col("began_on").is_null()),
            after_care=pl.when(told).then((pl.col("held_on") > pl.col("until")).fill_null(False)),
        )
    )


def episodes(tables: Tables) -> pl.LazyFrame:
    """Each episode beside the one before it of the same child in the same return."""
    first = (pl.col("key") != pl.col("key").shift()).fill_null(True)
    last = first.shift(-1).fill_null(True)
    continues = pl.col("episode_reason") != "S"
    in_year = pl.col("started_on") >= YEAR_OPENS
    met = (pl.col("ended_before") >= pl.col("started_on")).fill_null(True)
    alone = pl.col("alone")
    return (
        tables["episodes"]
        .accepted.select(*ORIGIN, "period", "started_on", "ended_on", "episode_reason", key=KEY)
        .sort("key", "started_on")
        .with_columns(
            alone=first,
            ended_before=pl.when(~first).then(pl.col("ended_on").shift()),
            left_open=pl.col("ended_on").is_null() & ~last,
        )
        .join(_doubtful(tables), on="key", how="left", maintain_order="left")
        .with_columns(
            follows_nothing=pl.when(pl.col("doubtful").is_null()).then(
                continues & in_year & (alone | ~met)
            ),
            overlaps=(pl.col("started_on") < pl.col("ended_before")).fill_null(False),
            starts_again=~continues & pl.col("ended_before").eq_missing(pl.col("started_on")),
        )
    )


def allocations(tables: Tables) -> pl.LazyFrame:
    """Each allocation beside the child's others in the register, and beside the child's care."""
    first = (pl.col("key") != pl.col("key").shift()).fill_null(True)
    last = first.shift(-1).fill_null(True)
    until = pl.col("ended_on").fill_null(FAR_OFF)
    lasting = (pl.col("started_on") <= YEAR_CLOSES) & (until > YEAR_CLOSES)
    one_number = pl.col("doubtful").is_not_null().any().over("arrival")
    told = one_number & ~pl.col("doubtful").fill_null(False)
    cared_for = (pl.col("until") > pl.col("free_on")).fill_null(False)
    stated = pl.when("lasting").then("wte").drop_nulls()
    return (
        tables["allocation"]
        .accepted.select(
            *(*ORIGIN, "period", "iro", "started_on", "ended_on", "wte"),
            key=KEY,
            # The first day without this IRO, or 31 March.
            free_on=pl.min_horizontal(pl.col("ended_on").dt.offset_by("1d"), YEAR_CLOSES),
        )
        .sort("key", "started_on")
        .with_columns(
            lasting=lasting,
            two_at_once=~first
            & (until.shift() > pl.col("started_on"))
            & (pl.col("iro") != pl.col("iro").shift()),
            next_from=pl.when(~last).then(pl.col("started_on").shift(-1)).otherwise(FAR_OFF),
        )
        .join(_children(tables), on="key", how="left")
        .sort("free_on")
        .join_asof(
            _care(tables), left_on="free_on", right_on="began_on", by="key", check_sortedness=False
        )
        .with_columns(
            left_without=pl.when(told).then(
                (pl.col("ended_on") < YEAR_CLOSES).fill_null(False)
                & cared_for
                & (pl.col("next_from") > pl.col("free_on"))
            ),
            not_looked_after=pl.when(told).then(
                pl.col("doubtful").is_null()
                | (pl.col("lasting") & ~pl.col("only_short_breaks") & ~cared_for)
            ),
            two_wtes=pl.col("lasting") & (stated.n_unique().over("arrival", "iro") > 1),
        )
    )


def _header(tables: Tables) -> pl.LazyFrame:
    """The children of each year's header, with the date of birth of the row that stands."""
    accepted, rejected = tables["header"]
    standing = accepted.select("born", key=KEY)
    fallen = rejected.drop_nulls("child").select("born", key=KEY)
    rows = pl.concat([standing, fallen]).unique("key", keep="first", maintain_order=True)
    return rows.select("key", born_in_header="born", in_header=pl.lit(True))


def _care(tables: Tables) -> pl.LazyFrame:
    """By child, in order: the days on which episodes began, and how far care had been seen."""
    until = pl.col("ended_on").fill_null(FAR_OFF).cast(pl.Int32).cast(pl.Int64)
    child = (pl.col("key") != pl.col("key").shift()).fill_null(True).cum_sum().cast(pl.Int64)
    # One running maximum over all children, each a step above the one before, instead of many.
    furthest = (child * _STEP + pl.col("until")).cum_max() - child * _STEP
    return (
        tables["episodes"]
        .accepted.select(key=KEY, began_on="started_on", until=until)
        .sort("key", "began_on")
        .with_columns(until=furthest.cast(pl.Int32).cast(pl.Date))
    )


def _children(tables: Tables) -> pl.LazyFrame:
    """The children of each year's episodes; `doubtful`: one of their episodes was rejected."""
    short = pl.col("legal_status").is_in(SHORT_BREAKS)
    accepted = tables["episodes"].accepted.select(short=short, key=KEY).group_by("key")
    both = accepted.agg(pl.col("short").all()).join(
        _doubtful(tables), on="key", how="full", coalesce=True
    )
    doubtful = pl.col("doubtful").fill_null(False)
    return both.select("key", doubtful=doubtful, only_short_breaks=pl.when(~doubtful).then("short"))


def _doubtful(tables: Tables) -> pl.LazyFrame:
    """Children with a rejected episode in a year that repeats no accepted one."""
    accepted, rejected = tables["episodes"]
    known = accepted.select("started_on", key=KEY)
    lost = rejected.drop_nulls("child").select("started_on", key=KEY)
    anew = lost.join(known, on=["key", "started_on"], how="anti")
    return anew.select("key", doubtful=pl.lit(True)).unique()


def _ever(tables: Tables) -> pl.Series:
    """The children who have an episode in any year."""
    accepted, rejected = tables["episodes"]
    everyone = pl.concat([accepted.select("child"), rejected.select("child")])
    return everyone.unique().drop_nulls().collect(engine="in-memory").to_series().implode()


EVIDENCE = {"reviews": reviews, "episodes": episodes, "allocation": allocations}
