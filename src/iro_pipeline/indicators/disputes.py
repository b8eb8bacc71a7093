"""Do IROs challenge the authority, and is it settled in time?"""

from datetime import date

import polars as pl

from iro_pipeline.indicators import Indicator, distribution
from iro_pipeline.statute import standard

RESOLUTION = standard("handbook_dispute_resolution", on=date(2011, 4, 1))
ADVICE = standard("handbook_legal_advice", on=date(2011, 4, 1))

NEITHER = (
    "Neither good nor bad: many challenges may be a healthy sign. Authorities log disputes by "
    "rules of their own, and IROs with other roles may challenge otherwise: compare with care."
)
BASIS = "The authority's dispute log; children looked after, the mean of both ends of the year"
FORMAL = pl.col("dispute_kind") == "formal"
LADDER = "Authorities have ladders of their own, and an IRO may bypass any stage."
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
        untold=FORMAL & pl.col("due_on").is_null(),
        finest="region",
    ),
    *distribution(
        *("dispute", "stage", "Highest stage that formal disputes reached"),
        code="DIS04",
        denominator=FORMAL,
        out_of="formal disputes begun in the year whose stage is stated",
        counted_by="disputes",
        basis="IRO Handbook (DCSF-00184-2010), paragraph 6.2",
        caveat=f"As the latest log has it: one still open may go higher. {LADDER}",
        untold=FORMAL & pl.col("stage").is_null(),
        finest="region",
    ),
    *distribution(
        *("dispute", "dispute_outcome", "How disputes ended"),
        code="DIS05",
        out_of="disputes raised in the year, informal or formal, whose outcome is stated",
        counted_by="disputes",
        basis="IRO Handbook (DCSF-00184-2010), paragraph 7.11",
        caveat="For the IRO's view, as the service itself judges it. Open disputes are not in it.",
        untold=pl.col("resolved_on").is_not_null() & pl.col("dispute_outcome").is_null(),
        finest="region",
    ),
    *distribution(
        *("dispute", "theme", "What disputes were chiefly about"),
        code="DIS06",
        out_of="disputes raised in the year, informal or formal, whose theme is stated",
        counted_by="disputes",
        basis="IRO Handbook (DCSF-00184-2010), paragraph 7.11",
        caveat=NEITHER,
        untold=pl.col("theme").is_null(),
        finest="region",
    ),
    Indicator(
        name="disputes_at_the_top",
        code="DIS07",
        title="Formal disputes that reached the director or the chief executive",
        fact="dispute",
        numerator=pl.col("stage").is_in(["director", "chief_executive"]),
        denominator=FORMAL & pl.col("stage").is_not_null(),
        counts="formal disputes whose highest stage was one of the two",
        out_of="formal disputes begun in the year whose stage is stated",
        counted_by="disputes",
        unit="percent",
        better="neither",
        basis="IRO Handbook (DCSF-00184-2010), paragraph 6.2",
        caveat=f"Those that went on to Cafcass are not in it. {LADDER}",
        untold=FORMAL & pl.col("stage").is_null(),
        finest="region",
    ),
    Indicator(
        name="independent_legal_advice",
        code="DIS10",
        headline=True,
        title="Services whose IROs can take independent legal advice",
        fact="service",
        numerator=pl.col("independent_legal_advice") == "independent",
        denominator=pl.col("independent_legal_advice").is_not_null(),
        counts="services whose IROs can take advice independent of the legal department",
        out_of="services that answer",
        counted_by="authorities",
        unit="percent",
        better="higher",
        standard=ADVICE.id,
        basis=ADVICE.citation,
        caveat="That it can be had, not that it is used.",
        counted=False,
    ),
    Indicator(
        name="independent_legal_advice_taken",
        title="Times IROs took independent legal advice",
        fact="service",
        numerator=pl.col("legal_advice_uses"),
        denominator=None,
        counts="times in the year",
        counted_by="cases",
        unit="count",
        better="neither",
        basis="As the service return states it",
        caveat="Asking for advice is neither good nor bad: a count, not a rate.",
        counted=False,
    ),
    Indicator(
        name="informal_to_formal",
        code="DIS11",
        title="Informal challenges for each formal dispute",
        fact="challenges",
        numerator=pl.col("informal"),
        denominator=pl.col("formal"),
        counts="informal challenges raised in the year",
        out_of="formal disputes begun in the year",
        counted_by="disputes",
        unit="ratio",
        better="neither",
        basis="The authority's dispute log",
        caveat=f"Of authorities with a formal dispute in the year. {NEITHER}",
        counted=False,
    ),
)
