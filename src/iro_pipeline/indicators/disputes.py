"""Do IROs challenge the authority, and is it settled in time?"""

from datetime import date

import polars as pl

from iro_pipeline.indicators import Indicator
from iro_pipeline.statute import standard

RESOLUTION = standard("handbook_dispute_resolution", on=date(2011, 4, 1))

NEITHER = (
    "Neither good nor bad: many challenges may be a healthy sign. Authorities log disputes by "
    "rules of their own, and IROs with other roles may challenge otherwise: compare with care."
)
BASIS = "The authority's dispute log; children looked after, the mean of both ends of the year"
RESOLVED_IN_TIME = (pl.col("resolved_on") <= pl.col("due_on")).fill_null(False)

INDICATORS = (
    Indicator(
        name="informal_challenges",
        code="DIS01",
        headline=True,
        title="Informal challenges by IROs per 100 children looked after",
        fact="challenges",
        numerator=pl.col("informal"),
        denominator=pl.col("children_mean"),
        counts="informal challenges raised in the year",
        out_of="children looked after, the mean of both ends of the year",
        counted_by="disputes",
        unit="per 100 children",
        better="neither",
        basis=BASIS,
        caveat=f"Those that became formal within the year count as formal only. {NEITHER}",
    ),
    Indicator(
        name="formal_disputes",
        code="DIS02",
        headline=True,
        title="Formal disputes raised by IROs per 100 children looked after",
        fact="challenges",
        numerator=pl.col("formal"),
        denominator=pl.col("children_mean"),
        counts="formal disputes begun in the year",
        out_of="children looked after, the mean of both ends of the year",
        counted_by="disputes",
        unit="per 100 children",
        better="neither",
        basis=BASIS,
        caveat=NEITHER,
    ),
    Indicator(
        name="formal_disputes_resolved_in_time",
        code="DIS03",
        headline=True,
        title=f"Formal disputes resolved within {RESOLUTION.value} {RESOLUTION.unit}",
        fact="dispute",
        numerator=RESOLVED_IN_TIME,
        denominator=pl.col("due_on").is_not_null(),
        counts="formal disputes resolved in time",
        out_of="formal disputes whose time has passed",
        counted_by="disputes",
        unit="percent",
        better="higher",
        standard=RESOLUTION.id,
        basis=RESOLUTION.citation,
        caveat=(
            "From the day the formal process began. One still open after that time counts as late; "
            "one that began too near the end of what the logs tell is in neither part."
        ),
        untold=(pl.col("dispute_kind") == "formal") & pl.col("due_on").is_null(),
        dated="opened_on",
    ),
)
