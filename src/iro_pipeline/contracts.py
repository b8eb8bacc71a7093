"""What a table must look like, as schemas/ declares in the words of Frictionless Table Schema."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Literal, Self

import polars as pl

from iro_pipeline.declarations import (
    BadContract,
    ContractError,
    declared,
    known_terms,
    listed,
    one_of,
)
from iro_pipeline.places import SCHEMAS

__all__ = [
    "TYPES",
    "BadContract",
    "Contract",
    "ContractError",
    "Field",
    "Question",
    "Rule",
    "codes",
    "every",
    "in_force",
    "sources",
]

TYPES: Mapping[str, pl.DataType] = {
    "string": pl.String(),
    "integer": pl.Int64(),
    "year": pl.Int64(),
    "number": pl.Float64(),
    "boolean": pl.Boolean(),
    "date": pl.Date(),
}

# What Frictionless calls our terms.
_OURS = {"key": "primaryKey", "missing": "missingValues", "formats": "format"}


@dataclass(frozen=True)
class Question:
    """
    What may be made of the answers to a survey's question, and what must be said with them.

    `treatment`: "scored" has a mean and a share of the two best answers; "ordinal" (ordered words
    at unequal distances) and "distribution" are shown answer by answer; "yes_no" as a share.
    `replicate_of` names the question that speaks; the copy is added to nothing.
    """

    number: int
    title: str
    theme: str
    treatment: Literal["scored", "ordinal", "distribution", "yes_no"]
    code: str = ""
    headline: bool = False
    caveat: str = ""
    replicate_of: str = ""
    answers: Mapping[str, str] = field(default_factory=dict)  # better words than the form's
    comment: str = ""  # the box that, filled in alone, is an answer no option could hold …
    comment_alone: str = ""  # … and the code of that answer
    label_source_lines: tuple[int, ...] = ()
    label_confidence: str = ""


@dataclass(frozen=True)
class Field:
    """
    One column: its lasting name, how a file words and writes it, and what it may hold.

    `open_text`: of a box read only as filled in or not, the text rests apart, restricted.
    `written`: what its `pattern` asks for, in words for the person who fills the file in.
    """

    name: str
    type: str
    description: str
    header: tuple[str, ...] = ()
    occurrence: int = 1
    place: int = 1
    sub: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()
    codes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    codes_list: str = ""
    labels: bool = False
    symbols: tuple[str, ...] = ()
    authority: bool = False
    period_from: str = ""
    identifier: str = ""
    national: str = ""
    optional_column: bool = False
    section: str = ""
    example: str = ""
    open_text: bool = False
    written: str = ""
    question: Question | None = None
    faults: Literal["blank", "reject"] = "blank"
    constraints: Mapping[str, Any] = field(default_factory=dict)

    @property
    def dtype(self) -> pl.DataType:
        """Its polars type."""
        return TYPES[self.type]

    @property
    def resting(self) -> pl.DataType:
        """The polars type in which it rests: of an identifier, a date of birth too, only a tag."""
        return pl.String() if self.identifier else self.dtype

    @property
    def required(self) -> bool:
        """Whether a row without it is rejected."""
        return bool(self.constraints.get("required"))

    @property
    def fatal(self) -> bool:
        """Whether a fault in it rejects the row: an end date blanked would say "still open"."""
        return self.required or self.faults == "reject"


@dataclass(frozen=True)
class Rule:
    """
    A sentence that must hold of each row: `holds` is a polars SQL expression.

    `fields` are those to blame, or to blank. It cannot be looked into where no row has one of the
    fields that it `needs`; one `among_repeats` is asked only of rows that share their key with
    another of their file. `national` is its number in DfE's validation of the return. A file is
    held where more than the share `hold_above` of its rows are against the rule. `effect`: what
    figures make of a row that breaks it, where its severity does not say all.
    """

    id: str
    says: str
    holds: str
    fields: tuple[str, ...]
    severity: Literal["reject", "blank", "warn"] = "reject"
    hold_above: float | None = None
    needs: tuple[str, ...] = ()
    among_repeats: bool = False
    national: str = ""
    effect: str = ""


@dataclass(frozen=True)
class Contract:
    """
    What one table must look like from one edition of its form on.

    `role`: of all who fill in a questionnaire that does not ask for it. `without_rows`: what a file
    of headers alone says; where it says nothing, nobody has filled it in and it is refused.
    """

    name: str
    title: str
    grain: str
    key: tuple[str, ...]
    fields: tuple[Field, ...]
    rules: tuple[Rule, ...] = ()
    source: str = ""
    form: str = "table"
    path: str = ""
    missing: tuple[str, ...] = ("",)
    ignored: tuple[str, ...] = ()
    encodings: tuple[str, ...] = ("utf-8",)
    role: str = ""
    notes: str = ""
    steady: bool = True  # False where numbers swing from year to year, as in a log of events
    without_rows: str = ""

    @classmethod
    def load(cls, name: str, schemas: Path = SCHEMAS) -> Self:
        """
        The contract at schemas/<name>.toml; `name` as in "raw/ssda903/reviews/2012".

        Raises BadContract for a mistake in that file.
        """
        return _load(cls, name, schemas)

    @property
    def dtypes(self) -> dict[str, pl.DataType]:
        """Column names and polars types, as the table comes to rest."""
        return {each.name: each.resting for each in self.fields}

    @property
    def table(self) -> str:
        """Which of its source's tables it is for."""
        return self.name.split("/")[2]

    @property
    def source_name(self) -> str:
        """The folder of data/raw/ whose files it is for."""
        return self.name.split("/")[1]

    @property
    def given(self) -> tuple[str, ...]:
        """What the folders of a file's path say of every row."""
        return tuple(part.strip("{}") for part in self.path.split("/") if part)

    @property
    def recognises_only(self) -> bool:
        """Whether its files are known and left aside."""
        return not self.fields

    def empty(self) -> pl.DataFrame:
        """The table without rows."""
        return pl.DataFrame(schema=self.dtypes)


