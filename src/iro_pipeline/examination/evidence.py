"""What the other rows of an authority's year say of each row, for the rules to be read from."""

from collections.abc import Mapping
from functools import cached_property
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


class Evidence:
    """The tables of all years; each property named after a table tells of that table's rows."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables

    @property
    def reviews(self) -> pl.DataFrame:
        """
        Each review beside the header and the care of its child in that return.

        Care is not told of a child with a rejected episode, nor for a day in another year. Short
        breaks are apart by their nature: a review before, between or after them is of their series.
        """
        in_series = pl.col("some_short_breaks")
        told = (year_ending_march(pl.col("held_on")) == pl.col("period")) & ~pl.col("doubtful")
        between = (pl.col("gap_from") < pl.col("held_on")) & (pl.col("held_on") < pl.col("gap_to"))
        standing, fallen = self._header
        reviews = _collected(
            self._tables["reviews"]
            .accepted.select(*ORIGIN, "period", "child", "born", "held_on", key=KEY)
            .join(standing, on="key", how="left")
            .join(self._children.lazy(), on="key", how="left")
        )
        return self._beside_gaps(reviews, between).with_columns(
            in_header=pl.col("in_header").fill_null(False) | pl.col("key").is_in(fallen),
            has_episode=pl.col("doubtful").is_not_null(),
            ever_in_care=pl.col("doubtful").is_not_null() | pl.col("child").is_in(self._ever),
            before_care=pl.when(told).then((pl.col("held_on") < pl.col("first_on")) & ~in_series),
            after_care=pl.when(told).then(
                ((pl.col("held_on") > pl.col("last_on")) | pl.col("between")) & ~in_series
            ),
        )

    @property
    def episodes(self) -> pl.DataFrame:
        """Each episode beside the one before it of the same child in the same return."""
        first = (pl.col("key") != pl.col("key").shift()).fill_null(True)
        last = first.shift(-1).fill_null(True)
        continues = pl.col("episode_reason") != "S"
        in_year = pl.col("started_on") >= YEAR_OPENS
        met = (pl.col("ended_before") >= pl.col("started_on")).fill_null(True)
        doubtful = pl.col("key").is_in(self._doubtful)
        return _collected(
            self._tables["episodes"]
            .accepted.select(*ORIGIN, "period", "started_on", "ended_on", "episode_reason", key=KEY)
            .sort("key", "started_on")
            .with_columns(
                alone=first,
                ended_before=pl.when(~first).then(pl.col("ended_on").shift()),
                left_open=pl.col("ended_on").is_null() & ~last,
            )
            .with_columns(
                follows_nothing=pl.when(~doubtful).then(
                    continues & in_year & (pl.col("alone") | ~met)
                ),
                overlaps=(pl.col("started_on") < pl.col("ended_before")).fill_null(False),
                starts_again=~continues & pl.col("ended_before").eq_missing(pl.col("started_on")),
            )
        )

    @property
    def allocation(self) -> pl.DataFrame:
        """Each allocation beside the child's others in the register, and the child's care."""
        first = (pl.col("key") != pl.col("key").shift()).fill_null(True)
        last = first.shift(-1).fill_null(True)
        until = pl.col("ended_on").fill_null(FAR_OFF)
        lasting = (pl.col("started_on") <= YEAR_CLOSES) & (until > YEAR_CLOSES)
        one_number = pl.col("doubtful").is_not_null().any().over("arrival")
        told = one_number & ~pl.col("doubtful").fill_null(False)
        free_on = pl.col("free_on")
        between = (pl.col("gap_from") <= free_on) & (free_on < pl.col("gap_to"))
        cared_for = (
            (pl.col("first_on") <= free_on) & (free_on < pl.col("last_on")) & ~pl.col("between")
        ).fill_null(False)
        stated = pl.when("lasting").then("wte").drop_nulls()
        allocations = _collected(
            self._tables["allocation"]
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
            .join(self._children.lazy(), on="key", how="left", maintain_order="left")
        )
        return self._beside_gaps(allocations, between).with_columns(
            left_without=pl.when(told).then(
                (pl.col("ended_on") < YEAR_CLOSES).fill_null(False)
                & cared_for
                & (pl.col("next_from") > free_on)
            ),
            not_looked_after=pl.when(told).then(
                pl.col("doubtful").is_null()
                | (pl.col("lasting") & ~pl.col("only_short_breaks") & ~cared_for)
            ),
            two_wtes=pl.col("lasting") & (stated.n_unique().over("arrival", "iro") > 1),
        )

    def _beside_gaps(self, rows: pl.DataFrame, between: pl.Expr) -> pl.DataFrame:
        """The rows, and whether their day lies `between` two stays in care of their child."""
        astray = rows.with_row_index("row").join(self._gaps, on="key").filter(between)
        lies = pl.int_range(pl.len(), dtype=pl.UInt32).is_in(astray["row"].implode())
        return rows.with_columns(between=lies)

    @cached_property
    def _header(self) -> tuple[pl.LazyFrame, pl.Series]:
        """The children of each year's header, with their births, and of its rejected rows."""
        accepted, rejected = self._tables["header"]
        known = accepted.select(key=KEY, born_in_header="born", in_header=pl.lit(True))
        lost = _collected(rejected.drop_nulls("child").select(KEY.alias("key")))
        return known, lost["key"].unique().implode()

    @cached_property
    def _stays(self) -> pl.DataFrame:
        """Episodes in order, and how far (`until`) care had been seen by the end of each."""
        until = pl.col("ended_on").fill_null(FAR_OFF).cast(pl.Int32).cast(pl.Int64)
        # One running maximum over all children, each a step above the one before, not many.
        step = pl.col("child_number") * _STEP
        return _collected(
            self._tables["episodes"]
            .accepted.select(
                key=KEY,
                began_on="started_on",
                until=until,
                short=pl.col("legal_status").is_in(SHORT_BREAKS),
            )
            .sort("key", "began_on")
            .with_columns(
                child_number=(pl.col("key") != pl.col("key").shift()).fill_null(True).cum_sum()
            )
            .with_columns(pl.col("child_number").cast(pl.Int64))
            .with_columns(until=((pl.col("until") + step).cum_max() - step).cast(pl.Int32))
            .with_columns(pl.col("until").cast(pl.Date))
        )

    @cached_property
    def _gaps(self) -> pl.DataFrame:
        """The days between two stays of a child in the same return."""
        same = pl.col("key") == pl.col("key").shift()
        return self._stays.select(
            "key", gap_from=pl.when(same).then(pl.col("until").shift()), gap_to="began_on"
        ).filter(pl.col("gap_from") < pl.col("gap_to"))

    @cached_property
    def _children(self) -> pl.DataFrame:
        """
        The children of each year's episodes, and from when to when they were in care.

        `doubtful`: one of their episodes was rejected, and what they were is not told.
        """
        known = self._stays.group_by("key").agg(
            first_on=pl.col("began_on").first(),
            last_on=pl.col("until").last(),
            only_short_breaks=pl.col("short").all(),
            some_short_breaks=pl.col("short").any(),
        )
        unknown = pl.DataFrame({"key": self._doubtful.explode()}, schema={"key": pl.UInt64})
        lost = unknown.with_columns(doubtful=pl.lit(True))
        sure = known.filter(~pl.col("key").is_in(self._doubtful)).with_columns(
            doubtful=pl.lit(False)
        )
        return pl.concat([sure, lost], how="diagonal")

    @cached_property
    def _doubtful(self) -> pl.Series:
        """Children with a rejected episode in a year that repeats no accepted one."""
        accepted, rejected = self._tables["episodes"]
        row = ["key", "started_on"]
        lost = rejected.drop_nulls("child").select("started_on", key=KEY)
        again = accepted.select("started_on", key=KEY).join(lost, on=row, how="semi")
        return _collected(lost.join(again, on=row, how="anti"))["key"].unique().implode()

    @cached_property
    def _ever(self) -> pl.Series:
        """The children who have an episode in any year."""
        accepted, rejected = self._tables["episodes"]
        everyone = pl.concat([accepted.select("child"), rejected.select("child")])
        return _collected(everyone.unique().drop_nulls())["child"].implode()


def _collected(rows: pl.LazyFrame) -> pl.DataFrame:
    return rows.collect(engine="in-memory")
