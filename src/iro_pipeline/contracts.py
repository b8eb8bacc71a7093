"""What a table must look like, as schemas/ declares in the words of Frictionless Table Schema."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Self

import polars as pl

from iro_pipeline.declarations import BadContract, ContractError, declared, known_terms, one_of
from iro_pipeline.fields import (
    FRICTIONLESS,
    TYPES,
    Field,
    Question,
    Rule,
    codes,
    field_of,
    rule,
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
    # False where an authority speaks of itself, or what is told is public: see record/waiting.py.
    of_people: bool = True

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
    known_terms(
        Contract, {"name": name, "primaryKey": (), "fields": (), **said}, (name, ""), FRICTIONLESS
    )
    one_of(said.get("form", "table"), ("table", "survey"), (name, ""), "form")
    terms: dict[str, Any] = {
        term: tuple(value) if isinstance(value, list) else value for term, value in said.items()
    }
    terms["fields"] = tuple(
        field_of(each, schemas, (name, _block("fields", number, each)))
        for number, each in enumerate(said.get("fields", ()), 1)
    )
    _named_once(name, terms["fields"])
    terms["rules"] = tuple(
        rule(each, (name, _block("rules", number, each)))
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
