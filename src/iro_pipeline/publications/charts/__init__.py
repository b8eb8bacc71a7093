"""Charts as still pictures: page and print draw the same."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from iro_pipeline.packs import Bands, Change, Chart, Diverging, Funnel, Quarters, Standing
from iro_pipeline.publications.charts.bars import bands, diverging
from iro_pipeline.publications.charts.drawing import drawn, named, themed
from iro_pipeline.publications.charts.palette import Theme
from iro_pipeline.publications.charts.points import funnel
from iro_pipeline.publications.charts.rows import change, standing
from iro_pipeline.publications.charts.times import quarters

__all__ = ["is_empty", "svg"]

KINDS: dict[type, Callable[[Any], dict[str, Any]]] = {
    Bands: bands,
    Funnel: funnel,
    Change: change,
    Diverging: diverging,
    Standing: standing,
    Quarters: quarters,
}


def svg(chart: Chart, theme: Theme) -> str:
    """
    The chart as an SVG element with title and description; ids begin with `chart-` and its name.

    For a page its colours are the variables that `palette.variables` sets, and what is drawn of
    an area has its code as `data-area`; for print they are the light theme's. Widths are about
    740 pixels, or less. Raises ValueError for a chart of nothing: `is_empty` tells.
    """
    if is_empty(chart):
        raise ValueError(f"Chart {chart.name} has nothing to draw: say so in words instead")
    return themed(named(_picture(chart), f"chart-{chart.name}", chart.title, chart.alt), theme)


@lru_cache(maxsize=64)
def _picture(chart: Chart) -> str:
    """Kept for a pack's page and its print, which draw the same one after the other."""
    return drawn(KINDS[type(chart)](chart))


def is_empty(chart: Chart) -> bool:
    """Whether nothing of it may be shown."""
    match chart:
        case Funnel(points=points):
            return not points
        case Quarters(quarters=every):
            return all(quarter.value is None for quarter in every)
        case Bands(rows=rows) | Diverging(rows=rows):
            return not any(row.segments for row in rows)
        case Change(rows=rows) | Standing(rows=rows):
            return not rows
