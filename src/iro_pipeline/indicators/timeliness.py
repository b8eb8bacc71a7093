"""Are reviews held when the law says?"""

from datetime import date

import polars as pl

from iro_pipeline.indicators import Indicator, stated
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

OVERDUE = standard("regulation_33_overdue", on=date(2011, 4, 1))
DAYS_LATE = (pl.col("held_on") - pl.col("due_on")).dt.total_days()
# Four weeks, our own choice: no law says how early is early, or how long before a move.
EARLY = BEFORE_A_MOVE = 28
REVIEWED_BEFORE = (
    pl.col("reviewed_on") >= pl.col("moved_on") - pl.duration(days=BEFORE_A_MOVE)
).fill_null(False)
SEEN_BEFORE = pl.col("determinable") & (
    pl.col("moved_on") - pl.duration(days=BEFORE_A_MOVE) >= pl.col("seen_from")
)
REASONS = {
    "late_child": "for the child's sake",
    "late_papers": "social worker or papers not ready",
    "late_iro": "no IRO free",
    "late_told": "IRO service told late",
    "late_other": "another reason, or none known",
}

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
        dated="counted_on",
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
    Indicator(
        name="reviews_overdue",
        code="TIM06",
        title="Children with an overdue review on 31 March",
        fact="overdue",
        numerator=pl.col("overdue"),
        denominator=pl.col("overdue").is_not_null(),
        counts="children whose review had fallen due by 31 March and was not held by then",
        out_of="children looked after on 31 March of whom it can be told",
        counted_by="children",
        unit="percent",
        better="lower",
        standard=OVERDUE.id,
        basis=OVERDUE.citation,
        caveat="Short breaks apart. A review due on the day itself and not held is overdue.",
        untold=pl.col("overdue").is_null(),
    ),
    Indicator(
        name="days_late",
        code="TIM07",
        title="Mean days by which late reviews were late",
        fact="review_due",
        numerator=DAYS_LATE,
        denominator=pl.col("determinable") & (DAYS_LATE > 0) & SETTLED,
        counts="days between the day a review was due and the day it was held",
        out_of="reviews held late",
        counted_by="events held",
        unit="days",
        better="lower",
        basis="Care Planning, Placement and Case Review (England) Regulations 2010, regulation 33",
        caveat=(
            "Reviews never held have no day and are in neither part. A mean, which one very late "
            "review can pull up: a median of all authorities' reviews is not to be had from those "
            f"of each, as a ratio of two sums is. {SECOND_YEAR}"
        ),
        dated="counted_on",
    ),
    Indicator(
        name="reviews_adjourned",
        code="TIM09",
        title="Reviews adjourned",
        fact="reported_reviews",
        numerator=stated("reviews_adjourned", "reported_reviews"),
        denominator=pl.col("reported_reviews"),
        counts="reviews adjourned",
        out_of="reviews, as the service reports them",
        counted_by="events held",
        unit="percent",
        better="neither",
        basis=(
            "Care Planning, Placement and Case Review (England) Regulations 2010, regulation 36: "
            "once, for not more than 20 working days"
        ),
        caveat="As the service return states it.",
        counted=False,
    ),
    Indicator(
        name="reviews_per_child",
        code="TIM10",
        title="Reviews held for each child looked after",
        fact="care_year",
        numerator=pl.col("reviews"),
        denominator=pl.col("children_mean"),
        counts="reviews held in the year",
        out_of="children looked after, the mean of both ends of the year, short breaks apart",
        counted_by="events held",
        unit="per child",
        better="neither",
        basis="Reviews and children of the SSDA903 return",
        caveat="About 2 by the clocks of regulation 33, more where many children come and go.",
    ),
    Indicator(
        name="reviews_held_early",
        code="TIM11",
        title=f"Second and later reviews held {EARLY} days or more before they were due",
        fact="review_due",
        numerator=DAYS_LATE <= -EARLY,
        denominator=(
            pl.col("kind").is_in(["second", "later"]) & pl.col("held_on").is_not_null() & SETTLED
        ),
        counts=f"reviews held {EARLY} days or more early",
        out_of="second and later reviews held whose due date can be told",
        counted_by="events held",
        unit="percent",
        better="neither",
        basis="Regulation 33(3) names what an earlier review is for; four weeks are our own choice",
        caveat=f"Early for a reason, or to suit the diary: it is not told. {SECOND_YEAR}",
        untold=UNTOLD & pl.col("held_on").is_not_null(),
        dated="counted_on",
    ),
    Indicator(
        name="moves_without_a_review",
        code="TIM12",
        title=f"Moves to another carer without a review in the {BEFORE_A_MOVE} days before",
        fact="move",
        numerator=~REVIEWED_BEFORE,
        denominator=SEEN_BEFORE,
        counts=f"changes of carer with no review of the child in the {BEFORE_A_MOVE} days before",
        out_of="changes of carer, short breaks apart",
        counted_by="cases",
        unit="percent",
        better="lower",
        basis=(
            "Care Planning, Placement and Case Review (England) Regulations 2010, regulation "
            "32(2): considered at a review first, unless that is not reasonably practicable"
        ),
        caveat=(
            "It cannot be told whether a move was planned, or which review considered it: a review "
            f"longer ago may have, and one of the {BEFORE_A_MOVE} days may not. No breach is shown."
        ),
        untold=~SEEN_BEFORE,
        dated="moved_on",
    ),
    *(
        Indicator(
            name=reason,
            title=f"Late reviews, by the service's reason: {words}",
            fact="reported_reviews",
            numerator=pl.col(reason),
            denominator=pl.sum_horizontal([*REASONS], ignore_nulls=False),
            counts=f"late reviews, {words}",
            out_of="late reviews, as the service reports them",
            counted_by="events held",
            unit="percent",
            better="neither",
            basis="IRO Handbook (DCSF-00184-2010), paragraph 7.11: reviews late, and why",
            caveat="As the service return states it, where it states every reason.",
            question="late_reason",
            counted=False,
        )
        for reason, words in REASONS.items()
    ),
)