@cache
def in_force(source: str, year: int | None, schemas: Path = SCHEMAS) -> list[Contract]:
    """For each table of a source the newest edition not later than `year` (None: the newest)."""
    found = []
    for table in _folders(schemas / "raw" / source):
        editions = sorted(int(path.stem) for path in table.glob("*.toml"))
        held = [edition for edition in editions if year is None or edition <= year]
        if held:
            found.append(Contract.load(f"raw/{source}/{table.name}/{held[-1]}", schemas))
    return found


@cache
def sources(schemas: Path = SCHEMAS) -> list[str]:
    """The sources that have a contract."""
    return [folder.name for folder in _folders(schemas / "raw")]


def every(schemas: Path = SCHEMAS, within: str = "") -> Iterator[Contract]:
    """All contracts, or those in one folder of schemas/, in the order of their names."""
    for path in sorted((schemas / within).rglob("*.toml")):
        name = path.relative_to(schemas).with_suffix("").as_posix()
        if not name.startswith("codes/"):
            yield Contract.load(name, schemas)


def _folders(place: Path) -> list[Path]:
    return sorted(path for path in place.iterdir() if path.is_dir()) if place.is_dir() else []


@cache
def _load(cls: type[Contract], name: str, schemas: Path) -> Any:
    said = declared(name, schemas)
    known_terms(Contract, {"name": name, "primaryKey": (), "fields": (), **said}, (name, ""), _OURS)
    one_of(said.get("form", "table"), ("table", "survey"), (name, ""), "form")
    terms: dict[str, Any] = {
        term: tuple(value) if isinstance(value, list) else value for term, value in said.items()
    }
    terms["fields"] = tuple(
        _field(each, schemas, (name, _block("fields", number, each)))
        for number, each in enumerate(said.get("fields", ()), 1)
    )
    _named_once(name, terms["fields"])
    terms["rules"] = tuple(
        _rule(each, (name, _block("rules", number, each)))
        for number, each in enumerate(said.get("rules", ()), 1)
    )
    terms["key"] = terms.pop("primaryKey", ())
    terms["missing"] = terms.pop("missingValues", ("",))
    return cls(name=name, **terms)


def _block(kind: str, number: int, said: Mapping[str, Any]) -> str:
    name = said.get("name", said.get("id"))
    return f"[[{kind}]] number {number}" + (f" ({name})" if name else "")


def _named_once(name: str, fields: Sequence[Field]) -> None:
    places: dict[str, int] = {}
    for number, each in enumerate(fields, 1):
        if (first := places.setdefault(each.name, number)) != number:
            raise BadContract(
                name,
                _block("fields", number, {"name": each.name}),
                f"found the name of [[fields]] number {first} again",
                "Give one of the two another name: small letters, digits and _.",
            )


def _rule(said: Mapping[str, Any], where: tuple[str, str]) -> Rule:
    known_terms(Rule, said, where, {})
    terms: dict[str, Any] = {**said}
    terms |= {name: tuple(said.get(name, ())) for name in ("fields", "needs")}
    return Rule(**terms)


def _field(said: Mapping[str, Any], schemas: Path, where: tuple[str, str]) -> Field:
    known_terms(Field, said, where, _OURS)
    one_of(said["type"], TYPES, where, "type")
    terms: dict[str, Any] = {**said, "header": _words(said.get("header", ()))}
    terms["sub"] = _words(terms.get("sub", ()))
    terms["formats"] = _words(terms.pop("format", ()))
    asked = said.get("codes", "")
    if isinstance(asked, dict):
        terms["codes_list"] = said["name"]
        terms["codes"] = {code: _words(label) for code, label in asked.items()}
    elif asked:
        terms["codes_list"], terms["codes"] = asked, _codes(asked, schemas, where)
    if question := said.get("question"):
        known_terms(Question, question, where, {})
        of_it: dict[str, Any] = {**question}
        of_it["label_source_lines"] = tuple(question.get("label_source_lines", ()))
        terms["question"] = Question(**of_it)
    if "symbols" in said:
        terms["symbols"] = tuple(_codes(said["symbols"], schemas, where))
    return Field(**terms)


@cache
def codes(name: str, schemas: Path = SCHEMAS) -> Mapping[str, tuple[str, ...]]:
    """A code list: each code with its label and other wordings, in the list's order."""
    return _codes(name, schemas, (f"codes/{name}", ""))


def _codes(name: str, schemas: Path, asked_by: tuple[str, str]) -> Mapping[str, tuple[str, ...]]:
    return {code: _words(label) for code, label in listed(name, schemas, asked_by).items()}


def _words(value: str | Sequence[str]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)
