"""How many children does an IRO hold?"""

import tomllib
from datetime import date
from functools import cache
from typing import Any

import polars as pl

from iro_pipeline.indicators import Indicator
from iro_pipeline.places import REFERENCE
from iro_pipeline.questionnaires import asked
from iro_pipeline.statute import standard

HANDBOOK = standard("handbook_caseload", on=date(2011, 4, 1))
EACH = standard("handbook_caseload_each", on=date(2011, 4, 1))
LOW, HIGH = HANDBOOK.low, HANDBOOK.high  # both ends are within

ESTIMATE = "The Handbook's band is its estimate of good practice, not a limit in law."
OWN_CHILDREN = (
    "Children looked after on 31 March in the authority's own SSDA903 return, short breaks apart; "
    "IROs employed, agency and commissioned on the date the service return states."
)
PUBLISHED_CHILDREN = (
    "Children looked after on 31 March as DfE published them, short breaks apart; "
    "IROs employed, agency and commissioned on the date the service return states."
)
AVERAGE = f"An average hides the spread between IROs. {ESTIMATE}"
PER_WTE = pl.col("children") / pl.col("wte")
TOLD = (pl.col("wte") > 0).fill_null(False) & pl.col("children").is_not_null()


BAND: dict[str, type[pl.DataType]] = {
    "indicator": pl.String,
    "band": pl.String,
    "band_order": pl.Int64,
    "words": pl.String,
    "lo": pl.Int64,
    "hi": pl.Int64,
    "closed_hi": pl.Boolean,
    "extras": pl.Boolean,
}


def bands() -> pl.LazyFrame:
    """
    The interval that each band indicator stands for, in children per full-time IRO.

    `hi` is null where there is no upper end; all are null where the answer fits no band.
    """
    ends = {band["code"]: {"closed_hi": False} | band for band in _declared()["bands"]}
    rows = [
        {
            "indicator": f"{question()}_{code}_by_{speaker}",
            "band": code,
            "band_order": order,
            "words": words,
            **ends.get(code, {}),
        }
        for speaker in ("service", "practitioner")
        for order, (code, words) in enumerate(asked(question()).answers.items(), start=1)
    ]
    return pl.LazyFrame(rows, schema=BAND)


def within_the_handbook() -> frozenset[str]:
    """The bands, by their codes, that make up what the Handbook finds good practice."""
    return frozenset(
        band["code"] for band in _declared()["bands"] if band["handbook"] == "50_to_70"
    )


def question() -> str:
    """The survey question whose answers are caseload bands."""
    return _declared()["question"]


@cache
def _declared() -> dict[str, Any]:
    return tomllib.loads((REFERENCE / "caseload_bands.toml").read_text(encoding="utf-8"))


HELD_BY_IROS = (
    "Of IROs holding children on 31 March whose WTE and number of children are known; children on "
    "short breaks are among those they hold, and are not among the children looked after."
)

