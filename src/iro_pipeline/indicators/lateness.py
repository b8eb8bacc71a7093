"""How late, how early and how often are reviews held, and what was overdue?"""

from datetime import date

import polars as pl

from iro_pipeline.indicators import Indicator, stated
from iro_pipeline.indicators.timeliness import SECOND_YEAR, SETTLED, UNTOLD
from iro_pipeline.reference import year_end
from iro_pipeline.statute import standard

OVERDUE = standard("regulation_33_overdue", on=date(2011, 4, 1))
DAYS_LATE = (pl.col("held_on") - pl.col("due_on")).dt.total_days()
# Of what is held later only the next return tells: without it the newest year would look better.
HELD_IN_THE_YEAR = pl.col("held_on") <= year_end(pl.col("period"))
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

INDICATORS = (
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
        denominator=(
            pl.col("determinable") & (DAYS_LATE > 0) & HELD_IN_THE_YEAR & SETTLED
        ).fill_null(False),
        counts="days between the day a review was due and the day it was held",
        out_of="reviews that fell due in the year and were held late in it",
        counted_by="events held",
        unit="days",
        better="lower",
        basis="Care Planning, Placement and Case Review (England) Regulations 2010, regulation 33",
        caveat=(
            "Reviews not held by 31 March are in neither part, in the newest year as in those "
            "before, whichever year's return comes next: `reviews_overdue` counts their children. "
            "A mean, which one very late review can pull up: a median of all authorities' reviews "
            f"is not to be had from those of each, as a ratio of two sums is. {SECOND_YEAR}"
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
            pl.col("kind").is_in(["second", "later"]) & HELD_IN_THE_YEAR.fill_null(False) & SETTLED
        ),
        counts=f"reviews held {EARLY} days or more early",
        out_of="second and later reviews held by 31 March whose due date can be told",
        counted_by="events held",
        unit="percent",
        better="neither",
        basis="Regulation 33(3) names what an earlier review is for; four weeks are our own choice",
        caveat=f"Early for a reason, or to suit the diary: it is not told. {SECOND_YEAR}",
        untold=UNTOLD & pl.col("held_on").is_not_null(),
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
