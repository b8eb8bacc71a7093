"""The packs that surfaces are tried on are as the model says."""

import pytest

from iro_pipeline.packs import Pack
from tests.publications import drawn


@pytest.mark.parametrize("pack", drawn.every(), ids=lambda pack: f"{pack.kind}-{pack.area}")
def test_each_drawn_row_has_a_cell_for_each_column_and_each_chart_a_table(pack: Pack):
    tables = [table for section in pack.sections for table in section.tables]
    names = [table.name for table in tables]
    assert len(set(names)) == len(names)
    for table in tables:
        headings = [column.heading for column in table.columns]
        assert len(set(headings)) == len(headings)
        assert all(len(row.cells) == len(headings) for row in table.rows)
    for section in pack.sections:
        assert {chart.table for chart in section.charts} <= {t.name for t in section.tables}
