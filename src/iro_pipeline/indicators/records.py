"""Is a review written down, sent out and followed up, and was the child spoken to?"""

from datetime import date

import polars as pl

from iro_pipeline.indicators import Indicator
from iro_pipeline.statute import standard

OF_REVIEWS_HELD = (
    "Of reviews held whose time had passed when the list was made; not done by then counts as "
    "late. An authority that keeps no such days is not measured."
)
AS_RECORDED = "As the service itself records it."


def _clock(name: str, code: str, asked: str, done: str, by: str) -> Indicator:
    within = standard(asked, on=date(2011, 4, 1))
    return Indicator(
        name=name,
        code=code,
        title=f"{within.title} within {within.value} {within.unit}",
        fact="record",
        numerator=(pl.col(done) <= pl.col(by)).fill_null(False),
        denominator=pl.col(by).is_not_null(),
        unit="percent",
        better="higher",
        standard=within.id,
        basis=within.citation,
        caveat=OF_REVIEWS_HELD,
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
        title="Review decisions carried out by the day they were due",
        fact="record",
        numerator=pl.col("decisions_on_time"),
        denominator=pl.col("decisions_due"),
        unit="percent",
        better="higher",
        basis="The authority's own record of each review",
        caveat=f"Of decisions, not of reviews, where both numbers are stated. {AS_RECORDED}",
    ),
    Indicator(
        name="children_spoken_to_in_private",
        code="PAR08",
        title="Reviews before which the IRO spoke to the child in private",
        fact="record",
        numerator=pl.col("spoken_to") == "yes",
        denominator=pl.col("spoken_to").is_in(["yes", "no"]),
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
    ),
    Indicator(
        name="midway_checks",
        code="MON01",
        title="Midway checks made by the IRO between reviews",
        fact="record",
        numerator=pl.col("midway_check"),
        denominator=pl.col("midway_check").is_not_null(),
        unit="percent",
        better="higher",
        basis="Local practice; no law or guidance sets a number",
        caveat=f"Of those that were due. {AS_RECORDED}",
    ),
)
