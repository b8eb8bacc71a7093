"""What waits for a person, and what the person decides: held files, and names of authorities."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import zip_longest

import polars as pl

from iro_pipeline.arrivals.tables import claim, named_in
from iro_pipeline.authorities import UNKNOWN, listed, resolve, unresolved
from iro_pipeline.authorities.likely import Candidate, candidates, heirs
from iro_pipeline.authorities.names import Decided, elsewhere, form
from iro_pipeline.contracts import Field
from iro_pipeline.inspection.unread import period_of
from iro_pipeline.intake import receipts_now
from iro_pipeline.readers import Unreadable
from iro_pipeline.record.ledger import Ledger
from iro_pipeline.record.receipts import Arrival, Decision, Receipt, names_decided
from iro_pipeline.reference import BEGINS, register
from iro_pipeline.workspace import Workspace

_UNKNOWN = "unknown_authority"
_MEND = "Ask whoever typed it, and correct it where the answers are kept."
# What an arrival may be for a person to decide so.
ALLOWED = {
    "use": {"held", "waiting", "set aside"},
    "set aside": {"held", "waiting", "loaded", "superseded", "quarantined"},
}


class Undecidable(Exception):
    """A decision that cannot be taken: what was found and what to do."""


@dataclass(frozen=True)
class Unknown:
    """A name that no authority is known by, as somebody typed it: for one pair of eyes only."""

    text: str
    period: int
    why: str
    rows: int
    arrivals: tuple[int, ...]
    candidates: list[Candidate] = field(default_factory=list)


@dataclass(frozen=True)
class Queue:
    """
    Held arrivals, table by table, and unknown names, those of the most rows first.

    `corrections` wait for nobody: they are used once enough has come, or by a person's decision.
    """

    held: list[Receipt]
    names: list[Unknown]
    corrections: list[Receipt] = field(default_factory=list)


def queue(workspace: Workspace, ledger: Ledger, guessed: int = 20) -> Queue:
    """
    Everything that waits for a person; names are read again from the files as they came.

    Likeness is costly: only the first names, as many as `guessed`, have candidates.
    """
    receipts = receipts_now(ledger)
    decided = names_decided(ledger.decisions())
    read = ("loaded", "held", "waiting", "quarantined")
    used = [each for each in receipts if each.state in read]
    asked = [each for each in used if _UNKNOWN in each.faults]
    return Queue(
        [each for each in receipts if each.state == "held"],
        unknown(
            pl.concat([_NOTHING, *_typed(workspace, ledger.arrivals(), asked, decided)]),
            decided,
            guessed,
        ),
        [each for each in receipts if each.state == "waiting"],
    )


def decide_arrival(ledger: Ledger, arrival: int, verdict: str, by: str, why: str) -> list[Decision]:
    """
    Use a held or waiting arrival, or set an arrival aside; what stood before it then stands again.

    Of two that came for one place, using one sets the other aside. Raises Undecidable.
    """
    receipts = receipts_now(ledger)
    parts = [each for each in receipts if each.arrival == arrival]
    states = {each.state for each in parts} - {"ignored"}
    if not states & ALLOWED[verdict]:
        found = f"it is {' and '.join(sorted(states))}" if parts else "there is no such arrival"
        raise Undecidable(f"Arrival {arrival} cannot be decided on so: {found}.")
    places = {each.slot for each in parts}
    rivals = {
        each.arrival
        for each in receipts
        if verdict == "use" and each.slot in places and _stands_in_its_way(each, arrival)
    } - {arrival}
    decisions = [
        Decision(0, "set aside", by, f"arrival {arrival} is used in its place", rival)
        for rival in sorted(rivals)
    ]
    decisions.append(Decision(0, "use" if verdict == "use" else "set aside", by, why, arrival))
    ledger.decide(decisions)
    return decisions


def _stands_in_its_way(each: Receipt, arrival: int) -> bool:
    """A later arrival for the same place would stand in place of the one that is to be used."""
    return each.state == "held" or (each.state == "loaded" and each.arrival > arrival)


def decide_name(ledger: Ledger, text: str, means: str | None, by: str, why: str) -> Decision:
    """
    A name stands for an authority from now on, in every file, or for none of England's (None).

    `means` is a GSS code, a DfE number or a full name. Raises Undecidable where it is neither, and
    for what is no name or means something already.
    """
    known_as = _form(text)
    la_code = None if means is None else la_code_of(means)
    if fault := _no_name(known_as) or _taken(known_as, la_code):
        raise Undecidable(fault)
    decision = Decision(0, "means", by, why, None, known_as, la_code)
    ledger.decide([decision])
    return decision


def _no_name(known_as: str) -> str:
    """Why a text is no name that could be decided on; empty where it is one."""
    if not re.search(r"[^\W\d_]", known_as):
        return "That is no name: found no letter in it. Expected the name as somebody typed it."
    if country := elsewhere().get(known_as):
        return (
            f"That is a council in {country}: the pipeline knows it and uses none of its rows. "
            "There is nothing to decide."
        )
    if re.fullmatch(r"[a-z]\d{8}", known_as):
        whose = listed(_known(known_as)) or "nobody in the register"
        return f"That is a code, and no name: it stands for {whose}, whatever is decided. {_MEND}"
    return ""


def _taken(known_as: str, la_code: str | None) -> str:
    """
    Whom a name stands for already, so that it cannot stand for another; empty where it can.

    What an abolished authority was called may mean the one that took its place, for the years after
    it. Where several did, or a trust serves several, the next respondent who types the name may
    mean another of them.
    """
    stands_for = heirs(known_as, date.today().year)
    if la_code is not None and len(stands_for) > 1:
        return (
            f"That name stands for {listed(stands_for)}: it cannot mean one of them in every file. "
            f"{_MEND}"
        )
    known = _known(known_as)
    if known and (not stands_for or la_code not in (None, *stands_for)):
        return f"That name stands for {listed(known)} in the register, whatever is decided. {_MEND}"
    return ""


def _known(known_as: str) -> list[str]:
    """The la_code of each authority that a name stands for in one period or another."""
    periods = pl.int_range(BEGINS.year + 1, date.today().year + 2, eager=True)
    found = resolve(pl.DataFrame({"text": known_as, "period": periods}))
    its = pl.col("gss_code").is_in(found["authority"].drop_nulls().implode())
    return register().filter(its)["la_code"].unique(maintain_order=True).to_list()


_NOTHING = pl.DataFrame(
    schema={"text": pl.String, "period": pl.Int64, "arrival": pl.Int64, "rows": pl.Int64}
)


def _typed(
    workspace: Workspace, arrivals: Sequence[Arrival], asked: Sequence[Receipt], decided: Decided
) -> Iterator[pl.DataFrame]:
    """The names in files that had an unknown one: in a folder's name, or row by row."""
    known = named_in((each.path for each in asked), decided)
    came = {each.sequence: each for each in arrivals}
    for each in asked:
        folders = each.path.split("/")[1:-1]
        if each.state == "quarantined" and not each.table and len(folders) > 1:
            row = (folders[1], each.period, each.arrival, each.rows_in)
            yield pl.DataFrame([row], schema=_NOTHING.schema, orient="row")
            continue
        try:
            tables = claim(each.path, workspace.received(came[each.arrival]), known)
        except Unreadable:
            continue
        for table in tables:
            for named in table.contract.fields:
                if named.authority and table.contract.table == each.table:
                    yield _in_rows(table.text, named, each.arrival)


