"""Who are the IROs, what supports them, and what does it cost?"""

from datetime import date
from typing import Any

import polars as pl

from iro_pipeline.indicators import Indicator, distribution
from iro_pipeline.statute import standard

PAY = standard("handbook_pay", on=date(2011, 4, 1))
STATED = "As the service return states it"
SPEND = (
    "Gross spend without mileage and subsistence, in the pounds of its year. A dual-role service "
    "pays for child protection conferences from the same money."
)
AS_STATED: dict[str, Any] = {"basis": STATED, "better": "neither"}
OF_SERVICES = "Of services, not of IROs or children: each that answers counts once."


def _amount(name: str, code: str, fact: str, numerator: str, **terms: Any) -> Indicator:
    """What a service states of its staff or money: no count, so without an interval."""
    return Indicator(
        name=name,
        code=code,
        fact=fact,
        numerator=pl.col(numerator),
        counted_by="amounts",
        counted=False,
        **(AS_STATED | terms),
    )


INDICATORS = (
    _amount(
        *("iro_wte_employed", "CAP06", "service", "iro_wte_employed"),
        title="IRO WTE employed by the authority",
        denominator=None,
        counts="WTE of IROs in post and employed",
        unit="WTE",
        caveat="Without managers, administrators and vacancies, on the date the return states.",
    ),
    _amount(
        *("iro_wte_vacant", "CAP08", "caseload", "iro_wte_vacant"),
        title="IRO posts that nobody fills",
        denominator=pl.col("iro_wte") + pl.col("iro_wte_vacant"),
        counts="WTE of funded posts that nobody fills, agency staff neither",
        out_of="WTE of IROs in post and of vacant posts",
        unit="percent",
        better="lower",
        caveat="A share of working time. Agency IROs in post are not vacancies.",
    ),
    _amount(
        *("iro_turnover", "CAP09", "caseload", "iro_leavers_wte"),
        title="IROs who left in the year",
        denominator=pl.col("iro_wte_mean"),
        counts="WTE of IROs who left, for whatever reason",
        out_of="WTE of IROs in post, the mean of this year's return and last year's",
        unit="percent",
        better="lower",
        basis="IRO Handbook (DCSF-00184-2010), paragraph 7.11: continuity of employment",
        caveat="Needs the return of the year before. A share of working time.",
    ),
    Indicator(
        name="services_with_extra_duties",
        code="CAP11",
        title="Services whose IROs have a duty outside the Handbook's role",
        fact="service",
        numerator=pl.col("extra_duties"),
        denominator=pl.col("extra_duties").is_not_null(),
        counts="services that state any such duty",
        out_of="services that state one, or answer for each duty asked about",
        counted_by="authorities",
        unit="percent",
        better="lower",
        basis=f"{STATED}: conferences, regulation 44 visits, foster carer reviews, audits, others",
        caveat=f"{OF_SERVICES} NCB's 46% of 2013 is of IROs.",
        counted=False,
    ),
    _amount(
        *("iros_per_manager", "CAP13", "caseload", "iro_wte"),
        title="IRO WTE for each WTE of their managers",
        denominator=pl.col("manager_wte"),
        counts="WTE of IROs in post",
        out_of="WTE of managers of the IROs",
        unit="ratio",
    ),
    Indicator(
        name="pay_parity",
        code="CAP14",
        title="Services that pay IROs at least as team managers",
        fact="service",
        numerator=pl.col("pay_parity"),
        denominator=pl.col("pay_parity").is_not_null(),
        counts="services that say so",
        out_of="services that answer",
        counted_by="authorities",
        unit="percent",
        better="higher",
        standard=PAY.id,
        basis=PAY.citation,
        caveat=OF_SERVICES,
        counted=False,
    ),
    _amount(
        *("administrators_per_iro", "CAP15", "caseload", "admin_wte"),
        title="Administrators' WTE for each WTE of IROs",
        denominator=pl.col("iro_wte"),
        counts="WTE of administrators who support the IROs",
        out_of="WTE of IROs in post",
        unit="ratio",
        better="higher",
    ),
    _amount(
        *("hours_per_review", "CAP16", "reported_reviews", "hours_in_reviews"),
        title="Hours of an IRO's work for one review",
        denominator=pl.when(pl.col("hours_in_reviews") >= 0).then("reported_reviews"),
        counts="hours, the stated mean times the reviews of the report",
        out_of="reviews, as the service reports them",
        unit="hours",
        caveat="Where the service has measured it: what goes before and after a review included.",
    ),
    *distribution(
        *("service", "team_like_children", "Make-up of the IRO team beside the children's"),
        code="CAP17",
        out_of="services that answer",
        counted_by="authorities",
        basis="IRO Handbook (DCSF-00184-2010), paragraph 7.11: the make-up of the team",
        caveat=f"{OF_SERVICES} What was found, and no numbers, which would tell of persons.",
        counted=False,
    ),
    _amount(
        *("spend", "CST01", "cost", "spend_gbp"),
        title="Spend on the IRO service in the year",
        denominator=None,
        counts="pounds spent",
        unit="GBP",
        caveat=SPEND,
    ),
    _amount(
        *("spend_per_child", "CST02", "cost", "spend_gbp"),
        headline=True,
        title="Spend on the IRO service per child looked after",
        denominator=pl.col("children_mean"),
        counts="pounds spent",
        out_of="children looked after, the mean of both ends of the year, short breaks apart",
        unit="GBP per child",
        caveat=SPEND,
    ),
    _amount(
        *("spend_per_review", "CST03", "cost", "spend_gbp"),
        title="Spend on the IRO service per review held",
        denominator=pl.when(~pl.col("dual_role")).then("reviews"),
        counts="pounds spent",
        out_of="reviews held, in the SSDA903 return",
        unit="GBP per review",
        caveat=(
            "Of services whose IROs chair no child protection conferences: the others' money is "
            "not for reviews alone. Gross, without mileage and subsistence, in the year's pounds."
        ),
    ),
    _amount(
        *("spend_per_iro", "CST04", "cost", "spend_gbp"),
        title="Spend on the IRO service per full-time IRO",
        denominator=pl.col("iro_wte"),
        counts="pounds spent",
        out_of="WTE of IROs in post",
        unit="GBP per WTE",
        caveat="Gross, in the pounds of its year; managers and administrators may be part of it.",
    ),
)
