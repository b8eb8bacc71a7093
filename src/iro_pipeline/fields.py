"""The columns of a contract: what each is called, how a file writes it, and what it may hold."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Literal

import polars as pl

from iro_pipeline.declarations import known_terms, listed, one_of
from iro_pipeline.places import SCHEMAS

# What Frictionless calls our terms.
FRICTIONLESS = {"key": "primaryKey", "missing": "missingValues", "formats": "format"}
TYPES: Mapping[str, pl.DataType] = {
    "string": pl.String(),
    "integer": pl.Int64(),
    "year": pl.Int64(),
    "number": pl.Float64(),
    "boolean": pl.Boolean(),
    "date": pl.Date(),
}


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


def rule(said: Mapping[str, Any], where: tuple[str, str]) -> Rule:
    known_terms(Rule, said, where, {})
    terms: dict[str, Any] = {**said}
    terms |= {name: tuple(said.get(name, ())) for name in ("fields", "needs")}
    return Rule(**terms)


def field_of(said: Mapping[str, Any], schemas: Path, where: tuple[str, str]) -> Field:
    known_terms(Field, said, where, FRICTIONLESS)
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
