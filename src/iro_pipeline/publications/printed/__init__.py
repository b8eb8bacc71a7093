"""
A pack as a PDF to take to a meeting: A4 on its side, tagged, and no longer than it has to be.

Typst sets it, and refuses what PDF/UA-1 does not allow, a picture without words above all.
"""

from bisect import bisect_left
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


def render(pack: Pack) -> bytes:
    """The pack as a PDF; in the tightest fit where even that is longer than it should be."""
    most = MOST_PAGES.get(pack.kind, _ELSE)
    pressing = cache(lambda fit: pressed(content(pack, fit)))
    place = bisect_left(FITS[:-1], True, key=lambda fit: pages(pressing(fit)) <= most)
    return pressing(FITS[place])
