"""Whose rows are to be forgotten: a person by authority or wave, and by a number never shown."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from iro_pipeline.forgetting.people import Asked


def whose(authority: str | None, source: str | None, year: int | None) -> tuple[str, str]:
    """Whether a child or a respondent is meant, and within what their number is theirs."""
    if (authority is None) == (source is None) or (source is None) != (year is None):
        raise typer.BadParameter(
            "say whose the number is: --authority of a child, --source and --year of a respondent."
        )
    if source is not None:
        return "respondent", f"{survey(source)}/{year}"
    from iro_pipeline.reviewing import Undecidable, la_code_of

    try:
        return "child", la_code_of(authority or "")
    except Undecidable as found:
        raise typer.BadParameter(str(found), param_hint="'--authority'") from None


def survey(said: str) -> str:
    """The one table, as source/table, of a source whose respondents have numbers."""
    from iro_pipeline.contracts import every

    asked = {
        f"{contract.source_name}/{contract.table}"
        for contract in every(within="raw")
        for each in contract.fields
        if each.identifier == "respondent"
    }
    meant = [each for each in sorted(asked) if said in (each, each.partition("/")[0])]
    if len(meant) != 1:
        raise typer.BadParameter(
            f"expected one of {', '.join(sorted(asked))}.", param_hint="'--source'"
        )
    return meant[0]


def named(kind: str, scope: str, come_from: str | None) -> Asked:
    """The person, by a number that no list of processes and no history of a shell holds."""
    from iro_pipeline.forgetting.people import Asked

    if come_from is None:
        said = typer.prompt("The person's number (not shown)", hide_input=True, err=True)
    elif come_from == "-":
        said = sys.stdin.read()
    elif Path(come_from).is_file():
        said = Path(come_from).read_text(encoding="utf-8-sig")
    else:
        raise typer.BadParameter("there is no such file.", param_hint="'--from'")
    if len(said.split("\n")) > 2 or not said.strip():
        raise typer.BadParameter("expected one number on one line.", param_hint="'--from'")
    return Asked(kind, scope, said.strip())
