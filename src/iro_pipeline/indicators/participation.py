"""Do children take part in their reviews?"""

from typing import Any

import polars as pl

from iro_pipeline.facts.participation import CONTRIBUTED, IN_SCOPE
from iro_pipeline.indicators import Indicator, distribution, stated
from iro_pipeline.indicators.resourcing import STATED

ATTENDED = ["PN1", "PN2", "PN3", "PN4"]
WITHOUT_WORD = ["PN4"]
NO_VIEW = ["PN7"]
ADVOCATE = ["PN2", "PN5"]
CODES = "SSDA903 participation codes"
OF_CODED = "Of reviews coded PN1 to PN7; those without a valid code are in neither part."
OF_REVIEWS: dict[str, Any] = {"basis": CODES, "caveat": OF_CODED}
NO_CODE = pl.col("participation").is_null()
# One review to which a child did not contribute settles it, whatever the uncoded ones were.
PARTICIPATION_TOLD = (pl.col("uncoded") == 0) | (pl.col("contributed") < pl.col("reviews"))


def _reviews(
    name: str, code: str, title: str, coded: tuple[list[str], list[str]], **terms: Any
) -> Indicator:
    """The share of reviews with some of the codes, among those with any of others."""
    part, whole = coded
    return Indicator(
        name=name,
        code=code,
        title=title,
        fact="review",
        numerator=pl.col("participation").is_in(part),
        denominator=pl.col("participation").is_in(whole),
        counts=f"reviews coded {' or '.join(part)}",
        out_of=f"reviews coded {whole[0]} to {whole[-1]}",
        counted_by="events held",
        unit="percent",
        untold=NO_CODE,
        **(OF_REVIEWS | terms),
    )


INDICATORS = (
    _reviews(
        *("participation", "PAR01", "Reviews to which the child contributed"),
        (CONTRIBUTED, IN_SCOPE),
        headline=True,
        better="higher",
        dated="held_on",
        basis=f"{CODES}; PAF indicator C63 counted the same, of children",
    ),
    Indicator(
        name="participation_every_review",
        code="PAR02",
        headline=True,
        title="Children who contributed to every review of theirs",
        fact="child_participation",
        numerator=pl.col("contributed") == pl.col("reviews"),
        denominator=(pl.col("reviews") > 0) & PARTICIPATION_TOLD,
        counts="children who contributed to each review of theirs at four or over",
        out_of="children with such a review in the year",
        counted_by="children",
        unit="percent",
        better="higher",
        basis=f"PAF indicator C63 (until 2008), of children; {CODES}",
        caveat=(
            "Of children, not of reviews: never to be set beside the share of reviews. C63 was of "
            "children looked after on 31 March for four weeks; this is of all who were reviewed."
        ),
        untold=~PARTICIPATION_TOLD,
    ),
    _reviews(
        *("attendance", "PAR03", "Reviews that the child attended"),
        (ATTENDED, IN_SCOPE),
        better="neither",
        caveat=f"A child may be right to stay away. {OF_CODED}",
    ),
    _reviews(
        *("attended_without_contributing", "PAR04", "Children present who did not contribute"),
        (WITHOUT_WORD, ATTENDED),
        better="lower",
        caveat="Of reviews that the child attended, PN1 to PN4.",
    ),
    _reviews(
        *("no_view_conveyed", "PAR05"),
        "Reviews at which the child neither was present nor conveyed a view",
        (NO_VIEW, IN_SCOPE),
        headline=True,
        better="lower",
    ),
    _reviews(
        *("views_by_advocate", "PAR06", "Reviews at which an advocate spoke for the child"),
        (ADVOCATE, IN_SCOPE),
        better="neither",
        caveat=f"PN5 holds briefing the IRO as well. {OF_CODED}",
    ),
    *distribution(
        *("review", "participation", "How children took part"),
        code="PAR07",
        out_of="reviews with a valid code",
        counted_by="events held",
        basis=CODES,
        untold=NO_CODE,
    ),
    Indicator(
        name="parents_view_heard",
        code="PAR10",
        title="Reviews with a parent's view",
        fact="reported_reviews",
        numerator=stated("reviews_with_parents_view", "reported_reviews"),
        denominator=pl.col("reported_reviews"),
        counts="reviews with the view of a parent",
        out_of="reviews, as the service reports them",
        counted_by="events held",
        unit="percent",
        better="higher",
        basis=STATED,
        caveat="So far as practicable: not every child has a parent who can be asked.",
        counted=False,
    ),
    Indicator(
        name="consultation_returned",
        code="PAR11",
        title="Consultation forms that children returned",
        fact="reported_reviews",
        numerator=stated("consultation_returned", "consultation_sent"),
        denominator=pl.col("consultation_sent"),
        counts="forms that came back",
        out_of="forms sent to children before reviews",
        counted_by="cases",
        unit="percent",
        better="neither",
        basis=STATED,
        caveat="A form is one way of asking; forms sent to parents and carers are not in it.",
        counted=False,
    ),
    Indicator(
        name="participation_not_recorded",
        title="Reviews without a valid participation code",
        fact="review",
        numerator=pl.col("participation").is_null(),
        denominator=pl.lit(1),
        counts="reviews without a valid code",
        out_of="reviews held",
        counted_by="events held",
        unit="percent",
        better="lower",
        basis="SSDA903 participation codes",
        caveat="The higher it is, the less the share of reviews contributed to can be relied on.",
        counted=False,
        finest="region",
    ),
)
