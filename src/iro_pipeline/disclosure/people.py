"""Whom a cell counts, and who speaks in it."""

import polars as pl

# What these facts count is authorities' statements, not people. Any other fact is about people.
STATEMENTS = ["service", "caseload", "cost"]
SERVICE_FACTS = [*STATEMENTS, "reported_reviews", "iro_team"]
# Nor are the modules of a return.
NO_PEOPLE = [*STATEMENTS, "return_module"]
AUTHORITY_FACTS = [
    *(*SERVICE_FACTS, "enquiries", "challenges", "care_year", "return_module", "return_quality"),
    *("cla_statistic", "neighbour", "published_figure"),
]
STAFF_FACTS = ["iro", "form"]
STAFF_STATED = ["iro_team"]  # an authority's row holds many of them: the denominator
# What is divided by children or by their reviews, though the rest is an authority's statement.
PER_PERSON = ["GBP per child", "GBP per review"]
# Whoever speaks so says what an authority states, and is no sample of people.
AUTHORITY_SPEAKS = ["service", "director"]


def means() -> pl.Expr:
    """Whether a cell's numerator is a sum of time, and not of people."""
    return pl.col("unit").is_in(["days", "hours"])


def shares() -> pl.Expr:
    """Whether a cell's numerator counts some of those that its denominator counts."""
    return pl.col("unit") == "percent"


def counting_people() -> dict[str, pl.Expr]:
    """Whether a cell's part counts people, of each part. Reads unit, fact and speaker."""
    unit, fact = pl.col("unit"), pl.col("fact")
    counted = ~statement()
    # A sum of scores counts nobody; the children of "children per WTE" are people, its WTE not.
    return {
        "numerator": (counted & (unit != "score")) | (unit == "children per WTE"),
        "denominator": counted | unit.is_in(PER_PERSON),
        "rest": counted & shares(),
        "n": counted & ~fact.is_in(AUTHORITY_FACTS),
    }


def people() -> list[pl.Expr]:
    """The numbers of people that a cell tells of, each null where the cell has no such number."""
    rest = pl.col("denominator") - pl.col("numerator")
    return [
        pl.when(counts).then(rest if part == "rest" else pl.col(part))
        for part, counts in counting_people().items()
    ]


def service_return() -> pl.Expr:
    """Whether a cell rests on what an authority returned about its own service."""
    return pl.col("speaker").is_in(AUTHORITY_SPEAKS) | pl.col("fact").is_in(SERVICE_FACTS)


def statement() -> pl.Expr:
    """Whether a cell counts what authorities state, and not people."""
    return pl.col("speaker").is_in(AUTHORITY_SPEAKS) | pl.col("fact").is_in(NO_PEOPLE)


def one_vote_each() -> pl.Expr:
    """
    Whether a group's figure is the mean of its authorities' practitioners.

    Their answers added up, beside that mean, would tell each of a few authorities from the others.
    """
    return (pl.col("speaker") == "practitioner") & ~pl.col("level").is_in(["authority", "england"])


def staff() -> pl.Expr:
    """How many of the staff a cell is about; null where it is about none."""
    about = (pl.col("speaker") == "practitioner") | pl.col("fact").is_in(STAFF_FACTS)
    stated = pl.col("fact").is_in(STAFF_STATED)
    return (
        pl.when(stated)
        .then(pl.col("denominator"))
        .when(about)
        .then(pl.col("n"))
        .fill_null(pl.when(stated | about).then(0))
    )


def needs_several_authorities() -> pl.Expr:
    """Whether a cell is an aggregate of what authorities, or their practitioners, say."""
    asked = service_return() | (pl.col("speaker") == "practitioner")
    aggregate = pl.col("level") != "authority"
    return (aggregate & asked) | (pl.col("level") == "statistical_neighbours")
