"""Does each child have an IRO, soon and the same one?"""

from datetime import date

import polars as pl

from iro_pipeline.indicators import Indicator
from iro_pipeline.statute import standard

APPOINTED = standard("handbook_appointment", on=date(2011, 4, 1))
BEFORE_REVIEW = standard("section_25a_first_review", on=date(2011, 4, 1))
VACANCY = "Children Act 1989, section 25A(3): a vacancy is filled as soon as is practicable"
SAME = "IRO Handbook (DCSF-00184-2010): the same IRO wherever possible, as authorities restate it"

NO_DAY = (
    "Care under section 20 begins in law after 24 hours; the returns tell days. Children who left "
    "before are in neither part."
)
KNOWN = pl.col("determinable")
REGISTERS = (
    "Of authorities that sent a register whose numbers for children are those of the return."
)

INDICATORS = (
    Indicator(
        name="iro_appointed_in_time",
        code="ALL01",
        headline=True,
        title=f"IROs appointed within {APPOINTED.value} {APPOINTED.unit} of the start of care",
        fact="appointment",
        numerator=(pl.col("appointed_on") <= pl.col("due_on")).fill_null(False),
        denominator=KNOWN & pl.col("due_on").is_not_null(),
        counts="starts of care with an IRO by the last day for it",
        out_of="starts of care that lasted to that day",
        counted_by="events due",
        unit="percent",
        better="higher",
        standard=APPOINTED.id,
        basis=APPOINTED.citation,
        caveat=f"{NO_DAY} {REGISTERS}",
        untold=~KNOWN & pl.col("due_on").is_not_null(),
    ),
    Indicator(
        name="iro_before_first_review",
        code="ALL02",
        headline=True,
        title="IROs appointed by the day of the child's first review",
        fact="appointment",
        numerator=(pl.col("appointed_on") <= pl.col("first_review_on")).fill_null(False),
        denominator=KNOWN & pl.col("first_review_on").is_not_null(),
        counts="first reviews by whose day the child had an IRO",
        out_of="first reviews held, of care that began in the year",
        counted_by="events held",
        unit="percent",
        better="higher",
        standard=BEFORE_REVIEW.id,
        basis=BEFORE_REVIEW.citation,
        caveat=f"An IRO appointed on the day itself counts. {REGISTERS}",
        untold=~KNOWN & pl.col("first_review_on").is_not_null(),
    ),
    Indicator(
        name="days_without_an_iro",
        code="ALL04",
        title="Days of care on which the child had no IRO",
        fact="iro_days",
        numerator=pl.col("days") - pl.col("days_with_iro"),
        denominator=pl.when(KNOWN).then("days"),
        counts="days on which a child looked after had no IRO",
        out_of="days on which children were looked after",
        counted_by="amounts",
        unit="percent",
        better="lower",
        basis=VACANCY,
        caveat=f"The days before the first IRO was appointed are among them. {REGISTERS}",
        counted=False,
        untold=~KNOWN,
    ),
    Indicator(
        name="same_iro_all_year",
        code="ALL05",
        headline=True,
        title="Children looked after all year who had one IRO",
        fact="iro_days",
        numerator=pl.col("iros") == 1,
        denominator=KNOWN & pl.col("all_year") & (pl.col("iros") > 0),
        counts="children who had one IRO and no other",
        out_of="children looked after from 1 April to 31 March who had an IRO",
        counted_by="children",
        unit="percent",
        better="higher",
        basis=SAME,
        caveat=f"A change that the child asked for is not told apart. {REGISTERS}",
        untold=~KNOWN & pl.col("all_year"),
    ),
)
