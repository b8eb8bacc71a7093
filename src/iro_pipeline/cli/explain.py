"""iro explain"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from iro_pipeline.cli import origins
from iro_pipeline.cli.endings import REFUSED, Json, Root, complain, result, told

if TYPE_CHECKING:
    from iro_pipeline.explaining import Explanation

WIDTH = 100

Authority = Annotated[str, typer.Argument(help="Its name, GSS code or DfE number.")]
Indicator = Annotated[
    str, typer.Argument(help="Its lasting name or code: docs/indicators.md lists them.")
]
Period = Annotated[
    int | None,
    typer.Option(
        parser=origins.year, metavar="YEAR", help="Year ending 31 March; the newest if none."
    ),
]
PeerGroup = Annotated[
    str, typer.Option(help="The group told of in full: england, region, statistical_neighbours.")
]
Audience = Annotated[
    Literal["public", "network", "authority"],
    typer.Option(help="Whose folder of the release is read: what it may see is all that is told."),
]


def explain(
    authority: Authority,
    indicator: Indicator,
    period: Period = None,
    peer_group: PeerGroup = "england",
    audience: Audience = "authority",
    root: Root = Path(),
    as_json: Json = False,
) -> None:
    """Say how a published figure came about, down to counts and rules."""
    from iro_pipeline.explaining import NotKnown, Shown, Tables
    from iro_pipeline.explaining import explain as explained
    from iro_pipeline.workspace import Workspace

    release = Workspace(root).latest()
    if release is None:
        complain("There is no release yet: `iro run` makes one of what lies in data/raw/.")
        raise typer.Exit(REFUSED)
    try:
        shown = Shown.of(Tables.of(release, audience, authority), indicator)
        found = explained(shown, period, peer_group)
    except NotKnown as unknown:
        raise typer.BadParameter(str(unknown)) from None
    result(in_words(found), found.record(), as_json=as_json)


def in_words(found: Explanation) -> Iterator[str]:
    """Line by line, no wider than a terminal; what people typed breaks none."""
    opening = [found.title, found.seen, *([found.warning] if found.warning else [])]
    yield from (line for said in opening for line in wrapped(said))
    for section in found.sections:
        yield ""
        yield section.heading
        yield from (line for said in section.lines for line in wrapped(said, "  "))


def wrapped(said: str, indent: str = "") -> list[str]:
    return textwrap.wrap(
        told(said),
        WIDTH,
        initial_indent=indent,
        subsequent_indent=f"{indent}  ",
        break_long_words=False,
        break_on_hyphens=False,
    )
