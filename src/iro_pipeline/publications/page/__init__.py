"""A pack as one file that any browser reads: offline, by keyboard, on paper."""

import base64
import hashlib
from collections import Counter
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from iro_pipeline.packs import Chart, Pack, Section, Table
from iro_pipeline.publications import charts
from iro_pipeline.publications.charts.palette import DARK, LIGHT, STEPS, variables, written_on
from iro_pipeline.publications.charts.verdicts import is_called

__all__ = ["render"]

# More rows than this of a drawn table are folded away below their drawing.
OPEN = 8


def render(pack: Pack) -> str:
    """
    One page of HTML with its style, script and drawings in it; it asks nothing of any host.

    What the pack says is escaped, whatever stands in it. The same pack is the same bytes.
    """
    style, script = _style(), _own("page.js")
    return (
        _templates()
        .get_template("page.html")
        .render(
            pack=pack,
            contents=[*contents(pack)],
            parts={section.name: [*parts(section)] for section in pack.sections},
            style=Markup(style),  # noqa: S704 - our own file
            script=Markup(script),  # noqa: S704 - our own file
            policy=_policy(style, script),
            shades=("lowest", "second", "third", "highest"),
            drawn=_drawn,
            is_empty=charts.is_empty,
            is_folded=is_folded,
            is_called=is_called,
        )
    )


def contents(pack: Pack) -> Iterator[tuple[str, str]]:
    """Titles and names of sections; of those that share what is before a colon, the first alone."""
    common = Counter(_common(section) for section in pack.sections)
    told = set()
    for section in pack.sections:
        title = section.title if common[_common(section)] == 1 else _common(section)
        if title not in told:
            told.add(title)
            yield title, section.name


def _common(section: Section) -> str:
    return section.title.partition(": ")[0]


def parts(section: Section) -> Iterator[tuple[tuple[Chart, ...], Table | None]]:
    """The tables in their order, each with the charts that it holds; then charts without one."""
    for table in section.tables:
        yield tuple(chart for chart in section.charts if chart.table == table.name), table
    known = {table.name for table in section.tables}
    if alone := tuple(chart for chart in section.charts if chart.table not in known):
        yield alone, None


def is_folded(table: Table, drawn: bool) -> bool:
    return table.is_long or (drawn and len(table.rows) > OPEN)


@cache
def _templates() -> Environment:
    return Environment(
        loader=PackageLoader("iro_pipeline.publications.page"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _drawn(chart: Chart) -> Markup:
    """The drawing, whose words `charts` has escaped."""
    return Markup(charts.svg(chart, "page"))  # noqa: S704


@cache
def _style() -> str:
    shades = "".join(
        f".shade-{i}{{background:{colour};color:{written_on(colour)}}}"
        for i, colour in enumerate(STEPS, start=1)
    )
    light = f":root{{{variables(LIGHT)}}}"
    dark = f"@media screen and (prefers-color-scheme:dark){{:root{{{variables(DARK)}}}}}"
    return f"{light}{dark}\n{_own('page.css')}{shades}\n"


@cache
def _own(name: str) -> str:
    return (files("iro_pipeline.publications.page") / name).read_text(encoding="utf-8")


def _policy(style: str, script: str) -> str:
    """What the page may do: run its own script and style, and nothing else."""
    return (
        f"default-src 'none'; style-src '{_digest(style)}'; script-src '{_digest(script)}'; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )


def _digest(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
