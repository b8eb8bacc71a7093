"""What people receive, in words and rows: written once, and drawn by page, workbook and print."""

from iro_pipeline.packs.charts import (
    Bands,
    BandsRow,
    Change,
    ChangeRow,
    Chart,
    Diverging,
    DivergingRow,
    Funnel,
    Limit,
    Point,
    Quarter,
    Quarters,
    Segment,
    Standing,
    StandingRow,
)
from iro_pipeline.packs.model import Cell, Column, Origin, Pack, Row, Section, Table
from iro_pipeline.packs.released import released

__all__ = [
    "Bands",
    "BandsRow",
    "Cell",
    "Change",
    "ChangeRow",
    "Chart",
    "Column",
    "Diverging",
    "DivergingRow",
    "Funnel",
    "Limit",
    "Origin",
    "Pack",
    "Point",
    "Quarter",
    "Quarters",
    "Row",
    "Section",
    "Segment",
    "Standing",
    "StandingRow",
    "Table",
    "released",
]
