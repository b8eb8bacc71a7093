"""
A pack as a PDF to take to a meeting: A4 on its side, tagged, and no longer than it has to be.

Typst sets it, and refuses what PDF/UA-1 does not allow, a picture without words above all.
"""

from collections.abc import Callable
from functools import cache

from iro_pipeline.packs import Pack
from iro_pipeline.publications.printed.content import Fit, content
from iro_pipeline.publications.printed.press import pages, pressed

__all__ = ["render"]

# From roomy to tight: the roomiest that is short enough is taken. What is left out is on the page.
FITS = (
    Fit(size=8.0, charts=9, bars=99, rows=99),
    Fit(size=8.0, charts=2, bars=99, rows=99),
    Fit(size=8.0, charts=1, bars=99, rows=99),
    Fit(size=7.0, charts=1, bars=99, rows=99),
    Fit(size=7.0, charts=1, bars=20, rows=99),
    Fit(size=7.0, charts=1, bars=14, rows=99),
    Fit(size=7.0, charts=1, bars=14, rows=30),
    Fit(size=7.0, charts=1, bars=14, rows=26),
    Fit(size=7.0, charts=0, bars=14, rows=26),
    Fit(size=7.0, charts=0, bars=14, rows=12),
    Fit(size=6.5, charts=0, bars=14, rows=12),
)
MOST_PAGES = {"authority": 2}
_ELSE = 4
# Where most packs of a kind come out: looked at first, for each look costs a setting of the whole.
_FIRST = {"authority": 8}
_MIDDLE = 4


def render(pack: Pack) -> bytes:
    """The pack as a PDF; in the tightest fit where even that is longer than it should be."""
    most = MOST_PAGES.get(pack.kind, _ELSE)
    pressing = cache(lambda fit: pressed(content(pack, fit)))

    def is_short(place: int) -> bool:
        return pages(pressing(FITS[place])) <= most

    return pressing(FITS[_roomiest(is_short, _FIRST.get(pack.kind, _MIDDLE))])


def _roomiest(is_short: Callable[[int], bool], place: int) -> int:
    """From `place` to where it is short enough, or from there to the roomiest that still is."""
    while place < len(FITS) - 1 and not is_short(place):
        place += 1
    while place and is_short(place - 1):
        place -= 1
    return place
