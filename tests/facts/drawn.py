"""Returns drawn as tables, laid out year by year, and the reviews due that come of them."""

import polars as pl
from polars.testing import assert_frame_equal

from iro_pipeline.facts.reviews import Records, review_due
from tests.tables import table

EPISODES = "| child | started_on | episode_reason | legal_status | ended_on |"
REVIEWS = "| child | held_on |"
DUE = "| child | period | kind | due_on | held_on | reason |"
STARTED = "| child | kind | restarted | due_on | held_on |"
COUNTED = "| child | period | kind | due_on | held_on | counted_on |"
THREE_YEARS = range(2022, 2025)
DTYPES: dict[str, type[pl.DataType]] = {"period": pl.Int64, "restarted": pl.Boolean}
ANY_ORDER = {"check_row_order": False}


def drawn(header: str, rows: str) -> pl.LazyFrame:
    dtypes = {name: dtype for name, dtype in DTYPES.items() if name in header}
    return table(f"{header}\n|-|\n{rows.strip()}", **dtypes)


def returns(years, code="E08000012") -> pl.LazyFrame:
    return pl.LazyFrame({"period": list(years)}, {"period": pl.Int64}).select(
        "period", authority=pl.lit(code), la_code=pl.lit("341")
    )


def located(rows: pl.LazyFrame, first: int) -> pl.LazyFrame:
    named = rows.with_columns(authority=pl.lit("E08000012"), arrival=pl.col("period"))
    return named.with_row_index("line", first).with_columns(pl.col("line").cast(pl.Int64))


def placed(episodes: str) -> pl.LazyFrame:
    """Episodes, with a sixth column where a child's placement is drawn."""
    if episodes.strip().split("\n")[0].count("|") > EPISODES.count("|"):
        return drawn(f"{EPISODES} placement |", episodes)
    return drawn(EPISODES, episodes).with_columns(placement=pl.lit(None, pl.String))


def yearly(episodes: str, years) -> pl.LazyFrame:
    """Each year's return: the episodes open in it, with an end only if by 31 March."""
    opens, closes = pl.date(pl.col("period") - 1, 4, 1), pl.date(pl.col("period"), 3, 31)
    begun = pl.col("started_on") <= closes
    ended = pl.col("ended_on")
    return located(
        placed(episodes)
        .join(pl.LazyFrame({"period": list(years)}, {"period": pl.Int64}), how="cross")
        .filter(begun, ended.is_null() | (ended >= opens))
        .with_columns(ended_on=pl.when(ended <= closes).then(ended)),
        first=2,
    )


def held(reviews: str) -> pl.LazyFrame:
    """Reviews, each in the return of its year."""
    year = pl.col("held_on").dt.year() + (pl.col("held_on").dt.month() > 3)
    drawing = drawn(REVIEWS, reviews).with_columns(period=year.cast(pl.Int64))
    return located(drawing.with_columns(participation=pl.lit("PN1")), first=1000)


def lost(rows: str) -> pl.LazyFrame:
    """Rejected rows: child, the return's year, and the day as far as it could be read."""
    rejected = drawn("| child | period | held_on |", rows)
    return located(rejected.with_columns(started_on="held_on"), first=5000)


NOTHING = Records(lost(""), lost(""))


def due(episodes: str, reviews: str = "", years=THREE_YEARS, lost_reviews="", lost_episodes=""):
    accepted = Records(yearly(episodes, years), held(reviews))
    rejected = Records(lost(lost_episodes), lost(lost_reviews))
    return review_due(accepted, rejected, returns(years))


def assert_due(found: pl.LazyFrame, rows: str, clock: str = "care", header: str = DUE) -> None:
    """The rows by this clock are those drawn, in the columns drawn."""
    expected = drawn(header, rows)
    columns = expected.collect_schema().names()
    assert_frame_equal(found.filter(clock=clock).select(columns), expected, **ANY_ORDER)
