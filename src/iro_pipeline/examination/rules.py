"""
The rules that a row keeps or breaks beside other rows, as data.

Numbers in `national` are those of DfE's validation of the SSDA903 return, as the sector's own
validator words them (data-to-insight/csc-validator-be-903, commit 10ad07c); the sentences are ours.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import polars as pl


@dataclass(frozen=True)
class CrossRule:
    """
    A sentence that must hold of each row of a table: `against` says of which it does not.

    `against` is read from the table's evidence, and null where it cannot be told; where that is so
    of a whole arrival, `unknown` says why. `beside`: tables that the same authority must have sent
    for the same year. `blanks`: the fields that are emptied; `effect`: what figures make of it.
    """

    id: str
    says: str
    source: str
    table: str
    against: pl.Expr
    effect: str
    severity: Literal["reject", "blank", "warn"] = "warn"
    beside: tuple[str, ...] = ()
    blanks: tuple[str, ...] = ()
    unknown: str = "it cannot be told of any row"
    national: str = ""


EPISODES_TOO = ("episodes",)
DOUBTED = (
    "The review counts nowhere, and may hide one of another day: the child's reviews due that year "
    "cannot be told"
)
REVIEWS = (
    CrossRule(
        id="child_not_in_header",
        says="A child reviewed is in the header of the same return",
        source="ssda903",
        table="reviews",
        against=~pl.col("in_header"),
        effect="None: no figure is made of the header",
        beside=("header",),
        national="INT08",
    ),
    CrossRule(
        id="born_otherwise_in_header",
        says="A child has the same date of birth in the reviews as in the header",
        source="ssda903",
        table="reviews",
        against=pl.col("born") != pl.col("born_in_header"),
        effect="None: the code for participation was held to the date beside it",
        beside=("header",),
        unknown="no child has a date of birth in both tables",
        national="INT17",
    ),
    CrossRule(
        id="only_short_breaks",
        says="A child whose every episode in the return is V3 or V4 has no review in it",
        source="ssda903",
        table="reviews",
        against=pl.col("only_short_breaks"),
        effect="The review counts nowhere; short breaks have a review clock of their own",
        severity="reject",
        beside=EPISODES_TOO,
        national="399",
    ),
    CrossRule(
        id="no_episode_in_the_year",
        says="A child reviewed has an episode in the same return: nothing is returned of others",
        source="ssda903",
        table="reviews",
        against=~pl.col("has_episode"),
        effect="The review counts in participation; whether it was in time cannot be told",
        beside=EPISODES_TOO,
        national="1012",
    ),
    CrossRule(
        id="no_episode_in_any_year",
        says="A child reviewed has an episode in some return of the authority's",
        source="ssda903",
        table="reviews",
        against=~pl.col("ever_in_care"),
        effect="As no_episode_in_the_year; the child's number may be wrong",
        beside=EPISODES_TOO,
    ),
    CrossRule(
        id="held_before_care",
        says="A review of the year is not held before the child enters care, short breaks apart",
        source="ssda903",
        table="reviews",
        against=pl.col("before_care"),
        effect=DOUBTED,
        severity="reject",
        beside=EPISODES_TOO,
    ),
    CrossRule(
        id="held_after_care",
        says="A review of the year is not held after the child has left care, short breaks apart",
        source="ssda903",
        table="reviews",
        against=pl.col("after_care"),
        effect=DOUBTED,
        severity="reject",
        beside=EPISODES_TOO,
    ),
)
EPISODES = (
    CrossRule(
        id="episodes_overlap",
        says="An episode does not begin before the child's one before it in the return has ended",
        source="ssda903",
        table="episodes",
        against=pl.col("overlaps"),
        effect="The two are one period of care, which ends as the later of them says",
        national="501",
    ),
    CrossRule(
        id="episode_left_open",
        says="An episode that another follows in the same return has ended",
        source="ssda903",
        table="episodes",
        against=pl.col("left_open"),
        effect="It is taken to have ended when the next began, and care to have gone on",
        national="142",
    ),
    CrossRule(
        id="gap_in_care",
        says="An episode that does not start a period of care begins as the one before it ends",
        source="ssda903",
        table="episodes",
        against=pl.col("follows_nothing"),
        effect="When care began is not known: reviews due cannot be told until the second seen",
        national="433",
    ),
    CrossRule(
        id="care_starts_again_at_once",
        says="A period of care does not start on the day that the one before it ended",
        source="ssda903",
        table="episodes",
        against=pl.col("starts_again"),
        effect="The clock of reviews starts again on that day, as the reason S says",
        national="431",
    ),
)
ALLOCATIONS = (
    CrossRule(
        id="two_iros_at_once",
        says="A child has one IRO at a time (Children Act 1989, section 25A)",
        source="iro_allocation",
        table="allocation",
        against=pl.col("two_at_once"),
        effect="Of two that last on 31 March the later one counts",
    ),
    CrossRule(
        id="gap_in_allocation",
        says="A child who goes on being looked after has another IRO by the day after one leaves",
        source="iro_allocation",
        table="allocation",
        against=pl.col("left_without"),
        effect="The child is among no IRO's on the days between",
        beside=("ssda903/episodes",),
        unknown="no child of the register is in the SSDA903 return by the same number",
    ),
    CrossRule(
        id="not_looked_after",
        says=(
            "A child with an IRO has an episode in the year, and one who has an IRO on 31 March is "
            "looked after that day"
        ),
        source="iro_allocation",
        table="allocation",
        against=pl.col("not_looked_after"),
        effect="The child counts among the IRO's: a register that is not kept up overstates them",
        beside=("ssda903/episodes",),
        unknown="no child of the register is in the SSDA903 return by the same number",
    ),
    CrossRule(
        id="iro_with_two_wtes",
        says="An IRO who holds children on 31 March has one WTE",
        source="iro_allocation",
        table="allocation",
        against=pl.col("two_wtes"),
        effect="The IRO's WTE is unknown, and so is the caseload per WTE",
        severity="blank",
        blanks=("wte",),
    ),
)
RULES = (*REVIEWS, *EPISODES, *ALLOCATIONS)
BLANKS: Mapping[str, tuple[str, ...]] = {rule.id: rule.blanks for rule in RULES if rule.blanks}
