"""Who sent what."""

from collections.abc import Iterator, Mapping

import polars as pl

from iro_pipeline.packs.cells import Row, number_cell, origin
from iro_pipeline.packs.model import Cell, Column, Section, Table
from iro_pipeline.packs.model import Row as Line
from iro_pipeline.packs.whose import Whose
from iro_pipeline.packs.words import few, listed, of
from iro_pipeline.record.phrases import lowered

SOURCES = {
    ("ssda903", "records"): "SSDA903 returns",
    ("iro_service", "records"): "Service returns",
    ("iro_allocation", "records"): "Allocations to IROs",
    ("review_records", "records"): "Review records",
    ("dispute_log", "records"): "Dispute logs",
    ("cafcass_enquiries", "records"): "Cafcass's enquiries",
    ("cla_statistics", "records"): "DfE statistics",
    ("state_of_the_nation", "service"): "Survey: services",
    ("state_of_the_nation", "practitioner"): "Survey: practitioners",
    ("ncb_role_of_iros", "service"): "NCB questions: managers",
    ("ncb_role_of_iros", "director"): "NCB questions: directors",
    ("ncb_role_of_iros", "practitioner"): "NCB questions: practitioners",
}
READ = (
    "A figure of the area rests on those who sent what it is made of; what the others would show "
    "is not known. Of practitioners it is how many answered.",
)
# What others publish of every authority says nothing of who takes part.
NOT_SENT = {("cafcass_enquiries", "records"), ("cla_statistics", "records")}
Source = tuple[str, str]


def coverage(whose: Whose) -> Section:
    """The section: areas and authorities by sources, each at its newest period."""
    return Section(
        name="coverage",
        title="Who sent what",
        headline=headline(whose),
        paragraphs=READ,
        tables=(table(whose),),
    )


def headline(whose: Whose) -> str:
    """Which sources all authorities sent, and which the fewest."""
    sent = sent_by(whose)
    if not sent:
        return f"Nobody in {whose.within} sent anything."
    fewest = min(number / whole for number, whole in sent.values())
    whole = [in_a_sentence(source) for source, (number, all_) in sent.items() if number == all_]
    least = [source for source, (number, all_) in sent.items() if number / all_ == fewest]
    number, all_ = sent[least[0]]
    these = listed([in_a_sentence(source) for source in least])
    if fewest == 1:
        return f"All {all_:,} authorities sent everything: {these}."
    said = f"{of(number, all_)} sent the fewest: {these}." if number else f"Nobody sent {these}."
    return f"{said} All sent{few(whole)}." if 0 < len(whole) <= 3 else said


def sent_by(whose: Whose) -> Mapping[Source, tuple[int, int]]:
    """Of each source that authorities send: how many of how many did, at its newest period."""
    return {
        source: (sum(row["authorities"] for row in rows), sum(row["of"] for row in rows))
        for source, rows in _rows(whose).items()
        if source not in NOT_SENT and rows
    }


def table(whose: Whose) -> Table:
    """One row an area, one column a source."""
    newest = _newest(whose)
    columns = [Column("area", "Authority" if whose.kind != "england" else "Area", "name")]
    columns += [
        Column("_".join(source), f"{SOURCES[source]}, {period}")
        for source, period in newest.items()
    ]
    return Table(
        "coverage",
        f"{whose.name}: what was sent and could be used",
        tuple(columns),
        tuple(_lines(whose, newest)),
    )


def _lines(whose: Whose, newest: Mapping[Source, int]) -> Iterator[Line]:
    areas = _of_areas(whose)
    for code, name, level in areas:
        found = (_row(whose, source, period, level, code) for source, period in newest.items())
        yield Line((Cell(name, name), *(_cell(row) for row in found)), code)


def _cell(row: Row | None) -> Cell:
    """Sent or not; of areas how many did, of practitioners how many answered."""
    if row is None:
        return Cell("[z]", detail="There was no such authority, or nothing was asked of it.")
    if row["speaker"] == "practitioner":
        return _answered(row)
    if row["level"] == "authority":
        return Cell("sent" if row["authorities"] else "nothing")
    said = f"{row['authorities']:,} of {row['of']:,}"
    return Cell(said, row["authorities"], origin=origin("coverage", row, "authorities"))


def _answered(row: Row) -> Cell:
    cell = number_cell(row, "respondents", table="coverage", unit="count")
    if row["level"] == "authority" or cell.value is None:
        return cell
    detail = f"From {row['authorities']:,} of {row['of']:,} authorities."
    return number_cell(row, "respondents", table="coverage", unit="count", detail=detail)


def _of_areas(whose: Whose) -> list[tuple[str, str, str]]:
    """Code, name and level of the rows: the area first."""
    members = [(code, name, "authority") for code, name in whose.members]
    if whose.kind == "england":
        regions = [(code, name, "region") for code, name in whose.regions]
        return [("E92000001", "England", "england"), *regions]
    if whose.kind == "region":
        return [(whose.code, whose.name, "region"), *members]
    return members


def _newest(whose: Whose) -> Mapping[Source, int]:
    """The newest period of each source, in the order above."""
    latest = whose.tables["coverage"].group_by("source", "speaker").agg(pl.max("period"))
    of = {(source, speaker): period for source, speaker, period in latest.iter_rows()}
    return {source: of[source] for source in SOURCES if source in of}


def _rows(whose: Whose) -> Mapping[Source, list[Row]]:
    """Each source's rows of the authorities."""
    found = {
        source: [_row(whose, source, period, "authority", code) for code, _ in whose.members]
        for source, period in _newest(whose).items()
    }
    return {source: [row for row in rows if row is not None] for source, rows in found.items()}


def _row(whose: Whose, source: Source, period: int, level: str, code: str) -> Row | None:
    return whose.coverage.get((*source, period, level, code))


def came(source: Source) -> str:
    """What came of a source, as the beginning of a sentence."""
    said = in_a_sentence(source)
    return said[:1].upper() + said[1:]


def in_a_sentence(source: Source) -> str:
    said = SOURCES[source]
    if source[0] in ("state_of_the_nation", "ncb_role_of_iros"):
        return said.replace("Survey: ", "the survey's answers of ").replace(
            "NCB questions: ", "answers to NCB's questions of "
        )
    return lowered(said)
