"""
A pack as a PDF to take to a meeting: A4 on its side, tagged, and no longer than it has to be.

Typst sets it, and refuses what PDF/UA-1 does not allow, a picture without words above all.
"""

from dataclasses import dataclass
from functools import cache

from iro_pipeline.packs import Pack
from iro_pipeline.publications.printed.content import Fit, content
from iro_pipeline.publications.printed.press import pages, pressed

__all__ = ["render"]


@dataclass(frozen=True)
class Ladder:
    """
    From roomy to tight: the roomiest whose print has at most `pages` is taken.

    `first` is where most come out: looked at before the others, for each look costs a setting of
    the whole. What is left out of a print is on the page.
    """

    fits: tuple[Fit, ...]
    pages: int
    first: int


AREA = Ladder(
    (
        Fit(size=8.0, charts=9, bars=99, rows=99),
        Fit(size=8.0, charts=2, bars=99, rows=99),
        Fit(size=8.0, charts=1, bars=99, rows=99),
        Fit(size=7.0, charts=1, bars=99, rows=99),
        Fit(size=7.0, charts=1, bars=20, rows=99),
        Fit(size=7.0, charts=1, bars=14, rows=99),
        Fit(size=7.0, charts=0, bars=14, rows=26),
        Fit(size=7.0, charts=0, bars=14, rows=12),
        Fit(size=6.5, charts=0, bars=14, rows=12),
    ),
    pages=4,
    first=4,
)
# Sheets of authorities are many: all are set alike, and one only is set again, tighter, that is too
# long.
OWN = Ladder(
    (
        Fit(size=7.0, charts=0, bars=14, rows=26),
        Fit(size=7.0, charts=0, bars=14, rows=12),
        Fit(size=6.5, charts=0, bars=14, rows=12),
    ),
    pages=2,
    first=0,
)


def ladder(pack: Pack) -> Ladder:
    return OWN if pack.kind == "authority" else AREA


def render(pack: Pack) -> bytes:
    """The pack as a PDF; in the tightest fit where even that is longer than it should be."""
    steps = ladder(pack)
    pressing = cache(lambda fit: pressed(content(pack, fit)))

    def is_short(place: int) -> bool:
        return pages(pressing(steps.fits[place])) <= steps.pages

    place = steps.first
    while place < len(steps.fits) - 1 and not is_short(place):
        place += 1
    while place and is_short(place - 1):
        place -= 1
    return pressing(steps.fits[place])
