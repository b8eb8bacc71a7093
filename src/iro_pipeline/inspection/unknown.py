"""Columns of a file whose answers are mostly not on their list: perhaps of another question."""

from collections.abc import Collection, Iterator

import polars as pl

from iro_pipeline.contracts import Contract, Field
from iro_pipeline.inspection import labels, parsing

# No list has two hundred answers, however differently people write them; each costs a look.
MOST_DIFFERENT = 10_000
# Fewer are told row by row.
FEWEST = 10

Finding = tuple[int, str, str, str, str, str]


def crowded(contract: Contract, text: pl.DataFrame) -> Iterator[Finding]:
    """Columns of labels with more different answers in a file than any list has."""
    for each in contract.fields:
        if each.labels and text[each.name].n_unique() > MOST_DIFFERENT:
            different = pl.col(each.name).drop_nulls().n_unique()
            told = text.group_by("arrival", maintain_order=True).agg(different.alias("different"))
            for arrival, number in told.filter(pl.col("different") > MOST_DIFFERENT).iter_rows():
                yield _stopped(each, arrival, f"{number:,} different answers")


def mostly(each: Field, text: pl.DataFrame, unknown: Collection[str]) -> Iterator[Finding]:
    """The column where more than half of a file's answers are `unknown`, and not just a few."""
    if not unknown:
        return
    said = pl.col(each.name)
    strange = text.filter(said.is_in([*unknown])).group_by("arrival", maintain_order=True)
    many = strange.agg(strange=pl.len(), often=said.mode().sort().first())
    many = many.filter(pl.col("strange") >= FEWEST)
    if many.is_empty():
        return
    answered = text.group_by("arrival").agg(filled=said.count())
    told = many.join(answered, on="arrival").filter(2 * pl.col("strange") > pl.col("filled"))
    for arrival, count, often, filled in told.sort("arrival").iter_rows():
        found = f"answers that are not on the list in {count:,} of {filled:,} rows with one"
        yield _stopped(each, arrival, found, labels.nearest(each, often) if each.labels else "")


def _stopped(each: Field, arrival: int, found: str, nearest: str = "") -> Finding:
    near = f"; the nearest to what is found most is {nearest}" if nearest else ""
    why = "the column may be of another question, and is not used"
    expected = f"{parsing.expected(each)}{near}; {why}"
    severity = "reject" if each.fatal else "blank"
    return (arrival, each.name, "mostly_unknown", found, expected, severity)
