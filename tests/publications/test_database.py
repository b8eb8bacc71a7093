from collections.abc import Iterator
from pathlib import Path

import duckdb
import polars as pl
import pytest

from iro_pipeline.disclosure import published
from iro_pipeline.publications import database
from iro_pipeline.publications.edition import INVENTED, Edition

COMMENTS = "SELECT column_name, comment FROM duckdb_columns() WHERE table_name = ?"
VIEWS = "SELECT view_name, sql, comment FROM duckdb_views() WHERE NOT internal"


@pytest.fixture
def opened(release: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """As an analyst opens it from another folder."""
    with duckdb.connect(release / database.NAME, read_only=True) as connection:
        connection.execute(f"SET file_search_path = '{release}'")
        yield connection


def test_each_public_table_is_a_view_of_the_rows_beside_it(
    release: Path, opened: duckdb.DuckDBPyConnection
):
    paths = {
        each.stem: each for each in (*release.glob("*.parquet"), *release.glob("tables/*.parquet"))
    }
    views = opened.execute(VIEWS).fetchall()
    assert {name for name, *_ in views} == set(paths)
    for name, *_ in views:
        rows = opened.table(name).fetchall()
        assert rows == pl.read_parquet(paths[name], glob=False).rows()


def test_it_opens_in_its_own_folder_without_a_setting(
    release: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.chdir(release)
    with duckdb.connect(database.NAME, read_only=True) as connection:
        assert connection.table("figures").fetchall()


def test_views_and_columns_carry_their_contracts_words(opened: duckdb.DuckDBPyConnection):
    for name, _, comment in opened.execute(VIEWS).fetchall():
        contract = published(name)
        assert comment == f"{INVENTED} {contract.title}: {contract.grain}"
        told = dict(opened.execute(COMMENTS, [name]).fetchall())
        assert told == {each.name: each.description for each in contract.fields}


def test_its_paths_are_relative_and_it_holds_no_row(
    release: Path, opened: duckdb.DuckDBPyConnection
):
    assert opened.execute("SELECT count(*) FROM duckdb_tables() WHERE NOT internal").fetchone() == (
        0,
    )
    for _, sql, _ in opened.execute(VIEWS).fetchall():
        assert str(release) not in sql
        assert "/tmp" not in sql
    assert str(release).encode() not in (release / database.NAME).read_bytes()


def test_two_made_at_different_places_are_the_same_bytes(release: Path, tmp_path: Path):
    other = tmp_path / "of Bolton, Bury's [both] * ?"
    for path in (*release.glob("*.parquet"), *release.glob("tables/*.parquet")):
        place = other / path.relative_to(release)
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(path.read_bytes())
    database.write(other, Edition("000003-abc", invented=True))
    assert (other / database.NAME).read_bytes() == (release / database.NAME).read_bytes()
