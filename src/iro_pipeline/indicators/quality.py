"""Who looks after the quality of reviewing, and is it told?"""

import polars as pl

from iro_pipeline.indicators import Indicator, stated
from iro_pipeline.indicators.resourcing import OF_SERVICES, STATED

HANDBOOK_7_11 = "IRO Handbook (DCSF-00184-2010), paragraph 7.11: an annual report"
MONTHS = 6  # this project's own: the Handbook asks for a report a year and names no day
SIX_MONTHS_ON = pl.date("period", 9, 30)
OF_PERSONS = "Of persons, not of working time. Shown where ten or more are in post."


def _said_yes(name: str, column: str, title: str, basis: str) -> Indicator:
    return Indicator(
        name=name,
        title=title,
        fact="service",
        numerator=pl.col(column),
        denominator=pl.col(column).is_not_null(),
        counts="services that say so",
        out_of="services that answer",
        counted_by="authorities",
        unit="percent",
        better="higher",
        basis=basis,
        caveat=OF_SERVICES,
        counted=False,
    )


def _of_iros(name: str, code: str, column: str, title: str, counts: str) -> Indicator:
    return Indicator(
        name=name,
        code=code,
        title=title,
        fact="iro_team",
        numerator=stated(column, "iros_in_post"),
        denominator=pl.col("iros_in_post"),
        counts=counts,
        out_of="persons who were IROs at any time in the year",
        counted_by="IROs",
        unit="percent",
        better="higher",
        basis=STATED,
        caveat=OF_PERSONS,
        counted=False,
        finest="region",
    )


INDICATORS = (
    Indicator(
        name="supervisions_held",
        code="QAS01",
        title="Supervision sessions of IROs that were held",
        fact="service",
        numerator=stated("supervisions_held", "supervisions_due"),
        denominator=pl.col("supervisions_due"),
        counts="supervision sessions held",
        out_of="supervision sessions due by the service's own rule",
        counted_by="amounts",
        unit="percent",
        better="higher",
        basis=STATED,
        caveat="A service that asks for fewer sessions holds a greater share of them.",
        counted=False,
    ),
    _of_iros(
        *("iros_observed", "QAS02", "iros_observed", "IROs observed chairing a review"),
        "IROs whom a manager watched chairing a review",
    ),
    Indicator(
        name="children_asked_about_their_iro",
        code="QAS03",
        title="Children who said what they think of their IRO",
        fact="reported_reviews",
        numerator=stated("children_asked", "children"),
        denominator=pl.col("children"),
        counts="children who were asked and said what they think",
        out_of="children looked after on 31 March, in the SSDA903 return",
        counted_by="children",
        unit="percent",
        better="higher",
        basis=STATED,
        caveat="Children under four, who are not asked, are among the children looked after.",
        counted=False,
    ),
    Indicator(
        name="iro_records_audited",
        code="QAS04",
        title="IRO records audited",
        fact="reported_reviews",
        numerator=stated("records_audited", "reported_reviews"),
        denominator=pl.col("reported_reviews"),
        counts="records of IROs audited",
        out_of="reviews, as the service reports them",
        counted_by="events held",
        unit="percent",
        better="higher",
        basis=STATED,
        caveat="Taken as one record for each review of the service's report.",
        counted=False,
    ),
    Indicator(
        name="iro_records_sound",
        title="Audited IRO records that met the service's own standard",
        fact="reported_reviews",
        numerator=stated("records_sound", "records_audited"),
        denominator=pl.col("records_audited"),
        counts="audited records that met the standard",
        out_of="records audited",
        counted_by="events held",
        unit="percent",
        better="higher",
        basis=STATED,
        caveat="Each service sets its own standard, so compare a service with itself.",
        counted=False,
    ),
    Indicator(
        name="annual_report_in_time",
        code="QAS05",
        title=f"Annual reports published within {MONTHS} months of the year's end",
        fact="service",
        numerator=pl.col("annual_report_on") <= SIX_MONTHS_ON,
        denominator=pl.col("annual_report_on").is_not_null(),
        counts="services whose report was out by 30 September",
        out_of="services that state the day it was published",
        counted_by="authorities",
        unit="percent",
        better="higher",
        basis=HANDBOOK_7_11,
        caveat="The Handbook names no day: six months are this project's own. A blank may mean "
        "that it is not out yet, or never was.",
        counted=False,
        untold=pl.col("annual_report_on").is_null(),
    ),
    _said_yes(
        *("annual_report_to_board", "annual_report_to_board"),
        *("Annual reports that have gone to the corporate parenting board", HANDBOOK_7_11),
    ),
    _of_iros(
        *("iros_trained", "QAS06", "iros_trained", "IROs who had training for the role"),
        "IROs who had training for the role in the year",
    ),
    _said_yes(
        *("dispute_protocol", "dispute_protocol", "Services with a written dispute process"),
        "IRO Handbook (DCSF-00184-2010), chapter 6",
    ),
    _said_yes(
        *("guardian_protocol", "guardian_protocol"),
        *("Services with a written protocol with children's guardians", STATED),
    ),
    Indicator(
        name="work_programme_done",
        title="Actions of last year's work programme that were done",
        fact="service",
        numerator=stated("actions_done", "actions_planned"),
        denominator=pl.col("actions_planned"),
        counts="actions done by the year's end",
        out_of="actions of the work programme",
        counted_by="amounts",
        unit="percent",
        better="higher",
        basis=STATED,
        caveat="A modest programme is done sooner.",
        counted=False,
    ),
)
