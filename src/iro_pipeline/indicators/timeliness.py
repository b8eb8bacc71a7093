"""Are reviews held when the law says?"""

from datetime import date

import polars as pl

from iro_pipeline.indicators import Indicator
from iro_pipeline.statute import standard

# A review that was never held is absent from the returns, and late.
HELD_IN_TIME = (pl.col("held_on") <= pl.col("due_on")).fill_null(False)
OF_REVIEWS_DUE = (
    "Of reviews whose due date can be told, held or not; annual reports often count reviews held. "
    "Short breaks and placements for adoption have other clocks in law and are in neither part."
)

# Which clock ran is not known of these, save that one whose ordinal is in doubt is not a first.
UNTOLD = ~pl.col("determinable") & (pl.col("clock") == "care")
NEVER_FIRST = "ordinal_unknown"

# In the first year of returns only short intervals can be told, and those are the timely ones.
SETTLED = ~pl.col("opening_year")
SECOND_YEAR = "From the second year of returns in a row on."


def _clock(kind: str, name: str, code: str, title: str) -> Indicator:
    asked = standard(f"regulation_33_{kind}", on=date(2011, 4, 1))
    return Indicator(
        name=name,
        code=code,
        headline=True,
        title=title.format(f"{asked.value} {asked.unit}"),
        fact="review_due",
        numerator=HELD_IN_TIME,
        denominator=(pl.col("kind") == kind) & pl.col("determinable") & _told(kind),
        counts=f"{kind} reviews held by the day they were due",
        out_of=f"{kind} reviews that fell due, held or not",
        counted_by="events due",
        unit="percent",
        better="higher",
        standard=asked.id,
        basis=asked.citation,
        caveat=f"{OF_REVIEWS_DUE} {SECOND_YEAR}" if kind == "later" else OF_REVIEWS_DUE,
        untold=UNTOLD & (pl.col("reason") != NEVER_FIRST) if kind == "first" else UNTOLD,
    )


def _told(kind: str) -> pl.Expr:
    return SETTLED if kind == "later" else pl.lit(True)


INDICATORS = (
    _clock("first", "first_review_on_time", "TIM01", "First reviews held within {}"),
    _clock(
        "second", "second_review_on_time", "TIM02", "Second reviews held within {} of the first"
    ),
    _clock(
        "later", "later_reviews_on_time", "TIM03", "Later reviews held within {} of the one before"
    ),
    Indicator(
        name="reviews_on_time",
        code="TIM04",
        headline=True,
        title="Reviews held on time",
        fact="review_due",
        numerator=HELD_IN_TIME,
        denominator=pl.col("determinable") & SETTLED,
        counts="reviews held by the day they were due",
        out_of="reviews that fell due, held or not",
        counted_by="events due",
        unit="percent",
        better="higher",
        basis="Care Planning, Placement and Case Review (England) Regulations 2010, regulation 33",
        caveat=f"{OF_REVIEWS_DUE} {SECOND_YEAR}",
        untold=UNTOLD,
        dated="counted_on",
    ),
    Indicator(
        name="reviews_on_time_as_reported",
        title="Reviews on time, as the service's own report states them",
        fact="reported_reviews",
        numerator=pl.col("reported_reviews_on_time"),
        denominator=pl.col("reported_reviews"),
        counts="reviews on time, as the service reports them",
        out_of="reviews, as the service reports them",
        counted_by="events held",
        unit="percent",
        better="higher",
        basis="Service returns that state both numbers of their annual report",
        caveat=(
            "On whatever basis the report has, mostly of reviews held, without those never held: "
            "set it beside the share computed from the returns, never in its place."
        ),
        counted=False,
    ),
    Indicator(
        name="children_reviewed_on_time",
        code="TIM05",
        headline=True,
        title="Children whose every review was held on time",
        fact="reviewed_child",
        numerator=pl.col("reviews_on_time") == pl.col("reviews_due"),
        denominator=pl.col("determinable") & SETTLED,
        counts="children all of whose reviews due were held on time",
        out_of="children with a review due",
        counted_by="children",
        unit="percent",
        better="higher",
        basis="National Indicator 66 (2008 to 2011), by the time limits of regulation 33",
        caveat=(
            "Of children, not of reviews: never to be set beside the share of reviews on time. "
            f"Children of whom it cannot be told are in neither part. {SECOND_YEAR}"
        ),
        untold=~pl.col("determinable"),
    ),
    Indicator(
        name="reviews_not_determinable",
        code="TIM08",
        headline=True,
        title="Reviews whose timeliness cannot be told",
        fact="review_due",
        numerator=~pl.col("determinable"),
        denominator=pl.col("clock") != "short_breaks",
        counts="reviews of which it cannot be told when they fell due",
        out_of="reviews held or fallen due, short breaks apart",
        counted_by="events due",
        unit="percent",
        better="lower",
        basis="What the SSDA903 returns of this and earlier years hold",
        caveat=(
            "These are counted neither as on time nor as late. Reviews of short breaks, of which "
            "none are returned, are not among them."
        ),
        counted=False,
        dated="counted_on",
    ),
)