def _in_rows(text: pl.DataFrame, named: Field, arrival: int) -> pl.DataFrame:
    said = text.select(
        text=pl.col(named.name).str.strip_chars(), period=period_of(named).cast(pl.Int64)
    )
    counted = said.drop_nulls().group_by("text", "period", maintain_order=True).len("rows")
    return counted.select(
        "text", "period", arrival=pl.lit(arrival, pl.Int64), rows=pl.col("rows").cast(pl.Int64)
    )


def unknown(typed: pl.DataFrame, decided: Decided, guessed: int) -> list[Unknown]:
    """The names (text, period, arrival, rows) that nothing is known or decided of."""
    asked = typed.select("text", "period").unique()
    unknown = resolve(asked, decided).filter(pl.col("authority").is_null()).drop("authority")
    left = typed.join(unknown, on=["text", "period"], how="semi").filter(
        ~form(pl.col("text")).is_in([*decided, *elsewhere()])
    )
    grouped = (
        left.group_by("text", "period", maintain_order=True)
        .agg(pl.col("rows").sum(), pl.col("arrival").unique().sort())
        .sort(["rows", "text", "period"], descending=[True, False, False])
    )
    told = unresolved(grouped)
    return [
        Unknown(text, period, why or UNKNOWN, rows, (*came,), likely)
        for (text, period, rows, came, _, why), likely in zip_longest(
            told.rows(),
            (candidates(*each) for each in told.head(guessed).select("text", "period").rows()),
            fillvalue=[],
        )
    ]


def la_code_of(means: str) -> str:
    """The lasting code of the one authority of a GSS code, DfE number or full name; Undecidable."""
    meant = register().filter(
        (pl.col("gss_code") == means) | (pl.col("la_code") == means) | (pl.col("name") == means)
    )
    if meant["la_code"].n_unique() != 1:
        raise Undecidable(
            f"{means!r} is no GSS code, DfE number or full name of one English authority; the "
            "register is reference/authorities.csv."
        )
    return meant["la_code"][0]


def _form(text: str) -> str:
    return pl.select(form(pl.lit(text))).item()
