"""From a specification to an SVG that stands by itself: named, with ids of its own, in a theme."""

import re
from functools import cache
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import vl_convert

from iro_pipeline.publications.charts.lettering import SIZE
from iro_pipeline.publications.charts.palette import LIGHT, Theme

FONTS = Path(__file__).parent.parent / "fonts"

# What Vega says to screen readers of each mark: the drawing is one picture, and its table is read.
SPOKEN = re.compile(r' (?:role|aria-[a-z]+|pointer-events|class)="[^"]*"')
AREA = re.compile(r'aria-label="([EK]\w+)"')
OPENING = re.compile(r"<svg [^>]*?width=\"([\d.]+)\" height=\"([\d.]+)\"[^>]*>")


@cache
def _fonts() -> None:
    """The vendored font, so that words are as wide on every machine."""
    vl_convert.register_font_directory(str(FONTS))


def drawn(specification: dict[str, Any]) -> str:
    _fonts()
    return vl_convert.vega_to_svg(specification)


def named(svg: str, name: str, title: str, alt: str) -> str:
    """
    The drawing with its title and description, and ids unlike those of others on the page.

    Words that `canvas.text` placed get their size.
    """
    svg = svg.replace('font-size="0px"', f'font-size="{SIZE}px"')
    svg = AREA.sub(r'data-area="\1"', svg)
    svg = SPOKEN.sub("", svg)
    wide, high = OPENING.findall(svg)[0]
    opening = (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" '
        f'aria-labelledby="{name}-title {name}-alt" '
        f'width="{wide}" height="{high}" viewBox="0 0 {wide} {high}">'
        f'<title id="{name}-title">{escape(title)}</title>'
        f'<desc id="{name}-alt">{escape(alt)}</desc>'
    )
    return OPENING.sub(lambda _: opening, svg, count=1)


def themed(svg: str, theme: Theme) -> str:
    """On a page, colours that its theme sets; in print, as they are."""
    if theme == "print":
        return svg
    for name, value in LIGHT.items():
        svg = svg.replace(f'"{value}"', f'"var(--{name})"')
    return svg
