"""Whose rows are forgotten, and which rows of a table are theirs."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

import polars as pl

from iro_pipeline.arrivals.tables import PEOPLE, Claimed, Known, year_of
from iro_pipeline.inspection.pseudonyms import Pseudonyms
from iro_pipeline.record.erasures import Erasure

# Apart from the tags at rest: what is kept of a person who is forgotten is found in no table.
_DOMAIN = "forgotten"
_DIGITS = 6  # a respondent's short number is filled up to so many (readers.survey)


class Asked(NamedTuple):
    """
    Who is to be forgotten: a child of an authority, or a respondent of one wave of a survey.

    `scope`: the authority's la_code, or source/table/year. The identifier is in clear, as typed: it
    is never written anywhere.
    """

    kind: str
    scope: str
    identifier: str

    def __repr__(self) -> str:
        """Without the identifier: tracebacks show their values."""
        return f"Asked({self.kind}, {self.scope})"


def tags_of(pseudonyms: Pseudonyms, asked: Asked) -> tuple[str, ...]:
    """The keyed hashes by which the person is known from now on."""
    said = asked.identifier.strip()
    written = {said, said.zfill(_DIGITS)} if asked.kind == "respondent" else {said}
    return tuple(_tags(pseudonyms, asked.kind, asked.scope, sorted(written)))


class Forgotten:
    """The people whose rows are left out of every reading."""

    def __init__(self, pseudonyms: Pseudonyms, people: Iterable[Erasure]) -> None:
        self._pseudonyms = pseudonyms
        self._tags: dict[tuple[str, str], set[str]] = {}
        for each in people:
            self._tags.setdefault((each.kind, each.scope), set()).update(each.tags)

    def may_be_in(self, path: str, known: Known) -> bool:
        """Whether a file that lies there can have rows of any of them."""
        source, code, year = _place(path, known)
        return any(
            scope == code if kind == "child" else _is_of(scope, source, year)
            for kind, scope in self._tags
        )

    def lines(self, path: str, table: Claimed, known: Known) -> pl.Series:
        """The lines of the table that hold rows of any of them, in order."""
        found = [pl.Series("line", [], dtype=pl.Int64)]
        scopes = _scopes(path, table, known)
        for column, kind in _columns(table).items():
            if tags := self._tags.get((kind, scopes[kind])):
                found.append(self._of(table.text, column, (kind, scopes[kind]), tags))
        return pl.concat(found).unique().sort()

    def _of(
        self, text: pl.DataFrame, column: str, whose: tuple[str, str], tags: set[str]
    ) -> pl.Series:
        said = text.select("line", said=pl.col(column).str.strip_chars())
        distinct = said["said"].drop_nulls().unique()
        made = zip(distinct, _tags(self._pseudonyms, *whose, distinct), strict=True)
        theirs = [each for each, tag in made if tag in tags]
        return said.filter(pl.col("said").is_in(theirs))["line"].cast(pl.Int64)


def _tags(pseudonyms: Pseudonyms, kind: str, scope: str, said: Iterable[str]) -> list[str]:
    messages = (f"{kind}|{scope}|{each}" for each in said)
    return [f"{number:016x}" for number in pseudonyms.numbers(_DOMAIN, messages)]


def _columns(table: Claimed) -> Mapping[str, str]:
    """The columns that tell whose a row is, and which kind of person."""
    if table.contract.recognises_only:
        return {kind: kind for kind in PEOPLE if kind in table.text.columns}
    return {
        each.name: each.identifier
        for each in table.contract.fields
        if each.identifier in PEOPLE and each.name in table.text.columns
    }


def _scopes(path: str, table: Claimed, known: Known) -> dict[str, str]:
    """Within which one identifier is one person, by kind of person."""
    source, code, year = _place(path, known)
    return {"child": code, "respondent": f"{source}/{table.contract.table}/{year}"}


def _place(path: str, known: Known) -> tuple[str, str, int | None]:
    """The source, la_code (empty where none is named) and year that the folders say."""
    source, *folders = path.split("/")[:-1] or [""]
    year = year_of(folders)
    named = (folders[1] if len(folders) > 1 else "", year or 0)
    return source, known[named][1] if named in known else "", year


def _is_of(scope: str, source: str, year: int | None) -> bool:
    """Whether a respondent's scope is of that wave; of a nameless source it may be."""
    its_source, _, its_year = scope.split("/")
    return (its_source, its_year) == (source, str(year))
