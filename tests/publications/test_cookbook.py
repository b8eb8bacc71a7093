from pathlib import Path

import duckdb
import pytest

from iro_pipeline.publications import cookbook, database

QUERIES = cookbook.queries(cookbook.SOURCE.read_text(encoding="utf-8"))


@pytest.fixture
def opened(release: Path, monkeypatch: pytest.MonkeyPatch) -> duckdb.DuckDBPyConnection:
    monkeypatch.chdir(release)
    return duckdb.connect(database.NAME, read_only=True)


def test_there_are_a_dozen_questions_and_each_is_one():
    assert len(QUERIES) >= 12
    assert all("?" in asked for asked in QUERIES)


@pytest.mark.parametrize("asked", QUERIES)
def test_a_query_runs(opened: duckdb.DuckDBPyConnection, asked: str):
    assert opened.execute(QUERIES[asked]).description
