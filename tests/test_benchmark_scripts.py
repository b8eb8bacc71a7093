"""Three implementations of docs/clocks.md, written apart, come to the same numbers."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest

from benchmarks import agreement, attack, peers_duckdb, peers_pandas
from benchmarks.attacks import quarters, releases
from iro_pipeline import pipeline, stages
from iro_pipeline.invention import care
from iro_pipeline.invention.nation import Nation
from iro_pipeline.workspace import Workspace
from tests.invention.nation import CITY, KENT, LIVERPOOL


class Enough(Exception):
    """The facts are made."""


def as_far_as_the_facts(stage: Callable[..., Any], *args: Any) -> Any:
    if stage is stages.measure_indicators:
        raise Enough
    return stage(*args)


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("nation")
    few = [LIVERPOOL, KENT, CITY]
    nation = Nation.draw(folder / "data/raw", 7, (2024, 2025), children=2, authorities=few)
    assert list(care.arrivals(nation))
    with pytest.raises(Enough):
        pipeline.run(Workspace(folder), perform=as_far_as_the_facts)
    return folder


def differences(root: Path, table: Path) -> int:
    return agreement.differences(agreement.of_the_pipeline(root), pl.read_csv(table))


def test_pandas_counts_what_the_pipeline_counts(root: Path, tmp_path: Path) -> None:
    peers_pandas.measures(root).to_csv(tmp_path / "pandas.csv")
    assert differences(root, tmp_path / "pandas.csv") == 0


def test_duckdb_counts_what_the_pipeline_counts(root: Path, tmp_path: Path) -> None:
    peers_duckdb.measure(root, tmp_path / "duckdb.csv")
    assert differences(root, tmp_path / "duckdb.csv") == 0


def test_a_figure_that_differs_is_counted(root: Path) -> None:
    mine = agreement.of_the_pipeline(root)
    assert mine.height == 6
    assert agreement.differences(mine, mine.with_columns(pl.col("unknown") + 1)) == 6
    assert agreement.differences(mine, mine.head(5)) == mine.width - 2


@pytest.mark.parametrize(
    "part",
    [
        ["mutations", "--count", "2"],
        [
            *("cost", "--tables", "2", "--authorities", "10"),
            *("--categories", "8", "16", "--regions", "North East"),
        ],
    ],
    ids=["mutations", "cost"],
)
def test_attacks_on_drawn_releases_find_nobody(part: list[str]) -> None:
    assert attack.main(part) == 0


def test_releases_in_a_row_of_a_few_authorities_give_nobody_away(tmp_path: Path) -> None:
    """Nor is any of them told less than it would be by itself."""
    rng = np.random.default_rng(3)
    few = releases.some(rng)
    told = list(quarters.releases(tmp_path, 3, rng, few))
    assert [each.at_first for each in told] == [[], [], []]
