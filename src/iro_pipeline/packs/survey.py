"""What managers and practitioners answered, side by side."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from iro_pipeline.explaining.amounts import to_places
from iro_pipeline.packs.cells import Row, number_cell, text
from iro_pipeline.packs.charts import Diverging, DivergingRow, Segment
from iro_pipeline.packs.model import Cell, Column, Section, Table
from iro_pipeline.packs.model import Row as Line
from iro_pipeline.packs.whose import Whose
from iro_pipeline.packs.words import many

SPEAKERS = {"service": "Services", "practitioner": "Practitioners"}
LOWER, UPPER = "Scored 1 to 3", "Scored 4 or 5"
READ = (
    "Each question has a scale of five of its own, 5 being best; told are the share that scored 4 "
    "or 5 and the mean. In an area each authority counts as one vote, whoever of it answered. A "
    "service's answer and its practitioners' answers are two measures, and where they differ, the "
    "difference is the finding. Of questions on which they agree in truth, one in twenty is said "
    "to differ all the same.",
)


@dataclass(frozen=True)
class Question:
    """A scored question of the newest wave: its gap, and the estimates of either speaker."""

    title: str
    gap: Row
    shares: Mapping[str, Row]

    @property
    def is_apart(self) -> bool:
        """Whether managers and practitioners differ by more than chance: nought is not between."""
        lower, upper = self.gap["lower"], self.gap["upper"]
        return lower is not None and upper is not None and (lower > 0 or upper < 0)


def survey(whose: Whose) -> Section:
    """The section: shares of good scores, and how far managers and practitioners are apart."""
    questions = asked(whose)
    drawn = [each for each in SPEAKERS if _bars(questions, each)]
    return Section(
        name="survey",
        title="What managers and practitioners say",
        headline=headline(whose, questions),
        paragraphs=READ if questions else (),
        charts=tuple(_chart(whose, questions, each) for each in drawn),
        tables=(_shares(whose, questions), _gaps(whose, questions)) if questions else (),
    )


def headline(whose: Whose, questions: Sequence[Question]) -> str:
    """In how many questions they differ, and in which the most."""
    told = [each for each in questions if each.gap["gap"] is not None]
    if not told:
        return f"What managers and practitioners of {whose.within} say may not be told."
    apart = in_most(told)
    every = many(len(told), "question")
    if not apart:
        return f"In none of {every} do managers and practitioners differ by more than chance."
    return (
        f"Managers and practitioners differ by more than chance in {len(apart):,} of {every}, "
        f"most in {said(apart[0])}."
    )


def in_most(questions: Sequence[Question]) -> list[Question]:
    """Those in which they differ by more than chance, the furthest apart first."""
    return sorted((each for each in questions if each.is_apart), key=_how_far)


def said(question: Question) -> str:
    """A question with both mean scores."""
    service, own = (text(question.gap[f"{each}_value"], "score") for each in SPEAKERS)
    return f"“{question.title}” (of 5: managers {service}, practitioners {own})"


def asked(whose: Whose) -> tuple[Question, ...]:
    """The scored questions of the newest wave that are told of the area, in their order."""
    gaps = _newest(whose.tables["survey_gaps"].filter(level=whose.level, area=whose.code))
    every = whose.tables["survey_estimates"].filter(level=whose.level, area=whose.code)
    shares = every.filter(role_group="all")
    of = {(row["indicator"], row["period"]): row for row in shares.iter_rows(named=True)}
    titles = dict(whose.tables["indicators"].select("indicator", "title").rows())
    return tuple(
        Question(
            titles.get(f"{row['question']}_score_by_service", row["question"]).partition(":")[0],
            row,
            {
                speaker: found
                for speaker in SPEAKERS
                if (found := of.get((f"{row['question']}_top_two_by_{speaker}", row["period"])))
            },
        )
        for row in gaps.sort("question").iter_rows(named=True)
    )


def _newest(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.filter(pl.col("period") == pl.col("period").max())


def _how_far(question: Question) -> tuple[float, str]:
    return -abs(question.gap["gap"]), question.title


def _bars(questions: Sequence[Question], speaker: str) -> list[DivergingRow]:
    rows = ((each.title, each.shares.get(speaker)) for each in questions)
    return [_bar(title, row) for title, row in rows if row and row["value"] is not None]


def _bar(title: str, row: Row) -> DivergingRow:
    parts = ((LOWER, 100 - row["value"]), (UPPER, row["value"]))
    answers = row["answers"]
    segments = (
        Segment(label, to_places(share, 1), share, f"{to_places(share, 0):.0f}%")
        for label, share in parts
    )
    return DivergingRow(title, tuple(segments), 1, f"{answers:,}", is_astride=False)


def _chart(whose: Whose, questions: Sequence[Question], speaker: str) -> Diverging:
    rows = _bars(questions, speaker)
    wave = questions[0].gap["period"]
    who = SPEAKERS[speaker].lower()
    return Diverging(
        name=f"survey_{speaker}",
        title=f"What {who} say, {wave}",
        alt=(
            f"Bars of {many(len(rows), 'question')}: the share of {who} of {whose.within} that "
            "scored 4 or 5 to the right, of 1 to 3 to the left."
        ),
        table="survey_shares",
        unit="%",
        rows=tuple(rows),
    )


def _shares(whose: Whose, questions: Sequence[Question]) -> Table:
    """One row a question: the shares that scored 4 or 5, and how many answered."""
    columns = [Column("question", "Question", "name")]
    for speaker, who in SPEAKERS.items():
        columns += [
            Column(f"{speaker}_share", f"{who}: 4 or 5", "number", 1),
            Column(f"{speaker}_from", f"{who}: from", "number", 1),
            Column(f"{speaker}_to", f"{who}: to", "number", 1),
            Column(f"{speaker}_n", f"{who}: answers", "number"),
        ]
    lines = (Line((Cell(each.title, each.title), *_share_cells(each))) for each in questions)
    caption = f"{whose.name}: share that scored 4 or 5, with 95% interval, {_wave(questions)}"
    return Table("survey_shares", caption, tuple(columns), tuple(lines))


def _share_cells(question: Question) -> Iterator[Cell]:
    for speaker in SPEAKERS:
        row = question.shares.get(speaker)
        if row is None:
            yield from [Cell("[x]", detail="Nothing was answered.")] * 4
            continue
        rests = f"From {row['authorities']:,} of {row['of']:,} authorities."
        for name in ("value", "lower", "upper"):
            yield number_cell(row, name, table="survey_estimates", unit="percent", detail=rests)
        yield number_cell(row, "answers", table="survey_estimates", unit="count")


def _gaps(whose: Whose, questions: Sequence[Question]) -> Table:
    """One row a question: both mean scores, and their difference."""
    columns = (
        Column("question", "Question", "name"),
        Column("service", "Services' mean", "number", 2),
        Column("practitioner", "Practitioners' mean", "number", 2),
        Column("gap", "Difference", "number", 2),
        Column("from", "95% from", "number", 2),
        Column("to", "95% to", "number", 2),
        Column("apart", "More than chance?"),
        Column("services", "Services", "number"),
        Column("answers", "Practitioners", "number"),
    )
    lines = (Line((Cell(each.title, each.title), *_gap_cells(each))) for each in questions)
    caption = f"{whose.name}: mean scores of 1 to 5, {_wave(questions)}"
    return Table("survey_gaps", caption, columns, tuple(lines))


def _gap_cells(question: Question) -> Iterator[Cell]:
    row = question.gap
    for name in ("service_value", "practitioner_value", "gap", "lower", "upper"):
        yield number_cell(row, name, table="survey_gaps", unit="score")
    said = "cannot be told" if row["lower"] is None else "yes" if question.is_apart else "no"
    yield Cell(said, said)
    for name in ("services", "answers"):
        yield number_cell(row, name, table="survey_gaps", unit="count")


def _wave(questions: Sequence[Question]) -> str:
    return str(questions[0].gap["period"])
