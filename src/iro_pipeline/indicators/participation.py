"""Do children take part in their reviews?"""

import polars as pl

from iro_pipeline.indicators import Indicator

# SSDA903 codes. PN0 is a child under four, who is out of scope; PN4 attended without contributing.
CONTRIBUTED = ["PN1", "PN2", "PN3", "PN5", "PN6"]
NO_VIEW = ["PN7"]
IN_SCOPE = [*CONTRIBUTED, "PN4", *NO_VIEW]

INDICATORS = (
    Indicator(
        name="participation",
        code="PAR01",
        headline=True,
        title="Reviews to which the child contributed",
        fact="review",
        numerator=pl.col("participation").is_in(CONTRIBUTED),
        denominator=pl.col("participation").is_in(IN_SCOPE),
        counts="reviews coded PN1, PN2, PN3, PN5 or PN6",
        out_of="reviews coded PN1 to PN7",
        counted_by="events held",
        unit="percent",
        better="higher",
        basis="SSDA903 participation codes; PAF indicator C63 counted the same, of children",
        caveat="Of reviews coded PN1 to PN7; those without a valid code are in neither part.",
        untold=pl.col("participation").is_null(),
        dated="held_on",
    ),
    Indicator(
        name="no_view_conveyed",
        code="PAR05",
        headline=True,
        title="Reviews at which the child neither was present nor conveyed a view",
        fact="review",
        numerator=pl.col("participation").is_in(NO_VIEW),
        denominator=pl.col("participation").is_in(IN_SCOPE),
        counts="reviews coded PN7",
        out_of="reviews coded PN1 to PN7",
        counted_by="events held",
        unit="percent",
        better="lower",
        basis="SSDA903 participation codes",
        caveat="Of reviews coded PN1 to PN7; those without a valid code are in neither part.",
        untold=pl.col("participation").is_null(),
        dated="held_on",
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
        dated="held_on",
    ),
)
