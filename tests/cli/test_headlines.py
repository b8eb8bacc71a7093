from pathlib import Path

import polars as pl
import pytest

from iro_pipeline.cli.headlines import headlines, shown
from tests.tables import table


@pytest.fixture
def release(tmp_path: Path) -> Path:
    (tmp_path / "tables").mkdir()
    figures = table(
        """
        | indicator       | period | level     | value |
        |-----------------|--------|-----------|-------|
        | reviews_on_time | 2023   | england   | 90.0  |
        | reviews_on_time | 2024   | england   | 91.25 |
        | reviews_on_time | 2024   | authority | 60.0  |
        | reviews_on_time | 2024   | authority | 99.5  |
        | reviews_on_time | 2024   | authority |       |
        | participation   | 2024   | england   |       |
        """,
        period=pl.Int64,
        value=pl.Float64,
    )
    indicators = table(
        """
        | indicator       | title                | unit    |
        |-----------------|----------------------|---------|
        | reviews_on_time | Reviews held on time | percent |
        | participation   | Took part            | percent |
        """
    )
    figures.collect().write_parquet(tmp_path / "tables/figures.parquet")
    indicators.collect().write_parquet(tmp_path / "tables/indicators.parquet")
    return tmp_path


def test_a_headline_is_englands_newest_figure_and_how_many_authorities_are_shown(
    release: Path,
) -> None:
    assert headlines(release) == ["Reviews held on time, England 2024: 91.2% (2 authorities shown)"]


@pytest.mark.parametrize(
    ("unit", "words"),
    [("percent", "61.5%"), ("count", "61"), ("children per WTE", "61.5")],
)
def test_a_figure_is_shown_in_its_unit(unit: str, words: str) -> None:
    assert shown(61.45 if unit != "count" else 61.0, unit) == words
