"""The files of schemas/ as they are written, and what is said of a mistake in one."""

import tomllib
from collections.abc import Collection, Mapping
from dataclasses import MISSING, fields
from difflib import get_close_matches
from pathlib import Path
from typing import Any


class ContractError(Exception):
    """A table of our own, not merely some of its rows, breaks its contract."""


class BadContract(ContractError):
    """A mistake in a file of schemas/: which file and block, what was found, and what to do."""

    def __init__(self, name: str, block: str, found: str, do: str) -> None:
        where = f"schemas/{name}.toml" + (f", {block}" if block else "")
        super().__init__(f"{where}: {found}. {do}")


def declared(name: str, schemas: Path) -> dict[str, Any]:
    """What schemas/<name>.toml holds. Raises BadContract where that is no TOML."""
    place = schemas / f"{name}.toml"
    try:
        return tomllib.loads(place.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as mistake:
        raise BadContract(
            name,
            "",
            f"found what is no TOML, {_place(mistake)}",
            "Look at that line and the one before: a quotation mark or bracket may not be closed, "
            "or a term stand twice in its block.",
        ) from None
    except UnicodeDecodeError:
        raise BadContract(name, "", "found text that is not UTF-8", "Save it as UTF-8.") from None


def listed(name: str, schemas: Path, asked_by: tuple[str, str]) -> Mapping[str, Any]:
    """The codes of a list; `asked_by`: the contract and block to blame if there is no such list."""
    if not (schemas / f"codes/{name}.toml").is_file():
        there = sorted(path.stem for path in (schemas / "codes").glob("*.toml"))
        found = f"found the list of codes {name!r}; there is none of that name in schemas/codes/"
        raise BadContract(*asked_by, found, _nearest(name, there))
    codes = declared(f"codes/{name}", schemas).get("codes")
    if not isinstance(codes, dict) or not codes:
        found = "found no codes; expected a table [codes] with one or more"
        raise BadContract(f"codes/{name}", "", found, "Write one line a code.")
    return codes


def known_terms(
    kind: Any, said: Mapping[str, Any], where: tuple[str, str], also: Mapping[str, str]
) -> None:
    """
    Raise BadContract for a term that the kind of block has not, and for one that it lacks.

    `also` renames: a file's word for each term that the kind calls otherwise.
    """
    words = {also.get(each.name, each.name): each for each in fields(kind)}
    for term in said:
        if term not in words:
            do = _nearest(term, words)
            raise BadContract(*where, f"found {term!r}, which is no term of such a block", do)
    needed = (
        word
        for word, each in words.items()
        if each.default is MISSING and each.default_factory is MISSING
    )
    if missing := [word for word in needed if word not in said]:
        raise BadContract(*where, f"found no {' and no '.join(missing)}", "Add what is missing.")


def one_of(value: object, expected: Collection[str], where: tuple[str, str], term: str) -> None:
    """Raise BadContract for a value that its term does not know."""
    if value not in expected:
        raise BadContract(*where, f"found {term} = {value!r}", _nearest(str(value), list(expected)))


def _place(mistake: tomllib.TOMLDecodeError) -> str:
    """At which line and column; the rest of the message may quote."""
    _, mark, place = str(mistake).rpartition("(at ")
    return f"at {place.rstrip(')')}" if mark else "at its end"


def _nearest(said: str, known: Collection[str]) -> str:
    """The nearest that there is; without one, all."""
    near = get_close_matches(said, list(known), 1)
    return f"Did you mean {near[0]!r}?" if near else f"Use one of {', '.join(known)}."
