"""Do IROs, children's guardians and the courts work together?"""

import polars as pl

from iro_pipeline.indicators import Indicator

INDICATORS = (
    Indicator(
        name="cafcass_enquiries",
        code="DIS09",
        title="Enquiries that IROs made of Cafcass",
        fact="enquiries",
        numerator=pl.col("enquiries"),
        denominator=None,
        counts="enquiries for advice",
        counted_by="cases",
        unit="count",
        better="neither",
        basis="Cafcass records of contacts by IROs",
        caveat="Asking for advice is neither good nor bad: a count, not a rate.",
    ),
    Indicator(
        name="cafcass_referrals",
        code="DIS08",
        title="Cases that IROs referred to Cafcass",
        fact="enquiries",
        numerator=pl.col("referrals"),
        denominator=None,
        counts="cases referred",
        counted_by="cases",
        unit="count",
        better="neither",
        basis="Children Act 1989, section 25B(3)",
        caveat="A power, not a target: expect none (20 in England from 2009/10 to 2018/19).",
    ),
)
