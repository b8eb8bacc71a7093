"""Where a figure comes from: the files behind it as counts, and the pages that tell its rules."""

from collections.abc import Iterator, Mapping
from itertools import chain

import polars as pl

from iro_pipeline.contracts import BadContract, Contract
from iro_pipeline.explaining.amounts import absent, number
from iro_pipeline.explaining.shown import Row, Shown
from iro_pipeline.questionnaires import questionnaires
from iro_pipeline.record.phrases import counted

EPISODES, REVIEWS, HEADER = "ssda903/episodes", "ssda903/reviews", "ssda903/header"
CARE = (EPISODES, REVIEWS)
SERVICE, ALLOCATION, LOG = "iro_service/service", "iro_allocation/allocation", "dispute_log/dispute"
DFE = "cla_statistics/rate"
# The tables that each fact is made from, as building.py makes it; answers are of their own form.
READ: Mapping[str, tuple[str, ...]] = {
    "review": CARE,
    "review_due": CARE,
    "reviewed_child": CARE,
    "child_participation": CARE,
    "care_year": CARE,
    "overdue": CARE,
    "move": CARE,
    "appointment": (ALLOCATION, *CARE),
    "iro_days": (ALLOCATION, EPISODES),
    "allocated": (ALLOCATION, EPISODES),
    "iro": (ALLOCATION,),
    "service": (SERVICE,),
    "iro_team": (SERVICE,),
    "reported_reviews": (SERVICE, EPISODES),
    "caseload": (SERVICE, EPISODES, DFE),
    "cost": (SERVICE, *CARE),
    "dispute": (LOG,),
    "challenges": (LOG, EPISODES),
    "record": ("review_records/record",),
    "enquiries": ("cafcass_enquiries/enquiry",),
    "cla_statistic": (DFE,),
    "return_module": (HEADER, *CARE),
    "return_quality": (HEADER, *CARE, DFE),
}
SURVEYS = ("answer", "form")
# A child's care and reviews run on from year to year, and turnover needs both ends of the year.
JOINED = {*CARE, ALLOCATION, SERVICE}
STATES = {
    "held": "waits for a person to decide, and is not used: `iro review` shows it",
    "waiting": "is not used yet: in few records it differs from what is published",
    "quarantined": "was refused, and nothing of it is used",
    "superseded": "was replaced by a later one",
    "set aside": "was set aside by a person, and is not used",
    "forgotten": "was forgotten at somebody's request, and is not kept",
}
ALWAYS = {
    "docs/indicators.md": "every indicator in words",
    "docs/reading-a-benchmark.md": "how to read a comparison",
    "docs/methods.md": "intervals, verdicts, places and trends",
    "docs/disclosure.md": "what is withheld, and why",
}
CLOCKS = {"docs/clocks.md": "when a review falls due, and when that cannot be told"}
SURVEY = {"docs/survey.md": "how answers become figures"}
OF_FACT = {
    **dict.fromkeys(["review_due", "reviewed_child", "overdue", "appointment", "move"], CLOCKS),
    **dict.fromkeys(SURVEYS, SURVEY),
}


def tables(indicator: Row) -> tuple[str, ...]:
    """The tables, as source/table, that an indicator is made from."""
    fact = indicator["fact"]
    if fact in READ:
        return READ[fact]
    named = indicator["indicator"]
    forms = [
        form
        for form in questionnaires()
        if fact == "form" or any(named.startswith(f"{each.name}_") for each in form.questions)
    ]
    return tuple(f"{form.source}/{form.table}" for form in forms)


def files(shown: Shown, period: int | None) -> Iterator[str]:
    """What became of the files of this authority and year, and of those that are of everyone."""
    receipts = shown.tables.receipts.with_columns(
        of=pl.concat_str("source", "table", separator="/")
    )
    whose = pl.col("authority").is_null() | pl.col("authority").is_in(shown.tables.authority.codes)
    its = receipts.filter(whose & (pl.col("state") != "duplicate"))
    named = tables(shown.indicator)
    told = [*chain.from_iterable(of_table(its.filter(of=table), table, period) for table in named)]
    yield from told or ["No file behind it is in this release."]
    yield f"What is checked in them: docs/rules.md, under {', '.join(named)}."


def of_table(receipts: pl.DataFrame, table: str, period: int | None) -> Iterator[str]:
    """One table's files of the year, then in which other years there are some."""
    # DfE's release of one year tells of several.
    of_year = pl.lit(table == DFE) | pl.col("period").eq_missing(pl.lit(period, pl.Int64))
    yield from (in_words(row) for row in receipts.filter(of_year).iter_rows(named=True))
    others = receipts.filter(~of_year, state="loaded")
    if table in JOINED and others.height:
        years = ", ".join(str(year) for year in others["period"].unique().sort())
        yield f"Read beside it: {title(others.row(0, named=True))}, {years}."


def in_words(row: Row) -> str:
    """One receipt: its contract, its state and its counts of rows, never a name or a value."""
    whose = "one file of all authorities" if row["authority"] is None else "its own file"
    what = f"{title(row)}, {row['period']} ({whose})"
    if row["state"] != "loaded":
        return f"{what}: {STATES.get(row['state'], 'is not used')}."
    return f"{what}: {rows(row)}."


def title(row: Row) -> str:
    """What the contract calls the table."""
    try:
        return Contract.load(row["contract"]).title
    except (BadContract, FileNotFoundError):  # an edition that was, in a release of then
        return f"{row['source']}/{row['table']}"


def rows(row: Row) -> str:
    """Rows read, used and not used, and how many faults; what is withheld is said to be."""
    if row["rows_in"] is None:
        return f"used; its counts are {absent(row)}"
    read = f"{counted(row['rows_in'], 'row')} read"
    if row["accepted"] is None:
        return f"{read}; how many were used is {absent(row)}"
    used = f"{read}, {number(row['accepted'])} used, {number(row['rejected'])} not"
    if not row["rejected"]:
        used = f"{read}, all used" if row["rows_in"] else read
    if row["faults"] is None:
        return f"{used}; the number of faults is {absent(row)}"
    return f"{used}; {counted(row['faults'], 'fault') if row['faults'] else 'no faults'}"


def pages(indicator: Row) -> Iterator[str]:
    """Where the rules behind it are told."""
    of_fact = OF_FACT.get(indicator["fact"], {})
    yield from (f"{page}: {says}." for page, says in (of_fact | ALWAYS).items())
