"""Is a review written down, sent out and followed up, and was the child spoken to?"""

from datetime import date
from typing import Any

import polars as pl

from iro_pipeline.indicators import Indicator, stated
from iro_pipeline.indicators.resourcing import STATED
from iro_pipeline.statute import standard

OF_REVIEWS_HELD = (
    "Of reviews held whose time had passed when the list was made; not done by then counts as "
    "late. An authority that keeps no such days is not measured."
)
OF_REVIEWS: dict[str, Any] = {
    "out_of": "reviews, as the service reports them",
    "counted_by": "events held",
}
AS_RECORDED = "As the service itself records it."


def _clock(name: str, code: str, asked: str, done: str, by: str) -> Indicator:
    within = standard(asked, on=date(2011, 4, 1))
    return Indicator(
        name=name,
        code=code,
        headline=True,
        title=f"{within.title} within {within.value} {within.unit}",
        fact="record",
        numerator=(pl.col(done) <= pl.col(by)).fill_null(False),
        denominator=pl.col(by).is_not_null(),
        counts="reviews for which it was done in time",
        out_of="reviews held whose time for it had passed",
        counted_by="events held",
        unit="percent",
        better="higher",
        standard=within.id,
        basis=within.citation,
        caveat=OF_REVIEWS_HELD,
        untold=pl.col(by).is_null(),
        dated="held_on",
    )


def _reported(name: str, code: str, part: str, whole: str, **terms: Any) -> Indicator:
    """What the service return says of reviews or changes; stated, so without an interval."""
    return Indicator(
        name=name,
        code=code,
        fact="reported_reviews",
        numerator=stated(part, whole),
        denominator=pl.col(whole),
        unit="percent",
        better="higher",
        basis=STATED,
        counted=False,
        **(OF_REVIEWS | terms),
    )


INDICATORS = (
    _clock(
        *("review_decisions_sent_in_time", "REC01", "handbook_decisions_recorded"),
        *("decisions_sent_on", "decisions_by"),
    ),
    _clock(
        *("review_records_completed_in_time", "REC02", "handbook_record_completed"),
        *("completed_on", "completed_by"),
    ),
    _clock(
        *("review_records_distributed_in_time", "REC03", "handbook_record_distributed"),
        *("distributed_on", "distributed_by"),
    ),
    Indicator(
        name="review_decisions_done_on_time",
        code="REC06",
        headline=True,
        title="Review decisions carried out by the day they were due",
        fact="record",
        numerator=pl.col("decisions_on_time"),
        denominator=pl.col("decisions_due"),
        counts="decisions carried out by the day they were due",
        out_of="decisions of earlier reviews due by this one",
        counted_by="events due",
        unit="percent",
        better="higher",
        basis="The authority's own record of each review",
        caveat=f"Of decisions, not of reviews, where both numbers are stated. {AS_RECORDED}",
        untold=pl.any_horizontal(pl.col("decisions_due", "decisions_on_time").is_null()),
        dated="held_on",
    ),
    Indicator(
        name="children_spoken_to_in_private",
        code="PAR08",
        headline=True,
        title="Reviews before which the IRO spoke to the child in private",
        fact="record",
        numerator=pl.col("spoken_to") == "yes",
        denominator=pl.col("spoken_to").is_in(["yes", "no"]),
        counts="reviews before which the IRO spoke to the child in private",
        out_of="reviews held for which it is recorded, exceptions apart",
        counted_by="events held",
        unit="percent",
        better="higher",
        basis=(
            "Care Planning, Placement and Case Review (England) Regulations 2010 (SI 2010/959), "
            "regulation 36"
        ),
        caveat=(
            "Of reviews for which it is recorded, apart from those where the child refused or it "
            f"was not appropriate. {AS_RECORDED}"
        ),
        untold=pl.col("spoken_to").is_null(),
        dated="held_on",
    ),
    Indicator(
        name="midway_checks",
        code="MON01",
        headline=True,
        title="Midway checks made by the IRO between reviews",
        fact="record",
        numerator=pl.col("midway_check"),
        denominator=pl.col("midway_check").is_not_null(),
        counts="midway checks made",
        out_of="midway checks due",
        counted_by="events due",
        unit="percent",
        better="higher",
        basis="Local practice; no law or guidance sets a number",
        caveat=f"Of those that were due. {AS_RECORDED}",
        dated="held_on",
    ),
    _reported(
        *("care_plan_current", "REC04", "reviews_plan_current", "reported_reviews"),
        title="Reviews with an up-to-date care plan",
        counts="reviews that had an up-to-date care plan before them",
        caveat=f"What is up to date is the service's own judgement. {AS_RECORDED}",
    ),
    _reported(
        *("report_shared_in_time", "REC05", "reviews_report_shared", "reported_reviews"),
        title="Reviews with the social worker's report shared in time",
        counts="reviews that had the report within the service's own time",
        caveat="Services set their own time, three working days or five: compare with care.",
    ),
    _reported(
        *("changes_told_to_iro", "MON04", "changes_told", "changes_made"),
        title="Significant changes in children's lives of which the IRO was told",
        counts="changes of which the IRO was told",
        out_of="significant changes that the service counted",
        counted_by="cases",
        caveat="A service that does not look finds no change untold: the fewer it counts, the less "
        "this says.",
    ),
)
