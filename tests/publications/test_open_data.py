import random
from dataclasses import fields, replace
from pathlib import Path

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from iro_pipeline.contracts import ContractError
from iro_pipeline.disclosure import PUBLIC, Tables, protect, published
from iro_pipeline.disclosure.protecting import Before
from iro_pipeline.publications import open_data
from iro_pipeline.publications.open_data import TABLES
from iro_pipeline.validation import at_rest

each_table = pytest.mark.parametrize("name", TABLES)


@each_table
def test_a_table_opens_in_pandas_pyarrow_duckdb_and_polars_alike(release: Path, name: str):
    path = release / "tables" / f"{name}.parquet"
    rows = pl.read_parquet(path, glob=False).rows()
    columns = list(published(name).dtypes)
    in_pandas = pd.read_parquet(path)
    in_duckdb = duckdb.read_parquet(str(path))
    assert list(in_pandas.columns) == in_duckdb.columns == columns
    assert in_duckdb.fetchall() == rows
    assert [tuple(row.values()) for row in pq.read_table(path).to_pylist()] == rows
    assert in_pandas.astype(object).where(in_pandas.notna(), None).values.tolist() == [
        list(row) for row in rows
    ]


@each_table
def test_codes_are_strings_in_every_reader(release: Path, name: str):
    path = release / "tables" / f"{name}.parquet"
    texts = [each.name for each in published(name).fields if each.type == "string"]
    assert {pq.read_schema(path).field(text).type for text in texts} == {pa.string()}
    in_duckdb = duckdb.read_parquet(str(path))
    kinds = dict(zip(in_duckdb.columns, in_duckdb.types, strict=True))
    assert {str(kinds[text]) for text in texts} == {"VARCHAR"}
    assert not {str(pd.read_parquet(path)[text].dtype) for text in texts} & {"category", "int64"}


@each_table
def test_every_column_is_described_in_the_file(release: Path, name: str):
    schema = pq.read_schema(release / "tables" / f"{name}.parquet")
    described = {field.name: field.metadata[b"description"].decode() for field in schema}
    assert described == {each.name: each.description for each in published(name).fields}
    assert schema.metadata[b"iro.title"].decode() == published(name).title


def test_pages_are_plain_or_dictionary_coded_without_statistics(release: Path):
    for path in release.rglob("*.parquet"):
        held = pq.read_metadata(path)
        for group in range(held.num_row_groups):
            for place in range(held.num_columns):
                column = held.row_group(group).column(place)
                assert set(column.encodings) <= {"PLAIN", "RLE", "RLE_DICTIONARY"}
                assert (column.compression, column.statistics) == ("SNAPPY", None)


def test_every_file_of_a_release_keeps_its_contract(release: Path):
    for path in release.rglob("*.parquet"):
        at_rest(published(path.stem), pl.read_parquet(path, glob=False))


def test_the_same_rows_in_any_order_give_the_same_bytes(tables: Tables, tmp_path: Path):
    for place, each in (("one", tables), ("other", shuffled(tables))):
        protected = protect(each, PUBLIC)
        open_data.write(tmp_path / place, protected, release="r", invented=False)
    for name in TABLES:
        file = f"{name}.parquet"
        assert (tmp_path / "one" / file).read_bytes() == (tmp_path / "other" / file).read_bytes()


def test_a_table_that_breaks_its_contract_is_not_written(tables: Tables, tmp_path: Path):
    twice = replace(tables, coverage=pl.concat([tables.coverage, tables.coverage]))
    with pytest.raises(ContractError, match="repeated_key"):
        open_data.write(tmp_path, protect(twice, PUBLIC), release="r", invented=False)
    assert not (tmp_path / "coverage.parquet").exists()


def test_tables_that_did_not_pass_the_gate_cannot_be_written(tables: Tables, tmp_path: Path):
    with pytest.raises(TypeError, match="disclosure"):
        open_data.write(tmp_path, tables, release="r", invented=False)  # ty: ignore[invalid-argument-type]


def shuffled(tables: Tables) -> Tables:
    draw = random.Random(7)

    def mixed(table: pl.DataFrame) -> pl.DataFrame:
        return table.sample(fraction=1, shuffle=True, seed=draw.randrange(99))

    names = [each.name for each in fields(tables) if each.name not in ("before", "survey")]
    return Tables(
        **{name: mixed(getattr(tables, name)) for name in names},
        before=Before(mixed(tables.before.told), mixed(tables.before.earlier)),
        survey={name: mixed(table) for name, table in tables.survey.items()},
    )