INDICATORS = (
    Indicator(
        name="children_per_iro",
        code="CAP01",
        headline=True,
        title="Children looked after per full-time IRO",
        fact="caseload",
        numerator=pl.col("children"),
        denominator=pl.col("iro_wte"),
        counts="children looked after on 31 March",
        out_of="WTE of IROs in post",
        counted_by="children",
        unit="children per WTE",
        better="within",
        standard=HANDBOOK.id,
        basis=HANDBOOK.citation,
        caveat=f"{OWN_CHILDREN} {AVERAGE}",
    ),
    Indicator(
        name="children_published_per_iro",
        title="Children looked after, as DfE published them, per full-time IRO",
        fact="caseload",
        numerator=pl.col("children_published"),
        denominator=pl.col("iro_wte"),
        counts="children looked after on 31 March, as DfE published them",
        out_of="WTE of IROs in post",
        counted_by="children",
        unit="children per WTE",
        better="within",
        standard=HANDBOOK.id,
        basis=HANDBOOK.citation,
        caveat=f"{PUBLISHED_CHILDREN} {AVERAGE}",
    ),
    Indicator(
        name="cases_per_dual_role_iro",
        code="CAP05",
        headline=True,
        title="Looked after and child protection children per full-time IRO of a dual-role service",
        fact="caseload",
        numerator=pl.col("cases"),
        denominator=pl.col("iro_wte"),
        counts="children looked after, and children whose protection conferences IROs chair",
        out_of="WTE of IROs in post",
        counted_by="children",
        unit="children per WTE",
        better="lower",
        basis="Children looked after in the SSDA903 return; the rest as the service return states",
        caveat=(
            "Dual-role services alone, and those that state the children whose conferences they "
            "chair. A child who is both counts twice. Never beside the Handbook's band, which is "
            "of looked after children."
        ),
    ),
    Indicator(
        name="iros_above_70",
        code="CAP02",
        headline=True,
        title=f"IROs holding more than {HIGH} children per WTE",
        fact="iro",
        numerator=PER_WTE > HIGH,
        denominator=TOLD,
        counts=f"IROs who hold more than {HIGH} children per WTE",
        out_of="IROs holding children on 31 March",
        counted_by="IROs",
        unit="percent",
        better="lower",
        standard=EACH.id,
        basis=HANDBOOK.citation,
        caveat=f"{HELD_BY_IROS} {ESTIMATE}",
        untold=~TOLD,
        finest="region",
    ),
    Indicator(
        name="iros_within_50_to_70",
        code="CAP03",
        title=f"IROs holding {LOW} to {HIGH} children per WTE",
        fact="iro",
        numerator=PER_WTE.is_between(LOW, HIGH),
        denominator=TOLD,
        counts=f"IROs who hold {LOW} to {HIGH} children per WTE",
        out_of="IROs holding children on 31 March",
        counted_by="IROs",
        unit="percent",
        better="higher",
        basis=HANDBOOK.citation,
        caveat=f"{HELD_BY_IROS} {ESTIMATE}",
        untold=~TOLD,
        finest="region",
    ),
    Indicator(
        name="iro_wte_agency_or_commissioned",
        code="CAP07",
        headline=True,
        title="IRO WTE that is agency or commissioned",
        fact="caseload",
        numerator=pl.col("iro_wte_agency_commissioned"),
        denominator=pl.col("iro_wte"),
        counts="WTE of agency and commissioned IROs",
        out_of="WTE of IROs in post",
        counted_by="amounts",
        unit="percent",
        better="lower",
        basis="Of the WTE in post that the service return states",
        caveat="A share of working time, not of IROs; vacancies are in neither part.",
        counted=False,
    ),
    Indicator(
        name="dual_role_services",
        code="CAP10",
        headline=True,
        title="Services whose IROs also chair child protection conferences",
        fact="service",
        numerator=pl.col("dual_role"),
        denominator=pl.col("dual_role").is_not_null(),
        counts="services whose IROs chair child protection conferences too",
        out_of="services that answer",
        counted_by="authorities",
        unit="percent",
        better="neither",
        basis="Service returns that answer",
        caveat="Another job than an IRO's alone: compare caseloads of like services only.",
        counted=False,
    ),
    Indicator(
        name="looked_after_rate",
        title="Children looked after on 31 March per 10,000 aged under 18",
        fact="cla_statistic",
        numerator=pl.col("children"),
        denominator=pl.col("population"),
        counts="children looked after on 31 March",
        out_of="children aged under 18",
        counted_by="children",
        unit="per 10,000",
        better="neither",
        basis="DfE, Children looked after in England including adoptions",
        caveat=(
            "Whole numbers, as DfE publishes them. A region is the sum of its authorities here and "
            "of rounded counts at DfE, and may differ by one, or more where a number is withheld."
        ),
        decimals=0,
    ),
)
