"""How whole and how sound is what the figures rest on?"""

from typing import Any

import polars as pl

from iro_pipeline.indicators import Indicator

VALIDATION = "DfE's validation of the SSDA903 return, rules"
OF_THE_DATA = "It tells of the data, not of the service."
FAULTY: dict[str, Any] = {"better": "lower", "unit": "percent", "caveat": OF_THE_DATA}


def _fault(name: str, code: str, fact: str, **terms: Any) -> Indicator:
    """A share or count of what is wrong with data: all of it is known, so without an interval."""
    return Indicator(
        name=name,
        code=code,
        headline=True,
        fact=fact,
        counted=False,
        **(FAULTY | terms),
    )


INDICATORS = (
    _fault(
        *("questions_left_blank", "DQ02", "form"),
        title="Survey questions left blank",
        numerator=pl.col("asked") - pl.col("answered"),
        denominator=pl.col("asked"),
        counts="questions without an answer",
        out_of="questions of the forms that came back",
        counted_by="answers",
        basis="The forms of the surveys, copies of a question among them",
        caveat="The 2017 form invites people to skip what they cannot answer.",
    ),
    _fault(
        *("return_modules_loaded", "DQ03", "return_module"),
        title="Modules of SSDA903 returns that could be used",
        numerator=pl.col("loaded"),
        denominator=pl.lit(1),
        counts="modules loaded",
        out_of="modules expected: header, episodes and reviews",
        counted_by="authorities",
        better="higher",
        basis="The three modules that figures are made of; the others are left aside",
        caveat=f"Of authorities and years of which any module arrived. {OF_THE_DATA}",
    ),
    _fault(
        *("reviews_against_age", "DQ04", "return_quality"),
        title="Reviews whose code for participation the child's age rules out",
        numerator=pl.col("against_age"),
        denominator=pl.col("reviews"),
        counts="reviews coded PN0 at four or over, or PN1 to PN7 under four",
        out_of="reviews in the return",
        counted_by="events held",
        basis=f"{VALIDATION} 440 and 441",
        caveat=f"Their codes count nowhere. {OF_THE_DATA}",
        untold=pl.col("against_age").is_null(),
    ),
    _fault(
        *("reviews_of_short_breaks", "DQ05", "return_quality"),
        title="Reviews of children who had short breaks and no other care",
        numerator=pl.col("short_breaks_only"),
        denominator=None,
        counts="reviews of children whose every episode is V3 or V4",
        counted_by="events held",
        unit="count",
        basis=f"{VALIDATION} 399",
        caveat=f"They count nowhere: short breaks have a review clock of their own. {OF_THE_DATA}",
        untold=pl.col("short_breaks_only").is_null(),
    ),
    _fault(
        *("children_otherwise_published", "DQ06", "return_quality"),
        title="Children looked after by whom the return and DfE's number differ",
        numerator=(pl.col("children") - pl.col("children_published")).abs(),
        denominator=pl.col("children_published"),
        counts="children by whom the two differ, either way",
        out_of="children looked after on 31 March, as DfE published them",
        counted_by="children",
        basis="SSDA903 returns beside DfE, Children looked after in England including adoptions",
        caveat=(
            "DfE revises its numbers, and a return may be loaded before its last corrections: up "
            f"to half of one per cent, or five children, is nothing to ask about. {OF_THE_DATA}"
        ),
    ),
    _fault(
        *("allocations_unmatched", "DQ07", "allocated"),
        title="Children in care without an IRO, or with an IRO and not in care",
        numerator=pl.col("looked_after") != pl.col("with_iro"),
        denominator=pl.col("determinable"),
        counts="children in one of the two lists and not in the other",
        out_of="children looked after on 31 March, or with an IRO that day",
        counted_by="children",
        basis="SSDA903 returns beside registers of allocation; Children Act 1989, section 25A",
        caveat="A child without an IRO may be a breach of the law, or a number that was mistyped.",
        untold=~pl.col("determinable"),
        finest="region",
    ),
)
