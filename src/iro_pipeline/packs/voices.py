"""What a manager and the practitioners answer to the same question, beside each other."""

from collections.abc import Iterator, Sequence

import polars as pl

from iro_pipeline.packs.cells import Row, number_cell, text
from iro_pipeline.packs.mine import Mine
from iro_pipeline.packs.model import Cell, Column, Section, Table
from iro_pipeline.packs.model import Row as Line
from iro_pipeline.packs.words import are, many
from iro_pipeline.questionnaires import asked

NAME = "voices"
WHOSE = {"own": "this authority's", "region": "the region's"}
READ = (
    "A manager answers for the service, and practitioners each for themself: two measures, never "
    "added together. Where they differ, the difference is the finding.",
    "Fewer than ten practitioners are shown to nobody; the region's stand there then, and nothing "
    "of this authority's own is in them that could be told.",
)


def voices(mine: Mine) -> Section:
    """The section: question by question, of the newest wave that the service answered."""
    rows = answered(mine)
    return Section(
        name=NAME,
        title="Managers beside practitioners",
        headline=headline(mine, rows),
        paragraphs=READ if rows else (),
        tables=(_table(mine, rows),) if rows else (),
    )


def answered(mine: Mine) -> list[Row]:
    """The questions of the newest wave that the service answered."""
    own = mine.own("survey_gaps").filter(pl.col("service_value").is_not_null())
    newest = own.filter(pl.col("period") == pl.col("period").max())
    return list(newest.sort("question").iter_rows(named=True))


def apart(row: Row) -> str:
    """Who of the authority rates higher, where the interval leaves out nought; else nothing."""
    if row["lower"] is None:
        return ""
    if row["lower"] > 0:
        return "manager higher"
    return "practitioners higher" if row["upper"] < 0 else ""


def headline(mine: Mine, rows: Sequence[Row]) -> str:
    """In how many questions the two can be set beside each other, and in how many they differ."""
    if not rows:
        return f"No manager of {mine.name} answered the survey: there is nothing to set beside it."
    wave = rows[0]["period"]
    own = [row for row in rows if row["gap"] is not None]
    first = f"The service answered {many(len(rows), 'question')} in {wave}"
    if not own:
        return f"{first}. Too few of its own practitioners did to be set beside it."
    words = [apart(row) for row in own]
    said = [
        f"in {number:,} the manager's answer is higher than practitioners'"
        if word == "manager higher"
        else f"in {number:,} practitioners' is higher"
        for word in ("manager higher", "practitioners higher")
        if (number := words.count(word))
    ]
    found = " and ".join(said) if said else "in none do the two differ"
    return (
        f"{first}; beside {len(own):,} of them {are(len(own))} its own practitioners' answers: "
        f"{found} by more than who happened to answer would bring."
    )


def widest(rows: Sequence[Row]) -> Row | None:
    """The question in which the two differ most, of those in which they differ beyond chance."""
    told = [row for row in rows if apart(row)]
    return max(told, key=lambda row: abs(row["gap"]), default=None)


def said(row: Row) -> str:
    """A question in which the two differ, as a sentence."""
    manager, others = (text(row[name], "score") for name in ("service_value", "practitioner_value"))
    title, highest = _title(row), asked(row["question"]).ends[1]
    return (
        f"{title}: the manager answered {manager} of {highest}, and {row['answers']:,} "
        f"practitioners {others} on average, in {row['period']}; more apart than who happened to "
        "answer would bring."
    )


def _table(mine: Mine, rows: Sequence[Row]) -> Table:
    columns = [
        Column("question", "Question", "name"),
        Column("manager", "Manager", "number", 2),
        Column("practitioners", "Practitioners", "number", 2, "Their mean"),
        Column("whose", "Whose practitioners"),
    ]
    # Nothing is beside the region's but what they answered.
    own = any(row["gap"] is not None for row in rows)
    if own:
        columns += [
            Column("gap", "Difference", "number", 2, "Manager less practitioners"),
            Column("lower", "From", "number", 2, "Lower end of its 95% interval"),
            Column("upper", "To", "number", 2, "Upper end of its 95% interval"),
            Column("word", "More than chance?"),
        ]
    lines = (Line(tuple(_cells(row, own=own)), mine.code) for row in rows)
    notes = ("Answers are steps of 1 to 5, 5 being the best; each question has labels of its own.",)
    caption = f"{mine.name}: the same questions, {rows[0]['period']}"
    return Table(NAME, caption, tuple(columns), tuple(lines), notes)


def _cells(row: Row, *, own: bool) -> Iterator[Cell]:
    title = _title(row)
    yield Cell(title, title)
    for name in ("service_value", "practitioner_value"):
        yield number_cell(row, name, table="survey_gaps", unit="score")
    whose = WHOSE.get(row["practitioner_source"] or "", "")
    yield Cell(whose, whose or None)
    if own:
        for name in ("gap", "lower", "upper"):
            there = row[name] is not None
            yield number_cell(row, name, table="survey_gaps", unit="score") if there else Cell("")
        word = apart(row) or ("no" if row["gap"] is not None else "")
        yield Cell(word, word or None)


def _title(row: Row) -> str:
    return asked(row["question"]).terms.title
