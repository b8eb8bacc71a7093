"""What is found in the files beside the tables, where one says more than they do."""

import shutil
from pathlib import Path

import duckdb
import polars as pl
import pytest

from iro_pipeline.audit import files
from tests.explaining.releases import released, tables


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return released(tmp_path_factory.mktemp("sound"), tables())


@pytest.fixture
def release(sound: Path, tmp_path: Path) -> Path:
    return shutil.copytree(sound, tmp_path / "release")


def found(release: Path) -> list[tuple[str, str]]:
    return [(each.cell, each.words) for each in files(release)]


def test_a_release_as_it_is_written_is_let_through(release: Path):
    assert list(release.glob("tables/ees/*.csv"))
    assert found(release) == []


def test_a_number_in_place_of_a_symbol_is_found(release: Path):
    place = release / "tables/ees/iro_percentages.csv"
    rows = pl.read_csv(place, infer_schema=False)
    assert "c" in rows["figure_percent"]
    rows.with_columns(pl.col("figure_percent").replace("c", "7.5")).write_csv(place)
    ((name, words),) = found(release)
    assert name == "tables/ees/iro_percentages.csv"
    assert "cells say what no row of its place and time says" in words


def test_another_areas_number_is_found(release: Path):
    place = release / "tables/ees/iro_percentages.csv"
    rows = pl.read_csv(place, infer_schema=False)
    rows.with_columns(pl.col("figure_percent").reverse()).write_csv(place)
    assert found(release)


def test_words_in_the_place_of_a_number_are_found(release: Path):
    place = release / "tables/ees/iro_percentages.csv"
    rows = pl.read_csv(place, infer_schema=False)
    rows.with_columns(pl.col("figure_percent").replace("c", "was three")).write_csv(place)
    assert ("tables/ees/iro_percentages.csv", "a cell is neither a number nor a symbol") in found(
        release
    )


@pytest.mark.parametrize(
    ("done", "words"),
    [
        ("CREATE TABLE left_over AS SELECT 3 AS few", "it holds a table"),
        ("CREATE MACRO few() AS 3", "it holds a macro"),
        ("CREATE SEQUENCE few", "it holds a sequence"),
        ("COMMENT ON VIEW figures IS 'three of Bury'",
         "the view figures says of itself what its table does not"),
        ("COMMENT ON COLUMN figures.value IS 'was 3'",
         "the view figures tells of columns what its table does not"),
        ("CREATE OR REPLACE VIEW figures AS SELECT 3 AS value",
         "the view figures is not that of a table beside it"),
    ],
)  # fmt: skip
def test_what_a_database_holds_beside_its_views_is_found(release: Path, done: str, words: str):
    with duckdb.connect(release / "iro.duckdb") as opened:
        opened.execute(f"SET file_search_path = '{release}'")
        opened.execute(done)
    assert ("iro.duckdb", words) in found(release)


def test_what_is_withdrawn_and_said_again_is_found(release: Path):
    place = release / "changes.parquet"
    empty = pl.read_parquet(place)
    row = pl.DataFrame([{"change_kind": "withdrawn", "value_before": 3.0}])
    pl.concat([empty, row], how="diagonal").write_parquet(place, statistics=False)
    assert ("changes.parquet", "it says again what is withdrawn") in found(release)
